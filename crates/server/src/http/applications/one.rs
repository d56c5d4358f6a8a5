//! `GET` and `DELETE /api/v1/applications/{id}`

use accede_api::application::Application as Shown;
use accede_domain::application::state::{ActorRole, Command, Position};
use accede_store::Tx;
use accede_store::application::{self, Application};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::application::{By, execute, view};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::Path;
use crate::http::openapi::{ChangeProblems, IfMatchParam, ReadProblems};
use crate::http::version::{IfMatch, Versioned, etag, polled};
use crate::state::AppState;

/// One of the person's own applications.
#[utoipa::path(get, path = "/api/v1/applications/{id}", tag = "applications", params(("id" = String, Path)),
    responses((status = 200, body = Shown), (status = 304, description = "A draft that has not changed."), ReadProblems),
    security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let mut tx = state.store.read().await?;
    let application = own(&mut tx, &actor, &id).await?;
    let (version, position) = (application.version, application.position);
    let show = view::for_applicant(&mut tx, &state, application, state.now());
    if position == Position::DRAFT {
        return polled(&headers, &etag(version), show).await;
    }
    // Place, buttons and what became of a mail change without the version: only a draft is all there is to it.
    Ok(Versioned {
        version,
        value: show.await?,
    }
    .into_response())
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/api/v1/applications/{id}", tag = "applications",
    params(("id" = String, Path), IfMatchParam),
    responses((status = 204, description = "It is gone."), ChangeProblems), security(("session" = [])))]
pub(super) async fn delete(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Answer<StatusCode> {
    let mut tx = state.store.write().await?;
    let by = By::person(&actor, ActorRole::Applicant, Some(seen.0));
    execute(&mut tx, &state, &id, &by, Command::Discard, state.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An application of the person's own; somebody else's is not there.
pub(super) async fn own(tx: &mut Tx, actor: &Actor, id: &str) -> Answer<Application> {
    let found = application::get(tx, id).await?;
    found
        .filter(|one| one.account_id == actor.account_id)
        .ok_or_else(ApiError::not_found)
}
