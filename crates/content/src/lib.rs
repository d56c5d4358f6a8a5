//! What the portal says and ships, as data: datasets, agreements, how-to pages, documents, training types, decision
//! templates; and the demonstration's generated files.
//!
//! The data lie in `crates/content/data` and are carried by the program. [`Catalogue::load_from`] lets a repository put
//! its own in their place. Either way the same code reads and checks all of it, once, at start.

mod catalogue;
mod dataset;
mod document;
mod error;
mod files;
mod markdown;
pub mod synthetic;
mod template;
mod text;
mod training;
mod version;

pub use catalogue::Catalogue;
pub use dataset::{
    AccessMethod, Agreement, BigQueryDataset, BigQueryPlace, Citation, Dataset, DatasetVersion,
    Fact, Method, Policy, StoragePlace,
};
pub use document::{Document, DocumentKind};
pub use error::ContentError;
pub use template::{Subject, Template};
pub use text::{Site, Text};
pub use training::{Module, Question, ReportPatterns, TrainingType};
pub use version::Version;
