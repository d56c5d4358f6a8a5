//! `GET /api/v1/account`, `PUT /api/v1/account/profile`

use accede_api::account::{Account, Profile};
use accede_domain::account::Profile as Judged;
use accede_domain::application::state::Flag;
use accede_domain::name::{Likeness, full_name, likeness};
use accede_store::{Tx, account as accounts, credential_flag};
use axum::extract::State;
use serde_json::json;

use super::view;
use crate::account::text;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::JsonBody;
use crate::http::openapi::{ChangeProblems, IfMatchParam, ReadProblems};
use crate::http::version::{IfMatch, Versioned};
use crate::record::{self, Event};
use crate::review::credentials;
use crate::state::AppState;

/// The account: profile, addresses, second factor.
#[utoipa::path(get, path = "/api/v1/account", tag = "account",
    responses((status = 200, body = Account), ReadProblems), security(("session" = [])))]
pub(super) async fn get(State(state): State<AppState>, actor: Actor) -> Answer<Versioned<Account>> {
    let mut tx = state.store.read().await?;
    let value = view(&mut tx, &actor.account_id).await?;
    Ok(Versioned {
        version: value.version,
        value,
    })
}

/// Changes names, affiliation and country. What was submitted or signed before keeps what it said.
#[utoipa::path(put, path = "/api/v1/account/profile", tag = "account", params(IfMatchParam), request_body = Profile,
    responses((status = 200, body = Account), ChangeProblems), security(("session" = [])))]
pub(super) async fn put(
    State(state): State<AppState>,
    actor: Actor,
    seen: IfMatch,
    body: JsonBody<Profile>,
) -> Answer<Versioned<Account>> {
    let typed = body.value;
    let profile = Judged {
        given_names: text::line(&typed.given_names),
        family_name: text::line(&typed.family_name),
        one_name: typed.one_name,
        affiliation: text::line(&typed.affiliation),
        country: typed.country.trim().to_owned(),
    };
    let problems = profile.validate();
    if !problems.is_empty() {
        return Err(ApiError::invalid(&problems));
    }
    let mut tx = state.store.write().await?;
    tx.lock("account", &actor.account_id).await?;
    let before = view(&mut tx, &actor.account_id).await?;
    seen.check(before.version, || before.clone())?;
    accounts::set_profile(&mut tx, &actor.account_id, &profile, state.now()).await?;
    let event = Event {
        action: "account.change_profile",
        object: ("account", &actor.account_id),
        concerns: Some(&actor.account_id),
        changed: &["profile"],
        before: Some(json!(before.profile)),
        after: Some(json!(profile)),
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    name_may_differ(&mut tx, &state, &actor.account_id, &profile).await?;
    let value = view(&mut tx, &actor.account_id).await?;
    tx.commit().await?;
    Ok(Versioned {
        version: value.version,
        value,
    })
}

/// A credential was given to somebody of a name. Whoever goes by another one now signs with it, so that an administrator
/// has to look.
async fn name_may_differ(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
    profile: &Judged,
) -> Result<(), ApiError> {
    let Some((application_id, stated)) = credential_flag::held_by(tx, account_id).await? else {
        return Ok(());
    };
    let name = full_name(&profile.given_names, &profile.family_name);
    if likeness(&stated, &name) == Likeness::Same {
        return Ok(());
    }
    let waiting = credential_flag::of_application(tx, &application_id).await?;
    if waiting.iter().all(|one| one.flag != Flag::NameChanged) {
        credentials::raise(tx, state, &application_id, Flag::NameChanged, state.now()).await?;
    }
    Ok(())
}
