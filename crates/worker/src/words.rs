//! The page's own words and languages, as far as they are about what was read.
#![allow(dead_code, reason = "they have what the page itself needs, too")]

#[path = "../../../src/words/catalogue.rs"]
mod catalogue;
#[path = "../../../src/words/en/reading.rs"]
mod reading;

pub use accede_domain::po::read;
pub use catalogue::{Text, choose, t};
pub use reading::{Told, in_words};
