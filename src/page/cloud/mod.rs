//! Cloud accounts: the addresses that access is given to.

mod model;
mod verify;
mod view;

pub use verify::draw as draw_verify;
pub use view::draw;
