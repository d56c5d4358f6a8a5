//! The home page: what this is, what it takes, which data there are.

mod view;

pub use view::draw;
