//! `POST /api/v1/passphrase-resets/complete`

use accede_api::session::PassphraseReset;
use accede_mail::Message;
use accede_store::account as accounts;
use accede_store::account_email;
use accede_store::mailed_link::{self, Link, Purpose};
use accede_store::session::{self, EndReason};
use axum::extract::State;
use axum::http::StatusCode;

use super::count_token;
use crate::account::{live, tell, wrong_field};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::links;
use crate::record::{self, Event, Who};
use crate::state::AppState;

/// Sets a new passphrase by a mailed link. Every session ends; the second factor, where there is one, is still asked
/// for at the next sign-in.
#[utoipa::path(post, path = "/api/v1/passphrase-resets/complete", tag = "session", request_body = PassphraseReset,
    responses((status = 204), (status = 410, description = "The link does not work any more."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<PassphraseReset>,
) -> Answer<StatusCode> {
    count_token(&state, &context).await?;
    let mut tx = state.store.read().await?;
    let link = live(
        links::find(&mut tx, Purpose::PassphraseReset, &body.value.token).await?,
        state.now(),
    )?;
    let account_id = owner(&link)?;
    let account = accounts::by_id(&mut tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let emails = account_email::of_account(&mut tx, account_id).await?;
    drop(tx);

    let mut known = vec![
        account.user_name.as_str(),
        &account.profile.given_names,
        &account.profile.family_name,
    ];
    known.extend(emails.iter().map(|email| email.address.as_str()));
    if let Some(code) = state
        .passphrases
        .judge(&body.value.passphrase, &known)
        .await?
    {
        return Err(wrong_field("/passphrase", code));
    }
    let hash = state
        .passphrases
        .hash(state.entropy.as_ref(), &body.value.passphrase)
        .await?;

    let now = state.now();
    let mut tx = state.store.write().await?;
    if !mailed_link::mark_used(&mut tx, &link.id, now).await? {
        // Used or replaced while the passphrase was hashed.
        live(
            links::find(&mut tx, Purpose::PassphraseReset, &body.value.token).await?,
            now,
        )?;
    }
    let present = accounts::secrets(&mut tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    accounts::set_passphrase(
        &mut tx,
        account_id,
        present.passphrase_hash.as_deref(),
        &hash,
        now,
    )
    .await?;
    session::end_all(&mut tx, account_id, None, EndReason::PassphraseChanged, now).await?;
    let event = Event {
        action: "account.reset_passphrase",
        object: ("account", account_id),
        concerns: Some(account_id),
        changed: &["passphrase"],
        ..Event::default()
    };
    record::audit(
        &mut tx,
        &state,
        Who::account(account_id, account.role, &context),
        event,
    )
    .await?;
    tell(
        &mut tx,
        &state,
        account_id,
        &Message::PassphraseChanged { at: now },
    )
    .await?;
    tx.commit().await?;
    state.wake.up();
    Ok(StatusCode::NO_CONTENT)
}

fn owner(link: &Link) -> Result<&str, ApiError> {
    link.account_id
        .as_deref()
        .ok_or_else(|| ApiError::internal("a link to a new passphrase belongs to nobody"))
}
