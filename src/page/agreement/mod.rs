//! The data use agreement of a dataset: read, sign, keep the receipt.

mod model;
mod view;

pub use view::draw;
