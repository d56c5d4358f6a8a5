//! ORCID iDs that people have shown to be theirs, and those who are on the way to show one. An iD is one person's only.

use accede_domain::orcid::Orcid;
use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// A verified iD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The iD.
    pub orcid: Orcid,
    /// When ORCID said that it is theirs.
    pub verified_at: Timestamp,
}

/// The iD of a person.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Option<Linked>, StoreError> {
    let sql = "SELECT orcid, verified_at AS orcid_verified_at FROM orcid WHERE account_id = $1";
    let row = tx.fetch_opt(sql, params![account_id]).await?;
    row.map_or(Ok(None), |row| read(&row))
}

/// Links a verified iD, in place of the one that the person had.
///
/// # Errors
/// [`StoreError::Unique`] with `orcid_once_key` where somebody else has it, and any other.
pub async fn link(
    tx: &mut Tx,
    account_id: &str,
    orcid: &Orcid,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO orcid (account_id, orcid, verified_at) VALUES ($1, $2, $3)
         ON CONFLICT (account_id) DO UPDATE SET orcid = excluded.orcid, verified_at = excluded.verified_at",
        params![account_id, orcid.as_str(), now],
    )
    .await?;
    Ok(())
}

/// Unlinks it; false where there was none.
///
/// # Errors
/// Any [`StoreError`].
pub async fn unlink(tx: &mut Tx, account_id: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM orcid WHERE account_id = $1";
    Ok(tx.execute(sql, params![account_id]).await? == 1)
}

/// Notes that somebody sets out for ORCID.
///
/// # Errors
/// Any [`StoreError`].
pub async fn set_out(
    tx: &mut Tx,
    state_hash: &[u8; 32],
    session_id: &str,
    ends_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO orcid_state (state_hash, session_id, ends_at) VALUES ($1, $2, $3)",
        params![state_hash, session_id, ends_at],
    )
    .await?;
    Ok(())
}

/// Takes the note of somebody who is back; false where there is none, where it is another session's, and after its end.
///
/// # Errors
/// Any [`StoreError`].
pub async fn come_back(
    tx: &mut Tx,
    state_hash: &[u8; 32],
    session_id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "DELETE FROM orcid_state WHERE state_hash = $1 AND session_id = $2 AND ends_at > $3";
    Ok(tx
        .execute(sql, params![state_hash, session_id, now])
        .await?
        == 1)
}

/// Forgets those who never came back; how many they were.
///
/// # Errors
/// Any [`StoreError`].
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let sql = "DELETE FROM orcid_state WHERE ends_at <= $1";
    tx.execute(sql, params![before]).await
}

/// The iD of a row that has it, with `orcid_verified_at` beside it; nothing where both are null.
pub(crate) fn read(row: &Row) -> Result<Option<Linked>, StoreError> {
    let Some(verified_at) = row.opt_timestamp("orcid_verified_at")? else {
        return Ok(None);
    };
    Ok(Some(Linked {
        orcid: row.word("orcid", Orcid::parse)?,
        verified_at,
    }))
}
