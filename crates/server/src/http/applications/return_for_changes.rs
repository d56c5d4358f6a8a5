//! `POST /api/v1/applications/{id}/return`

use accede_api::review::{Case, ReturnApplication};
use accede_domain::application::FieldComment;
use accede_domain::application::state::{ActorRole, Command};
use axum::extract::State;
use axum::response::Response;

use super::{Asked, carry_out};
use crate::http::Answer;
use crate::http::actor::ReviewerActor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Gives the application back with comments, each pinned to a field.
#[utoipa::path(post, path = "/api/v1/applications/{id}/return", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = ReturnApplication,
    responses((status = 200, body = Case), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<ReturnApplication>,
) -> Answer<Response> {
    let role = ActorRole::Reviewer;
    let asked = Asked {
        state,
        actor,
        role,
        id,
        key,
        seen,
        raw: body.raw,
    };
    let comment = |one: accede_api::application::FieldComment| FieldComment {
        pointer: one.pointer,
        text: one.text,
    };
    let comments = body.value.comments.into_iter().map(comment).collect();
    carry_out(
        asked,
        Command::ReturnForChanges {
            comments,
            message: body.value.message,
        },
    )
    .await
}
