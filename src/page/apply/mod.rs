//! The wizard: its task list, one page a task, the check and what comes after it.

mod check;
mod draft;
mod hub;
pub mod model;
mod submitted;
mod task;

pub use check::{Answers, answers, draw as draw_check};
pub use draft::OwnAddresses;
pub use hub::{draw, start_button};
pub use submitted::draw as draw_submitted;
pub use task::{draw as draw_task, draw_training, reference_parts};
