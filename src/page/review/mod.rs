//! The reviewers' pages.

mod case;
mod decide;
mod model;
mod queue;
mod training;

pub use case::draw as draw_case;
pub use queue::draw as draw_queue;
pub use training::{draw as draw_trainings, draw_case as draw_training_case};
