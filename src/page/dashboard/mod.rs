//! Where the person stands, on one page.

pub mod model;
mod view;

pub use view::{draw, line, state_link};
