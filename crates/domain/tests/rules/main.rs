//! The rules, shown by examples, by tables and by properties; one file a subject.

// A test that unwraps says where it failed; the lint is for code that people meet.
#![allow(clippy::unwrap_used, clippy::panic)]

mod access;
mod address;
mod choice;
mod effects;
mod findings;
mod form;
mod grant;
mod lookalike;
mod names;
mod next;
mod orcid;
mod reference;
mod refusals;
mod resubmission;
mod review;
mod schedule;
mod signature;
mod support;
mod time;
mod training;
mod transitions;
mod versions;
