//! Recognising a person whose credential was revoked: by the account, and by an address that an earlier account of theirs
//! had. A fact for reviewers; nothing is refused by it.

use crate::{StoreError, Tx, Value, params};

/// A revoked credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// The application that it was given on.
    pub application_id: String,
    /// Its number.
    pub reference_number: String,
    /// Whose it was, as stated there.
    pub applicant_name: String,
}

/// The application of which this person's credential was revoked: this account's own, else the one that it was recognised
/// by.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Option<Revoked>, StoreError> {
    let sql = "SELECT id, reference_number, applicant_name FROM application WHERE id = COALESCE(
                   (SELECT id FROM application WHERE account_id = $1 AND state = 'revoked'
                        ORDER BY decided_at DESC, id DESC LIMIT 1),
                   (SELECT revoked_before FROM account WHERE id = $1))";
    tx.fetch_opt(sql, params![account_id])
        .await?
        .map(|row| {
            Ok(Revoked {
                application_id: row.text("id")?,
                reference_number: row.opt_text("reference_number")?.unwrap_or_default(),
                applicant_name: row.text("applicant_name")?,
            })
        })
        .transpose()
}

/// A query for those of these accounts of whom [`of_account`] finds one, as `owner`; `accounts` lists placeholders.
pub(crate) fn among(accounts: &str) -> String {
    format!(
        "SELECT account_id AS owner FROM application WHERE account_id IN ({accounts}) AND state = 'revoked'
         UNION ALL SELECT id FROM account WHERE id IN ({accounts}) AND revoked_before IS NOT NULL"
    )
}

/// Keeps the digest of an address that the person gives up.
///
/// # Errors
/// Any [`StoreError`].
pub async fn remember(tx: &mut Tx, digest: &str, application_id: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO revoked_address (digest, application_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        params![digest, application_id],
    )
    .await?;
    Ok(())
}

/// Whether an address with this digest was given up by somebody whose credential was revoked; if so, the account that has
/// proved it now is known for theirs from here on.
///
/// # Errors
/// Any [`StoreError`].
pub async fn recognise(tx: &mut Tx, account_id: &str, digest: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE account SET revoked_before = (
                   SELECT application_id FROM revoked_address WHERE digest = $2 ORDER BY application_id DESC LIMIT 1)
               WHERE id = $1 AND revoked_before IS NULL
                   AND EXISTS (SELECT 1 FROM revoked_address WHERE digest = $2)";
    let values: Vec<Value> = params![account_id, digest];
    Ok(tx.execute(sql, values).await? == 1)
}
