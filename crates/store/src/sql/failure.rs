//! What a database says when it refuses, in the words of [`StoreError`].

use std::collections::HashMap;

use sqlx::error::ErrorKind;

use crate::StoreError;

/// For SQLite, which names the columns of a broken unique constraint and not its index: from
/// `account.user_name` to `account_user_name_key`. Empty for PostgreSQL.
pub(super) type UniqueNames = HashMap<String, String>;

/// SQLSTATE that the append-only triggers raise on PostgreSQL.
const APPEND_ONLY_STATE: &str = "AC001";
/// SQLite: the constraint was a trigger's `RAISE(ABORT, …)`.
const SQLITE_TRIGGER: &str = "1811";
/// SQLite: a write in a connection opened read-only, or its extended forms.
const SQLITE_READONLY: i64 = 8;
const SQLITE_BUSY: i64 = 5;
const SQLITE_LOCKED: i64 = 6;
/// SQLite's disk errors: I/O, corrupt, full, cannot open, not a database.
const SQLITE_DISK: [i64; 5] = [10, 11, 13, 14, 26];

pub(super) fn from_sqlx(error: sqlx::Error, unique: &UniqueNames) -> StoreError {
    let sqlx::Error::Database(database) = &error else {
        return match error {
            sqlx::Error::PoolTimedOut => StoreError::Busy,
            sqlx::Error::RowNotFound => StoreError::NotFound,
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => StoreError::Io(error),
            _ => StoreError::Database(error),
        };
    };
    let code = database.code().unwrap_or_default().into_owned();
    match database.kind() {
        ErrorKind::UniqueViolation => {
            return StoreError::Unique(match database.constraint() {
                Some(name) => name.to_owned(),
                None => sqlite_unique_name(database.message(), unique),
            });
        }
        ErrorKind::ForeignKeyViolation => return StoreError::ForeignKey,
        ErrorKind::NotNullViolation | ErrorKind::CheckViolation => return StoreError::Check,
        _ => {}
    }
    if database
        .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
        .is_some()
    {
        from_sqlstate(&code, error)
    } else {
        from_sqlite_code(&code, error)
    }
}

fn from_sqlstate(code: &str, error: sqlx::Error) -> StoreError {
    match code {
        APPEND_ONLY_STATE => StoreError::AppendOnly,
        // Read-only transaction.
        "25006" => StoreError::ReadOnly,
        // Serialization failure, deadlock, lock not available, statement timeout, too many
        // connections, idle-in-transaction timeout.
        "40001" | "40P01" | "55P03" | "57014" | "53300" | "25P03" => StoreError::Busy,
        // Shutting down, crashed, starting up; disk full.
        "57P01" | "57P02" | "57P03" | "53100" => StoreError::Io(error),
        _ if code.starts_with("08") => StoreError::Io(error),
        _ => StoreError::Database(error),
    }
}

fn from_sqlite_code(code: &str, error: sqlx::Error) -> StoreError {
    if code == SQLITE_TRIGGER {
        return StoreError::AppendOnly;
    }
    // The low byte is the primary code; the rest says more.
    match code.parse::<i64>().map_or(0, |number| number & 0xff) {
        SQLITE_BUSY | SQLITE_LOCKED => StoreError::Busy,
        SQLITE_READONLY => StoreError::ReadOnly,
        primary if SQLITE_DISK.contains(&primary) => StoreError::Io(error),
        // A STRICT table refuses a value of another type.
        19 => StoreError::Check,
        _ => StoreError::Database(error),
    }
}

/// From `UNIQUE constraint failed: account.user_name` to the index's name. A table whose integer
/// key is the row id has no index, hence the fallback to the primary key's name.
fn sqlite_unique_name(message: &str, unique: &UniqueNames) -> String {
    let columns = message.rsplit("failed: ").next().unwrap_or_default();
    if let Some(name) = unique.get(columns) {
        return name.clone();
    }
    if let Some(quoted) = columns.strip_prefix("index '") {
        return quoted.trim_end_matches('\'').to_owned();
    }
    let table = columns.split('.').next().unwrap_or_default();
    format!("{table}_pkey")
}
