//! The one writer of SQLite, and how transactions share a `COMMIT`.
//!
//! A commit waits for the disk, and SQLite has one writer: with a commit for each transaction, the disk's patience is
//! the portal's speed. So a transaction whose work is done hands the writer on and queues for it again. The queue is
//! served in order: whoever was waiting works meanwhile, inside the same database transaction, each within a savepoint
//! of its own; the first of the done that comes round again commits for all of them. Nobody is told that the work
//! lasts before that commit has reached the disk, and alone nobody waits for anybody.

use std::sync::{Arc, OnceLock};

use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, OwnedMutexGuard};

const SAVEPOINT: &str = "SAVEPOINT turn";
const RELEASE: &str = "RELEASE turn";
const BACK_TO_SAVEPOINT: &str = "ROLLBACK TO turn";

/// What stands behind the lock that makes one of many the writer.
#[derive(Default)]
pub(super) struct Writer {
    /// Empty only after a failure: the next turn opens the file again.
    connection: Option<SqliteConnection>,
    /// Those whose work is done and waits for its `COMMIT`. None: no transaction is open between turns.
    group: Option<Arc<Group>>,
}

/// Transactions that last or fail together.
#[derive(Default)]
struct Group {
    /// Whether the shared commit reached the disk; set once.
    lasts: OnceLock<bool>,
}

/// One transaction's time with the writer.
pub(super) struct Turn {
    writer: OwnedMutexGuard<Writer>,
    /// Whether this runs in a savepoint, after others whose work is not committed yet.
    nested: bool,
}

impl Writer {
    pub(super) fn new(connection: SqliteConnection) -> Self {
        Self {
            connection: Some(connection),
            group: None,
        }
    }

    pub(super) fn is_connected(&self) -> bool {
        self.connection.is_some()
    }

    pub(super) fn connect(&mut self, connection: SqliteConnection) {
        self.connection = Some(connection);
    }

    /// Commits what is done, and gives the connection up.
    pub(super) async fn end(&mut self) -> Option<SqliteConnection> {
        if let Some(group) = self.group.clone()
            && let Err(error) = self.commit(&group).await
        {
            tracing::warn!(%error, "committing before the database file is closed");
        }
        self.connection.take()
    }

    async fn control(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        let connection = self.connection.as_mut();
        let connection = connection.ok_or(sqlx::Error::WorkerCrashed)?;
        sqlx::query(sql).execute(connection).await.map(drop)
    }

    /// Makes a group's work last, unless somebody did already.
    async fn commit(&mut self, group: &Arc<Group>) -> Result<(), sqlx::Error> {
        match group.lasts.get() {
            Some(true) => return Ok(()),
            Some(false) => return Err(sqlx::Error::WorkerCrashed),
            None => {}
        }
        let outcome = self.control("COMMIT").await;
        if outcome.is_err() {
            self.fail();
        } else {
            self.settle(true);
        }
        outcome
    }

    /// Says to all who are done what became of their work.
    fn settle(&mut self, lasts: bool) {
        if let Some(group) = self.group.take() {
            // Set here alone, by who holds the writer, and the group is gone from it now.
            let _only_once = group.lasts.set(lasts);
        }
    }

    /// Nobody knows what the database holds of the open transaction: closing the connection undoes all of it.
    fn fail(&mut self) {
        drop(self.connection.take());
        self.settle(false);
    }
}

impl Turn {
    pub(super) fn new(writer: OwnedMutexGuard<Writer>) -> Self {
        let nested = writer.group.is_some();
        Self { writer, nested }
    }

    /// Begins a transaction with `begin`, or a savepoint after others' work. When it fails, [`Self::roll_back`] is due.
    pub(super) async fn begin(&mut self, begin: &'static str) -> Result<(), sqlx::Error> {
        let sql = if self.nested { SAVEPOINT } else { begin };
        self.writer.control(sql).await
    }

    /// # Errors
    /// When the connection was lost.
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        let connection = self.writer.connection.as_mut();
        connection.ok_or(sqlx::Error::WorkerCrashed)
    }

    /// Makes the work last, by a task of its own: once begun, it is not ended half-way by a client that goes away, with
    /// whom others would fail.
    ///
    /// # Errors
    /// The commit's own; for those who share it, only that it failed.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        let done = tokio::spawn(self.join_group_and_commit());
        done.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    async fn join_group_and_commit(mut self) -> Result<(), sqlx::Error> {
        if self.nested
            && let Err(error) = self.writer.control(RELEASE).await
        {
            self.writer.fail();
            return Err(error);
        }
        let group = Arc::clone(self.writer.group.get_or_insert_default());
        let lock = Arc::clone(OwnedMutexGuard::mutex(&self.writer));
        drop(self);
        // To the end of the queue: it is served in order, so whoever waits now works before the commit.
        let mut writer = Mutex::lock_owned(lock).await;
        writer.commit(&group).await
    }

    /// Undoes this transaction's work and nobody else's.
    ///
    /// # Errors
    /// When the database cannot; then all that was not committed is undone, with the connection.
    pub(super) async fn roll_back(mut self) -> Result<(), sqlx::Error> {
        let undone = if self.nested {
            match self.writer.control(BACK_TO_SAVEPOINT).await {
                Ok(()) => self.writer.control(RELEASE).await,
                failed => failed,
            }
        } else {
            self.writer.control("ROLLBACK").await
        };
        if undone.is_err() {
            self.writer.fail();
        }
        undone
    }

    /// Closes the connection, and with it what was not committed.
    pub(super) fn give_up(mut self) {
        self.writer.fail();
    }
}
