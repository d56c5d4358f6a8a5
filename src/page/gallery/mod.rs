//! Every part with its examples, on one page: for looking at, for axe and for screenshots. Only in builds with the
//! feature `gallery`; its words are examples and stand here instead of the catalogue.

mod draft;
mod forms;
mod parts;

use crate::dom::{El, run};
use crate::ui::{h1, lead};
use crate::words::title;

pub fn draw() -> El {
    run(&[
        h1(&title::GALLERY),
        lead("Every part in every state. What is not here has no place on a page."),
        parts::draw(),
        forms::draw(),
        draft::draw(),
    ])
}
