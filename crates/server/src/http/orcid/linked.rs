//! `GET` and `DELETE /api/v1/account/orcid`

use accede_api::account::OrcidStanding;
use accede_store::orcid;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

use super::IfOffered;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::openapi::{ChangeProblems, ReadProblems};
use crate::lists;
use crate::orcid::shown;
use crate::record::{self, Event};
use crate::state::AppState;

/// The caller's ORCID iD, where one is linked.
#[utoipa::path(get, path = "/api/v1/account/orcid", tag = "account",
    responses((status = 200, body = OrcidStanding), ReadProblems), security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: IfOffered,
    actor: Actor,
) -> Answer<Json<OrcidStanding>> {
    let linked = orcid::of_account(&mut state.store.read().await?, &actor.account_id).await?;
    Ok(Json(OrcidStanding {
        linked: linked.and_then(|linked| shown(&state, &linked)),
    }))
}

/// Unlinks the caller's ORCID iD. It can be linked again, here or by another account.
#[utoipa::path(delete, path = "/api/v1/account/orcid", tag = "account",
    responses((status = 204), ChangeProblems), security(("session" = [])))]
pub(super) async fn unlink(
    State(state): State<AppState>,
    _: IfOffered,
    actor: Actor,
) -> Answer<StatusCode> {
    let account_id = actor.account_id.as_str();
    let mut tx = state.store.write().await?;
    tx.lock("account", account_id).await?;
    let linked = orcid::of_account(&mut tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    orcid::unlink(&mut tx, account_id).await?;
    let event = Event {
        action: "orcid.unlink",
        object: ("account", account_id),
        concerns: Some(account_id),
        changed: &["orcid"],
        before: Some(json!({ "orcid": linked.orcid.as_str() })),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    lists::of_person(&mut tx, &state, account_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
