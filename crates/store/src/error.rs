//! What can go wrong in the database. No variant's text holds SQL or a person's data, so that it
//! may be logged; what a caller decides on (a unique constraint, say) is data, never a message.

use std::borrow::Cow;

/// A failed call to the store. Inside a transaction it also ends that transaction: every later
/// statement answers [`StoreError::Aborted`] and only dropping it is left, on both databases.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A value that must be unique is taken. Holds the index's name, the same on both databases:
    /// the name given by `CREATE UNIQUE INDEX`, or `<table>_pkey`.
    #[error("the unique constraint {0} refused the write")]
    Unique(String),
    /// A row points at one that is not there, or one that is pointed at was to be deleted.
    #[error("a foreign key refused the write")]
    ForeignKey,
    /// A `CHECK`, `NOT NULL` or column type refused a value: a fault of the program, not of a person.
    #[error("a constraint of the schema refused the write")]
    Check,
    /// A trigger refused to change or delete a row that is only ever added to.
    #[error("the table is append-only")]
    AppendOnly,
    /// The database is busy: no connection, a lock or a statement took too long, a deadlock was
    /// broken. Trying again later may work.
    #[error("the database is busy")]
    Busy,
    /// An earlier statement of this transaction failed or was cancelled.
    #[error("the transaction has already failed")]
    Aborted,
    /// A write was tried in a read-only transaction.
    #[error("the transaction is read-only")]
    ReadOnly,
    /// `fetch_one` found nothing.
    #[error("no row was found")]
    NotFound,
    /// A row holds something that this program cannot read.
    #[error("column {column}: {problem}")]
    Corrupt {
        /// The column's name.
        column: Cow<'static, str>,
        /// What is wrong with it, without its value.
        problem: &'static str,
    },
    /// A value could not be turned into JSON.
    #[error("a value could not be written as JSON")]
    Json,
    /// The URL of the database or another setting is not usable.
    #[error("{0}")]
    Config(String),
    /// The database is newer than, or differs from, what this program knows.
    #[error(transparent)]
    Migration(#[from] crate::migrate::MigrationError),
    /// The connection or the disk failed.
    #[error("the connection to the database failed")]
    Io(#[source] sqlx::Error),
    /// Anything else the database said; a fault of the program. The source may hold SQL: it goes
    /// to the log's debug level at most.
    #[error("the database refused the statement")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether this is the unique constraint with that name.
    #[must_use]
    pub fn is_unique(&self, name: &str) -> bool {
        matches!(self, Self::Unique(found) if found == name)
    }

    pub(crate) fn corrupt(column: &str, problem: &'static str) -> Self {
        Self::Corrupt {
            column: Cow::Owned(column.to_owned()),
            problem,
        }
    }
}
