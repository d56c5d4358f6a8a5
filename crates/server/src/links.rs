//! Links that are mailed: made with a decision, derived again while the mail is sent, found by what the page sends.
//!
//! The database keeps a salt and the token's SHA-256; only the server's key turns the salt into the token, so neither
//! the database nor the outbox opens anything by itself.

use accede_domain::time::Duration;
use accede_store::Tx;
use accede_store::mailed_link::{self, EndReason, Link, NewLink, Purpose};
use accede_store::secret::LinkToken;

use crate::entropy::random;
use crate::error::ApiError;
use crate::state::AppState;

/// Makes a link about `subject_id` and gives its id, for [`crate::record::To::link_id`].
///
/// # Errors
/// Those of the store.
pub async fn create(
    tx: &mut Tx,
    state: &AppState,
    purpose: Purpose,
    subject_id: &str,
    account_id: Option<&str>,
    lifetime: Duration,
) -> Result<String, ApiError> {
    let now = state.now();
    let id = state.ids.id(now);
    let salt: [u8; 16] = random(state.entropy.as_ref());
    let token_hash = token(state, purpose, subject_id, &salt).hash();
    let expires_at = now.plus(lifetime);
    let link = NewLink {
        id: &id,
        purpose,
        subject_id,
        account_id,
        salt,
        token_hash,
        expires_at,
    };
    mailed_link::create(tx, &link, now).await?;
    Ok(id)
}

/// As [`create`], and ends every earlier link of the purpose about the same thing: the newest mail is the one that works.
///
/// # Errors
/// Those of the store.
pub async fn replace(
    tx: &mut Tx,
    state: &AppState,
    purpose: Purpose,
    subject_id: &str,
    account_id: Option<&str>,
    lifetime: Duration,
) -> Result<String, ApiError> {
    mailed_link::end_about(tx, purpose, subject_id, EndReason::Replaced, state.now()).await?;
    create(tx, state, purpose, subject_id, account_id, lifetime).await
}

/// The link that a page's token or a typed code belongs to, whether it still works or not.
///
/// # Errors
/// Those of the store.
pub async fn find(tx: &mut Tx, purpose: Purpose, typed: &str) -> Result<Option<Link>, ApiError> {
    let Some(token) = LinkToken::parse(typed) else {
        return Ok(None);
    };
    Ok(mailed_link::find(tx, purpose, &token.hash()).await?)
}

/// The token again, for the mail that carries it.
#[must_use]
pub fn token_of(state: &AppState, link: &Link) -> LinkToken {
    token(state, link.purpose, &link.subject_id, &link.salt)
}

/// What is kept of the token of a link with this salt.
#[must_use]
pub(crate) fn hash(state: &AppState, purpose: Purpose, subject_id: &str, salt: &[u8]) -> [u8; 32] {
    token(state, purpose, subject_id, salt).hash()
}

fn token(state: &AppState, purpose: Purpose, subject_id: &str, salt: &[u8]) -> LinkToken {
    LinkToken::derive(
        |what, parts| state.keys.mac(what, parts),
        purpose,
        subject_id,
        salt,
    )
}
