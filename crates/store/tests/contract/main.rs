//! The contract of the store: every test runs on SQLite and on PostgreSQL.

#[macro_use]
mod support;

mod attempts;
mod audit_log;
mod idempotent_answers;
mod jobs;
mod mailed_links;
mod migrating;
mod outbox_mails;
mod schema;
mod sessions;
mod transactions;
