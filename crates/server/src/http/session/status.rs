//! `GET /api/v1/session`

use accede_api::session::{SessionState, SessionStatus};
use accede_store::session::{IDLE, Level, SignedIn};
use axum::Json;
use axum::extract::State;

use super::{Ends, answer, standing};
use crate::http::Answer;
use crate::http::actor::CurrentSession;
use crate::state::AppState;

/// Where the caller stands: signed out, half-way, or signed in and as whom.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses((status = 200, body = SessionStatus)))]
pub(super) async fn get(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Answer<Json<SessionStatus>> {
    let Some(signed_in) = current.signed_in else {
        let (state, now) = (SessionState::SignedOut, state.now());
        return Ok(Json(SessionStatus {
            state,
            account: None,
            idle_ends_at: None,
            ends_at: None,
            now,
        }));
    };
    of(&state, &signed_in).await.map(Json)
}

/// The status of a session that is there.
pub(super) async fn of(state: &AppState, signed_in: &SignedIn) -> Answer<SessionStatus> {
    let (now, session) = (state.now(), &signed_in.session);
    // This very request moved the idle end, where it was a minute old.
    let idle = if session.wants_touch(now) {
        now.plus(IDLE).min(session.ends_at)
    } else {
        session.idle_ends_at()
    };
    let stands = match session.level {
        Level::FirstFactor => SessionState::SecondFactorRequired,
        Level::Full => standing(signed_in.role.is_staff(), signed_in.has_second_factor),
    };
    let mut tx = state.store.read().await?;
    answer(
        &mut tx,
        state,
        &session.account_id,
        stands,
        Ends {
            idle,
            absolute: session.ends_at,
        },
    )
    .await
}
