#[macro_use]
mod choice;
pub mod problem;
pub mod time;
pub use choice::UnknownChoice;
