//! Bringing a database to the schema of this build.
//!
//! A migration is a folder `migrations/NNNN_name/` of three texts: `common.sql` for both
//! databases, `sqlite.sql` and `postgres.sql` for what only one of them can say (triggers,
//! full-text search). `common.sql` is written in SQLite's words and becomes PostgreSQL's by three
//! whole-word replacements, see [`to_postgres`]. A migration that was released is never edited.

use accede_domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Dialect, Store, StoreError, Tx, application_queue, params, training};

/// A database that this build must not touch.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MigrationError {
    /// It was migrated by a later build.
    #[error(
        "the database has the migration {0:?}, which this program does not know: it is too old for this database"
    )]
    Newer(String),
    /// A migration it has is not the one of that number here.
    #[error("the migration {0:?} of the database differs from the one in this program")]
    Changed(String),
}

struct Migration {
    version: i64,
    name: &'static str,
    common: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            common: include_str!(concat!("../migrations/", $name, "/common.sql")),
            sqlite: include_str!(concat!("../migrations/", $name, "/sqlite.sql")),
            postgres: include_str!(concat!("../migrations/", $name, "/postgres.sql")),
        }
    };
}

/// In order; a new one goes at the end.
const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_base"),
    migration!(2, "0002_review"),
    migration!(3, "0003_agreement_versions"),
    migration!(4, "0004_desk"),
    migration!(5, "0005_lists"),
    migration!(6, "0006_bulk"),
    migration!(7, "0007_language"),
    migration!(8, "0008_bulk_left_out"),
    migration!(9, "0009_words"),
    migration!(10, "0010_orcid"),
    migration!(11, "0011_case"),
];

/// The one that brings the lists of staff.
const LISTS: &str = "0005_lists";
/// The one since which words of trainings are cut as now; the server sees to those of applications by itself.
const WORDS: &str = "0009_words";

/// Any number that nothing else in the database uses: replicas starting at once take turns on it.
const ADVISORY_LOCK: i64 = 0x0061_6363_6564_6501;

impl Store {
    /// Applies what is missing, each migration in a transaction of its own, and returns the names
    /// of those applied. Safe while other processes do the same.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when the database is newer than this program or was changed.
    pub async fn migrate(&self, now: Timestamp) -> Result<Vec<&'static str>, StoreError> {
        let mut applied = Vec::new();
        loop {
            let mut tx = self.begin_migration().await?;
            if tx.dialect() == Dialect::Postgres {
                // Creating an index may take longer than a request's statement ever should.
                tx.execute("SET LOCAL statement_timeout = 0", params![])
                    .await?;
                tx.execute("SET LOCAL lock_timeout = 0", params![]).await?;
                tx.fetch_all(
                    "SELECT pg_advisory_xact_lock($1)::TEXT",
                    params![ADVISORY_LOCK],
                )
                .await?;
            }
            let known = recorded(&mut tx).await?;
            verify(&known, tx.dialect())?;
            let Some(next) = MIGRATIONS.get(known.len()) else {
                break;
            };
            let text = next.text(tx.dialect());
            let checksum = checksum(&text);
            tx.execute_script(text).await?;
            tx.execute(
                "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                params![next.version, next.name, checksum, now],
            )
            .await?;
            tx.commit().await?;
            applied.push(next.name);
        }
        if applied.contains(&LISTS) {
            self.fill_lists().await?;
        } else if applied.contains(&WORDS) {
            training::fill_words(self).await?;
        }
        Ok(applied)
    }

    /// Makes the lists of a database that had applications before it had lists, which no SQL can. It comes after all
    /// migrations, since the program's statements know no schema but the latest. A process that ends in between loses
    /// nothing: the server makes every line anew when it finds none made by its own rule.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub async fn fill_lists(&self) -> Result<(), StoreError> {
        application_queue::fill(self).await?;
        training::fill_words(self).await
    }

    /// Whether the database has exactly the schema of this build: for a readiness check.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        let mut tx = self.read().await?;
        let known = read_recorded(&mut tx).await?;
        verify(&known, tx.dialect())?;
        Ok(known.len() == MIGRATIONS.len())
    }
}

impl Migration {
    fn text(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Sqlite => format!("{}\n{}", self.common, self.sqlite),
            Dialect::Postgres => format!("{}\n{}", to_postgres(self.common), self.postgres),
        }
    }
}

struct Recorded {
    version: i64,
    name: String,
    checksum: String,
}

async fn recorded(tx: &mut Tx) -> Result<Vec<Recorded>, StoreError> {
    let table = "CREATE TABLE IF NOT EXISTS schema_migration (
            version BIGINT PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        )";
    tx.execute(table, params![]).await?;
    read_recorded(tx).await
}

async fn read_recorded(tx: &mut Tx) -> Result<Vec<Recorded>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT version, name, checksum FROM schema_migration ORDER BY version",
            params![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Recorded {
                version: row.int("version")?,
                name: row.text("name")?,
                checksum: row.text("checksum")?,
            })
        })
        .collect()
}

fn verify(known: &[Recorded], dialect: Dialect) -> Result<(), MigrationError> {
    for (position, recorded) in known.iter().enumerate() {
        let Some(ours) = MIGRATIONS.get(position) else {
            return Err(MigrationError::Newer(recorded.name.clone()));
        };
        if recorded.version != ours.version
            || recorded.name != ours.name
            || recorded.checksum != checksum(&ours.text(dialect))
        {
            return Err(MigrationError::Changed(recorded.name.clone()));
        }
    }
    Ok(())
}

/// The digest of PostgreSQL's whole schema, for naming the tests' template database.
#[cfg(feature = "testing")]
pub(crate) fn schema_digest() -> String {
    checksum(
        &MIGRATIONS
            .iter()
            .map(|migration| migration.text(Dialect::Postgres))
            .collect::<String>(),
    )
}

fn checksum(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// SQLite's spelling of a schema in PostgreSQL's: `INTEGER` is 64 bits wide in the one and 32 in
/// the other, a `BLOB` is called `BYTEA`, and every table is `STRICT` already.
fn to_postgres(common: &str) -> String {
    let mut out = String::with_capacity(common.len());
    let mut rest = common;
    while let Some(start) = rest.find(is_word) {
        out.push_str(&rest[..start]);
        let word_and_rest = &rest[start..];
        let end = word_and_rest
            .find(|c| !is_word(c))
            .unwrap_or(word_and_rest.len());
        out.push_str(match &word_and_rest[..end] {
            "INTEGER" => "BIGINT",
            "BLOB" => "BYTEA",
            "STRICT" => "",
            word => word,
        });
        rest = &word_and_rest[end..];
    }
    out.push_str(rest);
    out
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_of_postgresql_replaces_whole_words_only() {
        assert_eq!(
            to_postgres("CREATE TABLE t (a INTEGER, b BLOB, INTEGERS TEXT) STRICT;"),
            "CREATE TABLE t (a BIGINT, b BYTEA, INTEGERS TEXT) ;"
        );
    }

    #[test]
    fn migrations_are_numbered_in_order_and_named_after_their_number() {
        for (position, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.version, i64::try_from(position).unwrap() + 1);
            assert!(
                migration
                    .name
                    .starts_with(&format!("{:04}_", migration.version))
            );
        }
    }
}
