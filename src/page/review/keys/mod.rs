//! Letter keys at the desk. They work only while the focus is in the list or the case, are off in fields, and can be
//! switched off or changed, for each browser (WCAG 2.1.4).

mod help;
mod model;
mod region;

pub use help::{dialog as help_dialog, open_button as help_button};
pub use model::{Action, Keys};
pub use region::{
    answer_of, current_of, focus_on, focus_question, focus_unanswered, has_unanswered, region,
    tick, walk,
};

use crate::browser;

/// Where the browser keeps the letters.
const KEPT: &str = "accede-keys";

/// The letters as they are now; asked for with every key, so that a change in another tab holds here too.
pub fn keys() -> Keys {
    Keys::parse(&browser::shared_get(KEPT).unwrap_or_default())
}

fn keep(keys: &Keys) {
    browser::shared_put(KEPT, &keys.written());
}
