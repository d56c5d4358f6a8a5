//! Addresses of people. Many accounts may claim an address; one holds it verified, and the unique
//! index `account_email_verified_key` sees to that.

use accede_domain::email::EmailAddress;
use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// An address of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEmail {
    /// Its id.
    pub id: String,
    /// Whose it is, or is claimed to be.
    pub account_id: String,
    /// As typed.
    pub address: String,
    /// What is compared.
    pub folded: String,
    /// When the person proved it.
    pub verified_at: Option<Timestamp>,
    /// Whether mail goes there.
    pub is_primary: bool,
    /// When it was added.
    pub created_at: Timestamp,
}

/// Adds an address.
///
/// # Errors
/// [`StoreError::Unique`] with `account_email_own_key` where the account has it already, with
/// `account_email_verified_key` where it is verified and somebody else's; any other, as all functions here.
pub async fn add(
    tx: &mut Tx,
    id: &str,
    account_id: &str,
    address: &EmailAddress,
    verified_at: Option<Timestamp>,
    is_primary: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account_email (id, version, account_id, address, folded, verified_at, is_primary, created_at,
             updated_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $7)",
        params![id, account_id, address.as_str(), address.folded(), verified_at, is_primary, now],
    )
    .await?;
    Ok(())
}

macro_rules! columns {
    () => {
        "id, account_id, address, folded, verified_at, is_primary, created_at"
    };
}

/// Every address of a person, the primary one first, then in the order they were added.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<AccountEmail>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM account_email WHERE account_id = $1 ORDER BY is_primary DESC, created_at, id"
    );
    tx.fetch_all(sql, params![account_id])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The addresses a person has proved, as typed, the primary one first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn verified_of(tx: &mut Tx, account_id: &str) -> Result<Vec<String>, StoreError> {
    let all = of_account(tx, account_id).await?;
    Ok(all
        .into_iter()
        .filter(|email| email.verified_at.is_some())
        .map(|email| email.address)
        .collect())
}

/// Where mail to a person goes. Nothing for a closed account.
///
/// # Errors
/// Any [`StoreError`].
pub async fn primary(tx: &mut Tx, account_id: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT address FROM account_email WHERE account_id = $1 AND is_primary = 1";
    tx.fetch_opt(sql, params![account_id])
        .await?
        .map(|row| row.text("address"))
        .transpose()
}

/// The address with this id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<AccountEmail>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM account_email WHERE id = $1");
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Whoever holds the address verified; else the account waiting for its first address that claimed it last. One
/// statement whatever is found, so that its work tells nothing.
///
/// # Errors
/// Any [`StoreError`].
pub async fn holder_or_claimant(
    tx: &mut Tx,
    folded: &str,
) -> Result<Option<AccountEmail>, StoreError> {
    let sql = "SELECT e.id, e.account_id, e.address, e.folded, e.verified_at, e.is_primary, e.created_at
               FROM account_email e JOIN account a ON a.id = e.account_id
               WHERE e.folded = $1 AND (e.verified_at IS NOT NULL OR a.state = 'unverified')
               ORDER BY CASE WHEN e.verified_at IS NULL THEN 1 ELSE 0 END, e.created_at DESC, e.id DESC LIMIT 1";
    tx.fetch_opt(sql, params![folded])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Whoever holds the address verified.
///
/// # Errors
/// Any [`StoreError`].
pub async fn holder(tx: &mut Tx, folded: &str) -> Result<Option<AccountEmail>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM account_email WHERE folded = $1 AND verified_at IS NOT NULL"
    );
    tx.fetch_opt(sql, params![folded])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Whose an address is, and how it is written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The account.
    pub account_id: String,
    /// The address, as typed.
    pub address: String,
}

/// Whoever else has proved the address, as one of their account or as a cloud account. One statement whatever is found.
///
/// # Errors
/// Any [`StoreError`].
pub async fn proved_by_another(
    tx: &mut Tx,
    folded: &str,
    account_id: &str,
) -> Result<Option<Owner>, StoreError> {
    let sql = "SELECT account_id, address, 0 AS place FROM account_email
                   WHERE folded = $1 AND verified_at IS NOT NULL AND account_id <> $2
               UNION ALL SELECT account_id, address, 1 FROM cloud_identity
                   WHERE folded = $1 AND verified_at IS NOT NULL AND unlinked_at IS NULL AND account_id <> $2
               ORDER BY place LIMIT 1";
    tx.fetch_opt(sql, params![folded, account_id])
        .await?
        .map(|row| {
            Ok(Owner {
                account_id: row.text("account_id")?,
                address: row.text("address")?,
            })
        })
        .transpose()
}

/// The person has proved it; false when that was known.
///
/// # Errors
/// [`StoreError::Unique`] with `account_email_verified_key` where somebody else proved it first, which ends the
/// transaction: look with [`holder`] before. And any other.
pub async fn verify(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE account_email SET verified_at = $1, version = version + 1, updated_at = $1
               WHERE id = $2 AND verified_at IS NULL";
    Ok(tx.execute(sql, params![now, id]).await? == 1)
}

/// Sends the person's mail to this address from now on.
///
/// # Errors
/// Any [`StoreError`].
pub async fn make_primary(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    // In two steps: the unique index would refuse two primary addresses even for the length of a statement.
    tx.execute(
        "UPDATE account_email SET is_primary = 0, version = version + 1, updated_at = $1
         WHERE account_id = $2 AND is_primary = 1",
        params![now, account_id],
    )
    .await?;
    tx.execute(
        "UPDATE account_email SET is_primary = 1, version = version + 1, updated_at = $1
         WHERE account_id = $2 AND id = $3",
        params![now, account_id, id],
    )
    .await?;
    Ok(())
}

/// Removes an address that is not the primary one; false when it is not there, not theirs, or the primary one.
///
/// # Errors
/// Any [`StoreError`].
pub async fn remove(tx: &mut Tx, account_id: &str, id: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM account_email WHERE id = $1 AND account_id = $2 AND is_primary = 0";
    Ok(tx.execute(sql, params![id, account_id]).await? == 1)
}

/// Removes every address of an account that is closed.
///
/// # Errors
/// Any [`StoreError`].
pub async fn remove_all(tx: &mut Tx, account_id: &str) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM account_email WHERE account_id = $1",
        params![account_id],
    )
    .await
}

fn read(row: &Row) -> Result<AccountEmail, StoreError> {
    Ok(AccountEmail {
        id: row.text("id")?,
        account_id: row.text("account_id")?,
        address: row.text("address")?,
        folded: row.text("folded")?,
        verified_at: row.opt_timestamp("verified_at")?,
        is_primary: row.bool("is_primary")?,
        created_at: row.timestamp("created_at")?,
    })
}
