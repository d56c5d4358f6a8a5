//! `POST /api/v1/passphrase-resets`

use accede_api::session::AddressOnly;
use accede_mail::Message;
use accede_store::account_email;
use accede_store::mailed_link::Purpose;
use axum::extract::State;
use axum::http::StatusCode;

use super::asked_for;
use crate::account::RESET_LIFETIME;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::links;
use crate::record::{self, To};
use crate::state::AppState;

/// Mails a link to a new passphrase. The answer is the same whether or not the address is known.
#[utoipa::path(post, path = "/api/v1/passphrase-resets", tag = "session", request_body = AddressOnly,
    responses((status = 202, description = "A mail is on its way to the address."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<AddressOnly>,
) -> Answer<StatusCode> {
    let address = asked_for(&state, &context, &body.value.email).await?;
    let now = state.now();
    let mut tx = state.store.write().await?;
    let holder = account_email::holder(&mut tx, &address.folded()).await?;
    // Made in every case, so that every case takes the same work; mailed to a holder only.
    let subject = holder
        .as_ref()
        .map_or_else(|| state.ids.id(now), |email| email.account_id.clone());
    let account_id = holder.as_ref().map(|email| email.account_id.as_str());
    let link = links::replace(
        &mut tx,
        &state,
        Purpose::PassphraseReset,
        &subject,
        account_id,
        RESET_LIFETIME,
    )
    .await?;
    let (message, to, link_id) = match &holder {
        Some(email) => (
            Message::PassphraseReset,
            email.address.as_str(),
            Some(link.as_str()),
        ),
        None => (Message::NoAccountHere, address.as_str(), None),
    };
    record::mail(
        &mut tx,
        &state,
        To {
            address: to,
            account_id,
            link_id,
            subject: None,
            stranger_reads: body.value.language,
        },
        &message,
    )
    .await?;
    tx.commit().await?;
    state.wake.up();
    Ok(StatusCode::ACCEPTED)
}
