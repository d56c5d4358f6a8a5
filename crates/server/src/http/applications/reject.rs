//! `POST /api/v1/applications/{id}/reject`

use accede_api::review::{Case, RejectApplication};
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

/// Refuses it, with a template's reason and a comment.
#[utoipa::path(post, path = "/api/v1/applications/{id}/reject", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = RejectApplication,
    responses((status = 200, body = Case), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<RejectApplication>,
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
    let RejectApplication { template, comment } = body.value;
    carry_out(asked, Command::Reject { template, comment }).await
}
