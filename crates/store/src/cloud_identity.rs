//! Cloud accounts of people. An address that is verified belongs to one person only.

use accede_domain::time::Timestamp;

use crate::{AssertSqlSafe, Row, StoreError, Tx, Value, params};

words! {
    /// Whose cloud it is.
    pub enum Provider {
        /// Google: the address is an e-mail address.
        Google = "google",
        /// Amazon Web Services: the address is a principal.
        Aws = "aws",
    }
}

/// A linked cloud account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudIdentity {
    /// Its id.
    pub id: String,
    /// Grows by one with each change.
    pub version: i64,
    /// Whose it is.
    pub account_id: String,
    /// Whose cloud.
    pub provider: Provider,
    /// The address, as typed.
    pub address: String,
    /// The address with case, plus-tags and Gmail dots folded: what is compared.
    pub folded: String,
    /// When it was verified.
    pub verified_at: Option<Timestamp>,
    /// When it was unlinked.
    pub unlinked_at: Option<Timestamp>,
    /// When it was linked.
    pub created_at: Timestamp,
    /// Grants that rest on it and are desired.
    pub grants: u32,
}

const SELECT: &str = "SELECT i.id, i.version, i.account_id, i.provider, i.address, i.folded, i.verified_at,
        i.unlinked_at, i.created_at,
        (SELECT count(*) FROM grant_record g WHERE g.identity_id = i.id AND g.desired = 'present') AS grants
     FROM cloud_identity i";

async fn select(
    tx: &mut Tx,
    rest: &str,
    params: Vec<Value>,
) -> Result<Vec<CloudIdentity>, StoreError> {
    let rows = tx
        .fetch_all(AssertSqlSafe(format!("{SELECT} {rest}")), params)
        .await?;
    rows.iter().map(read).collect()
}

/// The cloud accounts that a person has linked, oldest first.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<CloudIdentity>, StoreError> {
    let rest = "WHERE i.account_id = $1 AND i.unlinked_at IS NULL ORDER BY i.created_at, i.id";
    select(tx, rest, params![account_id]).await
}

/// A cloud account that is linked.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<CloudIdentity>, StoreError> {
    Ok(
        select(tx, "WHERE i.id = $1 AND i.unlinked_at IS NULL", params![id])
            .await?
            .pop(),
    )
}

/// A cloud account to link.
#[derive(Debug, Clone, Copy)]
pub struct NewCloudIdentity<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose it is.
    pub account_id: &'a str,
    /// Whose cloud.
    pub provider: Provider,
    /// The address, as typed.
    pub address: &'a str,
    /// The address, folded.
    pub folded: &'a str,
}

/// Links a cloud account of which nothing is proved yet. The person said that it is theirs alone.
///
/// # Errors
/// [`StoreError::Unique`] with `cloud_identity_linked_key` where they linked it already, and any other.
pub async fn insert(
    tx: &mut Tx,
    new: &NewCloudIdentity<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO cloud_identity (id, version, account_id, provider, address, folded, sole_use_confirmed_at,
             created_at, updated_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $6, $6)",
        params![new.id, new.account_id, new.provider, new.address, new.folded, now],
    )
    .await?;
    Ok(())
}

/// Marks it as verified; false where it was, or is not linked any more.
///
/// # Errors
/// [`StoreError::Unique`] with `cloud_identity_verified_key` where somebody holds it verified, and any other.
pub async fn verify(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE cloud_identity SET verified_at = $1, updated_at = $1, version = version + 1
               WHERE id = $2 AND verified_at IS NULL AND unlinked_at IS NULL";
    Ok(tx.execute(sql, params![now, id]).await? == 1)
}

/// Unlinks it; false where it was.
///
/// # Errors
/// Any [`StoreError`].
pub async fn unlink(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE cloud_identity SET unlinked_at = $1, updated_at = $1, version = version + 1
               WHERE id = $2 AND unlinked_at IS NULL";
    Ok(tx.execute(sql, params![now, id]).await? == 1)
}

fn read(row: &Row) -> Result<CloudIdentity, StoreError> {
    Ok(CloudIdentity {
        id: row.text("id")?,
        version: row.int("version")?,
        account_id: row.text("account_id")?,
        provider: row.word("provider", Provider::parse)?,
        address: row.text("address")?,
        folded: row.text("folded")?,
        verified_at: row.opt_timestamp("verified_at")?,
        unlinked_at: row.opt_timestamp("unlinked_at")?,
        created_at: row.timestamp("created_at")?,
        grants: u32::try_from(row.int("grants")?).unwrap_or(u32::MAX),
    })
}
