//! A transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Arguments, AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite};

use super::failure::{UniqueNames, from_sqlx};
use super::row::{postgres_rows, sqlite_rows};
use super::tally;
use super::writer::Turn;
use crate::{Dialect, Row, StoreError, Value};

/// The connection under a transaction.
pub(super) enum Connection {
    SqliteReader(PoolConnection<Sqlite>),
    SqliteWriter(Turn),
    Postgres(PoolConnection<Postgres>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    /// A statement is with the database. Found so by the next one, it means that the future of
    /// this one was dropped half-way, and nobody knows what it did.
    Running,
    Failed,
}

/// A transaction: commit it, or drop it and nothing happened.
///
/// A dropped transaction is rolled back by a task of its own that owns the connection, so that it
/// also holds when the request was cancelled in the middle of a statement; the connection goes
/// back to work only after the rollback succeeded, and is closed otherwise.
pub struct Tx {
    /// Empty only once the transaction has ended.
    connection: Option<Connection>,
    state: State,
    unique: Arc<UniqueNames>,
    statements: u64,
    total: Arc<AtomicU64>,
}

impl Tx {
    pub(super) async fn begin(
        connection: Connection,
        begin: &'static str,
        unique: Arc<UniqueNames>,
        total: Arc<AtomicU64>,
    ) -> Result<Self, StoreError> {
        // The connection is in its place before anything runs on it: a beginning that is cancelled ends in `drop`.
        let mut tx = Self {
            connection: Some(connection),
            state: State::Ready,
            unique,
            statements: 0,
            total,
        };
        let connection = tx.connection.as_mut().ok_or(StoreError::Aborted)?;
        let begun = match connection {
            Connection::SqliteWriter(turn) => turn.begin(begin).await,
            other => other.control(begin).await,
        };
        begun.map_err(|error| from_sqlx(error, &tx.unique))?;
        Ok(tx)
    }

    /// Which database this runs on, for the few statements that must differ.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.connection {
            Some(Connection::Postgres(_)) => Dialect::Postgres,
            _ => Dialect::Sqlite,
        }
    }

    /// Statements run in this transaction so far; tests hold pages to their number.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Makes it last. After `Ok` it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Aborted`] when a statement failed before, and whatever the commit itself met.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if self.state != State::Ready {
            return Err(StoreError::Aborted);
        }
        self.state = State::Running;
        let outcome = match self.connection.take().ok_or(StoreError::Aborted)? {
            Connection::SqliteWriter(turn) => turn.commit().await,
            other => {
                // The connection stays in `self` meanwhile: a commit that is cancelled or fails ends in `drop`.
                let connection = self.connection.insert(other);
                let outcome = connection.control("COMMIT").await;
                if outcome.is_ok() {
                    self.connection = None;
                }
                outcome
            }
        };
        outcome.map_err(|error| from_sqlx(error, &self.unique))
    }

    /// Undoes everything and waits until that is done.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the connection is gone, which undoes it too.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        match self.connection.take() {
            Some(connection) => connection
                .roll_back()
                .await
                .map_err(|error| from_sqlx(error, &self.unique)),
            None => Ok(()),
        }
    }

    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    /// Any [`StoreError`]; it ends the transaction. So do the three `fetch` functions'.
    pub async fn execute(
        &mut self,
        sql: impl SqlSafeStr,
        params: Vec<Value>,
    ) -> Result<u64, StoreError> {
        self.run_execute(sql.into_sql_str(), params).await
    }

    /// Every row of the answer.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn fetch_all(
        &mut self,
        sql: impl SqlSafeStr,
        params: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.run_fetch(sql.into_sql_str(), params).await
    }

    /// The first row, or none.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn fetch_opt(
        &mut self,
        sql: impl SqlSafeStr,
        params: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self
            .run_fetch(sql.into_sql_str(), params)
            .await?
            .into_iter()
            .next())
    }

    /// The first row.
    ///
    /// # Errors
    /// As [`Tx::execute`], and [`StoreError::NotFound`], which does not end the transaction.
    pub async fn fetch_one(
        &mut self,
        sql: impl SqlSafeStr,
        params: Vec<Value>,
    ) -> Result<Row, StoreError> {
        self.fetch_opt(sql, params)
            .await?
            .ok_or(StoreError::NotFound)
    }

    /// Holds one row against other writers until the end of the transaction. SQLite has one writer
    /// anyway, so nothing happens there.
    ///
    /// # Errors
    /// As [`Tx::execute`]; [`StoreError::Busy`] when somebody else holds it for too long.
    pub async fn lock(&mut self, table: &'static str, id: &str) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Postgres {
            let sql = format!("SELECT id FROM {table} WHERE id = $1 FOR UPDATE");
            self.run_fetch(AssertSqlSafe(sql).into_sql_str(), vec![Value::from(id)])
                .await?;
        }
        Ok(())
    }

    /// Runs a text of several statements without parameters: a migration.
    pub(crate) async fn execute_script(&mut self, text: String) -> Result<(), StoreError> {
        let connection = begin_statement(&mut self.connection, &mut self.state)?;
        let script = sqlx::raw_sql(AssertSqlSafe(text));
        let outcome = match connection {
            Connection::SqliteReader(c) => script.execute(&mut **c).await.map(drop),
            Connection::SqliteWriter(c) => script.execute(writer(c)?).await.map(drop),
            Connection::Postgres(c) => script.execute(&mut **c).await.map(drop),
        };
        self.end_statement(outcome)
    }

    async fn run_execute(&mut self, sql: SqlStr, params: Vec<Value>) -> Result<u64, StoreError> {
        let connection = begin_statement(&mut self.connection, &mut self.state)?;
        let outcome = match connection {
            Connection::SqliteReader(c) => sqlite_query(sql, params)?
                .execute(&mut **c)
                .await
                .map(|done| done.rows_affected()),
            Connection::SqliteWriter(c) => sqlite_query(sql, params)?
                .execute(writer(c)?)
                .await
                .map(|done| done.rows_affected()),
            Connection::Postgres(c) => postgres_query(sql, params)?
                .execute(&mut **c)
                .await
                .map(|done| done.rows_affected()),
        };
        self.end_statement(outcome)
    }

    async fn run_fetch(&mut self, sql: SqlStr, params: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let connection = begin_statement(&mut self.connection, &mut self.state)?;
        let outcome = match connection {
            Connection::SqliteReader(c) => sqlite_query(sql, params)?
                .fetch_all(&mut **c)
                .await
                .map(|rows| sqlite_rows(&rows)),
            Connection::SqliteWriter(c) => sqlite_query(sql, params)?
                .fetch_all(writer(c)?)
                .await
                .map(|rows| sqlite_rows(&rows)),
            Connection::Postgres(c) => postgres_query(sql, params)?
                .fetch_all(&mut **c)
                .await
                .map(|rows| postgres_rows(&rows)),
        };
        self.end_statement(outcome)?
    }

    fn end_statement<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        self.statements += 1;
        self.total.fetch_add(1, Ordering::Relaxed);
        tally::add_one();
        match outcome {
            Ok(value) => {
                self.state = State::Ready;
                Ok(value)
            }
            Err(error) => {
                self.state = State::Failed;
                tracing::debug!(%error, "a statement failed");
                Err(from_sqlx(error, &self.unique))
            }
        }
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move {
                    if let Err(error) = connection.roll_back().await {
                        tracing::warn!(%error, "a rollback failed; its connection was closed");
                    }
                });
            }
            // Without a runtime (the program is ending) closing the connection undoes the work.
            Err(_) => connection.close_on_drop(),
        }
    }
}

impl Connection {
    /// Runs `BEGIN`, `COMMIT` or `ROLLBACK`.
    async fn control(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::SqliteReader(c) => sqlx::query(sql).execute(&mut **c).await.map(drop),
            Self::SqliteWriter(c) => {
                let connection = c.connection()?;
                sqlx::query(sql).execute(connection).await.map(drop)
            }
            // The simple protocol: one round trip and nothing to prepare.
            Self::Postgres(c) => sqlx::raw_sql(sql).execute(&mut **c).await.map(drop),
        }
    }

    async fn roll_back(mut self) -> Result<(), sqlx::Error> {
        if let Self::SqliteWriter(turn) = self {
            return turn.roll_back().await;
        }
        let outcome = self.control("ROLLBACK").await;
        if outcome.is_err() {
            self.close_on_drop();
        }
        outcome
    }

    fn close_on_drop(self) {
        match self {
            Self::SqliteReader(mut connection) => connection.close_on_drop(),
            Self::SqliteWriter(turn) => turn.give_up(),
            Self::Postgres(mut connection) => connection.close_on_drop(),
        }
    }
}

/// The connection, marked as running a statement; a free function so that the borrow of the
/// connection leaves the other fields free.
fn begin_statement<'c>(
    connection: &'c mut Option<Connection>,
    state: &mut State,
) -> Result<&'c mut Connection, StoreError> {
    if *state != State::Ready {
        *state = State::Failed;
        return Err(StoreError::Aborted);
    }
    *state = State::Running;
    connection.as_mut().ok_or(StoreError::Aborted)
}

fn writer(turn: &mut Turn) -> Result<&mut SqliteConnection, StoreError> {
    turn.connection().map_err(StoreError::Io)
}

type Query<DB> = sqlx::query::Query<'static, DB, <DB as sqlx::Database>::Arguments>;

fn sqlite_query(sql: SqlStr, params: Vec<Value>) -> Result<Query<Sqlite>, StoreError> {
    // SQLite takes a missing parameter for null, PostgreSQL refuses it: a test finds it on both.
    debug_assert_eq!(
        highest_parameter(sql.as_str()),
        params.len(),
        "parameters of {}",
        sql.as_str()
    );
    let mut arguments = sqlx::sqlite::SqliteArguments::default();
    for value in params {
        arguments
            .add(value)
            .map_err(|error| StoreError::Database(sqlx::Error::Encode(error)))?;
    }
    Ok(sqlx::query_with(sql, arguments))
}

fn postgres_query(sql: SqlStr, params: Vec<Value>) -> Result<Query<Postgres>, StoreError> {
    let mut arguments = sqlx::postgres::PgArguments::default();
    for value in params {
        arguments
            .add(value)
            .map_err(|error| StoreError::Database(sqlx::Error::Encode(error)))?;
    }
    Ok(sqlx::query_with(sql, arguments))
}

/// The greatest `n` among the `$n` of a statement.
fn highest_parameter(sql: &str) -> usize {
    sql.split('$')
        .skip(1)
        .filter_map(|rest| {
            rest.split(|c: char| !c.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        })
        .max()
        .unwrap_or(0)
}
