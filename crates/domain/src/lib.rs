#[macro_use]
mod choice;
pub mod time;
pub use choice::UnknownChoice;
