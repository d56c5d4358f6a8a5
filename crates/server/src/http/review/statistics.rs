//! `GET /api/v1/review/statistics`

use accede_api::statistics::Statistics;
use accede_domain::account::Role;
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::openapi::ReadProblems;
use crate::review::figures;
use crate::state::AppState;

/// The funnel, ages, and lengths of steps, as they were last counted; to administrators also who decided how much.
#[utoipa::path(get, path = "/api/v1/review/statistics", tag = "review",
    responses((status = 200, body = Statistics), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
) -> Answer<Json<Statistics>> {
    let mut tx = state.store.read().await?;
    let found = figures::statistics(&mut tx, actor.role == Role::Administrator).await?;
    Ok(Json(found))
}
