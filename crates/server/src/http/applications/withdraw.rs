//! `POST /api/v1/applications/{id}/withdraw`

use accede_api::application::Application;
use accede_domain::application::state::{ActorRole, Command};
use axum::extract::State;
use axum::response::Response;

use super::{Asked, carry_out};
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Takes the application back.
#[utoipa::path(post, path = "/api/v1/applications/{id}/withdraw", tag = "applications",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam),
    responses((status = 200, body = Application), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: NoBody,
) -> Answer<Response> {
    let role = ActorRole::Applicant;
    let asked = Asked {
        state,
        actor,
        role,
        id,
        key,
        seen,
        raw: body.raw,
    };
    carry_out(asked, Command::Withdraw).await
}
