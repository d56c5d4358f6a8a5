//! `POST /api/v1/applications/{id}/skip-reference`

use accede_api::review::{Case, WithReason};
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

/// Goes on without the reference's answer.
#[utoipa::path(post, path = "/api/v1/applications/{id}/skip-reference", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = WithReason,
    responses((status = 200, body = Case), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<WithReason>,
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
    carry_out(
        asked,
        Command::SkipReference {
            reason: body.value.reason,
        },
    )
    .await
}
