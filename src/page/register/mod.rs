//! Creating an account.

mod model;
mod view;

pub use model::{check_email, check_new_passphrase};
pub use view::{address_form, draw, names, resend_form};
