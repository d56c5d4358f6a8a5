//! `POST /api/v1/applications/{id}/reference/resend`

use accede_api::application::Application;
use accede_domain::account::Role;
use accede_domain::application::state::{ActorRole, Command};
use axum::extract::State;
use axum::response::Response;

use super::{Asked, carry_out, one};
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// Sends the request to the reference again, with the same link; for the applicant and for a reviewer.
#[utoipa::path(post, path = "/api/v1/applications/{id}/reference/resend", tag = "applications",
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
    let mut tx = state.store.read().await?;
    let is_own = one::own(&mut tx, &actor, &id).await.is_ok();
    drop(tx);
    // Whoever is neither gets the applicant's answer: it is not there.
    let role = if actor.role == Role::Reviewer && !is_own {
        ActorRole::Reviewer
    } else {
        ActorRole::Applicant
    };
    let asked = Asked {
        state,
        actor,
        role,
        id,
        key,
        seen,
        raw: body.raw,
    };
    carry_out(asked, Command::ResendReference).await
}
