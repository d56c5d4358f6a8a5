//! The server of Accede: configuration, HTTP, jobs and the command line. `README.md` beside this crate says how to add
//! an endpoint, a job, a command and a test.

pub mod access;
pub mod account;
pub mod application;
pub mod backup;
pub mod bounces;
pub mod cli;
pub mod clock;
pub mod config;
pub mod datasets;
pub mod delivery;
pub mod demo;
pub mod desire;
pub mod entropy;
pub mod error;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod links;
pub mod lists;
pub mod log;
pub mod orcid;
pub mod receipt;
pub mod record;
pub mod references;
pub mod review;
pub mod state;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod texts;
pub mod training;
pub mod uploads;
mod words;
