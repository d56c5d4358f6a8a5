//! Counts that are kept with each change, so that no list counts its rows.

use crate::{StoreError, Tx, params};

/// Adds to a count, in the transaction that changes what is counted.
///
/// # Errors
/// Any [`StoreError`].
pub async fn add(tx: &mut Tx, name: &str, change: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO counter (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value",
        params![name, change],
    )
    .await?;
    Ok(())
}

/// A count; 0 when nothing was ever added.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, name: &str) -> Result<i64, StoreError> {
    let row = tx
        .fetch_opt("SELECT value FROM counter WHERE name = $1", params![name])
        .await?;
    row.map_or(Ok(0), |row| row.int("value"))
}
