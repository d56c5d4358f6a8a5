//! The database: one SQL text for SQLite and PostgreSQL, its migrations, and the repositories.
//!
//! `sql` is the thin layer that makes the two databases look alike; `migrate` brings a database to
//! the schema of this build; every other module is a repository, that is, functions over a [`Tx`]
//! that speak in typed rows. A caller opens a transaction, calls repositories, and commits; what
//! is dropped without a commit never happened.

#[macro_use]
mod words;

pub mod access_facts;
pub mod account;
pub mod account_email;
pub mod applicant;
pub mod application;
pub mod application_queue;
pub mod application_record;
pub mod attempt;
pub mod audit;
pub mod bulk;
pub mod case_note;
pub mod claim;
pub mod cloud_identity;
pub mod counter;
pub mod credential_flag;
pub mod decision;
pub mod decision_template;
pub mod demo_mail;
pub mod error;
pub mod export;
pub mod figure;
pub mod file;
pub mod grant;
pub mod idempotency;
pub mod ids;
pub mod job_lease;
pub mod known_device;
pub mod ledger;
pub mod mailed_link;
pub mod migrate;
pub mod on_record;
pub mod orcid;
pub mod outbox;
pub mod page;
pub mod personal_token;
pub mod recovery_code;
pub mod reference_answer;
pub mod reference_queue;
pub mod reference_request;
pub mod reminder;
pub mod revoked;
pub mod search;
pub mod secret;
pub mod session;
pub mod setting;
pub mod signature;
pub mod sql;
pub mod statistics;
#[cfg(feature = "testing")]
#[allow(
    clippy::expect_used,
    reason = "a test without its database cannot run: it ends there, saying why"
)]
pub mod testing;
pub mod training;
pub mod training_queue;

pub use error::StoreError;
pub use sql::{Dialect, Fill, Row, Store, StoreConfig, Table, Tx, Value, tallied};
/// Wraps SQL that was put together at run time, after checking that nothing in it came from outside.
pub use sqlx::AssertSqlSafe;
