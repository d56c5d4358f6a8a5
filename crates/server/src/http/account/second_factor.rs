//! `POST /api/v1/account/second-factor`, `…/confirm`, `…/remove`, `…/recovery-codes`

use accede_api::account::{PassphraseOnly, RecoveryCodes, SecondFactorSetup};
use accede_api::session::SecondFactor;
use accede_domain::problem::FieldCode;
use accede_mail::{Message, SecondFactorChange};
use accede_store::account as accounts;
use accede_store::attempt;
use accede_store::session::{self, EndReason, Level};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;

use super::not_done_before;
use crate::account::{
    limits, new_recovery_codes, prove, remove_second_factor, tell, totp, wrong_field,
};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, CurrentSession, replace_session};
use crate::http::extract::{JsonBody, NoBody};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event, Who};
use crate::state::AppState;

/// Gives a secret for an authenticator app. It counts once a code of the app confirmed it; until then, asking again
/// gives another one. Takes no `Idempotency-Key`: the answer is a secret, and the latest one is the one that counts.
#[utoipa::path(post, path = "/api/v1/account/second-factor", tag = "account",
    responses((status = 200, body = SecondFactorSetup), CommandProblems), security(("session" = ["setting_up"])))]
pub(super) async fn set_up(
    State(state): State<AppState>,
    current: CurrentSession,
    _: NoBody,
) -> Answer<Json<SecondFactorSetup>> {
    // Staff get here before they get anywhere else: any full session will do.
    let (signed_in, _) = current.full()?;
    let account_id = signed_in.session.account_id.as_str();
    let secret = totp::Secret::new(state.entropy.as_ref());
    let sealed = secret.seal(&state.keys, account_id, state.entropy.as_ref());
    let mut tx = state.store.write().await?;
    if !accounts::set_totp_secret(&mut tx, account_id, &sealed, state.now()).await? {
        return Err(ApiError::not_possible_now(
            "A second factor is set up already.",
        ));
    }
    tx.commit().await?;
    Ok(Json(
        secret.setup(&state.config.site_name, &signed_in.user_name)?,
    ))
}

/// Switches the second factor on, by a code of the app, and gives the recovery codes, once. The session's cookie is a
/// new one; every other session ends.
#[utoipa::path(post, path = "/api/v1/account/second-factor/confirm", tag = "account", params(IdempotencyKeyParam),
    request_body = SecondFactor, responses((status = 200, body = RecoveryCodes), CommandProblems),
    security(("session" = ["setting_up"])))]
pub(super) async fn confirm(
    State(state): State<AppState>,
    current: CurrentSession,
    key: IdempotencyKey,
    body: JsonBody<SecondFactor>,
) -> Answer<Response> {
    let (signed_in, context) = current.full()?;
    let account_id = signed_in.session.account_id.as_str();
    let tries = limits::key(&state, "second-factor", &[account_id]);
    limits::take_now(&state, &[(&tries, &limits::SECOND_FACTOR)]).await?;

    let mut cmd = key.begin_as(&state, account_id, &body.raw).await?;
    let now = cmd.now;
    let secrets = accounts::secrets(&mut cmd.tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let Some(sealed) = secrets
        .totp_secret
        .filter(|_| secrets.totp_confirmed_at.is_none())
    else {
        return Err(ApiError::not_possible_now(
            "There is nothing to confirm: begin the set-up again.",
        ));
    };
    let secret = totp::Secret::open(&state.keys, account_id, &sealed)?;
    let code = totp::app_code(&body.value.code);
    let step = code.and_then(|code| secret.check(&code, now, None));
    let step = step.ok_or_else(|| wrong_field("/code", FieldCode::Wrong))?;
    accounts::confirm_totp(&mut cmd.tx, account_id, step, now).await?;
    attempt::clear(&mut cmd.tx, &tries).await?;
    let codes = new_recovery_codes(&mut cmd.tx, &state, account_id).await?;
    let this = Some(signed_in.session.id.as_str());
    session::end_all(
        &mut cmd.tx,
        account_id,
        this,
        EndReason::SecondFactorChanged,
        now,
    )
    .await?;
    let cookie = replace_session(
        &mut cmd.tx,
        &state,
        &context,
        &signed_in.session,
        Level::Full,
    )
    .await?;
    let event = Event {
        action: "account.set_up_second_factor",
        object: ("account", account_id),
        concerns: Some(account_id),
        changed: &["second_factor"],
        ..Event::default()
    };
    record::audit(
        &mut cmd.tx,
        &state,
        Who::account(account_id, signed_in.role, &context),
        event,
    )
    .await?;
    let change = SecondFactorChange::SwitchedOn;
    tell(
        &mut cmd.tx,
        &state,
        account_id,
        &Message::SecondFactorChanged { change, at: now },
    )
    .await?;
    let mut response = cmd
        .finish_secret(
            StatusCode::OK,
            &RecoveryCodes { codes },
            &RecoveryCodes { codes: Vec::new() },
        )
        .await?;
    // Beside the stored answer, never in it: a cookie is a secret too.
    response.headers_mut().insert(header::SET_COOKIE, cookie.0);
    Ok(response)
}

/// Switches the second factor off. Staff cannot: an administrator resets theirs.
#[utoipa::path(post, path = "/api/v1/account/second-factor/remove", tag = "account", params(IdempotencyKeyParam),
    request_body = PassphraseOnly, responses((status = 204), CommandProblems), security(("session" = [])))]
pub(super) async fn remove(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<PassphraseOnly>,
) -> Answer<Response> {
    if actor.role.is_staff() {
        return Err(ApiError::forbidden(
            "This role works with a second factor. The operator can reset it.",
        ));
    }
    not_done_before(&key, &state, &actor, &body.raw).await?;
    prove(
        &state,
        &actor.account_id,
        &body.value.passphrase,
        "/passphrase",
    )
    .await?;
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (id, this) = (actor.account_id.as_str(), Some(actor.session_id()));
    let change = SecondFactorChange::SwitchedOff;
    if !remove_second_factor(&mut cmd.tx, &state, Who::from(&actor), id, this, change).await? {
        return Err(ApiError::not_possible_now("No second factor is set up."));
    }
    cmd.finish_empty().await
}

/// Makes new recovery codes, and gives them once. The old ones work no more.
#[utoipa::path(post, path = "/api/v1/account/second-factor/recovery-codes", tag = "account",
    params(IdempotencyKeyParam), request_body = PassphraseOnly,
    responses((status = 200, body = RecoveryCodes), CommandProblems), security(("session" = [])))]
pub(super) async fn recovery_codes(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<PassphraseOnly>,
) -> Answer<Response> {
    not_done_before(&key, &state, &actor, &body.raw).await?;
    let id = actor.account_id.as_str();
    let secrets = prove(&state, id, &body.value.passphrase, "/passphrase").await?;
    if secrets.totp_confirmed_at.is_none() {
        return Err(ApiError::not_possible_now("No second factor is set up."));
    }
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let codes = new_recovery_codes(&mut cmd.tx, &state, id).await?;
    accounts::touch(&mut cmd.tx, id, cmd.now).await?;
    let event = Event {
        action: "account.replace_recovery_codes",
        object: ("account", id),
        concerns: Some(id),
        changed: &["recovery_codes"],
        ..Event::default()
    };
    record::audit(&mut cmd.tx, &state, &actor, event).await?;
    let change = SecondFactorChange::RecoveryCodesReplaced;
    tell(
        &mut cmd.tx,
        &state,
        id,
        &Message::SecondFactorChanged {
            change,
            at: cmd.now,
        },
    )
    .await?;
    cmd.finish_secret(
        StatusCode::OK,
        &RecoveryCodes { codes },
        &RecoveryCodes { codes: Vec::new() },
    )
    .await
}
