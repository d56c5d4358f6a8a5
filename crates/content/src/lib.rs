//! What the portal says and ships, as data: datasets, agreements, how-to pages, documents, training types, decision
//! templates; and the generated files of the demonstration.
//!
//! The data lie in `crates/content/data` and are carried by the program. [`Catalogue::load_from`] lets a repository put
//! its own in their place. Either way the same code reads and checks all of it, once, at start:
//!
//! ```text
//! datasets/<slug>/dataset.toml          names, policy, trainings, versions, methods, places, citation, facts
//!                 description.md        the page's text
//!                 precautions.md        what stands before signing and in the Files section
//!                 agreement/<v>.md      exact bytes that are signed; their SHA-256 stands in dataset.toml
//!                 howto-<method>.md     zip, bigquery, storage, wget: one for each method listed
//!                 <name>.<language>.md  precautions and how-to pages in another language
//! documents/<kind>/document.toml, <v>.md    privacy, terms, accessibility
//! trainings/<key>.toml, <key>.md, <key>.<language>.md    type and instructions
//! templates/rejection/<key>.toml            reasons to reject
//! templates/return/<key>.toml               comments to return with
//! ```
//!
//! Texts are Markdown without HTML. `{site_name}`, `{support}` and `{origin}` may stand in any but an agreement; a
//! dataset's texts also know `{title}`, `{short_title}`, `{slug}`, `{version}`, `{citation}`, `{files_url}`,
//! `{user_name}`, `{bigquery_project}`, `{bigquery_dataset}` and `{bucket}`.

mod catalogue;
mod changes;
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

pub use accede_domain::placeholder::Site;
pub use catalogue::Catalogue;
pub use changes::{Block, Part, changes};
pub use dataset::{
    AccessMethod, Agreement, BigQueryDataset, BigQueryPlace, Citation, Dataset, DatasetVersion,
    Fact, Method, StoragePlace,
};
pub use document::{Document, DocumentKind};
pub use error::ContentError;
pub use template::{Subject, Template};
pub use text::Text;
pub use training::{Module, Question, TrainingType};
pub use version::Version;
