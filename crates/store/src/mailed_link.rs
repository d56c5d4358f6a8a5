//! Links that were mailed: verifying an address, resetting a passphrase, answering as a reference.

use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, params};

words! {
    /// What a link is for. A link of one purpose never opens another's door.
    pub enum Purpose {
        /// Verify the address a person registered with.
        Registration = "registration",
        /// Verify a further address.
        Address = "address",
        /// Choose a new passphrase.
        PassphraseReset = "passphrase_reset",
        /// Answer as a reference, or see everything that was asked at an address; the subject says which.
        Reference = "reference",
        /// Verify a cloud account's address.
        CloudIdentity = "cloud_identity",
    }
}

words! {
    /// Why a link was ended before its time; the page that a dead link opens says so in words.
    pub enum EndReason {
        /// A later one took its place.
        Replaced = "replaced",
        /// What it was for is no longer wanted.
        Cancelled = "cancelled",
        /// What it asked for was given.
        Answered = "answered",
        /// What it was for has run out.
        Expired = "expired",
    }
}

/// A link to create. Token and hash come from [`crate::secret::LinkToken`].
#[derive(Debug, Clone)]
pub struct NewLink<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is about: the id of an address, of a reference request …
    pub subject_id: &'a str,
    /// Whose it is, where that is a person with an account.
    pub account_id: Option<&'a str>,
    /// The salt the token is derived from.
    pub salt: [u8; 16],
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is about.
    pub subject_id: String,
    /// Whose it is.
    pub account_id: Option<String>,
    /// The salt the token is derived from.
    pub salt: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was first used.
    pub used_at: Option<Timestamp>,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// Why it was ended.
    pub ended_reason: Option<EndReason>,
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It can be used.
    Live,
    /// It was used.
    Used,
    /// It was ended.
    Ended(EndReason),
    /// Its time is over.
    Expired,
}

impl Link {
    /// How it stands at `now`. An end is named before a use, and a use before the time.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        match (self.ended_at, self.used_at) {
            (Some(_), _) => Standing::Ended(self.ended_reason.unwrap_or(EndReason::Cancelled)),
            (None, Some(_)) => Standing::Used,
            (None, None) if self.expires_at <= now => Standing::Expired,
            (None, None) => Standing::Live,
        }
    }
}

/// Creates a link.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn create(tx: &mut Tx, link: &NewLink<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO mailed_link (id, purpose, subject_id, account_id, salt, token_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            link.id,
            link.purpose,
            link.subject_id,
            link.account_id,
            link.salt,
            link.token_hash,
            now,
            link.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// The link with this token, dead ones included: a dead link explains itself.
///
/// # Errors
/// Any [`StoreError`].
pub async fn find(
    tx: &mut Tx,
    purpose: Purpose,
    token_hash: &[u8; 32],
) -> Result<Option<Link>, StoreError> {
    let sql = "SELECT id, purpose, subject_id, account_id, salt, created_at, expires_at, used_at, ended_at, ended_reason
               FROM mailed_link WHERE token_hash = $1 AND purpose = $2";
    tx.fetch_opt(sql, params![token_hash, purpose])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The link with this id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Link>, StoreError> {
    let sql = "SELECT id, purpose, subject_id, account_id, salt, created_at, expires_at, used_at, ended_at, ended_reason
               FROM mailed_link WHERE id = $1";
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Uses a link, once: false when it is used, ended or over.
///
/// # Errors
/// Any [`StoreError`].
pub async fn mark_used(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE mailed_link SET used_at = $1
             WHERE id = $2 AND used_at IS NULL AND ended_at IS NULL AND expires_at > $1",
            params![now, id],
        )
        .await?;
    Ok(changed == 1)
}

/// Lets a link live at least until `until`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn keep_until(tx: &mut Tx, id: &str, until: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE mailed_link SET expires_at = $1 WHERE id = $2 AND expires_at < $1";
    tx.execute(sql, params![until, id]).await?;
    Ok(())
}

/// Ends every link of a purpose about a subject that has not ended; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn end_about(
    tx: &mut Tx,
    purpose: Purpose,
    subject_id: &str,
    reason: EndReason,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE mailed_link SET ended_at = $1, ended_reason = $2
         WHERE purpose = $3 AND subject_id = $4 AND ended_at IS NULL",
        params![now, reason, purpose, subject_id],
    )
    .await
}

/// Ends one link; false when it had ended.
///
/// # Errors
/// Any [`StoreError`].
pub async fn end(
    tx: &mut Tx,
    id: &str,
    reason: EndReason,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE mailed_link SET ended_at = $1, ended_reason = $2 WHERE id = $3 AND ended_at IS NULL";
    Ok(tx.execute(sql, params![now, reason, id]).await? == 1)
}

fn read(row: &Row) -> Result<Link, StoreError> {
    Ok(Link {
        id: row.text("id")?,
        purpose: row.word("purpose", Purpose::parse)?,
        subject_id: row.text("subject_id")?,
        account_id: row.opt_text("account_id")?,
        salt: row.blob("salt")?,
        created_at: row.timestamp("created_at")?,
        expires_at: row.timestamp("expires_at")?,
        used_at: row.opt_timestamp("used_at")?,
        ended_at: row.opt_timestamp("ended_at")?,
        ended_reason: row.opt_word("ended_reason", EndReason::parse)?,
    })
}
