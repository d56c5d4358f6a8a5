//! What is kept of an address, and recognised by it, when it comes to an account or leaves one.

use accede_store::account_email::AccountEmail;
use accede_store::{Tx, revoked};

use crate::error::ApiError;
use crate::state::AppState;

/// The person has proved the address: whoever had a credential revoked under it is recognised by a reviewer.
///
/// # Errors
/// Those of the store.
pub async fn proved(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
    folded: &str,
) -> Result<(), ApiError> {
    revoked::recognise(tx, account_id, &digest(state, folded)).await?;
    Ok(())
}

/// The person gives proved addresses up. Of one whose credential was revoked keyed digests stay, see [`proved`]; of
/// everybody else nothing.
///
/// # Errors
/// Those of the store.
pub async fn given_up(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
    going: &[AccountEmail],
) -> Result<(), ApiError> {
    let Some(revoked) = revoked::of_account(tx, account_id).await? else {
        return Ok(());
    };
    for email in going.iter().filter(|email| email.verified_at.is_some()) {
        let digest = digest(state, &email.folded);
        revoked::remember(tx, &digest, &revoked.application_id).await?;
    }
    Ok(())
}

fn digest(state: &AppState, folded: &str) -> String {
    hex::encode(state.keys.mac("revoked-address", &[folded.as_bytes()]))
}
