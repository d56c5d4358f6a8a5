//! Keeping what is typed: saved to the server by itself, in order, and buffered here until the server has it.

pub mod buffer;
mod keeper;
mod status;

pub use keeper::{DraftKeeper, Place, SaveState};
pub use status::{Difference, OnConflict, draft_status, left_behind};
