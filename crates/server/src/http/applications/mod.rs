//! An application, as its applicant and its reviewers act on it. What may be done from where is decided by
//! [`crate::application::execute`] alone; a file here says who asks and what the body carries.

mod accept;
mod confirm_identity;
mod confirm_reference;
mod draft;
mod invite_reference;
mod list;
mod one;
mod reference_replace;
mod reference_resend;
mod reject;
mod return_for_changes;
mod revoke;
mod skip_reference;
mod submit;
mod withdraw;

#[cfg(test)]
mod tests;

use accede_domain::application::state::{ActorRole, Command};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Answer;
use super::actor::Actor;
use super::version::IfMatch;
use super::write::IdempotencyKey;
use crate::application::{By, execute, staff, view};
use crate::review::decisions::{self, When};
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::get, list::post))
        .routes(routes!(one::get, one::delete))
        .routes(routes!(draft::put))
        .routes(routes!(submit::post))
        .routes(routes!(withdraw::post))
        .routes(routes!(reference_resend::post))
        .routes(routes!(reference_replace::post))
        .routes(routes!(confirm_identity::post))
        .routes(routes!(return_for_changes::post))
        .routes(routes!(invite_reference::post))
        .routes(routes!(confirm_reference::post))
        .routes(routes!(skip_reference::post))
        .routes(routes!(accept::post))
        .routes(routes!(reject::post))
        .routes(routes!(revoke::post))
}

/// What a request that carries a command brings besides it.
pub(super) struct Asked {
    pub state: AppState,
    pub actor: Actor,
    pub role: ActorRole,
    pub id: String,
    pub key: IdempotencyKey,
    pub seen: IfMatch,
    pub raw: Bytes,
}

/// Carries out a command, or takes a decision that takes effect in a moment, and answers with the application as this
/// person sees it.
pub(super) async fn carry_out(asked: Asked, command: Command) -> Answer<Response> {
    let Asked {
        state,
        actor,
        role,
        id,
        key,
        seen,
        raw,
    } = asked;
    let mut cmd = key.begin(&state, &actor, &raw).await?;
    let by = By::person(&actor, role, Some(seen.0));
    let now = cmd.now;
    let tx = &mut cmd.tx;
    let application = if command.kind().may_be_undone() {
        let when = When::of(&state, now);
        decisions::take_application(tx, &state, &by, &id, command, when, now)
            .await?
            .case
    } else {
        execute(tx, &state, &id, &by, command, now)
            .await?
            .application
    };
    let version = application.version;
    if role == ActorRole::Applicant {
        let shown = view::for_applicant(tx, &state, application, now).await?;
        return cmd.etag(version).finish(StatusCode::OK, &shown).await;
    }
    let shown = staff::case(tx, &state, application, &by, now).await?;
    cmd.etag(version).finish(StatusCode::OK, &shown).await
}
