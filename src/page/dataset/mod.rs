//! A dataset: what it holds, and the way to its files.

mod cloud;
mod methods;
mod model;
mod requirements;
mod view;

pub use view::draw;
