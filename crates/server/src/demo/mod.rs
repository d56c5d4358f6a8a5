//! The demonstration: invented people, applications at every stage, and small generated files in place of the data.
//!
//! It is loaded once, by a clock that starts weeks ago and runs to the present, through the same routes that people use.

pub mod crowd;
mod people;
mod report;
mod story;
mod visitor;

use std::sync::Arc;

use accede_content::{DocumentKind, synthetic};
use accede_domain::account::{AccountState, Profile, Role};
use accede_domain::email::EmailAddress;
use accede_domain::language::Language;
use accede_domain::time::Duration;
use accede_store::account::{self, NewAccount};
use accede_store::{account_email, setting};

use crate::account::totp::Secret;
use crate::clock::ManualClock;
use crate::datasets::{self, Content, ImportError, NewFile};
use crate::error::ApiError;
use crate::state::AppState;
use crate::texts;

pub use people::{PASSPHRASE, PEOPLE, Person};

/// Set once everything is there, so that an interrupted load is noticed.
const LOADED: &str = "demonstration_loaded";
/// The story begins so long ago.
pub const BEGINS_BEFORE: Duration = Duration::days(21);

/// Why the demonstration cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the database: {0}")]
    Store(#[from] accede_store::StoreError),
    #[error("{0}")]
    Api(#[from] ApiError),
    #[error("the files of the datasets: {0}")]
    Import(#[from] ImportError),
    #[error("{what}: {why}")]
    Refused { what: String, why: String },
    #[error("the demonstration was not loaded to its end; delete its data folder and start again")]
    HalfLoaded,
    #[error(
        "the demonstration has {} applications of seed {} already; delete its data folder and start again for others",
        .0.applications, .0.seed
    )]
    AnotherCrowd(crowd::Size),
}

impl DemoError {
    fn refused(what: &str, why: impl ToString) -> Self {
        Self::Refused {
            what: what.to_owned(),
            why: why.to_string(),
        }
    }
}

/// Whether this database holds the demonstration already.
///
/// # Errors
/// When the database cannot be read, or an earlier load broke off.
pub async fn is_loaded(state: &AppState) -> Result<bool, DemoError> {
    let mut tx = state.store.read().await?;
    if setting::get::<bool>(&mut tx, LOADED).await?.is_some() {
        return Ok(true);
    }
    let started = account::by_user_name(&mut tx, PEOPLE[0].user_name)
        .await?
        .is_some();
    if started {
        Err(DemoError::HalfLoaded)
    } else {
        Ok(false)
    }
}

/// Loads everything. `clock` is the clock of `state`, set to the time at which the story begins.
///
/// # Errors
/// The first thing that fails; the data folder is then of no use.
pub async fn load(state: &AppState, clock: &Arc<ManualClock>) -> Result<(), DemoError> {
    load_files(state).await?;
    for person in PEOPLE {
        add_person(state, person).await?;
    }
    story::tell(state, clock).await?;
    let mut tx = state.store.write().await?;
    setting::put(&mut tx, LOADED, &true, 0, state.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The code that a member of staff's app would show now.
///
/// # Errors
/// Those of the store; nothing for whom no second factor is set.
pub async fn code_of(state: &AppState, user_name: &str) -> Result<Option<String>, ApiError> {
    let mut tx = state.store.read().await?;
    let Some(secrets) = account::secrets_by_user_name(&mut tx, user_name).await? else {
        return Ok(None);
    };
    let Some(sealed) = secrets.totp_secret else {
        return Ok(None);
    };
    let secret = Secret::open(&state.keys, &secrets.account_id, &sealed)?;
    Ok(Some(secret.code_at(state.now())))
}

async fn load_files(state: &AppState) -> Result<(), DemoError> {
    for dataset in state.catalogue.datasets() {
        let version = dataset.current().as_str();
        let files = synthetic::files(&dataset.slug, version)
            .into_iter()
            .map(|file| NewFile {
                path: file.path,
                modified: file.modified,
                content: Content::Bytes(file.bytes),
            })
            .collect();
        datasets::import(state, &dataset.slug, version, files).await?;
    }
    Ok(())
}

/// An account in use; staff have their second factor set up.
async fn add_person(state: &AppState, person: &Person) -> Result<String, DemoError> {
    let now = state.now();
    let id = state.ids.id(now);
    let hash = state
        .passphrases
        .hash(state.entropy.as_ref(), PASSPHRASE)
        .await?;
    let profile = Profile {
        given_names: person.given_names.to_owned(),
        family_name: person.family_name.to_owned(),
        one_name: false,
        affiliation: people::AFFILIATION.to_owned(),
        country: "DE".to_owned(),
    };
    let address = address_of(person.user_name)?;
    let mut tx = state.store.write().await?;
    let new = NewAccount {
        id: &id,
        user_name: person.user_name,
        role: person.role,
        state: AccountState::Active,
        passphrase_hash: Some(&hash),
        profile: &profile,
        language: Language::default(),
        privacy_version: texts::in_force(state, DocumentKind::Privacy, now)
            .version
            .as_str(),
        terms_version: texts::in_force(state, DocumentKind::Terms, now)
            .version
            .as_str(),
    };
    account::create(&mut tx, &new, now).await?;
    account_email::add(
        &mut tx,
        &state.ids.id(now),
        &id,
        &address,
        Some(now),
        true,
        now,
    )
    .await?;
    if person.role != Role::Researcher {
        let sealed =
            Secret::new(state.entropy.as_ref()).seal(&state.keys, &id, state.entropy.as_ref());
        account::set_totp_secret(&mut tx, &id, &sealed, now).await?;
        account::confirm_totp(&mut tx, &id, 0, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

fn address_of(user_name: &str) -> Result<EmailAddress, DemoError> {
    let text = [user_name, "@", people::MAIL_DOMAIN].concat();
    EmailAddress::parse(&text).ok_or_else(|| DemoError::refused("an address", text))
}
