//! `POST /api/v1/review/applications/{id}/release`, `POST /api/v1/review/trainings/{id}/release`

use accede_domain::review::CaseKind;
use axum::extract::State;
use axum::response::Response;

use crate::http::Answer;
use crate::http::actor::{Actor, ReviewerActor};
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::review::claims;
use crate::state::AppState;

/// Lets go of an application. One that is not claimed, or is somebody else's, stays as it is: 204 too.
#[utoipa::path(post, path = "/api/v1/review/applications/{id}/release", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam),
    responses((status = 204), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn application(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    release(state, actor, CaseKind::Application, &id, key, body).await
}

/// Lets go of a training report, as of an application.
#[utoipa::path(post, path = "/api/v1/review/trainings/{id}/release", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam),
    responses((status = 204), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn training(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    release(state, actor, CaseKind::Training, &id, key, body).await
}

async fn release(
    state: AppState,
    actor: Actor,
    kind: CaseKind,
    id: &str,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    claims::release(&mut cmd.tx, &state, &actor, kind, id).await?;
    cmd.finish_empty().await
}
