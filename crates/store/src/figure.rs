//! Figures that a job counts now and then and that pages read as they are.

use accede_domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{StoreError, Tx, Value, params};

/// A figure, and when it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure<T> {
    /// What was counted.
    pub value: T,
    /// When.
    pub counted_at: Timestamp,
}

/// A figure, once it was counted. One that an earlier release wrote in another shape has not been counted.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn get<T: DeserializeOwned>(
    tx: &mut Tx,
    name: &str,
) -> Result<Option<Figure<T>>, StoreError> {
    let sql = "SELECT value, counted_at FROM figure WHERE name = $1";
    let Some(row) = tx.fetch_opt(sql, params![name]).await? else {
        return Ok(None);
    };
    let counted_at = row.timestamp("counted_at")?;
    let value = serde_json::from_str(&row.text("value")?).ok();
    Ok(value.map(|value| Figure { value, counted_at }))
}

/// Writes what was counted over what was there.
///
/// # Errors
/// Any [`StoreError`].
pub async fn put<T: Serialize>(
    tx: &mut Tx,
    name: &str,
    value: &T,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO figure (name, value, counted_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, counted_at = excluded.counted_at",
        params![name, Value::json(value)?, now],
    )
    .await?;
    Ok(())
}

/// When a figure was last counted.
///
/// # Errors
/// Any [`StoreError`].
pub async fn counted_at(tx: &mut Tx, name: &str) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT counted_at FROM figure WHERE name = $1";
    let row = tx.fetch_opt(sql, params![name]).await?;
    row.map(|row| row.timestamp("counted_at")).transpose()
}
