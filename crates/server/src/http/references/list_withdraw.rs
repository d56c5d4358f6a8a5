//! `POST /api/v1/reference-lists/withdraw`

use accede_api::reference::{Vouch, WithdrawListed};
use accede_domain::application::state::Command;
use accede_store::reference_request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::find_list;
use super::vouches::vouch;
use super::withdraw::check;
use crate::application::{By, execute};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Takes an answer back that was given at the address that the link was mailed to, by the rules of the request's own link.
#[utoipa::path(post, path = "/api/v1/reference-lists/withdraw", tag = "references", params(IdempotencyKeyParam),
    request_body = WithdrawListed,
    responses((status = 200, body = Vouch), (status = 410, description = "The link has ended."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    key: IdempotencyKey,
    body: JsonBody<WithdrawListed>,
) -> Answer<Response> {
    let WithdrawListed { token, id, text } = body.value;
    let (link, folded) = find_list(&state, &context, &token).await?;
    let mut cmd = key.begin_as(&state, &link.id, &body.raw).await?;
    let found = |vouched: Option<_>| vouched.ok_or_else(ApiError::not_found);
    let before = found(reference_request::vouched_at_one(&mut cmd.tx, &folded, &id).await?)?;
    check(&text)?;
    let (by, command) = (
        By::reference(&id, &link.id, &context),
        Command::ReferenceWithdraws { text },
    );
    let application_id = &before.request.application_id;
    execute(&mut cmd.tx, &state, application_id, &by, command, cmd.now).await?;
    let after = found(reference_request::vouched_at_one(&mut cmd.tx, &folded, &id).await?)?;
    cmd.finish(StatusCode::OK, &vouch(after)).await
}
