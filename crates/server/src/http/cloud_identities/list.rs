//! `GET /api/v1/cloud-identities`

use accede_api::grant::CloudIdentity;
use accede_api::page::List;
use accede_store::cloud_identity;
use axum::Json;
use axum::extract::State;

use super::view;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// The caller's cloud accounts, oldest first.
#[utoipa::path(get, path = "/api/v1/cloud-identities", tag = "grants",
    responses((status = 200, body = List<CloudIdentity>), ReadProblems), security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
) -> Answer<Json<List<CloudIdentity>>> {
    let linked =
        cloud_identity::of_account(&mut state.store.read().await?, &actor.account_id).await?;
    Ok(Json(List {
        items: linked.into_iter().map(view).collect(),
    }))
}
