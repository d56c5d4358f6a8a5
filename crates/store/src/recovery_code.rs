//! Recovery codes of the second factor: made in sets, kept as digests, each good for one sign-in.

use accede_domain::time::Timestamp;

use crate::ids::IdSource;
use crate::{StoreError, Tx, params};

/// Puts a new set in the place of whatever the person had.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn replace(
    tx: &mut Tx,
    ids: &IdSource,
    account_id: &str,
    hashes: &[[u8; 32]],
    now: Timestamp,
) -> Result<(), StoreError> {
    remove_all(tx, account_id).await?;
    for hash in hashes {
        tx.execute(
            "INSERT INTO recovery_code (id, account_id, code_hash, created_at) VALUES ($1, $2, $3, $4)",
            params![ids.id(now), account_id, hash, now],
        )
        .await?;
    }
    Ok(())
}

/// Uses a code up: false when it is unknown or was used.
///
/// # Errors
/// Any [`StoreError`].
pub async fn consume(
    tx: &mut Tx,
    account_id: &str,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE recovery_code SET used_at = $1 WHERE account_id = $2 AND code_hash = $3 AND used_at IS NULL";
    Ok(tx.execute(sql, params![now, account_id, hash]).await? == 1)
}

/// How many are left.
///
/// # Errors
/// Any [`StoreError`].
pub async fn left(tx: &mut Tx, account_id: &str) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) AS n FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
    let count = tx.fetch_one(sql, params![account_id]).await?.int("n")?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Removes them, with the second factor they belong to.
///
/// # Errors
/// Any [`StoreError`].
pub async fn remove_all(tx: &mut Tx, account_id: &str) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM recovery_code WHERE account_id = $1",
        params![account_id],
    )
    .await
}
