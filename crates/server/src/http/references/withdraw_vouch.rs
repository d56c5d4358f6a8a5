//! `POST /api/v1/account/vouches/{id}/withdraw`

use accede_api::reference::{Vouch, WithdrawVouch};
use accede_domain::application::state::Command;
use accede_store::reference_request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::vouches::vouch;
use super::withdraw::check;
use crate::application::{By, execute};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Takes an answer back that was given at a verified address of the person; the mailed link does the same.
#[utoipa::path(post, path = "/api/v1/account/vouches/{id}/withdraw", tag = "references",
    params(("id" = String, Path), IdempotencyKeyParam), request_body = WithdrawVouch,
    responses((status = 200, body = Vouch), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: JsonBody<WithdrawVouch>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let found = |vouched: Option<_>| vouched.ok_or_else(ApiError::not_found);
    let account_id = actor.account_id.as_str();
    let before = found(reference_request::vouched_one(&mut cmd.tx, account_id, &id).await?)?;
    let text = body.value.text;
    check(&text)?;
    let (by, command) = (
        By::vouching(&id, &actor),
        Command::ReferenceWithdraws { text },
    );
    let application_id = &before.request.application_id;
    execute(&mut cmd.tx, &state, application_id, &by, command, cmd.now).await?;
    let after = found(reference_request::vouched_one(&mut cmd.tx, account_id, &id).await?)?;
    cmd.finish(StatusCode::OK, &vouch(after)).await
}
