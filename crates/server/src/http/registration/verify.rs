//! `POST /api/v1/email-verifications`

use accede_api::problem::ProblemCode;
use accede_api::session::{MailedToken, Verified};
use accede_domain::account::AccountState;
use accede_mail::{AddressChange, Message};
use accede_store::Tx;
use accede_store::account::{self as accounts, Account};
use accede_store::account_email::{self, AccountEmail};
use accede_store::mailed_link::{self, Link, Purpose, Standing};
use axum::Json;
use axum::extract::State;
use serde_json::json;

use super::count_token;
use crate::account::{addresses, live};
use crate::desire;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::links;
use crate::lists;
use crate::record::{self, Event, To, Who};
use crate::state::AppState;

/// Proves an address by the link, or the code, that was mailed to it. Once more is the same as once.
#[utoipa::path(post, path = "/api/v1/email-verifications", tag = "session", request_body = MailedToken,
    responses((status = 200, body = Verified), (status = 410, description = "The link does not work any more."),
        CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<MailedToken>,
) -> Answer<Json<Verified>> {
    count_token(&state, &context).await?;
    let now = state.now();
    let mut tx = state.store.write().await?;
    let link = find(&mut tx, &body.value.token).await?;
    let email = match &link {
        Some(link) => account_email::by_id(&mut tx, &link.subject_id).await?,
        None => None,
    };
    if let (Some(link), Some(email)) = (&link, &email)
        && link.standing(now) == Standing::Used
        && email.verified_at.is_some()
    {
        return Ok(Json(Verified {
            address: email.address.clone(),
        }));
    }
    let link = live(link, now)?;
    let gone = || {
        ApiError::new(
            ProblemCode::LinkEnded,
            "The address is not part of the account any more.",
        )
    };
    let email = email.ok_or_else(gone)?;
    let account = accounts::by_id(&mut tx, &email.account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if account.state != AccountState::Active && account.state != AccountState::Unverified {
        return Err(ApiError::not_possible_now("The account is switched off."));
    }
    if account_email::proved_by_another(&mut tx, &email.folded, &account.id)
        .await?
        .is_some()
    {
        return Err(ApiError::not_possible_now(
            "Another account has proved this address already: sign in with that one, or use another address.",
        ));
    }
    mailed_link::mark_used(&mut tx, &link.id, now).await?;
    prove(&mut tx, &state, &context, &account, &email).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(Json(Verified {
        address: email.address,
    }))
}

async fn find(tx: &mut Tx, token: &str) -> Result<Option<Link>, ApiError> {
    Ok(match links::find(tx, Purpose::Registration, token).await? {
        Some(link) => Some(link),
        None => links::find(tx, Purpose::Address, token).await?,
    })
}

async fn prove(
    tx: &mut Tx,
    state: &AppState,
    context: &RequestContext,
    account: &Account,
    email: &AccountEmail,
) -> Result<(), ApiError> {
    let now = state.now();
    let before = account_email::of_account(tx, &account.id).await?;
    account_email::verify(tx, &email.id, now).await?;
    addresses::proved(tx, state, &account.id, &email.folded).await?;
    lists::of_person(tx, state, &account.id).await?;
    if !accounts::activate(tx, &account.id, now).await? {
        accounts::touch(tx, &account.id, now).await?;
    }
    let event = Event {
        action: "account.verify_address",
        object: ("account", &account.id),
        concerns: Some(&account.id),
        changed: &["emails"],
        after: Some(json!({ "address": email.address })),
        ..Event::default()
    };
    record::audit(
        tx,
        state,
        Who::account(&account.id, account.role, context),
        event,
    )
    .await?;
    let message = Message::AddressChanged {
        address: email.address.clone(),
        change: AddressChange::Added,
    };
    for other in before
        .iter()
        .filter(|other| other.verified_at.is_some() && other.id != email.id)
    {
        let to = To {
            address: &other.address,
            account_id: Some(&account.id),
            ..To::default()
        };
        record::mail(tx, state, to, &message).await?;
    }
    desire::recompute(state, tx, &account.id, now).await
}
