//! Personal access tokens: what a tool shows instead of a session. Only their SHA-256 is kept.

use accede_domain::account::{Role, TokenScope};
use accede_domain::time::{Duration, Timestamp};

use crate::{Row, StoreError, Tx, params};

/// The last-used time is written at most so often.
const USED_EVERY: Duration = Duration::minutes(1);

/// A live token with what every request has to know of its owner: one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveToken {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// What it opens.
    pub scope: TokenScope,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// The owner's user name.
    pub user_name: String,
    /// The owner's role now.
    pub role: Role,
    /// Whether the owner's second factor is set up.
    pub has_second_factor: bool,
}

impl LiveToken {
    /// Whether the last-used time is old enough to be written again.
    #[must_use]
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        self.last_used_at
            .is_none_or(|used| used.plus(USED_EVERY) <= now)
    }
}

/// The live token with this hash, of an account in use.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn find(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<LiveToken>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT t.id, t.account_id, t.scope, t.last_used_at, a.user_name, a.role, a.totp_confirmed_at
             FROM personal_token t JOIN account a ON a.id = t.account_id
             WHERE t.token_hash = $1 AND t.ended_at IS NULL AND t.expires_at > $2 AND a.state = 'active'",
            params![token_hash, now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(LiveToken {
        id: row.text("id")?,
        account_id: row.text("account_id")?,
        scope: row.word("scope", TokenScope::parse)?,
        last_used_at: row.opt_timestamp("last_used_at")?,
        user_name: row.text("user_name")?,
        role: row.word("role", Role::parse)?,
        has_second_factor: row.opt_int("totp_confirmed_at")?.is_some(),
    }))
}

/// Writes the last-used time.
///
/// # Errors
/// Any [`StoreError`].
pub async fn touch(tx: &mut Tx, id: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE personal_token SET last_used_at = $1 WHERE id = $2",
        params![now, id],
    )
    .await?;
    Ok(())
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose it is.
    pub account_id: &'a str,
    /// What the person calls it.
    pub name: &'a str,
    /// What it opens.
    pub scope: TokenScope,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A token as its owner sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// What it opens.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When the person ended it.
    pub ended_at: Option<Timestamp>,
}

/// Makes a token.
///
/// # Errors
/// Any [`StoreError`].
pub async fn create(tx: &mut Tx, new: &NewToken<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO personal_token (id, version, account_id, name, scope, token_hash, expires_at, created_at, updated_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $7)",
        params![new.id, new.account_id, new.name, new.scope.as_str(), new.token_hash, new.expires_at, now],
    )
    .await?;
    Ok(())
}

/// The tokens of a person, newest first; ended ones too, the latest `limit` of all.
///
/// # Errors
/// Any [`StoreError`].
pub async fn list(tx: &mut Tx, account_id: &str, limit: u32) -> Result<Vec<Token>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT id, name, scope, created_at, expires_at, last_used_at, ended_at FROM personal_token
             WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
            params![account_id, limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// How many tokens of a person work now.
///
/// # Errors
/// Any [`StoreError`].
pub async fn live(tx: &mut Tx, account_id: &str, now: Timestamp) -> Result<i64, StoreError> {
    let sql = "SELECT count(*) AS n FROM personal_token WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2";
    tx.fetch_one(sql, params![account_id, now]).await?.int("n")
}

/// Ends a token of a person; false when it is not theirs or has ended.
///
/// # Errors
/// Any [`StoreError`].
pub async fn end(
    tx: &mut Tx,
    id: &str,
    account_id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE personal_token SET ended_at = $1, version = version + 1, updated_at = $1
               WHERE id = $2 AND account_id = $3 AND ended_at IS NULL";
    Ok(tx.execute(sql, params![now, id, account_id]).await? == 1)
}

/// Ends every token of a person; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn end_all(tx: &mut Tx, account_id: &str, now: Timestamp) -> Result<u64, StoreError> {
    let sql = "UPDATE personal_token SET ended_at = $1, version = version + 1, updated_at = $1
               WHERE account_id = $2 AND ended_at IS NULL";
    tx.execute(sql, params![now, account_id]).await
}

fn read(row: &Row) -> Result<Token, StoreError> {
    Ok(Token {
        id: row.text("id")?,
        name: row.text("name")?,
        scope: row.word("scope", TokenScope::parse)?,
        created_at: row.timestamp("created_at")?,
        expires_at: row.timestamp("expires_at")?,
        last_used_at: row.opt_timestamp("last_used_at")?,
        ended_at: row.opt_timestamp("ended_at")?,
    })
}
