//! The local ledger: the group lists of the provider that needs no cloud.

use std::collections::BTreeSet;

use accede_domain::time::Timestamp;

use crate::{StoreError, Tx, params};

/// Puts a principal on a list; it stands there once.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn add(
    tx: &mut Tx,
    group: &str,
    principal: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO ledger_entry (group_name, principal, added_at) VALUES ($1, $2, $3)
         ON CONFLICT (group_name, principal) DO NOTHING",
        params![group, principal, now],
    )
    .await?;
    Ok(())
}

/// Takes a principal off a list, whether it stood there or not.
///
/// # Errors
/// Any [`StoreError`].
pub async fn remove(tx: &mut Tx, group: &str, principal: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM ledger_entry WHERE group_name = $1 AND principal = $2";
    tx.execute(sql, params![group, principal]).await?;
    Ok(())
}

/// Whether a principal stands on a list.
///
/// # Errors
/// Any [`StoreError`].
pub async fn contains(tx: &mut Tx, group: &str, principal: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 AS found FROM ledger_entry WHERE group_name = $1 AND principal = $2";
    Ok(tx
        .fetch_opt(sql, params![group, principal])
        .await?
        .is_some())
}

/// Everybody on a list.
///
/// # Errors
/// Any [`StoreError`].
pub async fn members(tx: &mut Tx, group: &str) -> Result<BTreeSet<String>, StoreError> {
    let sql = "SELECT principal FROM ledger_entry WHERE group_name = $1";
    tx.fetch_all(sql, params![group])
        .await?
        .iter()
        .map(|row| row.text("principal"))
        .collect()
}
