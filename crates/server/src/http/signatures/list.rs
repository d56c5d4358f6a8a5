//! `GET /api/v1/signatures`

use accede_api::dataset::Signature;
use accede_api::page::List;
use accede_store::signature;
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::datasets::view;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// Every agreement that the caller has signed, newest first.
#[utoipa::path(get, path = "/api/v1/signatures", tag = "datasets",
    responses((status = 200, body = List<Signature>), ReadProblems), security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
) -> Answer<Json<List<Signature>>> {
    let now = state.now();
    let mut tx = state.store.read().await?;
    let signed = signature::of_account(&mut tx, &actor.account_id).await?;
    let items = signed
        .into_iter()
        .map(|of| view::signature(&state, of, now))
        .collect();
    Ok(Json(List { items }))
}
