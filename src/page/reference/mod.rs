//! Answering as a reference, by the link of a mail.

mod model;
mod view;
pub mod withdraw;

pub use view::draw;
