//! The frame around every page: header, navigation, footer, dialogs of the session, and what happens when the route
//! changes (title, focus).

mod dialogs;
mod frame;
mod heading;

pub use frame::draw;
pub use heading::{focus_heading, focus_if_wished, set_title, set_title_error, wish_focus};
