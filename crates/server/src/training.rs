//! Training records beyond one endpoint: how they look on the wire, how somebody stands to one, what ends one.

use accede_api::application::Waiting;
use accede_api::training::{ReadReport, StoredFile, Training, TrainingCase};
use accede_content::TrainingType;
use accede_domain::application::state::Relation;
use accede_domain::refusal::Refusal;
use accede_domain::review::figures::{PLACES_COUNTED, Step, place_told};
use accede_domain::review::{CaseKind, Holds};
use accede_domain::time::Timestamp;
use accede_domain::training::findings::{Asked, compare};
use accede_domain::training::{TrainingActor, TrainingCommandKind, TrainingFacts, TrainingState};
use accede_mail::Message;
use accede_store::training::Training as Record;
use accede_store::{StoreError, Tx, account_email, applicant, training, training_queue};

pub mod decide;

use crate::application::staff;
use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::lists;
use crate::record::{self, Event, To, Who};
use crate::review::{claims, decisions, figures};
use crate::state::AppState;
use crate::words;

/// The audit log's word for a training record.
pub const KIND: &str = "training";

/// The name that people know a type by; its key where the catalogue lists it no longer.
#[must_use]
pub fn name(state: &AppState, key: &str) -> String {
    state
        .catalogue
        .training(key)
        .map_or_else(|| key.to_owned(), |of| of.title.clone())
}

/// As its person sees it.
#[must_use]
pub fn wire(state: &AppState, record: &Record) -> Training {
    Training {
        id: record.id.clone(),
        version: record.version,
        training_type: record.training_type.clone(),
        training_name: name(state, &record.training_type),
        state: record.state,
        completed_on: record.completed_on,
        expires_on: record.expires_on,
        file: StoredFile {
            name: record.file.file_name.clone(),
            media_type: record.file.media_type.clone(),
            size: u64::try_from(record.file.size).unwrap_or_default(),
            sha256: record.file.sha256.clone(),
        },
        submitted_at: record.submitted_at,
        decided_at: record.decided_at,
        comment: record.comment.clone(),
        can_withdraw: accede_domain::training::TRANSITIONS
            .iter()
            .any(|(from, by, command, _)| {
                *by == TrainingActor::Owner
                    && *command == TrainingCommandKind::Withdraw
                    && from.contains(&record.state)
            }),
        waiting: None,
        read: None,
    }
}

/// As its person has it in their own list: with whom it waits for, where it waits.
///
/// # Errors
/// Those of the store.
pub async fn own(state: &AppState, tx: &mut Tx, record: &Record) -> Result<Training, ApiError> {
    let waiting = if record.state == TrainingState::Submitted {
        let (since, most) = (record.submitted_at, PLACES_COUNTED);
        let ahead = training_queue::place(tx, since, &record.id, most).await?;
        Some(Waiting {
            on: "reviewer".to_owned(),
            since,
            whom: None,
            until: None,
            place: u32::try_from(place_told(ahead + 1)).ok(),
            takes: figures::takes(tx, Step::Training).await?,
        })
    } else {
        None
    };
    // What is decided on needs no more doubts.
    let read = if record.state.is_open() {
        let person = applicant::find(tx, &record.account_id).await?;
        let full_name = person.map(|person| person.profile.full_name());
        full_name
            .and_then(|name| read(state, record, &name, state.now()))
            .map(|read| words::in_words(&read, words::Told::Sent))
    } else {
        None
    };
    Ok(Training {
        waiting,
        read,
        ..wire(state, record)
    })
}

/// As a reviewer sees it.
///
/// # Errors
/// Those of the store.
pub async fn case(
    state: &AppState,
    tx: &mut Tx,
    record: &Record,
    reviewer: &Actor,
    now: Timestamp,
) -> Result<TrainingCase, ApiError> {
    let person = applicant::find(tx, &record.account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let me = reviewer.account_id.as_str();
    let relation = relation(tx, record, me).await?;
    let kind = CaseKind::Training;
    let holds = claims::holds(tx, kind, &record.id, Some(me), now).await?;
    let (claim, decision) = if relation.is_applicant {
        (None, None)
    } else {
        (
            claims::live(tx, kind, &record.id, me, now).await?,
            decisions::latest(tx, kind, &record.id, me).await?,
        )
    };
    let earlier = training::of_account(tx, &record.account_id).await?;
    let earlier = earlier
        .iter()
        .filter(|other| other.id != record.id && other.training_type == record.training_type);
    let bar = relation.lets_review().and_then(|()| holds.check()).err();
    Ok(TrainingCase {
        training: wire(state, record),
        account_id: record.account_id.clone(),
        applicant_name: person.profile.full_name(),
        user_name: person.user_name,
        pages: u32::try_from(record.file.pages).unwrap_or(1),
        may_decide: bar.is_none()
            && record.state == TrainingState::Submitted
            && reviewer.role == accede_domain::account::Role::Reviewer,
        may_not_because: bar.map(|refusal| refusal.as_str().to_owned()),
        checklist: record.checklist,
        earlier: earlier.map(|record| wire(state, record)).collect(),
        applications: staff::submitted(tx, &record.account_id, relation.is_applicant).await?,
        claim,
        decision,
        read: read(state, record, &person.profile.full_name(), now),
    })
}

/// What was read in a record's file beside what is asked for now: the name may have changed since, or time gone by.
fn read(state: &AppState, record: &Record, full_name: &str, now: Timestamp) -> Option<ReadReport> {
    let reading = record.reading.clone()?;
    let of = state.catalogue.training(&record.training_type)?;
    let asked = Asked {
        rules: &of.report,
        modules: &of.asked_modules(),
        validity_years: of.validity_years,
        full_name,
        stated: Some(record.completed_on),
        now,
    };
    let findings = compare(&reading, &asked);
    Some(ReadReport { reading, findings })
}

/// How an account stands to the person whose record it is.
///
/// # Errors
/// Those of the store.
pub async fn relation(
    tx: &mut Tx,
    record: &Record,
    account_id: &str,
) -> Result<Relation, ApiError> {
    let (named, vouches) = training::ties(tx, &record.account_id, account_id).await?;
    Ok(Relation {
        is_applicant: record.account_id == account_id,
        is_reference: false,
        is_or_was_named_reference: named,
        applicant_is_my_reference: vouches,
    })
}

/// What the decision on a record needs to know.
#[must_use]
pub fn facts(
    state: &AppState,
    record: &Record,
    actor: TrainingActor,
    relation: Relation,
    version_seen: Option<i64>,
) -> TrainingFacts {
    TrainingFacts {
        actor,
        relation,
        holds: Holds::default(),
        version_seen,
        version: record.version,
        validity_years: state
            .catalogue
            .training(&record.training_type)
            .map_or_else(|| years_of(record), |of: &TrainingType| of.validity_years),
        expires_on: Some(record.expires_on),
    }
}

/// What the record itself says of its type, where the catalogue lists that no longer.
fn years_of(record: &Record) -> u8 {
    let years = record.expires_on.year() - record.completed_on.year();
    u8::try_from(years).unwrap_or_default()
}

/// Holds a person's open records and then the person: two uploads take turns, so that neither overlooks the other, and so do
/// an upload and the end of the account.
///
/// # Errors
/// Those of the store.
pub async fn hold(tx: &mut Tx, account_id: &str) -> Result<(), StoreError> {
    let mut ids: Vec<String> = training::of_account(tx, account_id)
        .await?
        .into_iter()
        .filter(|one| one.state.is_open())
        .map(|one| one.id)
        .collect();
    ids.sort_unstable();
    for id in ids {
        tx.lock("training", &id).await?;
    }
    tx.lock("account", account_id).await
}

/// Moves a record without its reviewer: withdrawn by its person, run out, or followed by a newer one.
///
/// # Errors
/// Those of the store.
pub async fn end(
    state: &AppState,
    tx: &mut Tx,
    who: impl Into<Who>,
    record: &Record,
    to: TrainingState,
    action: &str,
    now: Timestamp,
) -> Result<(), ApiError> {
    training::set_state(tx, &record.id, to, now).await?;
    let event = Event {
        action,
        object: (KIND, &record.id),
        concerns: Some(&record.account_id),
        changed: &["state"],
        before: Some(serde_json::json!({ "state": record.state })),
        after: Some(serde_json::json!({ "state": to })),
    };
    record::audit(tx, state, who, event).await?;
    lists::of_person(tx, state, &record.account_id).await
}

/// Writes to the person whose record it is. A closed account has no address, and gets nothing.
///
/// # Errors
/// Those of the store.
pub async fn tell(
    state: &AppState,
    tx: &mut Tx,
    record_id: &str,
    account_id: &str,
    message: &Message,
) -> Result<(), ApiError> {
    if let Some(address) = account_email::primary(tx, account_id).await? {
        let to = To {
            address: &address,
            account_id: Some(account_id),
            subject: Some((KIND, record_id)),
            ..To::default()
        };
        record::mail(tx, state, to, message).await?;
    }
    Ok(())
}

/// A refusal that belongs to a field of the decision's form points at it.
#[must_use]
pub fn refused(refusal: Refusal) -> ApiError {
    let pointer = match refusal {
        Refusal::DateInvalid => "/completed_on",
        Refusal::ReasonRequired | Refusal::TextInvalid => "/comment",
        Refusal::ChecklistUnanswered | Refusal::ChecklistHasNo => "/checklist",
        other => return other.into(),
    };
    ApiError::field(pointer, refusal.as_str(), refusal.detail())
}
