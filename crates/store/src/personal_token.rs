//! Personal access tokens: what a tool shows instead of a session. Only their SHA-256 is kept.

use accede_domain::account::{Role, TokenScope};
use accede_domain::time::{Duration, Timestamp};

use crate::{StoreError, Tx, params};

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
