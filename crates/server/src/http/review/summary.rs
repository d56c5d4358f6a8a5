//! `GET /api/v1/review/summary`

use accede_api::review::QueueSummary;
use accede_domain::application::Stage;
use accede_store::application::stage_counter;
use accede_store::application_queue;
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// How much waits at each stage.
#[utoipa::path(get, path = "/api/v1/review/summary", tag = "review",
    responses((status = 200, body = QueueSummary), ReadProblems), security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: StaffActor,
) -> Answer<Json<QueueSummary>> {
    let mut tx = state.store.read().await?;
    let counts = application_queue::summary(&mut tx).await?;
    let count = |name: &str| {
        let found = counts.iter().find(|(of, _)| of == name);
        found.and_then(|(_, n)| u32::try_from(*n).ok()).unwrap_or(0)
    };
    Ok(Json(QueueSummary {
        identity: count(stage_counter(Stage::Identity)),
        reference: count(stage_counter(Stage::Reference)),
        response: count(stage_counter(Stage::Response)),
        r#final: count(stage_counter(Stage::Final)),
        returned: count(stage_counter(Stage::Returned)),
        trainings: count("training"),
    }))
}
