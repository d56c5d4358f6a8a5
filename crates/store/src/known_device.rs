//! Browsers a person has signed in from, each known by the digest of a long-lived cookie: a sign-in from another one
//! is told by mail.

use accede_domain::time::Timestamp;

use crate::{StoreError, Tx, params};

/// What is known of a browser that signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// The person signed in from it before.
    Known,
    /// A new one, beside others.
    New,
    /// The first one of the account: whoever just registered need not be told.
    First,
}

/// Whether the person signed in from this browser before.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn is_known(
    tx: &mut Tx,
    account_id: &str,
    device_hash: &[u8; 32],
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 AS found FROM known_device WHERE account_id = $1 AND device_hash = $2";
    Ok(tx
        .fetch_opt(sql, params![account_id, device_hash])
        .await?
        .is_some())
}

/// Notes a sign-in from this browser, and says whether it was known.
///
/// # Errors
/// Any [`StoreError`].
pub async fn note(
    tx: &mut Tx,
    account_id: &str,
    device_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Device, StoreError> {
    let seen = tx
        .execute(
            "UPDATE known_device SET last_seen_at = $1 WHERE account_id = $2 AND device_hash = $3",
            params![now, account_id, device_hash],
        )
        .await?;
    if seen == 1 {
        return Ok(Device::Known);
    }
    let row = tx
        .fetch_one(
            "SELECT count(*) AS n FROM known_device WHERE account_id = $1",
            params![account_id],
        )
        .await?;
    tx.execute(
        "INSERT INTO known_device (account_id, device_hash, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $3)",
        params![account_id, device_hash, now],
    )
    .await?;
    Ok(if row.int("n")? == 0 {
        Device::First
    } else {
        Device::New
    })
}

/// Forgets them, when the account is closed.
///
/// # Errors
/// Any [`StoreError`].
pub async fn remove_all(tx: &mut Tx, account_id: &str) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM known_device WHERE account_id = $1",
        params![account_id],
    )
    .await
}
