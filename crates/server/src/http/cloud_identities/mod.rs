//! The cloud accounts of the person who is signed in, and the link that proves one.

mod link;
mod list;
mod resend;
mod unlink;
mod verify;

use accede_api::grant::CloudIdentity;
use accede_mail::{ClaimAttempt, CloudAccountKind, Message};
use accede_store::cloud_identity::{self, CloudIdentity as Stored};
use accede_store::mailed_link::Purpose;
use accede_store::{Tx, account_email};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::account::{VERIFY_LIFETIME, limits};
use crate::error::ApiError;
use crate::links;
use crate::record::{self, To};
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::get, link::post))
        .routes(routes!(verify::post))
        .routes(routes!(resend::post))
        .routes(routes!(unlink::delete))
}

fn view(identity: Stored) -> CloudIdentity {
    CloudIdentity {
        id: identity.id,
        provider: identity.provider.as_str().to_owned(),
        address: identity.address,
        verified: identity.verified_at.is_some(),
        linked_at: identity.created_at,
        grants: identity.grants,
    }
}

/// The caller's own, or 404.
async fn own(tx: &mut Tx, account_id: &str, id: &str) -> Result<Stored, ApiError> {
    let found = cloud_identity::get(tx, id).await?;
    found
        .filter(|identity| identity.account_id == account_id)
        .ok_or_else(ApiError::not_found)
}

/// Mails the link to the address; where it is somebody else's, a notice to its owner instead. The work is the same.
async fn mail_link(tx: &mut Tx, state: &AppState, identity: &Stored) -> Result<(), ApiError> {
    let (account_id, now) = (identity.account_id.as_str(), state.now());
    let by_account = limits::key(state, "ask-account", &[account_id]);
    limits::take(tx, &by_account, &limits::ASKING_ACCOUNT, now).await?;
    let to_mailbox = limits::key(state, "ask-mailbox", &[&identity.folded]);
    limits::take(tx, &to_mailbox, &limits::ASKING_MAILBOX, now).await?;

    let owner = account_email::proved_by_another(tx, &identity.folded, account_id).await?;
    let about = identity.id.as_str();
    let link = links::replace(
        tx,
        state,
        Purpose::CloudIdentity,
        about,
        Some(account_id),
        VERIFY_LIFETIME,
    )
    .await?;
    let address = identity.address.as_str();
    match &owner {
        None => {
            let message = Message::CloudAddressVerify {
                service_account: CloudAccountKind::Google,
            };
            let to = To {
                address,
                account_id: Some(account_id),
                link_id: Some(&link),
                ..To::default()
            };
            record::mail(tx, state, to, &message).await?;
        }
        Some(owner) => {
            // Whoever proved the address reads mail there.
            let message = Message::AddressAlreadyInUse {
                attempt: ClaimAttempt::CloudAddress,
            };
            let to = To {
                address,
                account_id: Some(&owner.account_id),
                ..To::default()
            };
            record::mail(tx, state, to, &message).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
