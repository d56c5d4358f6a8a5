//! `POST /api/v1/review/applications/{id}/claim`, `POST /api/v1/review/trainings/{id}/claim`

use accede_api::work::{Claim, TakeClaim};
use accede_domain::review::CaseKind;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::http::Answer;
use crate::http::actor::{Actor, ReviewerActor};
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::review::claims;
use crate::state::AppState;

/// Claims an application for 15 minutes, or renews the own claim. 409 `claimed` while somebody else works on it, unless it
/// is taken over on purpose.
#[utoipa::path(post, path = "/api/v1/review/applications/{id}/claim", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam), request_body = TakeClaim,
    responses((status = 200, body = Claim), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn application(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: JsonBody<TakeClaim>,
) -> Answer<Response> {
    take(state, actor, CaseKind::Application, &id, key, body).await
}

/// Claims a training report, as an application is claimed.
#[utoipa::path(post, path = "/api/v1/review/trainings/{id}/claim", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam), request_body = TakeClaim,
    responses((status = 200, body = Claim), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn training(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: JsonBody<TakeClaim>,
) -> Answer<Response> {
    take(state, actor, CaseKind::Training, &id, key, body).await
}

async fn take(
    state: AppState,
    actor: Actor,
    kind: CaseKind,
    id: &str,
    key: IdempotencyKey,
    body: JsonBody<TakeClaim>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (now, on_purpose) = (cmd.now, body.value.take_over);
    let claim = claims::take(&mut cmd.tx, &state, &actor, kind, id, on_purpose, now).await?;
    cmd.finish(StatusCode::OK, &claim).await
}
