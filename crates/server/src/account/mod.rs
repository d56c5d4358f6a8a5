//! What happens to accounts, wherever it is asked for: over HTTP, by an administrator, at the command line.

pub mod addresses;
pub mod device;
pub mod limits;
pub mod passphrase;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod totp;

use accede_api::problem::ProblemCode;
use accede_domain::account::{AccountState, Role};
use accede_domain::problem::FieldCode;
use accede_domain::time::Duration;
use accede_mail::{Message, SecondFactorChange};
use accede_store::account::{self as accounts, Account, Secrets};
use accede_store::mailed_link::{Link, Purpose, Standing};
use accede_store::session::{self, EndReason};
use accede_store::{Tx, account_email, personal_token, recovery_code};
use serde_json::json;

use crate::error::ApiError;
use crate::record::{self, Event, To, Who};
use crate::state::AppState;
use crate::{desire, links};

/// How long the link of a mail that proves an address works.
pub const VERIFY_LIFETIME: Duration = Duration::days(3);
/// How long the link to a new passphrase works. Short: whoever can read the mail later must not get in by it.
pub const RESET_LIFETIME: Duration = Duration::hours(1);
/// The same, for somebody whom the operator made an account for: the mail comes unasked.
pub const FIRST_PASSPHRASE_LIFETIME: Duration = Duration::days(7);

/// One field that is wrong, by the domain's code.
#[must_use]
pub fn wrong_field(pointer: &str, code: FieldCode) -> ApiError {
    ApiError::field(pointer, code.as_str(), code.detail())
}

/// Goes on with a mailed link that still works; a dead one says so, and what to do.
///
/// # Errors
/// `link_ended`.
pub fn live(link: Option<Link>, now: accede_domain::time::Timestamp) -> Result<Link, ApiError> {
    let ended = |detail: &str| Err(ApiError::new(ProblemCode::LinkEnded, detail));
    let Some(link) = link else {
        return ended("This link or code is not known. Copy it whole, or ask for a new mail.");
    };
    match link.standing(now) {
        Standing::Live => Ok(link),
        Standing::Used => ended("This link was used already."),
        Standing::Expired => ended("This link is too old. Ask for a new mail."),
        Standing::Ended(_) => {
            ended("A later mail took the place of this one, or it is no longer needed.")
        }
    }
}

/// Asks a person who is signed in for the passphrase again, before something that a borrowed browser must not do.
///
/// # Errors
/// `too_many_attempts`; `invalid` at `pointer` where it is wrong.
pub async fn prove(
    state: &AppState,
    account_id: &str,
    passphrase: &str,
    pointer: &str,
) -> Result<Secrets, ApiError> {
    let key = limits::key(state, "passphrase", &[account_id]);
    limits::take_now(state, &[(&key, &limits::PASSPHRASE)]).await?;
    let mut tx = state.store.read().await?;
    let secrets = accounts::secrets(&mut tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    drop(tx);
    if !state
        .passphrases
        .verify(passphrase, secrets.passphrase_hash.as_deref())
        .await?
    {
        return Err(wrong_field(pointer, FieldCode::Wrong));
    }
    let mut tx = state.store.write().await?;
    accede_store::attempt::clear(&mut tx, &key).await?;
    tx.commit().await?;
    Ok(secrets)
}

/// Mails to the person's primary address, where there is one.
///
/// # Errors
/// Those of the store.
pub async fn tell(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
    message: &Message,
) -> Result<(), ApiError> {
    if let Some(address) = account_email::primary(tx, account_id).await? {
        let to = To {
            address: &address,
            account_id: Some(account_id),
            ..To::default()
        };
        record::mail(tx, state, to, message).await?;
    }
    Ok(())
}

/// Mails a link to a new passphrase, or gives the link's id where it is to be handed over instead.
///
/// # Errors
/// Those of the store.
pub async fn passphrase_link(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
    mail_to: Option<&str>,
    lifetime: Duration,
) -> Result<String, ApiError> {
    let link = links::replace(
        tx,
        state,
        Purpose::PassphraseReset,
        account_id,
        Some(account_id),
        lifetime,
    )
    .await?;
    if let Some(address) = mail_to {
        let to = To {
            address,
            account_id: Some(account_id),
            link_id: Some(&link),
            ..To::default()
        };
        record::mail(tx, state, to, &Message::PassphraseReset).await?;
    }
    Ok(link)
}

/// Gives an account another role; false when it has it already. Its sessions end, so that nobody acts with the rights
/// of before.
///
/// # Errors
/// `not_possible_now` for an account that has ended.
pub async fn change_role(
    tx: &mut Tx,
    state: &AppState,
    who: Who,
    account: &Account,
    role: Role,
) -> Result<bool, ApiError> {
    in_use(account)?;
    let now = state.now();
    if !accounts::set_role(tx, &account.id, role, now).await? {
        return Ok(false);
    }
    session::end_all(tx, &account.id, None, EndReason::RoleChanged, now).await?;
    let event = Event {
        action: "account.change_role",
        object: ("account", &account.id),
        concerns: Some(&account.id),
        changed: &["role"],
        before: Some(json!({ "role": account.role })),
        after: Some(json!({ "role": role })),
    };
    record::audit(tx, state, who, event).await?;
    Ok(true)
}

/// Switches an account off: sessions, tokens and access end at once. False when it is off already.
///
/// # Errors
/// `not_possible_now` for a closed account.
pub async fn deactivate(
    tx: &mut Tx,
    state: &AppState,
    who: Who,
    account: &Account,
    reason: Option<&str>,
) -> Result<bool, ApiError> {
    if account.state == AccountState::Deactivated {
        return Ok(false);
    }
    in_use(account)?;
    let now = state.now();
    accounts::deactivate(tx, &account.id, now).await?;
    end_ways_in(tx, state, &account.id).await?;
    let event = Event {
        action: "account.deactivate",
        object: ("account", &account.id),
        concerns: Some(&account.id),
        changed: &["state"],
        before: Some(json!({ "state": account.state })),
        after: Some(json!({ "state": AccountState::Deactivated, "reason": reason })),
    };
    record::audit(tx, state, who, event).await?;
    tell(
        tx,
        state,
        &account.id,
        &Message::AccountDeactivated {
            at: now,
            reason: reason.map(str::to_owned),
        },
    )
    .await?;
    Ok(true)
}

/// Ends sessions and tokens, and has what rests on the account in use looked at again.
///
/// # Errors
/// Those of the store.
pub async fn end_ways_in(tx: &mut Tx, state: &AppState, account_id: &str) -> Result<(), ApiError> {
    let now = state.now();
    session::end_all(tx, account_id, None, EndReason::AccountEnded, now).await?;
    personal_token::end_all(tx, account_id, now).await?;
    desire::recompute(state, tx, account_id, now).await
}

/// Takes the second factor off; false when there was none. Sessions end but `except`.
///
/// # Errors
/// Those of the store.
pub async fn remove_second_factor(
    tx: &mut Tx,
    state: &AppState,
    who: Who,
    account_id: &str,
    except: Option<&str>,
    change: SecondFactorChange,
) -> Result<bool, ApiError> {
    let now = state.now();
    if !accounts::remove_totp(tx, account_id, now).await? {
        return Ok(false);
    }
    recovery_code::remove_all(tx, account_id).await?;
    session::end_all(tx, account_id, except, EndReason::SecondFactorChanged, now).await?;
    let event = Event {
        action: "account.remove_second_factor",
        object: ("account", account_id),
        concerns: Some(account_id),
        changed: &["second_factor"],
        ..Event::default()
    };
    record::audit(tx, state, who, event).await?;
    tell(
        tx,
        state,
        account_id,
        &Message::SecondFactorChanged { change, at: now },
    )
    .await?;
    Ok(true)
}

/// Puts a new set of recovery codes in the place of the old one and gives it.
///
/// # Errors
/// Those of the store.
pub async fn new_recovery_codes(
    tx: &mut Tx,
    state: &AppState,
    account_id: &str,
) -> Result<Vec<String>, ApiError> {
    let codes = totp::recovery_codes(state.entropy.as_ref());
    let hashes: Vec<_> = codes
        .iter()
        .map(|code| totp::recovery_hash(&state.keys, account_id, code))
        .collect();
    recovery_code::replace(tx, &state.ids, account_id, &hashes, state.now()).await?;
    Ok(codes)
}

fn in_use(account: &Account) -> Result<(), ApiError> {
    match account.state {
        AccountState::Active | AccountState::Unverified => Ok(()),
        AccountState::Deactivated => Err(ApiError::not_possible_now("The account is deactivated.")),
        AccountState::Closed => Err(ApiError::not_possible_now("The account is closed.")),
    }
}
