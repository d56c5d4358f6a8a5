//! Every word the page says. `en` is the catalogue, and what is shown until another language is chosen; the others are
//! files of translations ([`catalogue`]) that are loaded then.
//!
//! `use crate::words as w;` and then `&w::shared::CONTINUE`, `&w::title::HOME`, or the module of an area of pages.

pub mod catalogue;
#[cfg(test)]
mod complete;
pub mod country;
mod en;

pub use accede_domain::po;
pub use catalogue::{Text, filled, known, t};
pub use en::*;
