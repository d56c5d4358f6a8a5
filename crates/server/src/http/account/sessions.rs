//! `GET /api/v1/account/sessions`, `DELETE …/{id}`, `POST …/end-others`

use accede_api::account::SessionInfo;
use accede_api::page::List;
use accede_store::session::{self, EndReason};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, end_cookie};
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{ChangeProblems, CommandProblems, IdempotencyKeyParam, ReadProblems};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::state::AppState;

/// Where the person is signed in, newest first.
#[utoipa::path(get, path = "/api/v1/account/sessions", tag = "account",
    responses((status = 200, body = List<SessionInfo>), ReadProblems), security(("session" = [])))]
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
) -> Answer<Json<List<SessionInfo>>> {
    let mut tx = state.store.read().await?;
    let sessions = session::list(&mut tx, &actor.account_id, state.now()).await?;
    let info = |found: session::Session| SessionInfo {
        current: found.id == actor.session_id(),
        id: found.id,
        created_at: found.created_at,
        last_seen_at: found.last_seen_at,
        address: found.address,
        user_agent: found.user_agent,
    };
    Ok(Json(List {
        items: sessions.into_iter().map(info).collect(),
    }))
}

/// Ends one session; one's own is a sign-out.
#[utoipa::path(delete, path = "/api/v1/account/sessions/{id}", tag = "account", params(("id" = String, Path)),
    responses((status = 204), ChangeProblems), security(("session" = [])))]
pub(super) async fn end(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
) -> Answer<Response> {
    let account_id = actor.account_id.as_str();
    let mut tx = state.store.write().await?;
    if !session::end(
        &mut tx,
        &id,
        account_id,
        EndReason::EndedByPerson,
        state.now(),
    )
    .await?
    {
        return Err(ApiError::not_found());
    }
    let event = Event {
        action: "session.end",
        object: ("session", &id),
        concerns: Some(account_id),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    tx.commit().await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if id == actor.session_id() {
        response
            .headers_mut()
            .insert(header::SET_COOKIE, end_cookie(&state)?.0);
    }
    Ok(response)
}

/// Ends every session but this one.
#[utoipa::path(post, path = "/api/v1/account/sessions/end-others", tag = "account", params(IdempotencyKeyParam),
    responses((status = 204), CommandProblems), security(("session" = [])))]
pub(super) async fn end_others(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (id, this) = (actor.account_id.as_str(), actor.session_id());
    session::end_all(
        &mut cmd.tx,
        id,
        Some(this),
        EndReason::EndedByPerson,
        cmd.now,
    )
    .await?;
    let event = Event {
        action: "session.end_others",
        object: ("account", id),
        concerns: Some(id),
        ..Event::default()
    };
    record::audit(&mut cmd.tx, &state, &actor, event).await?;
    cmd.finish_empty().await
}
