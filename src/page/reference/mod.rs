//! Answering as a reference, by the link of a mail.

mod model;
mod view;

pub use view::draw;
