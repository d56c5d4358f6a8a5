//! What administrators have to look at on credentials: flags raised after the decision, until one of them has settled it.

use accede_domain::application::state::Flag;
use accede_domain::time::Timestamp;

use crate::page::Page;
use crate::{AssertSqlSafe, Row, StoreError, Tx, params};

/// A flag on a credential that holds, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialFlag {
    /// Its id.
    pub id: String,
    /// What happened.
    pub flag: Flag,
    /// When.
    pub raised_at: Timestamp,
    /// The application that the credential was given on.
    pub application_id: String,
    /// Its number.
    pub reference_number: String,
    /// Whose it is, as stated there.
    pub applicant_name: String,
    /// Whose it is.
    pub account_id: String,
    /// Their user name.
    pub user_name: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.flag, f.raised_at, f.application_id, p.reference_number, p.applicant_name, p.account_id,
                 a.user_name
             FROM application_flag f JOIN application p ON p.id = f.application_id JOIN account a ON a.id = p.account_id
             WHERE f.audience = 'administrator' AND f.seen_at IS NULL AND p.state = 'accepted' ",
            $rest
        )
    };
}

/// Those that nobody has settled, the newest first; none on this account's own credential.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn list(
    tx: &mut Tx,
    not_of: &str,
    page: &Page,
    limit: u32,
) -> Result<Vec<CredentialFlag>, StoreError> {
    let (than, order, cursor) = page.bounds();
    let sql = format!(
        "{} AND (f.raised_at, f.id) {than} ($2, $3)
         ORDER BY f.raised_at {order}, f.id {order} LIMIT $4",
        select!("AND p.account_id <> $1")
    );
    let rows = tx
        .fetch_all(
            AssertSqlSafe(sql),
            params![not_of, cursor.at, cursor.id, limit],
        )
        .await?;
    page.rows(&rows, read)
}

/// How many there are, counted up to a limit.
///
/// # Errors
/// Any [`StoreError`].
pub async fn count(tx: &mut Tx, not_of: &str, limit: u32) -> Result<u32, StoreError> {
    let sql = concat!(
        "SELECT count(*) AS n FROM (",
        select!("AND p.account_id <> $1 LIMIT $2"),
        ") found"
    );
    let n = tx.fetch_one(sql, params![not_of, limit]).await?.int("n")?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Those on one credential, oldest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_application(
    tx: &mut Tx,
    application_id: &str,
) -> Result<Vec<CredentialFlag>, StoreError> {
    let sql = select!("AND f.application_id = $1 ORDER BY f.raised_at, f.id");
    let rows = tx.fetch_all(sql, params![application_id]).await?;
    rows.iter().map(read).collect()
}

/// One that nobody has settled.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<CredentialFlag>, StoreError> {
    let sql = select!("AND f.id = $1");
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// An administrator has looked at it; false where somebody had.
///
/// # Errors
/// Any [`StoreError`].
pub async fn settle(tx: &mut Tx, id: &str, by: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql =
        "UPDATE application_flag SET seen_at = $1, seen_by = $2 WHERE id = $3 AND seen_at IS NULL";
    Ok(tx.execute(sql, params![now, by, id]).await? == 1)
}

/// The credential that somebody holds: the application it was given on, and the name that was stated there.
///
/// # Errors
/// Any [`StoreError`].
pub async fn held_by(
    tx: &mut Tx,
    account_id: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let sql =
        "SELECT id, applicant_name FROM application WHERE account_id = $1 AND state = 'accepted'
               AND superseded_at IS NULL";
    tx.fetch_opt(sql, params![account_id])
        .await?
        .map(|row| Ok((row.text("id")?, row.text("applicant_name")?)))
        .transpose()
}

fn read(row: &Row) -> Result<CredentialFlag, StoreError> {
    Ok(CredentialFlag {
        id: row.text("id")?,
        flag: row.word("flag", Flag::parse)?,
        raised_at: row.timestamp("raised_at")?,
        application_id: row.text("application_id")?,
        reference_number: row.opt_text("reference_number")?.unwrap_or_default(),
        applicant_name: row.text("applicant_name")?,
        account_id: row.text("account_id")?,
        user_name: row.text("user_name")?,
    })
}
