//! The contract of the store: every test runs on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test that fails to unwrap has failed")]

#[macro_use]
mod support;

mod accounts;
mod applications;
mod attempts;
mod audit_log;
mod bulks;
mod claims;
mod credentials;
mod grants;
mod idempotent_answers;
mod jobs;
mod lists;
mod mailed_links;
mod migrating;
mod orcids;
mod outbox_mails;
mod schema;
mod sessions;
mod shared_commits;
mod signatures;
mod trainings;
mod transactions;
