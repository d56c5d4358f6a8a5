//! `POST /api/v1/registrations`

use accede_api::session::Registration;
use accede_content::DocumentKind;
use accede_domain::account::{AccountState, Profile, Role};
use accede_domain::email::EmailAddress;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::user_name::UserName;
use accede_mail::{ClaimAttempt, Message, VerifyReason};
use accede_store::account::NewAccount;
use accede_store::mailed_link::Purpose;
use accede_store::{StoreError, account as accounts, account_email};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

use super::count;
use crate::account::{VERIFY_LIFETIME, text, wrong_field};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::links;
use crate::record::{self, Event, To, Who};
use crate::state::AppState;
use crate::texts;

/// Registers. The answer is the same whether or not the address is known; the mail to it says more. Takes no
/// `Idempotency-Key`.
#[utoipa::path(post, path = "/api/v1/registrations", tag = "session", request_body = Registration,
    responses((status = 202, description = "A mail is on its way to the address."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<Registration>,
) -> Answer<StatusCode> {
    let typed = body.value;
    let profile = profile(&typed);
    let (user_name, address) = judge(&state, &typed, &profile).await?;
    count(&state, &context, &address).await?;
    let hash = state
        .passphrases
        .hash(state.entropy.as_ref(), &typed.passphrase)
        .await?;

    let now = state.now();
    let account_id = state.ids.id(now);
    let email_id = state.ids.id(now);
    let mut tx = state.store.write().await?;
    let holder = account_email::proved_by_another(&mut tx, &address.folded(), &account_id).await?;
    let new = NewAccount {
        id: &account_id,
        user_name: user_name.as_str(),
        role: Role::Researcher,
        state: AccountState::Unverified,
        passphrase_hash: Some(&hash),
        profile: &profile,
        language: typed.language,
        privacy_version: &typed.privacy_version,
        terms_version: &typed.terms_version,
    };
    accounts::create(&mut tx, &new, now)
        .await
        .map_err(|error| match error {
            StoreError::Unique(_) => wrong_field("/user_name", FieldCode::Taken),
            other => other.into(),
        })?;
    account_email::add(&mut tx, &email_id, &account_id, &address, None, true, now).await?;
    let link = links::create(
        &mut tx,
        &state,
        Purpose::Registration,
        &email_id,
        Some(&account_id),
        VERIFY_LIFETIME,
    )
    .await?;
    let event = Event {
        action: "account.register",
        object: ("account", &account_id),
        concerns: Some(&account_id),
        after: Some(json!({ "user_name": user_name, "email": address })),
        ..Event::default()
    };
    record::audit(
        &mut tx,
        &state,
        Who::account(&account_id, Role::Researcher, &context),
        event,
    )
    .await?;
    match &holder {
        None => {
            let message = Message::VerifyAddress {
                reason: VerifyReason::Registration,
            };
            let to = To {
                address: address.as_str(),
                account_id: Some(&account_id),
                link_id: Some(&link),
                ..To::default()
            };
            record::mail(&mut tx, &state, to, &message).await?;
        }
        Some(owner) => {
            let message = Message::AddressAlreadyInUse {
                attempt: ClaimAttempt::Registration,
            };
            let to = To {
                address: &owner.address,
                account_id: Some(&owner.account_id),
                ..To::default()
            };
            record::mail(&mut tx, &state, to, &message).await?;
        }
    }
    tx.commit().await?;
    state.wake.up();
    Ok(StatusCode::ACCEPTED)
}

fn profile(typed: &Registration) -> Profile {
    Profile {
        given_names: text::line(&typed.given_names),
        family_name: text::line(&typed.family_name),
        one_name: typed.one_name,
        affiliation: text::line(&typed.affiliation),
        country: typed.country.trim().to_owned(),
    }
}

/// Everything that is wrong, at once. A taken user name is told: it is shown to others anyway.
async fn judge(
    state: &AppState,
    typed: &Registration,
    profile: &Profile,
) -> Result<(UserName, EmailAddress), ApiError> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: &str, code| problems.push(FieldProblem::new(pointer, code));
    let user_name = UserName::parse(&typed.user_name)
        .map_err(|code| wrong("/user_name", code))
        .ok();
    if let Some(name) = &user_name {
        let mut tx = state.store.read().await?;
        if accounts::by_user_name(&mut tx, name.as_str())
            .await?
            .is_some()
        {
            wrong("/user_name", FieldCode::Taken);
        }
    }
    let address = EmailAddress::parse(&typed.email);
    if address.is_none() {
        let code = if typed.email.trim().is_empty() {
            FieldCode::Required
        } else {
            FieldCode::NotAnEmail
        };
        wrong("/email", code);
    }
    let known = [
        &typed.user_name,
        &typed.email,
        &typed.given_names,
        &typed.family_name,
        &state.config.site_name,
    ];
    let known: Vec<&str> = known.iter().map(|word| word.as_str()).collect();
    if let Some(code) = state.passphrases.judge(&typed.passphrase, &known).await? {
        wrong("/passphrase", code);
    }
    for problem in profile.validate() {
        wrong(&problem.pointer, problem.code);
    }
    let texts = [
        (
            "/privacy_version",
            &typed.privacy_version,
            DocumentKind::Privacy,
        ),
        ("/terms_version", &typed.terms_version, DocumentKind::Terms),
    ];
    for (pointer, accepted, kind) in texts {
        if texts::in_force(state, kind, state.now()).version.as_str() != accepted {
            wrong(pointer, FieldCode::ConsentRequired);
        }
    }
    match (user_name, address) {
        (Some(user_name), Some(address)) if problems.is_empty() => Ok((user_name, address)),
        _ => Err(ApiError::invalid(&problems)),
    }
}
