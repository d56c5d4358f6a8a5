//! `DELETE /api/v1/session`

use accede_store::claim;
use accede_store::session::{self, EndReason};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::http::Answer;
use crate::http::actor::{CurrentSession, end_cookie};
use crate::http::openapi::ChangeProblems;
use crate::record::{self, Event, Who};
use crate::state::AppState;

/// Signs out, and lets go of every case that the person works on. Nobody signed in is signed out already: 204 too.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204), ChangeProblems))]
pub(super) async fn delete(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Answer<Response> {
    if let Some(found) = &current.signed_in {
        let account_id = &found.session.account_id;
        let mut tx = state.store.write().await?;
        session::end(
            &mut tx,
            &found.session.id,
            account_id,
            EndReason::SignedOut,
            state.now(),
        )
        .await?;
        claim::release_all(&mut tx, account_id).await?;
        let who = Who::account(account_id, found.role, &current.context);
        let event = Event {
            action: "session.end",
            object: ("account", account_id),
            concerns: Some(account_id),
            ..Event::default()
        };
        record::audit(&mut tx, &state, who, event).await?;
        tx.commit().await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, end_cookie(&state)?.0)],
    )
        .into_response())
}
