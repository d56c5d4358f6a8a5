//! `POST /api/v1/account/passphrase`

use accede_api::account::PassphraseChange;
use accede_mail::Message;
use accede_store::account as accounts;
use accede_store::account_email;
use accede_store::session::{self, EndReason};
use axum::extract::State;
use axum::response::Response;

use super::not_done_before;
use crate::account::{prove, tell, wrong_field};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::state::AppState;

/// Changes the passphrase. Every other session ends.
#[utoipa::path(post, path = "/api/v1/account/passphrase", tag = "account", params(IdempotencyKeyParam),
    request_body = PassphraseChange, responses((status = 204), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<PassphraseChange>,
) -> Answer<Response> {
    not_done_before(&key, &state, &actor, &body.raw).await?;
    let id = actor.account_id.as_str();
    let secrets = prove(&state, id, &body.value.current, "/current").await?;
    let mut tx = state.store.read().await?;
    let emails = account_email::of_account(&mut tx, id).await?;
    drop(tx);
    let mut known = vec![actor.user_name.as_str(), body.value.current.as_str()];
    known.extend(emails.iter().map(|email| email.address.as_str()));
    if let Some(code) = state.passphrases.judge(&body.value.new, &known).await? {
        return Err(wrong_field("/new", code));
    }
    let hash = state
        .passphrases
        .hash(state.entropy.as_ref(), &body.value.new)
        .await?;

    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    if !accounts::set_passphrase(
        &mut cmd.tx,
        id,
        secrets.passphrase_hash.as_deref(),
        &hash,
        cmd.now,
    )
    .await?
    {
        return Err(ApiError::not_possible_now(
            "The passphrase was changed elsewhere just now.",
        ));
    }
    session::end_all(
        &mut cmd.tx,
        id,
        Some(actor.session_id()),
        EndReason::PassphraseChanged,
        cmd.now,
    )
    .await?;
    let event = Event {
        action: "account.change_passphrase",
        object: ("account", id),
        concerns: Some(id),
        changed: &["passphrase"],
        ..Event::default()
    };
    record::audit(&mut cmd.tx, &state, &actor, event).await?;
    tell(
        &mut cmd.tx,
        &state,
        id,
        &Message::PassphraseChanged { at: cmd.now },
    )
    .await?;
    cmd.finish_empty().await
}
