//! Filling a database with many rows at once, as nobody but the demonstration does.
//!
//! Indexes, and on PostgreSQL foreign keys too, are put aside meanwhile and made again at the end: each is then made in one
//! go, and a row that points nowhere is found all the same. What breaks off half-way leaves a database without them.

use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

use super::connect::{Backend, Store};
use super::failure::{UniqueNames, from_sqlx};
use crate::{StoreError, Value};

/// Parameters of one statement: more rows at once are no faster.
const PARAMETERS: usize = 900;

/// A table and the columns that rows are given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Their names, in the order of a row's values.
    pub columns: &'static [&'static str],
}

/// A database that is being filled.
pub struct Fill {
    connection: Connection,
    /// What makes again what was put aside.
    aside: Vec<String>,
}

enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Store {
    /// Puts indexes aside and begins.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the database cannot be reached, and others as a statement has; so do the functions of
    /// [`Fill`].
    pub async fn fill(&self) -> Result<Fill, StoreError> {
        // Read while they are all there.
        self.unique_names().await?;
        let begun = match &self.backend {
            Backend::Sqlite { open, .. } => begin_sqlite(open).await,
            Backend::Postgres { pool } => begin_postgres(pool).await,
        };
        begun.map_err(failure)
    }
}

async fn begin_sqlite(open: &sqlx::sqlite::SqliteConnectOptions) -> Result<Fill, sqlx::Error> {
    // What a power failure takes of a half-filled database is no loss; the last commit is durable again.
    let options = open
        .clone()
        .synchronous(sqlx::sqlite::SqliteSynchronous::Off)
        .foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let rows = sqlx::query(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    )
    .fetch_all(&mut connection)
    .await?;
    let mut aside = Vec::new();
    for row in rows {
        let (name, sql): (String, String) = (row.try_get("name")?, row.try_get("sql")?);
        run_sqlite(&mut connection, format!("DROP INDEX {name}")).await?;
        aside.push(sql);
    }
    Ok(Fill {
        connection: Connection::Sqlite(connection),
        aside,
    })
}

async fn begin_postgres(pool: &sqlx::PgPool) -> Result<Fill, sqlx::Error> {
    let mut connection = PgConnection::connect_with(&pool.connect_options()).await?;
    for sql in [
        "SET statement_timeout = 0",
        "SET idle_in_transaction_session_timeout = 0",
        "SET maintenance_work_mem = '256MB'",
        "SET synchronous_commit = off",
    ] {
        sqlx::raw_sql(sql).execute(&mut connection).await?;
    }
    let keys = sqlx::query(
        "SELECT CAST(conrelid::regclass AS TEXT) AS \"table\", CAST(conname AS TEXT) AS name,
             pg_get_constraintdef(oid) AS definition
         FROM pg_constraint WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)
         ORDER BY conname",
    )
    .fetch_all(&mut connection)
    .await?;
    let indexes = sqlx::query(
        "SELECT CAST(i.indexname AS TEXT) AS name, i.indexdef AS definition FROM pg_indexes i
         WHERE i.schemaname = current_schema()
           AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)
         ORDER BY i.indexname",
    )
    .fetch_all(&mut connection)
    .await?;
    let (mut aside, mut restrict) = (Vec::new(), Vec::new());
    for row in keys {
        let (table, name): (String, String) = (row.try_get("table")?, row.try_get("name")?);
        let definition: String = row.try_get("definition")?;
        run_postgres(
            &mut connection,
            format!("ALTER TABLE {table} DROP CONSTRAINT {name}"),
        )
        .await?;
        restrict.push(format!(
            "ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
        ));
    }
    for row in indexes {
        let (name, definition): (String, String) =
            (row.try_get("name")?, row.try_get("definition")?);
        run_postgres(&mut connection, format!("DROP INDEX {name}")).await?;
        aside.push(definition);
    }
    aside.extend(restrict);
    Ok(Fill {
        connection: Connection::Postgres(connection),
        aside,
    })
}

impl Fill {
    /// Adds rows to some tables, in one transaction.
    ///
    /// # Errors
    /// As [`Store::fill`].
    pub async fn add(&mut self, tables: &[(Table, Vec<Vec<Value>>)]) -> Result<(), StoreError> {
        let added = match &mut self.connection {
            Connection::Sqlite(connection) => add_sqlite(connection, tables).await,
            Connection::Postgres(connection) => add_postgres(connection, tables).await,
        };
        added.map_err(failure)
    }

    /// Makes everything again that was put aside, and lets the database look at what it has now. Says of each step that it
    /// begins: their number, and how many there are.
    ///
    /// # Errors
    /// As [`Store::fill`]; [`StoreError::Unique`] or [`StoreError::ForeignKey`] where rows do not go together.
    pub async fn finish(self, say: impl Fn(usize, usize)) -> Result<(), StoreError> {
        let count = self.aside.len();
        let finished = match self.connection {
            Connection::Sqlite(mut connection) => {
                for (step, sql) in self.aside.into_iter().enumerate() {
                    say(step, count);
                    run_sqlite(&mut connection, sql).await.map_err(failure)?;
                }
                let orphans = sqlx::query("PRAGMA foreign_key_check")
                    .fetch_optional(&mut connection)
                    .await
                    .map_err(failure)?;
                if orphans.is_some() {
                    return Err(StoreError::ForeignKey);
                }
                for sql in [
                    "PRAGMA synchronous = FULL",
                    "PRAGMA wal_checkpoint(TRUNCATE)",
                ] {
                    run_sqlite(&mut connection, sql.to_owned())
                        .await
                        .map_err(failure)?;
                }
                connection.close().await
            }
            Connection::Postgres(mut connection) => {
                for (step, sql) in self.aside.into_iter().enumerate() {
                    say(step, count);
                    run_postgres(&mut connection, sql).await.map_err(failure)?;
                }
                run_postgres(&mut connection, "VACUUM ANALYZE".to_owned())
                    .await
                    .map_err(failure)?;
                connection.close().await
            }
        };
        finished.map_err(failure)
    }
}

async fn add_sqlite(
    connection: &mut SqliteConnection,
    tables: &[(Table, Vec<Vec<Value>>)],
) -> Result<(), sqlx::Error> {
    run_sqlite(connection, "BEGIN".to_owned()).await?;
    for (table, rows) in tables {
        let at_once = (PARAMETERS / table.columns.len()).max(1);
        for some in rows.chunks(at_once) {
            let row = ["(", &vec!["?"; table.columns.len()].join(", "), ")"].concat();
            let sql = format!(
                "INSERT INTO {} ({}) VALUES {}",
                table.name,
                table.columns.join(", "),
                vec![row; some.len()].join(", ")
            );
            // Only the statement for as many rows as there can be comes again and again.
            let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(some.len() == at_once);
            for value in some.iter().flatten() {
                query = query.bind(value);
            }
            query.execute(&mut *connection).await?;
        }
    }
    run_sqlite(connection, "COMMIT".to_owned()).await
}

async fn add_postgres(
    connection: &mut PgConnection,
    tables: &[(Table, Vec<Vec<Value>>)],
) -> Result<(), sqlx::Error> {
    let mut tx = connection.begin().await?;
    for (table, rows) in tables {
        if rows.is_empty() {
            continue;
        }
        let sql = format!(
            "COPY {} ({}) FROM STDIN",
            table.name,
            table.columns.join(", ")
        );
        let mut copy = tx.copy_in_raw(&sql).await?;
        let mut text = String::new();
        for row in rows {
            for (index, value) in row.iter().enumerate() {
                if index > 0 {
                    text.push('\t');
                }
                write_value(&mut text, value);
            }
            text.push('\n');
        }
        copy.send(text.into_bytes()).await?;
        copy.finish().await?;
    }
    tx.commit().await
}

/// A value in the text format of `COPY`.
fn write_value(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("\\N"),
        Value::Int(number) => {
            let _ = write!(text, "{number}");
        }
        Value::Blob(bytes) => {
            text.push_str("\\\\x");
            text.push_str(&hex::encode(bytes));
        }
        Value::Text(words) => {
            for c in words.chars() {
                match c {
                    '\\' => text.push_str("\\\\"),
                    '\t' => text.push_str("\\t"),
                    '\n' => text.push_str("\\n"),
                    '\r' => text.push_str("\\r"),
                    c => text.push(c),
                }
            }
        }
    }
}

async fn run_sqlite(connection: &mut SqliteConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .map(drop)
}

async fn run_postgres(connection: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .map(drop)
}

fn failure(error: sqlx::Error) -> StoreError {
    from_sqlx(error, &UniqueNames::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_a_copy_as_they_are() {
        let mut text = String::new();
        for value in [
            Value::Null,
            Value::Int(-7),
            Value::Text("a\\b\tc\nd\re李".to_owned()),
            Value::Blob(vec![0, 255]),
        ] {
            write_value(&mut text, &value);
            text.push('|');
        }
        assert_eq!(text, "\\N|-7|a\\\\b\\tc\\nd\\re李|\\\\x00ff|");
    }
}
