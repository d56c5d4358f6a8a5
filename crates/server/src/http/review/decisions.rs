//! `GET /api/v1/review/decisions`, `POST /api/v1/review/decisions/{id}/undo`, `…/dismiss`

use accede_api::page::List;
use accede_api::work::Decision;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, ReadProblems};
use crate::http::write::IdempotencyKey;
use crate::review::decisions;
use crate::state::AppState;

/// The caller's own decisions that wait for their time, and those that did not happen until they are put away.
#[utoipa::path(get, path = "/api/v1/review/decisions", tag = "review",
    responses((status = 200, body = List<Decision>), ReadProblems), security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
) -> Answer<Json<List<Decision>>> {
    let items = decisions::open_of(&mut state.store.read().await?, &actor.account_id).await?;
    Ok(Json(List { items }))
}

/// Takes a decision back before it takes effect: nobody was told of it. The case is the caller's again.
#[utoipa::path(post, path = "/api/v1/review/decisions/{id}/undo", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam),
    responses((status = 200, body = Decision), CommandProblems), security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn undo(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let now = cmd.now;
    let undone = decisions::undo(&mut cmd.tx, &state, &actor, &id, now).await?;
    cmd.finish(StatusCode::OK, &undone).await
}

/// Puts away a decision that did not happen.
#[utoipa::path(post, path = "/api/v1/review/decisions/{id}/dismiss", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam),
    responses((status = 204), CommandProblems), security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn dismiss(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    decisions::dismiss(&mut cmd.tx, &actor, &id).await?;
    cmd.finish_empty().await
}
