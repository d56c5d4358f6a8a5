//! The page for an address that no page has.

use crate::dom::El;
use crate::ui;

pub fn draw() -> El {
    ui::not_found()
}
