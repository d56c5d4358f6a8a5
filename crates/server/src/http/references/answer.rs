//! `POST /api/v1/reference-requests/answer`

use accede_api::reference::{AnswerReference, ReferenceRequest};
use accede_domain::application::state::Command;
use accede_domain::reference::{self, ReferenceState};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{find, refused, shown};
use crate::application::{By, execute};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::{JsonBody, Reads};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// A first answer, or a change of it within 24 hours.
#[utoipa::path(post, path = "/api/v1/reference-requests/answer", tag = "references", params(IdempotencyKeyParam),
    request_body = AnswerReference,
    responses((status = 200, body = ReferenceRequest), (status = 410, description = "The link has ended."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    key: IdempotencyKey,
    Reads(reads): Reads,
    body: JsonBody<AnswerReference>,
) -> Answer<Response> {
    let AnswerReference {
        token,
        answer,
        text,
    } = body.value;
    let (link, request) = find(&state, &context, &token).await?;
    let mut cmd = key.begin_as(&state, &link.id, &body.raw).await?;
    if let Err(code) = reference::check_answer_text(answer, &text) {
        return Err(ApiError::field("/text", code.as_str(), code.detail()));
    }
    let by = By::reference(&request.id, &link.id, &context).reading(reads);
    let command = if request.state == ReferenceState::Answered {
        Command::ReferenceCorrects { answer, text }
    } else {
        Command::ReferenceAnswers { answer, text }
    };
    let now = cmd.now;
    let done = execute(
        &mut cmd.tx,
        &state,
        &request.application_id,
        &by,
        command,
        now,
    )
    .await;
    done.map_err(|error| refused(&state, &request, error))?;
    let answer = shown(&mut cmd.tx, &state, &by, &request.id, now).await?;
    cmd.finish(StatusCode::OK, &answer).await
}
