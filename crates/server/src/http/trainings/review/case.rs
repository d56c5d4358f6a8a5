//! `GET /api/v1/review/trainings/{id}`

use accede_api::training::TrainingCase;
use accede_store::training;
use axum::extract::State;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::http::version::Versioned;
use crate::record::{self, Event};
use crate::state::AppState;
use crate::training::{KIND, case};

/// One training report with what its review needs. Each view stands in the audit log.
#[utoipa::path(get, path = "/api/v1/review/trainings/{id}", tag = "review", params(("id" = String, Path)),
    responses((status = 200, body = TrainingCase), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(in crate::http::trainings) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path(id): Path<String>,
) -> Answer<Versioned<TrainingCase>> {
    let mut tx = state.store.write().await?;
    let record = training::by_id(&mut tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let value = case(&state, &mut tx, &record, &actor, state.now()).await?;
    let event = Event {
        action: "training.view",
        object: (KIND, &id),
        concerns: Some(&record.account_id),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    tx.commit().await?;
    Ok(Versioned {
        version: record.version,
        value,
    })
}
