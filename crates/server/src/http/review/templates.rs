//! `GET /api/v1/review/templates`

use accede_api::page::List;
use accede_api::review::DecisionTemplate;
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::openapi::ReadProblems;
use crate::review::templates;
use crate::state::AppState;

/// The texts that a reviewer begins from.
#[utoipa::path(get, path = "/api/v1/review/templates", tag = "review",
    responses((status = 200, body = List<DecisionTemplate>), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: StaffActor,
) -> Answer<Json<List<DecisionTemplate>>> {
    let items = templates::offered(&mut state.store.read().await?, &state).await?;
    Ok(Json(List { items }))
}
