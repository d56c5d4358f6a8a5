//! `POST /api/v1/account/close`

use accede_api::account::PassphraseOnly;
use accede_domain::account::Role;
use accede_domain::application::state::{ActorRole, ApplicationState, Command, Relation};
use accede_domain::review::Holds;
use accede_domain::time::Timestamp;
use accede_domain::training::{TrainingActor, TrainingCommand, TrainingFacts, decide};
use accede_mail::Message;
use accede_store::mailed_link::{self, EndReason, Purpose};
use accede_store::{
    Tx, account as accounts, account_email, application, cloud_identity, known_device, orcid,
    recovery_code, training,
};
use axum::extract::State;
use axum::http::header;
use axum::response::Response;

use super::not_done_before;
use crate::account::{addresses, end_ways_in, prove, tell};
use crate::application::{By, execute};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, end_cookie};
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::lists;
use crate::record::{self, Event};
use crate::state::AppState;
use crate::training::{end, hold as hold_trainings};

/// Closes the account for good: sessions, tokens and access end at once, what is open is withdrawn, personal data are
/// erased. Signatures outlive it, and the user name is never given again.
#[utoipa::path(post, path = "/api/v1/account/close", tag = "account", params(IdempotencyKeyParam),
    request_body = PassphraseOnly, responses((status = 204), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<PassphraseOnly>,
) -> Answer<Response> {
    not_done_before(&key, &state, &actor, &body.raw).await?;
    let id = actor.account_id.as_str();
    prove(&state, id, &body.value.passphrase, "/passphrase").await?;
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    if actor.role == Role::Administrator {
        let others = accounts::active_with_role(&mut cmd.tx, Role::Administrator).await?;
        if others.iter().all(|other| other.id == id) {
            return Err(ApiError::not_possible_now(
                "The last administrator stays: make somebody else one first.",
            ));
        }
    }
    let (tx, now) = (&mut cmd.tx, cmd.now);
    hold(tx, id).await?;
    let event = Event {
        action: "account.close",
        object: ("account", id),
        concerns: Some(id),
        changed: &["state"],
        ..Event::default()
    };
    record::audit(tx, &state, &actor, event).await?;
    tell(tx, &state, id, &Message::AccountClosed { at: now }).await?;
    for identity in cloud_identity::of_account(tx, id).await? {
        cloud_identity::unlink(tx, &identity.id, now).await?;
    }
    // Reports before all that the lists follow from: they are counted first wherever one is sent or decided on, and two
    // that count in another order wait for each other.
    withdraw_trainings(tx, &state, &actor, now).await?;
    // The addresses go before the applications: the mail above says all, and none of those about what is taken back, which
    // invite to try again, is for somebody who leaves.
    erase_addresses(tx, &state, id).await?;
    withdraw_applications(tx, &state, &actor, now).await?;
    erase(tx, id).await?;
    accounts::close(tx, id, now).await?;
    end_ways_in(tx, &state, id).await?;
    let mut response = cmd.finish_empty().await?;
    response
        .headers_mut()
        .insert(header::SET_COOKIE, end_cookie(&state)?.0);
    Ok(response)
}

/// Holds what ends with the account before anything is written, in the order of those who decide on it and of those who send
/// a report: none of them is then half-way when the other waits.
async fn hold(tx: &mut Tx, account_id: &str) -> Result<(), ApiError> {
    let mut ids: Vec<String> = application::of_account(tx, account_id)
        .await?
        .into_iter()
        .map(|one| one.id)
        .collect();
    ids.sort_unstable();
    for id in ids {
        tx.lock("application", &id).await?;
    }
    Ok(hold_trainings(tx, account_id).await?)
}

/// Takes applications back, as the person could one by one: a draft is discarded, what is under way is withdrawn, and whoever
/// was asked as a reference is told.
async fn withdraw_applications(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), ApiError> {
    for open in application::of_account(tx, &actor.account_id).await? {
        let command = match open.position.state {
            ApplicationState::Draft => Command::Discard,
            ApplicationState::Submitted => Command::Withdraw,
            _ => continue,
        };
        let by = By::person(actor, ActorRole::Applicant, Some(open.version));
        execute(tx, state, &open.id, &by, command, now).await?;
    }
    Ok(())
}

/// The same with training reports that wait or were returned.
async fn withdraw_trainings(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), ApiError> {
    for open in training::of_account(tx, &actor.account_id).await? {
        let facts = TrainingFacts {
            actor: TrainingActor::Owner,
            relation: Relation {
                is_applicant: true,
                ..Relation::default()
            },
            holds: Holds::default(),
            version_seen: None,
            version: open.version,
            validity_years: 0,
            expires_on: None,
        };
        // Where it has ended, there is nothing to take back.
        if let Ok(to) = decide(open.state, &TrainingCommand::Withdraw, &facts, now) {
            end(state, tx, actor, &open, to, "training.withdraw", now).await?;
        }
    }
    Ok(())
}

/// The addresses, every link that was mailed for them, and the ORCID iD: what lists find the person by.
async fn erase_addresses(tx: &mut Tx, state: &AppState, account_id: &str) -> Result<(), ApiError> {
    let now = state.now();
    let emails = account_email::of_account(tx, account_id).await?;
    addresses::given_up(tx, state, account_id, &emails).await?;
    for email in emails {
        for purpose in [Purpose::Address, Purpose::Registration] {
            mailed_link::end_about(tx, purpose, &email.id, EndReason::Cancelled, now).await?;
        }
    }
    mailed_link::end_about(
        tx,
        Purpose::PassphraseReset,
        account_id,
        EndReason::Cancelled,
        now,
    )
    .await?;
    account_email::remove_all(tx, account_id).await?;
    orcid::unlink(tx, account_id).await?;
    lists::of_person(tx, state, account_id).await
}

/// What else is personal and needed for nothing any more.
async fn erase(tx: &mut Tx, account_id: &str) -> Result<(), ApiError> {
    recovery_code::remove_all(tx, account_id).await?;
    known_device::remove_all(tx, account_id).await?;
    accede_store::audit::erase_values(tx, account_id).await?;
    Ok(())
}
