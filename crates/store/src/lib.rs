//! The database: one SQL text for SQLite and PostgreSQL, its migrations, and the repositories.
//!
//! `sql` is the thin layer that makes the two databases look alike; `migrate` brings a database to
//! the schema of this build; every other module is a repository, that is, functions over a [`Tx`]
//! that speak in typed rows. A caller opens a transaction, calls repositories, and commits; what
//! is dropped without a commit never happened.

pub mod error;
pub mod migrate;
pub mod sql;

pub use error::StoreError;
pub use sql::{Dialect, Row, Store, StoreConfig, Tx, Value};
/// Wraps SQL that was put together at run time, after checking that nothing in it came from outside.
pub use sqlx::AssertSqlSafe;
