//! `POST /api/v1/reference-lists`

use accede_api::session::AddressOnly;
use accede_mail::Message;
use accede_store::mailed_link::Purpose;
use accede_store::reference_request;
use axum::extract::State;
use axum::http::StatusCode;

use super::{LIST, LIST_LIFETIME};
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::http::registration::asked_for;
use crate::links;
use crate::record::{self, To};
use crate::state::AppState;

/// Mails a link to the list of everybody who named this address as a reference. The answer is the same whether or not
/// anybody did.
#[utoipa::path(post, path = "/api/v1/reference-lists", tag = "references", request_body = AddressOnly,
    responses((status = 202, description = "A mail is on its way to the address."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<AddressOnly>,
) -> Answer<StatusCode> {
    let address = asked_for(&state, &context, &body.value.email).await?;
    let now = state.now();
    let mut tx = state.store.write().await?;
    let asked = reference_request::first_at(&mut tx, &address.folded()).await?;
    // A link is made and a mail goes out in every case, so that every case takes the same work.
    let subject = match &asked {
        Some((request_id, _)) => [LIST, request_id].concat(),
        None => [LIST, &state.ids.id(now)].concat(),
    };
    let link = links::replace(
        &mut tx,
        &state,
        Purpose::Reference,
        &subject,
        None,
        LIST_LIFETIME,
    )
    .await?;
    let (message, to, link_id) = match &asked {
        Some((_, written_to)) => (
            Message::ReferenceList,
            written_to.as_str(),
            Some(link.as_str()),
        ),
        None => (Message::ReferenceListEmpty, address.as_str(), None),
    };
    let to = To {
        address: to,
        account_id: None,
        link_id,
        subject: None,
        stranger_reads: body.value.language,
    };
    record::mail(&mut tx, &state, to, &message).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(StatusCode::ACCEPTED)
}
