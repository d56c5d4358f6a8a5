//! `POST /api/v1/session/second-factor`

use accede_api::problem::ProblemCode;
use accede_api::session::{SecondFactor, SessionState, SessionStatus};
use accede_domain::time::Timestamp;
use accede_mail::{Message, SecondFactorChange};
use accede_store::account as accounts;
use accede_store::session::{IDLE, Level};
use accede_store::{Tx, attempt, recovery_code, reminder};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};

use super::{Ends, answer, signed_in};
use crate::account::device::Browser;
use crate::account::{limits, tell, totp};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{CurrentSession, replace_session};
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::state::AppState;

/// Completes a sign-in with six digits of the app, or with one recovery code. The session's cookie is a new one.
#[utoipa::path(post, path = "/api/v1/session/second-factor", tag = "session", request_body = SecondFactor,
    responses((status = 200, body = SessionStatus), CommandProblems), security(("session" = ["signing_in"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    current: CurrentSession,
    headers: HeaderMap,
    body: JsonBody<SecondFactor>,
) -> Answer<Response> {
    let nobody = || {
        ApiError::new(
            ProblemCode::SignInRequired,
            "Give address and passphrase first.",
        )
    };
    let half = current.signed_in.ok_or_else(nobody)?.session;
    if half.level != Level::FirstFactor {
        return Err(ApiError::not_possible_now(
            "The sign-in is complete already.",
        ));
    }
    let account_id = half.account_id.as_str();
    let key = limits::key(&state, "second-factor", &[account_id]);
    let now = state.now();
    if let Err(refused) = limits::take_now(&state, &[(&key, &limits::SECOND_FACTOR)]).await {
        warn(&state, account_id, now).await?;
        return Err(refused);
    }
    let mut tx = state.store.write().await?;
    let used_recovery_code = match use_code(&mut tx, &state, account_id, &body.value.code).await? {
        Some(used) => used,
        None => {
            return Err(ApiError::new(
                ProblemCode::WrongCredentials,
                "The code is wrong, too old or was used.",
            ));
        }
    };
    if used_recovery_code {
        accounts::touch(&mut tx, account_id, now).await?;
        let change = SecondFactorChange::RecoveryCodeUsed;
        tell(
            &mut tx,
            &state,
            account_id,
            &Message::SecondFactorChanged { change, at: now },
        )
        .await?;
    }
    attempt::clear(&mut tx, &key).await?;
    let browser = Browser::of(&state, &headers);
    let cookie = replace_session(&mut tx, &state, &current.context, &half, Level::Full).await?;
    let account = accounts::by_id(&mut tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    signed_in(&mut tx, &state, &current.context, &account, &browser).await?;
    let ends = Ends {
        idle: now.plus(IDLE).min(half.ends_at),
        absolute: half.ends_at,
    };
    let status = answer(&mut tx, &state, account_id, SessionState::SignedIn, ends).await?;
    tx.commit().await?;
    state.wake.up();
    let cookies = [
        (header::SET_COOKIE, cookie.0),
        (header::SET_COOKIE, browser.cookie(&state)?),
    ];
    Ok((AppendHeaders(cookies), Json(status)).into_response())
}

/// Whoever gives wrong codes knows the passphrase: its owner is told, once a day.
async fn warn(state: &AppState, account_id: &str, now: Timestamp) -> Result<(), ApiError> {
    let day = now.date().to_string();
    let mut tx = state.store.write().await?;
    if reminder::mark(&mut tx, "second_factor", account_id, &day, now).await? {
        let message = Message::SecondFactorGuessed { at: now };
        tell(&mut tx, state, account_id, &message).await?;
        tx.commit().await?;
        state.wake.up();
    }
    Ok(())
}

/// Uses the code up: false for one of the app, true for a recovery code, nothing where it is neither.
async fn use_code(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
    typed: &str,
) -> Result<Option<bool>, ApiError> {
    let now = state.now();
    let secrets = accounts::secrets(tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let (Some(sealed), Some(_)) = (&secrets.totp_secret, secrets.totp_confirmed_at) else {
        return Ok(None);
    };
    let Some(code) = totp::app_code(typed) else {
        let hash = totp::recovery_hash(&state.keys, account_id, typed);
        return Ok(recovery_code::consume(tx, account_id, &hash, now)
            .await?
            .then_some(true));
    };
    let secret = totp::Secret::open(&state.keys, account_id, sealed)?;
    match secret.check(&code, now, secrets.totp_last_step) {
        Some(step) if accounts::use_totp_step(tx, account_id, step).await? => Ok(Some(false)),
        _ => Ok(None),
    }
}
