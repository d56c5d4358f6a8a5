//! Agreements as they were signed, and the signatures with their evidence. Neither is ever edited; a signature that a material
//! new version ended says since when.

use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// Keeps the bytes of a version that is about to be signed; they are kept once.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn keep_text(tx: &mut Tx, text: &AgreementText<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO agreement_text (sha256, dataset, agreement_version, bytes, material, published_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        params![
            text.sha256,
            text.dataset,
            text.agreement_version,
            text.bytes,
            text.material,
            text.published_at
        ],
    )
    .await?;
    Ok(())
}

/// A version of an agreement.
#[derive(Debug, Clone, Copy)]
pub struct AgreementText<'a> {
    /// Of the bytes, lower-case hexadecimal.
    pub sha256: &'a str,
    /// Slug of the dataset.
    pub dataset: &'a str,
    /// Its number.
    pub agreement_version: &'a str,
    /// The exact bytes.
    pub bytes: &'a [u8],
    /// Whether earlier signers sign again.
    pub material: bool,
    /// When it came into force.
    pub published_at: Timestamp,
}

/// Who signs, as things are at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The user name.
    pub user_name: String,
    /// Given names.
    pub given_names: String,
    /// Family name; empty where the person has one name.
    pub family_name: String,
    /// The affiliation.
    pub affiliation: String,
    /// The primary address, where it is verified.
    pub email: Option<String>,
}

/// The person of an account; nothing where there is none.
///
/// # Errors
/// Any [`StoreError`].
pub async fn signer(tx: &mut Tx, account_id: &str) -> Result<Option<Signer>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT a.user_name, a.given_names, a.family_name, a.affiliation, e.address
             FROM account a
             LEFT JOIN account_email e ON e.account_id = a.id AND e.is_primary = 1 AND e.verified_at IS NOT NULL
             WHERE a.id = $1",
            params![account_id],
        )
        .await?;
    let read = |row: Row| {
        Ok(Signer {
            user_name: row.text("user_name")?,
            given_names: row.text("given_names")?,
            family_name: row.text("family_name")?,
            affiliation: row.text("affiliation")?,
            email: row.opt_text("address")?,
        })
    };
    row.map(read).transpose()
}

/// A signature to add, with its evidence and the receipt's exact bytes.
#[derive(Debug, Clone)]
pub struct NewSignature<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose it is.
    pub account_id: &'a str,
    /// Slug of the dataset.
    pub dataset: &'a str,
    /// The version signed.
    pub agreement_version: &'a str,
    /// The digest of its bytes.
    pub agreement_sha256: &'a str,
    /// The name as it was typed.
    pub typed_name: &'a str,
    /// The account's user name.
    pub user_name: &'a str,
    /// The account's full name.
    pub account_name: &'a str,
    /// The account's address.
    pub email: &'a str,
    /// The account's affiliation.
    pub affiliation: &'a str,
    /// Version of the consent to sign electronically.
    pub consent_version: &'a str,
    /// Its words.
    pub consent_text: &'a str,
    /// The session in which it was signed.
    pub session_id: &'a str,
    /// The client's address.
    pub address: &'a str,
    /// The browser, as it named itself.
    pub user_agent: &'a str,
    /// The key that signed the receipt.
    pub key_id: &'a str,
    /// The receipt's bytes.
    pub receipt: &'a [u8],
    /// When it was signed.
    pub signed_at: Timestamp,
}

/// Adds a signature.
///
/// # Errors
/// [`StoreError::Unique`] with `signature_once_key` where the version is signed, and any other.
pub async fn insert(tx: &mut Tx, new: &NewSignature<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO signature (id, account_id, dataset, agreement_version, agreement_sha256, typed_name, user_name,
             account_name, email, affiliation, consent_version, consent_text, session_id, address, user_agent, key_id,
             receipt, signed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        params![
            new.id,
            new.account_id,
            new.dataset,
            new.agreement_version,
            new.agreement_sha256,
            new.typed_name,
            new.user_name,
            new.account_name,
            new.email,
            new.affiliation,
            new.consent_version,
            new.consent_text,
            new.session_id,
            new.address,
            new.user_agent,
            new.key_id,
            new.receipt,
            new.signed_at
        ],
    )
    .await?;
    Ok(())
}

/// A signature, as its owner sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its id.
    pub id: String,
    /// Slug of the dataset.
    pub dataset: String,
    /// The version signed.
    pub agreement_version: String,
    /// The digest of its bytes.
    pub agreement_sha256: String,
    /// The name as it was typed.
    pub typed_name: String,
    /// When it was signed.
    pub signed_at: Timestamp,
}

/// Every signature of a person, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<Signature>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT id, dataset, agreement_version, agreement_sha256, typed_name, signed_at FROM signature
             WHERE account_id = $1 ORDER BY signed_at DESC, id DESC",
            params![account_id],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The signature of a person on a version.
///
/// # Errors
/// Any [`StoreError`].
pub async fn find(
    tx: &mut Tx,
    account_id: &str,
    dataset: &str,
    agreement_version: &str,
) -> Result<Option<Signature>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT id, dataset, agreement_version, agreement_sha256, typed_name, signed_at FROM signature
             WHERE account_id = $1 AND dataset = $2 AND agreement_version = $3",
            params![account_id, dataset, agreement_version],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The latest signature of a person on the agreement of a dataset, whichever version it is on.
///
/// # Errors
/// Any [`StoreError`].
pub async fn latest(
    tx: &mut Tx,
    account_id: &str,
    dataset: &str,
) -> Result<Option<Signature>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT id, dataset, agreement_version, agreement_sha256, typed_name, signed_at FROM signature
             WHERE account_id = $1 AND dataset = $2 ORDER BY signed_at DESC, id DESC LIMIT 1",
            params![account_id, dataset],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// People with an account in use who signed the agreement of a dataset, by the id of the account; those after `after`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn signers(
    tx: &mut Tx,
    dataset: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT DISTINCT s.account_id FROM signature s JOIN account a ON a.id = s.account_id
             WHERE s.dataset = $1 AND s.account_id > $2 AND a.state = 'active' ORDER BY s.account_id LIMIT $3",
            params![dataset, after, limit],
        )
        .await?;
    rows.iter().map(|row| row.text("account_id")).collect()
}

/// Writes down that a material new version ended a person's signatures on the agreement of a dataset. What was signed, and
/// its receipt, stays as it is.
///
/// # Errors
/// Any [`StoreError`].
pub async fn supersede(
    tx: &mut Tx,
    account_id: &str,
    dataset: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE signature SET ended_at = $3, ended_reason = 'superseded'
         WHERE account_id = $1 AND dataset = $2 AND ended_at IS NULL",
        params![account_id, dataset, now],
    )
    .await?;
    Ok(())
}

/// The versions of a dataset's agreement that a person signed.
///
/// # Errors
/// Any [`StoreError`].
pub async fn versions(
    tx: &mut Tx,
    account_id: &str,
    dataset: &str,
) -> Result<Vec<String>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT agreement_version FROM signature WHERE account_id = $1 AND dataset = $2",
            params![account_id, dataset],
        )
        .await?;
    rows.iter()
        .map(|row| row.text("agreement_version"))
        .collect()
}

/// The receipt of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Whose signature it is.
    pub account_id: String,
    /// Slug of the dataset.
    pub dataset: String,
    /// The version signed.
    pub agreement_version: String,
    /// The file's exact bytes.
    pub bytes: Vec<u8>,
}

/// The receipt of a signature, by the signature's id: for its download, and for the mail that carries it.
///
/// # Errors
/// Any [`StoreError`].
pub async fn receipt(tx: &mut Tx, id: &str) -> Result<Option<Receipt>, StoreError> {
    let sql = "SELECT account_id, dataset, agreement_version, receipt FROM signature WHERE id = $1";
    let read = |row: Row| {
        Ok(Receipt {
            account_id: row.text("account_id")?,
            dataset: row.text("dataset")?,
            agreement_version: row.text("agreement_version")?,
            bytes: row.blob("receipt")?,
        })
    };
    tx.fetch_opt(sql, params![id]).await?.map(read).transpose()
}

impl Receipt {
    /// What the file is called, in a download and in a mail.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!(
            "accede-receipt-{}-{}.json",
            self.dataset, self.agreement_version
        )
    }
}

fn read(row: &Row) -> Result<Signature, StoreError> {
    Ok(Signature {
        id: row.text("id")?,
        dataset: row.text("dataset")?,
        agreement_version: row.text("agreement_version")?,
        agreement_sha256: row.text("agreement_sha256")?,
        typed_name: row.text("typed_name")?,
        signed_at: row.timestamp("signed_at")?,
    })
}
