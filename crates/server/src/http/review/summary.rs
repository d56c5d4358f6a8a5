//! `GET /api/v1/review/summary`

use accede_api::review::QueueSummary;
use accede_domain::age::{self, AgeBand};
use accede_domain::application::Stage;
use accede_store::application_queue::{self, View};
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
    let summary = application_queue::summary(&mut tx, late).await?;
    let number = |lines: i64| u32::try_from(lines).unwrap_or(0);
    let of = |view| number(summary.of(view));
    let at = |stage| of(View::Stage(stage));
    Ok(Json(QueueSummary {
        identity: at(Stage::Identity),
        reference: at(Stage::Reference),
        response: at(Stage::Response),
        r#final: at(Stage::Final),
        returned: at(Stage::Returned),
        staff: of(View::Staff),
        decided: of(View::Decided),
        arrived: of(View::Open) + of(View::Decided),
        trainings: number(summary.trainings),
        trainings_arrived: number(summary.trainings_ever),
        references_late: number(summary.references_late),
    }))
}
