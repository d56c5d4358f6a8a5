//! Opening a database and handing out transactions.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, PgPool, Row as _, SqlitePool};
use tokio::sync::{Mutex, OnceCell};

use super::failure::{UniqueNames, from_sqlx};
use super::tx::{Connection, Tx};
use super::writer::{Turn, Writer};
use crate::{Dialect, StoreError};

/// PostgreSQL ends a statement after this, so that one bad query cannot hold a connection for ever.
const STATEMENT_TIMEOUT: &str = "15s";
/// PostgreSQL ends a session that holds a transaction open and says nothing.
const IDLE_IN_TRANSACTION: &str = "60s";
/// Prepared statements kept per connection: more than the distinct statements of the program.
const PREPARED: usize = 512;

/// Where the database is and how many connections read from it.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `sqlite:///absolute/path.db` (`sqlite://relative.db`) or `postgres://user@host/database`.
    pub url: String,
    /// Connections: readers on SQLite (there is always one writer besides), all on PostgreSQL.
    pub connections: u32,
    /// Longest wait for a connection, for the one writer of SQLite, and for a lock that another process holds. SQLite
    /// has no queue between processes: a command beside a busy server finds a gap sooner or later, if it waits.
    pub patience: Duration,
}

impl StoreConfig {
    /// Longer than any transaction should take, shorter than a person's patience with a page.
    pub const FOR_REQUESTS: Duration = Duration::from_secs(5);
    /// For a command of the operator beside a server that may be writing all the time.
    pub const FOR_COMMANDS: Duration = Duration::from_secs(60);

    /// A database file at `path`.
    #[must_use]
    pub fn sqlite(path: &std::path::Path, connections: u32) -> Self {
        Self {
            url: format!("sqlite://{}", path.display()),
            connections,
            patience: Self::FOR_REQUESTS,
        }
    }
}

/// A database, and the way to get a transaction on it. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(super) backend: Backend,
    /// Filled on first use after the schema is there; only SQLite needs it.
    unique: Arc<OnceCell<Arc<UniqueNames>>>,
    statements: Arc<AtomicU64>,
}

#[derive(Clone)]
pub(super) enum Backend {
    Sqlite {
        writer: Arc<Mutex<Writer>>,
        open: Arc<SqliteConnectOptions>,
        patience: Duration,
        readers: SqlitePool,
    },
    Postgres {
        pool: PgPool,
    },
}

impl Store {
    /// Opens the database; a SQLite file is made when it is not there. Does not migrate.
    ///
    /// # Errors
    /// [`StoreError::Config`] for a URL of another kind, [`StoreError::Io`] when it cannot be reached.
    pub async fn open(config: StoreConfig) -> Result<Self, StoreError> {
        let backend = if let Some(path) = config.url.strip_prefix("sqlite://") {
            open_sqlite(path.into(), &config).await?
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            open_postgres(&config).await?
        } else {
            return Err(StoreError::Config(
                "the database URL must start with sqlite:// or postgres://".to_owned(),
            ));
        };
        Ok(Self {
            backend,
            unique: Arc::default(),
            statements: Arc::default(),
        })
    }

    /// Which database this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.backend {
            Backend::Sqlite { .. } => Dialect::Sqlite,
            Backend::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// A read-only transaction: everything read in it is of one moment.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when no connection came free in time, [`StoreError::Io`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let unique = self.unique_names().await?;
        match &self.backend {
            Backend::Sqlite { readers, .. } => {
                let connection = readers
                    .acquire()
                    .await
                    .map_err(|error| from_sqlx(error, &unique))?;
                Tx::begin(
                    Connection::SqliteReader(connection),
                    "BEGIN",
                    unique,
                    Arc::clone(&self.statements),
                )
                .await
            }
            Backend::Postgres { pool } => {
                let connection = pool
                    .acquire()
                    .await
                    .map_err(|error| from_sqlx(error, &unique))?;
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Tx::begin(
                    Connection::Postgres(connection),
                    begin,
                    unique,
                    Arc::clone(&self.statements),
                )
                .await
            }
        }
    }

    /// A transaction that may write. On SQLite there is one at a time; on PostgreSQL lock what is
    /// to be changed with [`Tx::lock`] before deciding on it.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let unique = self.unique_names().await?;
        self.begin_write(unique).await
    }

    /// Statements run since the store was opened, `BEGIN` and `COMMIT` not counted.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Writes a SQLite database, as it is at one moment, into a new file. Others read and write meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Config`] on PostgreSQL, whose own tools do this; [`StoreError::Io`] and others as a statement has.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let Backend::Sqlite { open, .. } = &self.backend else {
            return Err(StoreError::Config(
                "a PostgreSQL database is copied by pg_dump".to_owned(),
            ));
        };
        let file = file.to_str().ok_or_else(|| {
            StoreError::Config("the name of the copy must be UTF-8 text".to_owned())
        })?;
        let unique = UniqueNames::new();
        let mut connection = open
            .connect()
            .await
            .map_err(|error| from_sqlx(error, &unique))?;
        let copied = sqlx::query("VACUUM INTO $1")
            .bind(file)
            .execute(&mut connection)
            .await;
        let closed = sqlx::Connection::close(connection).await;
        copied
            .map(drop)
            .and(closed)
            .map_err(|error| from_sqlx(error, &unique))
    }

    /// Whether the database holds no table at all.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let tables = match self.dialect() {
            Dialect::Sqlite => "SELECT count(*) AS n FROM sqlite_schema",
            Dialect::Postgres => {
                "SELECT count(*) AS n FROM pg_catalog.pg_tables
                 WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            }
        };
        let row = self.read().await?.fetch_one(tables, Vec::new()).await?;
        Ok(row.int("n")? == 0)
    }

    /// Closes every connection, after what is running.
    pub async fn close(&self) {
        match &self.backend {
            Backend::Sqlite {
                writer, readers, ..
            } => {
                readers.close().await;
                if let Some(connection) = writer.lock().await.end().await
                    && let Err(error) = sqlx::Connection::close(connection).await
                {
                    tracing::warn!(%error, "closing the database file");
                }
            }
            Backend::Postgres { pool } => pool.close().await,
        }
    }

    /// As [`Store::write`], before the schema is there.
    pub(crate) async fn begin_migration(&self) -> Result<Tx, StoreError> {
        self.begin_write(Arc::default()).await
    }

    async fn begin_write(&self, unique: Arc<UniqueNames>) -> Result<Tx, StoreError> {
        match &self.backend {
            Backend::Sqlite {
                writer,
                open,
                patience,
                ..
            } => {
                let waiting = tokio::time::timeout(*patience, Arc::clone(writer).lock_owned());
                let mut writer = waiting.await.map_err(|_| StoreError::Busy)?;
                if !writer.is_connected() {
                    let opened = open.connect().await;
                    writer.connect(opened.map_err(|error| from_sqlx(error, &unique))?);
                }
                Tx::begin(
                    Connection::SqliteWriter(Turn::new(writer)),
                    "BEGIN IMMEDIATE",
                    unique,
                    Arc::clone(&self.statements),
                )
                .await
            }
            Backend::Postgres { pool } => {
                let connection = pool
                    .acquire()
                    .await
                    .map_err(|error| from_sqlx(error, &unique))?;
                let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
                Tx::begin(
                    Connection::Postgres(connection),
                    begin,
                    unique,
                    Arc::clone(&self.statements),
                )
                .await
            }
        }
    }

    pub(super) async fn unique_names(&self) -> Result<Arc<UniqueNames>, StoreError> {
        let Backend::Sqlite { readers, .. } = &self.backend else {
            return Ok(Arc::default());
        };
        let names = self
            .unique
            .get_or_try_init(|| async { sqlite_unique_names(readers).await.map(Arc::new) });
        names
            .await
            .map(Arc::clone)
            .map_err(|error| from_sqlx(error, &UniqueNames::new()))
    }
}

async fn open_sqlite(path: PathBuf, config: &StoreConfig) -> Result<Backend, StoreError> {
    if path.as_os_str().is_empty() || path.as_os_str() == ":memory:" {
        return Err(StoreError::Config(
            "the SQLite URL must name a file: sqlite:///path/accede.db".to_owned(),
        ));
    }
    let base = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(config.patience)
        .statement_cache_capacity(PREPARED);
    // FULL: what was answered with 2xx is on the disk, whatever happens to the power next.
    let open = base
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    // The writer goes first: it makes the file and puts it into WAL mode, which readers cannot.
    let writer = open
        .connect()
        .await
        .map_err(|error| from_sqlx(error, &UniqueNames::new()))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(config.connections.max(1))
        .acquire_timeout(config.patience)
        .test_before_acquire(false)
        .connect_lazy_with(base.read_only(true));
    Ok(Backend::Sqlite {
        writer: Arc::new(Mutex::new(Writer::new(writer))),
        open: Arc::new(open),
        patience: config.patience,
        readers,
    })
}

async fn open_postgres(config: &StoreConfig) -> Result<Backend, StoreError> {
    let options: PgConnectOptions = config
        .url
        .parse()
        .map_err(|_| StoreError::Config("the PostgreSQL URL cannot be read".to_owned()))?;
    let lock_timeout = format!("{}ms", config.patience.as_millis());
    let options = options
        .application_name("accede")
        .statement_cache_capacity(PREPARED)
        .options([
            ("statement_timeout", STATEMENT_TIMEOUT),
            ("lock_timeout", lock_timeout.as_str()),
            ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION),
            // Compiling a statement takes longer than any of ours runs.
            ("jit", "off"),
            // A plan that serves whatever is asked for knows no bounds of a list: at a million, the
            // references overdue took 60 ms with it, and 5 ms with one that knows what is asked for.
            ("plan_cache_mode", "force_custom_plan"),
        ]);
    let pool = PgPoolOptions::new()
        .max_connections(config.connections.max(1))
        .acquire_timeout(config.patience)
        .connect_with(options)
        .await
        .map_err(|error| from_sqlx(error, &UniqueNames::new()))?;
    Ok(Backend::Postgres { pool })
}

/// Every unique index of the schema, under the columns SQLite names when it refuses.
async fn sqlite_unique_names(readers: &SqlitePool) -> Result<UniqueNames, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT t.name AS table_name, i.name AS index_name, i.origin AS origin, c.name AS column_name
         FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
         WHERE t.type = 'table' AND i.\"unique\" = 1 ORDER BY t.name, i.name, c.seqno",
    )
    .fetch_all(readers)
    .await?;
    let mut indexes: Vec<(String, String, String, Vec<String>)> = Vec::new();
    for row in rows {
        let (table, index): (String, String) =
            (row.try_get("table_name")?, row.try_get("index_name")?);
        let column: Option<String> = row.try_get("column_name")?;
        if indexes.last().is_none_or(|last| last.1 != index) {
            indexes.push((table, index, row.try_get("origin")?, Vec::new()));
        }
        if let (Some(last), Some(column)) = (indexes.last_mut(), column) {
            last.3.push(column);
        }
    }
    let named = indexes.into_iter().map(|(table, index, origin, columns)| {
        let key = columns
            .iter()
            .map(|column| format!("{table}.{column}"))
            .collect::<Vec<_>>()
            .join(", ");
        let name = match origin.as_str() {
            "pk" => format!("{table}_pkey"),
            "u" => format!("{table}_{}_key", columns.join("_")),
            _ => index,
        };
        (key, name)
    });
    Ok(named.collect())
}
