//! The rules of the portal: types, validation, state machines and the access rule.
//!
//! Nothing here reads a clock, a database or a random number; what a rule needs is passed in.
//! The server decides with these functions and the page shows buttons and errors with the same
//! ones, so a rule exists once. See `docs/glossary.md` for the words.

#[macro_use]
mod choice;

pub mod access;
pub mod account;
pub mod age;
pub mod agreement;
pub mod application;
pub mod country;
pub mod email;
pub mod grant;
pub mod language;
pub mod lookalike;
pub mod name;
pub mod next;
pub mod orcid;
pub mod placeholder;
pub mod po;
pub mod problem;
mod punycode;
pub mod reference;
pub mod refusal;
pub mod review;
pub mod ror;
pub mod schedule;
pub mod shortage;
pub mod text;
pub mod time;
pub mod training;
pub mod url;
pub mod user_name;
pub mod versions;

pub use choice::UnknownChoice;
