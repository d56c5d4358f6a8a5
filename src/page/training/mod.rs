//! Training: its page, and the same as a step of the wizard.

mod model;
pub mod reading;
mod view;

pub use model::current;
pub use view::{doubts, draw, state_tag, summary, trainings};
