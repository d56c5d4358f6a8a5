//! `POST /api/v1/session/extend`

use accede_api::problem::ProblemCode;
use accede_api::session::SessionStatus;
use axum::Json;
use axum::extract::State;

use super::status;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::CurrentSession;
use crate::http::extract::NoBody;
use crate::http::openapi::CommandProblems;
use crate::state::AppState;

/// Stays signed in: counts as activity, as every request with the cookie does.
#[utoipa::path(post, path = "/api/v1/session/extend", tag = "session",
    responses((status = 200, body = SessionStatus), CommandProblems), security(("session" = ["signing_in"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    current: CurrentSession,
    _: NoBody,
) -> Answer<Json<SessionStatus>> {
    let ended = || {
        ApiError::new(
            ProblemCode::SignInRequired,
            "The session has ended. Sign in again.",
        )
    };
    status::of(&state, &current.signed_in.ok_or_else(ended)?)
        .await
        .map(Json)
}
