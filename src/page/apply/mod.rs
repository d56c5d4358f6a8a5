//! The wizard: its task list, one page a task, the check and what comes after it.

mod check;
mod doubt;
mod draft;
mod hub;
mod load;
pub mod model;
mod submitted;
mod task;
pub mod waiting;

pub use check::{Answers, answers, draw as draw_check};
pub use doubt::Doubt;
pub use hub::{draw, start_button};
pub use load::OwnAddresses;
pub use submitted::draw as draw_submitted;
pub use task::{draw as draw_task, draw_training, reference_parts};
