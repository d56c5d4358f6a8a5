//! Decisions that somebody takes on many cases together. The rule is [`accede_domain::review::bulk`]; the decisions
//! themselves are in [`crate::decision`].

use accede_domain::time::Timestamp;

use crate::{StoreError, Tx, params};

/// Begins a bulk of this person's, or goes on with it, and holds it until the end of the transaction; true where it was
/// undone. Two batches of one bulk, or a batch and its undoing, never run at once.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn begin(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = tx
        .fetch_one(
            "INSERT INTO bulk (account_id, id, begun_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id, id) DO UPDATE SET begun_at = bulk.begun_at
             RETURNING undone_at",
            params![account_id, id, now],
        )
        .await?;
    Ok(row.opt_timestamp("undone_at")?.is_some())
}

/// Has it take no more decisions; false where this person has none of this id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn close(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let closed = tx
        .execute(
            "UPDATE bulk SET undone_at = COALESCE(undone_at, $3) WHERE account_id = $1 AND id = $2",
            params![account_id, id, now],
        )
        .await?;
    Ok(closed == 1)
}

/// Whether this person has one of this id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn exists(tx: &mut Tx, account_id: &str, id: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM bulk WHERE account_id = $1 AND id = $2";
    Ok(tx.fetch_opt(sql, params![account_id, id]).await?.is_some())
}
