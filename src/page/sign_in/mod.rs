//! Signing in: as a page, in place of a page that needs it, and over a page whose session has ended.

mod model;
mod view;

pub use view::{
    draw, draw_second_factor, first, go_on_from_here, passphrase_form, second_factor_form,
};
