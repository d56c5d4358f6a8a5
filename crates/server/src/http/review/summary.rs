//! `GET /api/v1/review/summary`

use accede_api::review::QueueSummary;
use accede_domain::age::{self, AgeBand};
use accede_domain::application::Stage;
use accede_store::application::{DECIDED_COUNTER, STAFF_COUNTER, stage_counter};
use accede_store::application_queue;
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// How much waits at each stage.
#[utoipa::path(get, path = "/api/v1/review/summary", tag = "review",
    responses((status = 200, body = QueueSummary), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: StaffActor,
) -> Answer<Json<QueueSummary>> {
    let mut tx = state.store.read().await?;
    let late = age::REFERENCE.since_within(AgeBand::Late, state.now()).1;
    let counts = application_queue::summary(&mut tx, late).await?;
    let count = |name: &str| {
        let found = counts.iter().find(|(of, _)| of == name);
        found.and_then(|(_, n)| u32::try_from(*n).ok()).unwrap_or(0)
    };
    let at = |stage| count(stage_counter(stage));
    let under_way: u32 = Stage::ALL.iter().map(|stage| at(*stage)).sum();
    let decided = count(DECIDED_COUNTER);
    Ok(Json(QueueSummary {
        identity: at(Stage::Identity),
        reference: at(Stage::Reference),
        response: at(Stage::Response),
        r#final: at(Stage::Final),
        returned: at(Stage::Returned),
        staff: count(STAFF_COUNTER),
        decided,
        arrived: under_way + decided,
        trainings: count("training"),
        references_late: count("references_late"),
    }))
}
