//! Checking a receipt here, in the page: the file goes nowhere.

mod check;
mod model;
mod view;

pub use view::draw;
