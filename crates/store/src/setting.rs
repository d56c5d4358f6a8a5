//! Settings that an administrator changes while the portal runs.

use accede_domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{StoreError, Tx, Value, params};

/// A setting's value and its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// Grows by one with each change.
    pub version: i64,
    /// The value.
    pub value: T,
}

/// A setting, unless it was never written.
///
/// # Errors
/// [`StoreError::Corrupt`] when what is there is not a `T`, and any other.
pub async fn get<T: DeserializeOwned>(
    tx: &mut Tx,
    key: &str,
) -> Result<Option<Setting<T>>, StoreError> {
    let Some(row) = tx
        .fetch_opt(
            "SELECT version, value FROM setting WHERE key = $1",
            params![key],
        )
        .await?
    else {
        return Ok(None);
    };
    Ok(Some(Setting {
        version: row.int("version")?,
        value: row.json("value")?,
    }))
}

/// Writes a setting for someone who saw `seen`, 0 where it was never written. Gives the new
/// version, or nothing where somebody else changed it since.
///
/// # Errors
/// Any [`StoreError`].
pub async fn put<T: Serialize>(
    tx: &mut Tx,
    key: &str,
    value: &T,
    seen: i64,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let value = Value::json(value)?;
    let row = if seen == 0 {
        tx.fetch_opt(
            "INSERT INTO setting (key, version, value, created_at, updated_at) VALUES ($1, 1, $2, $3, $3)
             ON CONFLICT (key) DO NOTHING RETURNING version",
            params![key, value, now],
        )
        .await?
    } else {
        tx.fetch_opt(
            "UPDATE setting SET value = $1, version = version + 1, updated_at = $2
             WHERE key = $3 AND version = $4 RETURNING version",
            params![value, now, key, seen],
        )
        .await?
    };
    row.map(|row| row.int("version")).transpose()
}
