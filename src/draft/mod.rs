//! Keeping what is typed: saved to the server by itself, in order, and buffered here until the server has it.

pub mod buffer;
mod choose;
mod keeper;
mod status;
pub mod tabs;

pub use choose::{Origin, Pick, Question, choose, focus_choice};
pub use keeper::{DraftKeeper, Left, Place, SaveState};
pub use status::draft_status;
