//! `POST /api/v1/account/orcid/finish`

use accede_api::account::{FinishOrcid, LinkedOrcid};
use accede_api::problem::ProblemCode;
use accede_store::{StoreError, orcid};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::IfOffered;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::account::not_done_before;
use crate::http::actor::{Actor, hash};
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::lists;
use crate::orcid::{Way, shown};
use crate::record::{self, Event};
use crate::state::AppState;

/// Links the ORCID iD of whoever agreed at ORCID, with what ORCID gave the browser to bring back.
#[utoipa::path(post, path = "/api/v1/account/orcid/finish", tag = "account", params(IdempotencyKeyParam),
    request_body = FinishOrcid, responses((status = 200, body = LinkedOrcid),
        (status = 410, description = "The way has ended: it took too long, was finished already, or another session began it."),
        (status = 503, description = "ORCID cannot be reached."), CommandProblems),
    security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    offered: IfOffered,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<FinishOrcid>,
) -> Answer<Response> {
    not_done_before(&key, &state, &actor, &body.raw).await?;
    let FinishOrcid { code, state: token } = &body.value;
    let account_id = actor.account_id.as_str();

    // Taken before anything is asked, so that whatever comes of it, it is taken once; and no transaction waits for ORCID.
    let mut tx = state.store.write().await?;
    let is_back = orcid::come_back(&mut tx, &hash(token), actor.session_id(), state.now()).await?;
    tx.commit().await?;
    if !is_back {
        return Err(ApiError::new(
            ProblemCode::LinkEnded,
            "This way to ORCID has ended: it took too long, was finished already, or another session began it. Begin again.",
        ));
    }
    let way = Way::of(&state.keys, token);
    let found = offered.client()?.exchange(code, &way, state.now()).await?;

    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    cmd.tx.lock("account", account_id).await?;
    let before = orcid::of_account(&mut cmd.tx, account_id).await?;
    match orcid::link(&mut cmd.tx, account_id, &found, cmd.now).await {
        Ok(()) => {}
        // Of whose account it is, nothing.
        Err(StoreError::Unique(_)) => {
            return Err(ApiError::new(
                ProblemCode::OrcidTaken,
                "This ORCID iD is linked to another account. Unlink it there first.",
            ));
        }
        Err(error) => return Err(error.into()),
    }
    let event = Event {
        action: "orcid.link",
        object: ("account", account_id),
        concerns: Some(account_id),
        changed: &["orcid"],
        before: before.map(|linked| json!({ "orcid": linked.orcid.as_str() })),
        after: Some(json!({ "orcid": found.as_str() })),
    };
    record::audit(&mut cmd.tx, &state, &actor, event).await?;
    lists::of_person(&mut cmd.tx, &state, account_id).await?;
    let linked = orcid::of_account(&mut cmd.tx, account_id).await?;
    let linked = linked.and_then(|linked| shown(&state, &linked));
    let linked = linked.ok_or_else(ApiError::not_found)?;
    cmd.finish(StatusCode::OK, &linked).await
}
