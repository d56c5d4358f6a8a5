//! Every word the page says. `en` is the catalogue; another language is another module of the same names, chosen here.
//!
//! `use crate::words as w;` and then `w::shared::CONTINUE`, `w::title::HOME`, or the module of an area of pages.

mod en;

pub use en::*;
