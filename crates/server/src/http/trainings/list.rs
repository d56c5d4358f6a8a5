//! `GET /api/v1/trainings`

use accede_api::page::List;
use accede_api::training::Training;
use accede_store::training;
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;
use crate::training::own;

/// The caller's own training reports, newest first.
#[utoipa::path(get, path = "/api/v1/trainings", tag = "trainings",
    responses((status = 200, body = List<Training>), ReadProblems), security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
) -> Answer<Json<List<Training>>> {
    let mut tx = state.store.read().await?;
    let mut items = Vec::new();
    for record in training::of_account(&mut tx, &actor.account_id).await? {
        items.push(own(&state, &mut tx, &record).await?);
    }
    Ok(Json(List { items }))
}
