//! `GET` and `POST /api/v1/applications`

use accede_api::application::{Application, ApplicationSummary};
use accede_api::page::List;
use accede_domain::application::state::Position;
use accede_store::{application, reference_request};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::application::{begin_draft, view};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::NoBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, ReadProblems};
use crate::http::write::IdempotencyKey;
use crate::state::AppState;

/// The person's own applications, newest first.
#[utoipa::path(get, path = "/api/v1/applications", tag = "applications",
    responses((status = 200, body = List<ApplicationSummary>), ReadProblems), security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
) -> Answer<Json<List<ApplicationSummary>>> {
    let mut tx = state.store.read().await?;
    let mut items = Vec::new();
    for one in application::of_account(&mut tx, &actor.account_id).await? {
        // At most one stands where the reference's answer has to be kept back.
        let references = if one.position == Position::RESPONSE {
            reference_request::of_application(&mut tx, &one.id).await?
        } else {
            Vec::new()
        };
        items.push(view::summary(&one, &references));
    }
    Ok(Json(List { items }))
}

/// Begins a draft: from the latest application, or else from the profile. An accepted credential holds meanwhile.
#[utoipa::path(post, path = "/api/v1/applications", tag = "applications", params(IdempotencyKeyParam),
    responses((status = 201, body = Application), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let now = cmd.now;
    let id = begin_draft(&mut cmd.tx, &state, &actor, now).await?;
    let draft = application::get(&mut cmd.tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let version = draft.version;
    let shown = view::for_applicant(&mut cmd.tx, &state, draft, now).await?;
    let path = ["/api/v1/applications/", &id].concat();
    cmd.etag(version)
        .location(path)
        .finish(StatusCode::CREATED, &shown)
        .await
}
