//! `POST /api/v1/trainings/{id}/accept`, `…/return`, `…/reject`: one reviewer's decision, in three ways.

use accede_api::training::{DecideTraining, TrainingCase};
use accede_domain::training::TrainingCommandKind;
use accede_store::training;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, ReviewerActor};
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::{Command, IdempotencyKey};
use crate::review::decisions::{self, When};
use crate::state::AppState;
use crate::training::case;
use crate::training::decide::{TrainingDecision, by};

/// Finds a report in order. It counts from now until its expiry; the one that counted before ends.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/accept", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = DecideTraining,
    responses((status = 200, body = TrainingCase), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn accept(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<DecideTraining>,
) -> Answer<Response> {
    let cmd = key.begin(&state, &actor, &body.raw).await?;
    let kind = TrainingCommandKind::Accept;
    carry_out(&state, &actor, cmd, &id, seen, kind, body.value).await
}

/// Gives a report back with a comment; its person sends another file.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/return", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = DecideTraining,
    responses((status = 200, body = TrainingCase), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn give_back(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<DecideTraining>,
) -> Answer<Response> {
    let cmd = key.begin(&state, &actor, &body.raw).await?;
    let kind = TrainingCommandKind::Return;
    carry_out(&state, &actor, cmd, &id, seen, kind, body.value).await
}

/// Refuses a report, with a comment.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/reject", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = DecideTraining,
    responses((status = 200, body = TrainingCase), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn reject(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<DecideTraining>,
) -> Answer<Response> {
    let cmd = key.begin(&state, &actor, &body.raw).await?;
    let kind = TrainingCommandKind::Reject;
    carry_out(&state, &actor, cmd, &id, seen, kind, body.value).await
}

async fn carry_out(
    state: &AppState,
    actor: &Actor,
    mut cmd: Command,
    id: &str,
    seen: IfMatch,
    kind: TrainingCommandKind,
    body: DecideTraining,
) -> Answer<Response> {
    let now = cmd.now;
    let taken = TrainingDecision {
        kind,
        checklist: body.checklist,
        completed_on: body.completed_on,
        comment: body.comment,
    };
    let (by, when) = (by(actor, Some(seen.0)), When::of(state, now));
    decisions::take_training(&mut cmd.tx, state, actor, &by, id, &taken, when, now).await?;
    let record = training::by_id(&mut cmd.tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let answer = case(state, &mut cmd.tx, &record, actor, now).await?;
    cmd.etag(record.version)
        .finish(StatusCode::OK, &answer)
        .await
}
