//! `POST /api/v1/review/applications/{id}/notes`

use accede_api::review::{CaseNote, WriteNote};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::review::notes;
use crate::state::AppState;

/// Adds a note for staff; the applicant never reads it. None is ever changed: a correction is a further note.
#[utoipa::path(post, path = "/api/v1/review/applications/{id}/notes", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam), request_body = WriteNote,
    responses((status = 201, body = CaseNote), CommandProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: JsonBody<WriteNote>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (tx, now) = (&mut cmd.tx, cmd.now);
    let note = notes::add(tx, &state, &actor, &id, &body.value.text, now).await?;
    cmd.finish(StatusCode::CREATED, &note).await
}
