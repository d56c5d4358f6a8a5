//! One application of one's own: where it stands, whom it waits for, what can be done about it.

mod reference;
mod view;

pub use view::{counts_anew, draw, standing_tag, waiting};
