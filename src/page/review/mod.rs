//! The reviewers' pages.

mod case;
mod decide;
mod frame;
mod keys;
mod list;
mod model;
mod presence;
mod query;
mod queue;
mod returning;
mod summary;
mod trainings;
mod views;
mod words_of;

pub use case::draw as draw_case;
pub use keys::Action;
pub use queue::draw as draw_queue;
pub use trainings::{draw as draw_trainings, draw_case as draw_training_case};
