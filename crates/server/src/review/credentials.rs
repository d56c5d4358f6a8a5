//! What administrators have to look at on credentials that hold: it is told to each of them, and stays until one has
//! settled it. It never revokes anything by itself.

use accede_api::review::CredentialFlag;
use accede_domain::account::Role;
use accede_domain::application::state::Flag;
use accede_domain::refusal::Refusal;
use accede_domain::time::Timestamp;
use accede_mail::Message;
use accede_store::application_record::{self, Audience};
use accede_store::credential_flag::{self as flags, CredentialFlag as Stored};
use accede_store::{Tx, applicant};

use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::record::{self, Event, To};
use crate::state::AppState;

/// Shows something on a credential to the administrators, and mails it to each but its holder. The caller commits.
///
/// # Errors
/// Those of the store.
pub async fn raise(
    tx: &mut Tx,
    state: &AppState,
    application_id: &str,
    flag: Flag,
    now: Timestamp,
) -> Result<(), ApiError> {
    let id = state.ids.id(now);
    let audience = Audience::Administrator;
    application_record::raise_flag(tx, &id, application_id, flag, audience, now).await?;
    let Some(raised) = flags::get(tx, &id).await? else {
        return Ok(());
    };
    let message = Message::CredentialFlagged {
        application_id: raised.application_id,
        number: raised.reference_number,
        holder_name: raised.applicant_name,
        flag,
        at: now,
    };
    for administrator in applicant::with_role(tx, Role::Administrator).await? {
        if administrator.account_id == raised.account_id {
            continue;
        }
        let to = To {
            address: &administrator.address,
            account_id: Some(&administrator.account_id),
            ..To::default()
        };
        record::mail(tx, state, to, &message).await?;
    }
    Ok(())
}

/// An administrator has looked, and the credential stays as it is. The caller commits.
///
/// # Errors
/// 404 where it is not there or somebody has settled it, 403 on one's own credential.
pub async fn settle(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    id: &str,
    now: Timestamp,
) -> Result<(), ApiError> {
    let flag = flags::get(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if flag.account_id == actor.account_id {
        return Err(Refusal::OwnCase.into());
    }
    if !flags::settle(tx, id, &actor.account_id, now).await? {
        return Err(ApiError::not_found());
    }
    // It concerns nobody who is not of staff: it could tell the holder what their reference said.
    let event = Event {
        action: "application.settle_flag",
        object: ("application", &flag.application_id),
        after: Some(serde_json::json!({ "flag": flag.flag.as_str() })),
        ..Event::default()
    };
    record::audit(tx, state, actor, event).await
}

/// As it is shown.
#[must_use]
pub fn shown(flag: Stored) -> CredentialFlag {
    CredentialFlag {
        id: flag.id,
        flag: flag.flag,
        raised_at: flag.raised_at,
        application_id: flag.application_id,
        reference_number: flag.reference_number,
        applicant_name: flag.applicant_name,
        user_name: flag.user_name,
    }
}
