//! `POST /api/v1/templates/{id}/retire`, `…/restore`

use accede_api::template::ManagedTemplate;
use accede_store::decision_template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, AdminActor};
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::review::templates;
use crate::state::AppState;

/// Takes a text out of the reviewers' lists.
#[utoipa::path(post, path = "/api/v1/templates/{id}/retire", tag = "templates",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam),
    responses((status = 200, body = ManagedTemplate), CommandProblems), security(("session" = ["administrator"])))]
pub(super) async fn retire(
    State(state): State<AppState>,
    AdminActor(actor): AdminActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: NoBody,
) -> Answer<Response> {
    set(state, actor, &id, key, seen, body, true).await
}

/// Puts it back.
#[utoipa::path(post, path = "/api/v1/templates/{id}/restore", tag = "templates",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam),
    responses((status = 200, body = ManagedTemplate), CommandProblems), security(("session" = ["administrator"])))]
pub(super) async fn restore(
    State(state): State<AppState>,
    AdminActor(actor): AdminActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: NoBody,
) -> Answer<Response> {
    set(state, actor, &id, key, seen, body, false).await
}

async fn set(
    state: AppState,
    actor: Actor,
    id: &str,
    key: IdempotencyKey,
    seen: IfMatch,
    body: NoBody,
    retires: bool,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (tx, now) = (&mut cmd.tx, cmd.now);
    tx.lock("decision_template", id).await?;
    let before = decision_template::get(tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    seen.check(before.version, || templates::managed(before.clone()))?;
    // What is so already stays as it is, its version too.
    if before.retired_at.is_some() != retires {
        decision_template::set_retired(tx, &before, retires.then_some(now), now).await?;
        let event = Event {
            action: if retires {
                "template.retire"
            } else {
                "template.restore"
            },
            object: ("template", id),
            changed: &["retired_at"],
            ..Event::default()
        };
        record::audit(tx, &state, &actor, event).await?;
    }
    let after = templates::one(tx, id).await?;
    cmd.etag(after.version).finish(StatusCode::OK, &after).await
}
