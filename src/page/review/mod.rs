//! The reviewers' pages.

mod bulk;
mod case;
mod claim;
mod counts;
mod credentials;
mod decide;
mod frame;
mod keys;
mod list;
mod marks;
mod next;
mod pending;
mod presence;
mod query;
mod queue;
mod references;
mod returning;
mod saved;
mod standing;
mod statistics;
mod summary;
mod templates;
mod tick;
mod trainings;
mod views;
mod words_of;

pub use bulk::draw as draw_bulk;
pub use case::draw as draw_case;
pub use keys::Action;
pub use queue::draw as draw_queue;
pub use references::draw as draw_references;
pub use statistics::draw as draw_statistics;
pub use templates::{draw as draw_templates, draw_one as draw_template};
pub use trainings::{draw as draw_trainings, draw_case as draw_training_case};
