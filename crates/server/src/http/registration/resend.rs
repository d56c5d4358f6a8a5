//! `POST /api/v1/registrations/resend`

use accede_api::session::AddressOnly;
use accede_mail::{ClaimAttempt, Message, VerifyReason};
use accede_store::account_email;
use accede_store::mailed_link::Purpose;
use axum::extract::State;
use axum::http::StatusCode;

use super::asked_for;
use crate::account::VERIFY_LIFETIME;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::links;
use crate::record::{self, To};
use crate::state::AppState;

/// Sends the mail of a registration again. The answer is the same whether or not the address is known.
#[utoipa::path(post, path = "/api/v1/registrations/resend", tag = "session", request_body = AddressOnly,
    responses((status = 202, description = "A mail is on its way to the address."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<AddressOnly>,
) -> Answer<StatusCode> {
    let address = asked_for(&state, &context, &body.value.email).await?;
    let now = state.now();
    let mut tx = state.store.write().await?;
    let found = account_email::holder_or_claimant(&mut tx, &address.folded()).await?;
    // A link is made in every case, so that every case takes the same work; only a claimant is mailed it. The link of
    // the first mail goes on working: mails arrive in any order.
    let subject = found
        .as_ref()
        .map_or_else(|| state.ids.id(now), |email| email.id.clone());
    let account_id = found.as_ref().map(|email| email.account_id.as_str());
    let link = links::create(
        &mut tx,
        &state,
        Purpose::Registration,
        &subject,
        account_id,
        VERIFY_LIFETIME,
    )
    .await?;
    let (message, link_id) = match &found {
        None => (Message::NoAccountHere, None),
        Some(email) if email.verified_at.is_some() => (
            Message::AddressAlreadyInUse {
                attempt: ClaimAttempt::Registration,
            },
            None,
        ),
        Some(_) => (
            Message::VerifyAddress {
                reason: VerifyReason::Registration,
            },
            Some(link.as_str()),
        ),
    };
    let to = To {
        address: found
            .as_ref()
            .map_or(address.as_str(), |email| &email.address),
        account_id,
        link_id,
        subject: None,
        stranger_reads: body.value.language,
    };
    record::mail(&mut tx, &state, to, &message).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(StatusCode::ACCEPTED)
}
