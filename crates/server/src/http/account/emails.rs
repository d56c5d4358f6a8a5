//! `POST /api/v1/account/emails`, and on one of them `POST …/make-primary`, `POST …/resend`, `DELETE`

use std::slice;

use accede_api::account::{Account, AccountEmail, NewEmail};
use accede_domain::email::EmailAddress;
use accede_domain::problem::FieldCode;
use accede_mail::{AddressChange, ClaimAttempt, Message, VerifyReason};
use accede_store::account_email::{self, AccountEmail as Stored};
use accede_store::mailed_link::{self, EndReason, Purpose};
use accede_store::{Tx, account as accounts};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::{email, view};
use crate::account::{VERIFY_LIFETIME, addresses, limits, wrong_field};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{JsonBody, NoBody, Path};
use crate::http::openapi::{ChangeProblems, CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::IdempotencyKey;
use crate::lists;
use crate::record::{self, Event, To};
use crate::state::AppState;
use crate::{desire, links};

/// Addresses that an account may have, proved or not: bounds what one person can make us mail to.
const MOST: usize = 10;

/// Adds an address, and mails a link to it. Whether somebody else has it already is told to that person only.
#[utoipa::path(post, path = "/api/v1/account/emails", tag = "account", params(IdempotencyKeyParam),
    request_body = NewEmail, responses((status = 201, body = AccountEmail), CommandProblems),
    security(("session" = [])))]
pub(super) async fn add(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<NewEmail>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let account_id = actor.account_id.as_str();
    let address = EmailAddress::parse(&body.value.address)
        .ok_or_else(|| wrong_field("/address", FieldCode::NotAnEmail))?;
    let own = account_email::of_account(&mut cmd.tx, account_id).await?;
    if own.iter().any(|email| email.folded == address.folded()) {
        return Err(wrong_field("/address", FieldCode::Taken));
    }
    if own.len() >= MOST {
        return Err(ApiError::not_possible_now(format!(
            "An account has at most {MOST} addresses. Remove one first."
        )));
    }
    let id = state.ids.id(cmd.now);
    account_email::add(&mut cmd.tx, &id, account_id, &address, None, false, cmd.now).await?;
    accounts::touch(&mut cmd.tx, account_id, cmd.now).await?;
    let added = account_email::by_id(&mut cmd.tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    mail_link(&mut cmd.tx, &state, &added).await?;
    changed(
        &mut cmd.tx,
        &state,
        &actor,
        "account.add_address",
        &added.address,
    )
    .await?;
    cmd.location(format!("/api/v1/account/emails/{id}"))
        .finish(StatusCode::CREATED, &email(added))
        .await
}

/// Has mail sent to this proved address from now on. `If-Match` takes the account's version.
#[utoipa::path(post, path = "/api/v1/account/emails/{id}/make-primary", tag = "account",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam),
    responses((status = 200, body = Account), CommandProblems),
    security(("session" = [])))]
pub(super) async fn make_primary(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let account_id = actor.account_id.as_str();
    let chosen = hold_to(&mut cmd.tx, account_id, &id, seen).await?;
    if chosen.verified_at.is_none() {
        return Err(ApiError::not_possible_now(
            "Confirm this address first: open the link in the mail to it.",
        ));
    }
    if !chosen.is_primary {
        tell_others(&mut cmd.tx, &state, &chosen, AddressChange::MadePrimary).await?;
        account_email::make_primary(&mut cmd.tx, account_id, &id, cmd.now).await?;
        accounts::touch(&mut cmd.tx, account_id, cmd.now).await?;
        changed(
            &mut cmd.tx,
            &state,
            &actor,
            "account.make_primary",
            &chosen.address,
        )
        .await?;
    }
    let account = view(&mut cmd.tx, account_id).await?;
    cmd.etag(account.version)
        .finish(StatusCode::OK, &account)
        .await
}

/// Mails the link to an address that is not proved yet once more.
#[utoipa::path(post, path = "/api/v1/account/emails/{id}/resend", tag = "account",
    params(("id" = String, Path), IdempotencyKeyParam), responses((status = 204), CommandProblems),
    security(("session" = [])))]
pub(super) async fn resend(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let waiting = own(&mut cmd.tx, &actor.account_id, &id).await?;
    if waiting.verified_at.is_some() {
        return Err(ApiError::not_possible_now(
            "This address is confirmed already.",
        ));
    }
    mail_link(&mut cmd.tx, &state, &waiting).await?;
    cmd.finish_empty().await
}

/// Takes an address off the account. The primary one stays: make another one primary first. `If-Match` takes the
/// account's version.
#[utoipa::path(delete, path = "/api/v1/account/emails/{id}", tag = "account",
    params(("id" = String, Path), IfMatchParam), responses((status = 204), ChangeProblems),
    security(("session" = [])))]
pub(super) async fn remove(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Answer<StatusCode> {
    let account_id = actor.account_id.as_str();
    let now = state.now();
    let mut tx = state.store.write().await?;
    let going = hold_to(&mut tx, account_id, &id, seen).await?;
    if going.is_primary {
        return Err(ApiError::not_possible_now(
            "This is the primary address. Make another one primary first.",
        ));
    }
    if going.verified_at.is_some() {
        tell_others(&mut tx, &state, &going, AddressChange::Removed).await?;
    }
    addresses::given_up(&mut tx, &state, account_id, slice::from_ref(&going)).await?;
    account_email::remove(&mut tx, account_id, &id).await?;
    lists::of_person(&mut tx, &state, account_id).await?;
    mailed_link::end_about(&mut tx, Purpose::Address, &id, EndReason::Cancelled, now).await?;
    accounts::touch(&mut tx, account_id, now).await?;
    changed(
        &mut tx,
        &state,
        &actor,
        "account.remove_address",
        &going.address,
    )
    .await?;
    desire::recompute(&state, &mut tx, account_id, now).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(StatusCode::NO_CONTENT)
}

/// The person's own address, where the account is as they saw it.
async fn hold_to(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    seen: IfMatch,
) -> Result<Stored, ApiError> {
    tx.lock("account", account_id).await?;
    let email = own(tx, account_id, id).await?;
    let account = view(tx, account_id).await?;
    seen.check(account.version, || account)?;
    Ok(email)
}

async fn own(tx: &mut Tx, account_id: &str, id: &str) -> Result<Stored, ApiError> {
    let found = account_email::by_id(tx, id).await?;
    found
        .filter(|email| email.account_id == account_id)
        .ok_or_else(ApiError::not_found)
}

/// Mails the link to the address; where somebody else holds it, a notice to that person instead. The work is the same.
async fn mail_link(tx: &mut Tx, state: &AppState, claimed: &Stored) -> Result<(), ApiError> {
    let account_id = claimed.account_id.as_str();
    let by_account = limits::key(state, "ask-account", &[account_id]);
    limits::take(tx, &by_account, &limits::ASKING_ACCOUNT, state.now()).await?;
    let to_mailbox = limits::key(state, "ask-mailbox", &[&claimed.folded]);
    limits::take(tx, &to_mailbox, &limits::ASKING_MAILBOX, state.now()).await?;

    let holder = account_email::proved_by_another(tx, &claimed.folded, account_id).await?;
    let link = links::create(
        tx,
        state,
        Purpose::Address,
        &claimed.id,
        Some(account_id),
        VERIFY_LIFETIME,
    )
    .await?;
    match &holder {
        None => {
            let message = Message::VerifyAddress {
                reason: VerifyReason::FurtherAddress,
            };
            let (address, link_id) = (claimed.address.as_str(), Some(link.as_str()));
            record::mail(
                tx,
                state,
                To {
                    address,
                    account_id: Some(account_id),
                    link_id,
                    ..To::default()
                },
                &message,
            )
            .await?;
        }
        Some(owner) => {
            let message = Message::AddressAlreadyInUse {
                attempt: ClaimAttempt::FurtherAddress,
            };
            let to = To {
                address: &owner.address,
                account_id: Some(&owner.account_id),
                ..To::default()
            };
            record::mail(tx, state, to, &message).await?;
        }
    }
    Ok(())
}

/// Tells every proved address of the account that its set of addresses changes, the one concerned included where it
/// goes: whoever took over the account cannot do it unseen.
async fn tell_others(
    tx: &mut Tx,
    state: &AppState,
    concerned: &Stored,
    change: AddressChange,
) -> Result<(), ApiError> {
    let message = Message::AddressChanged {
        address: concerned.address.clone(),
        change,
    };
    for email in account_email::of_account(tx, &concerned.account_id).await? {
        if email.verified_at.is_some()
            && (email.id != concerned.id || change == AddressChange::Removed)
        {
            let to = To {
                address: &email.address,
                account_id: Some(&email.account_id),
                ..To::default()
            };
            record::mail(tx, state, to, &message).await?;
        }
    }
    Ok(())
}

async fn changed(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    action: &'static str,
    address: &str,
) -> Result<(), ApiError> {
    let event = Event {
        action,
        object: ("account", &actor.account_id),
        concerns: Some(&actor.account_id),
        changed: &["emails"],
        after: Some(json!({ "address": address })),
        ..Event::default()
    };
    record::audit(tx, state, actor, event).await
}
