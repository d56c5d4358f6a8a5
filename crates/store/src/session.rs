//! Signed-in browsers. Sessions live in the database, so that a restart signs nobody out.

use accede_domain::account::{AccountState, Role};
use accede_domain::time::{Duration, Timestamp};

use crate::{Row, StoreError, Tx, params};

/// A session ends when nothing was asked of it for so long.
pub const IDLE: Duration = Duration::minutes(30);
/// A session ends after so long, whatever was asked of it.
pub const ABSOLUTE: Duration = Duration::hours(12);
/// The last-seen time is written at most so often.
const SEEN_EVERY: Duration = Duration::minutes(1);

words! {
    /// How far a person has signed in.
    pub enum Level {
        /// The passphrase was right; the second factor is still asked for.
        FirstFactor = "first_factor",
        /// Signed in.
        Full = "full",
    }
}

words! {
    /// Why a session ended.
    pub enum EndReason {
        /// The person signed out.
        SignedOut = "signed_out",
        /// The person ended it from the list.
        EndedByPerson = "ended_by_person",
        /// A new session took its place, at a second factor for one.
        Replaced = "replaced",
        /// The passphrase was changed or reset.
        PassphraseChanged = "passphrase_changed",
        /// The person's role was changed.
        RoleChanged = "role_changed",
        /// The second factor was reset.
        SecondFactorChanged = "second_factor_changed",
        /// The account was deactivated or closed.
        AccountEnded = "account_ended",
        /// Its time was over.
        Expired = "expired",
    }
}

/// A session to begin.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose it is.
    pub account_id: &'a str,
    /// SHA-256 of the cookie's token.
    pub token_hash: [u8; 32],
    /// How far the person has signed in.
    pub level: Level,
    /// The browser, as it named itself.
    pub user_agent: &'a str,
    /// The client's address.
    pub address: &'a str,
}

/// A session, as its owner sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// How far the person has signed in.
    pub level: Level,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// The browser, as it named itself.
    pub user_agent: String,
    /// The client's address.
    pub address: String,
}

impl Session {
    /// When it ends if nothing more is asked of it.
    #[must_use]
    pub fn idle_ends_at(&self) -> Timestamp {
        self.last_seen_at.plus(IDLE).min(self.ends_at)
    }

    /// Whether the last-seen time is old enough to be written again.
    #[must_use]
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        self.last_seen_at.plus(SEEN_EVERY) <= now
    }
}

/// A live session with what every request has to know of its account: one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// The account's user name.
    pub user_name: String,
    /// The account's role now.
    pub role: Role,
    /// The account's state now.
    pub state: AccountState,
    /// Whether the second factor is set up.
    pub has_second_factor: bool,
}

/// Begins a session; it ends [`ABSOLUTE`] later at the latest.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn begin(
    tx: &mut Tx,
    session: &NewSession<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO session (id, account_id, token_hash, level, created_at, last_seen_at, ends_at, user_agent, address)
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
        params![
            session.id,
            session.account_id,
            session.token_hash,
            session.level,
            now,
            now.plus(ABSOLUTE),
            session.user_agent,
            session.address
        ],
    )
    .await?;
    Ok(())
}

/// Ends a session and begins another that keeps its absolute end: on a second factor.
///
/// # Errors
/// Any [`StoreError`].
pub async fn replace(
    tx: &mut Tx,
    old: &Session,
    new: &NewSession<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    end(tx, &old.id, &old.account_id, EndReason::Replaced, now).await?;
    begin(tx, new, now).await?;
    tx.execute(
        "UPDATE session SET ends_at = $1 WHERE id = $2",
        params![old.ends_at, new.id],
    )
    .await?;
    Ok(())
}

/// The live session with this token, of an account that may be signed in.
///
/// # Errors
/// Any [`StoreError`].
pub async fn find(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<SignedIn>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT s.id, s.account_id, s.level, s.created_at, s.last_seen_at, s.ends_at, s.user_agent, s.address,
                    a.user_name, a.role, a.state, a.totp_confirmed_at
             FROM session s JOIN account a ON a.id = s.account_id
             WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.ends_at > $2 AND s.last_seen_at > $3
               AND a.state = 'active'",
            params![token_hash, now, now.minus(IDLE)],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SignedIn {
        session: read(&row)?,
        user_name: row.text("user_name")?,
        role: row.word("role", Role::parse)?,
        state: row.word("state", AccountState::parse)?,
        has_second_factor: row.opt_int("totp_confirmed_at")?.is_some(),
    }))
}

/// Writes the last-seen time, where it is a minute old.
///
/// # Errors
/// Any [`StoreError`].
pub async fn touch(tx: &mut Tx, id: &str, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE session SET last_seen_at = $1 WHERE id = $2 AND ended_at IS NULL AND last_seen_at <= $3";
    tx.execute(sql, params![now, id, now.minus(SEEN_EVERY)])
        .await?;
    Ok(())
}

/// The live sessions of a person, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn list(
    tx: &mut Tx,
    account_id: &str,
    now: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT id, account_id, level, created_at, last_seen_at, ends_at, user_agent, address FROM session
             WHERE account_id = $1 AND ended_at IS NULL AND ends_at > $2 AND last_seen_at > $3
             ORDER BY created_at DESC, id DESC",
            params![account_id, now, now.minus(IDLE)],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Ends one session of a person; false when it is not theirs or has ended.
///
/// # Errors
/// Any [`StoreError`].
pub async fn end(
    tx: &mut Tx,
    id: &str,
    account_id: &str,
    reason: EndReason,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE session SET ended_at = $1, ended_reason = $2
             WHERE id = $3 AND account_id = $4 AND ended_at IS NULL",
            params![now, reason, id, account_id],
        )
        .await?;
    Ok(changed == 1)
}

/// Ends every session of a person but one; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn end_all(
    tx: &mut Tx,
    account_id: &str,
    except: Option<&str>,
    reason: EndReason,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE session SET ended_at = $1, ended_reason = $2
         WHERE account_id = $3 AND id <> $4 AND ended_at IS NULL",
        // No id is empty.
        params![now, reason, account_id, except.unwrap_or_default()],
    )
    .await
}

/// Deletes sessions whose absolute end is before a moment; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM session WHERE ends_at <= $1", params![before])
        .await
}

fn read(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.text("id")?,
        account_id: row.text("account_id")?,
        level: row.word("level", Level::parse)?,
        created_at: row.timestamp("created_at")?,
        last_seen_at: row.timestamp("last_seen_at")?,
        ends_at: row.timestamp("ends_at")?,
        user_agent: row.text("user_agent")?,
        address: row.text("address")?,
    })
}
