//! The page's own words of what was read in a report, in English: one list of them for the page, its worker and the server.
#![allow(dead_code, reason = "they have what the page itself needs, too")]

#[path = "../../../src/words/catalogue.rs"]
mod catalogue;
#[path = "../../../src/words/en/reading.rs"]
mod reading;

pub use catalogue::{Text, t};
pub use reading::{Told, in_words};
