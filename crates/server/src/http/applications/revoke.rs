//! `POST /api/v1/applications/{id}/revoke`

use accede_api::review::{Case, WithReason};
use accede_domain::application::state::{ActorRole, Command};
use axum::extract::State;
use axum::response::Response;

use super::{Asked, carry_out};
use crate::http::Answer;
use crate::http::actor::AdminActor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Takes the credential away: every grant that rests on it goes to removal.
#[utoipa::path(post, path = "/api/v1/applications/{id}/revoke", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = WithReason,
    responses((status = 200, body = Case), CommandProblems), security(("session" = ["administrator"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    AdminActor(actor): AdminActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<WithReason>,
) -> Answer<Response> {
    let role = ActorRole::Administrator;
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
        Command::Revoke {
            reason: body.value.reason,
        },
    )
    .await
}
