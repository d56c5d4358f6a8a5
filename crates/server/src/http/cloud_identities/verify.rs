//! `POST /api/v1/cloud-identities/verify`

use accede_api::problem::ProblemCode;
use accede_api::session::{MailedToken, Verified};
use accede_store::mailed_link::{self, Purpose, Standing};
use accede_store::{account_email, cloud_identity};
use axum::Json;
use axum::extract::State;
use serde_json::json;

use crate::account::{limits, live};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::links;
use crate::record::{self, Event, Who};
use crate::state::AppState;

/// Proves a cloud account's address by the link, or the code, that was mailed to it. Once more is the same as once.
#[utoipa::path(post, path = "/api/v1/cloud-identities/verify", tag = "grants", request_body = MailedToken,
    responses((status = 200, body = Verified), (status = 410, description = "The link does not work any more."),
        CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<MailedToken>,
) -> Answer<Json<Verified>> {
    let tries = limits::key(&state, "mailed-token", &[&limits::network(context.address)]);
    limits::take_now(&state, &[(&tries, &limits::MAILED_TOKEN)]).await?;
    let now = state.now();
    let mut tx = state.store.write().await?;
    let link = links::find(&mut tx, Purpose::CloudIdentity, &body.value.token).await?;
    let identity = match &link {
        Some(link) => cloud_identity::get(&mut tx, &link.subject_id).await?,
        None => None,
    };
    if let (Some(link), Some(identity)) = (&link, &identity)
        && link.standing(now) == Standing::Used
        && identity.verified_at.is_some()
    {
        return Ok(Json(Verified {
            address: identity.address.clone(),
        }));
    }
    let link = live(link, now)?;
    let gone = || {
        ApiError::new(
            ProblemCode::LinkEnded,
            "The cloud account is not linked any more.",
        )
    };
    let identity = identity.ok_or_else(gone)?;
    let owner = (identity.folded.as_str(), identity.account_id.as_str());
    if account_email::proved_by_another(&mut tx, owner.0, owner.1)
        .await?
        .is_some()
    {
        return Err(ApiError::not_possible_now(
            "Somebody else proved this address first.",
        ));
    }
    mailed_link::mark_used(&mut tx, &link.id, now).await?;
    cloud_identity::verify(&mut tx, &identity.id, now).await?;
    let event = Event {
        action: "cloud_identity.verify",
        object: ("cloud_identity", &identity.id),
        concerns: Some(&identity.account_id),
        after: Some(json!({ "address": identity.address })),
        ..Event::default()
    };
    record::audit(&mut tx, &state, Who::mailed_link(&link.id, &context), event).await?;
    tx.commit().await?;
    Ok(Json(Verified {
        address: identity.address,
    }))
}
