//! `POST /api/v1/reference-requests/withdraw`

use accede_api::reference::{ReferenceRequest, WithdrawAnswer};
use accede_domain::application::state::Command;
use accede_domain::reference;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{find, refused, shown};
use crate::application::{By, execute};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Takes an answer back, also after the day in which it can be changed. It goes to staff and revokes nothing by itself.
#[utoipa::path(post, path = "/api/v1/reference-requests/withdraw", tag = "references", params(IdempotencyKeyParam),
    request_body = WithdrawAnswer,
    responses((status = 200, body = ReferenceRequest), (status = 410, description = "The link has ended."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    key: IdempotencyKey,
    body: JsonBody<WithdrawAnswer>,
) -> Answer<Response> {
    let WithdrawAnswer { token, text } = body.value;
    let (link, request) = find(&state, &context, &token).await?;
    let mut cmd = key.begin_as(&state, &link.id, &body.raw).await?;
    check(&text)?;
    let by = By::reference(&request.id, &link.id, &context);
    let (now, command) = (cmd.now, Command::ReferenceWithdraws { text });
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

/// Why it is taken back is written down, as the answer was.
pub(super) fn check(text: &str) -> Result<(), ApiError> {
    reference::check_withdrawal_text(text)
        .map(|_| ())
        .map_err(|code| ApiError::field("/text", code.as_str(), code.detail()))
}
