//! Setting up a second factor, and the recovery codes that go with it.

mod model;
mod view;

pub use view::{codes, draw_setup, setup};
