//! Claims: who works on a case.

use accede_api::problem::ProblemCode;
use accede_api::work;
use accede_domain::application::state::Relation;
use accede_domain::refusal::Refusal;
use accede_domain::review::claim::{Taking, take as judge};
use accede_domain::review::{CaseKind, Holds};
use accede_domain::time::Timestamp;
use accede_domain::training::TrainingState;
use accede_store::claim::{self, Held, Next, Seeker};
use accede_store::{StoreError, Tx, application, training};

use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::record::{self, Event};
use crate::state::AppState;

/// Cases that somebody who looks for the next one may pass over.
const PASSED_MAX: usize = 100;

/// As staff see it.
#[must_use]
pub fn shown(held: &Held, account_id: &str) -> work::Claim {
    work::Claim {
        by: held.user_name.clone(),
        name: held.name.clone(),
        mine: held.claim.holder == account_id,
        since: held.claim.since,
        until: held.claim.ends_at,
    }
}

/// Who works on a case now.
///
/// # Errors
/// Those of the store.
pub async fn live(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
    account_id: &str,
    now: Timestamp,
) -> Result<Option<work::Claim>, StoreError> {
    let held = claim::get(tx, kind, case_id).await?;
    let live = held.filter(|held| held.claim.is_live(now));
    Ok(live.map(|held| shown(&held, account_id)))
}

/// What keeps staff from deciding; nothing for all others, and for a decision that was taken before.
///
/// # Errors
/// Those of the store.
pub async fn holds(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
    account_id: Option<&str>,
    now: Timestamp,
) -> Result<Holds, StoreError> {
    match account_id {
        Some(account_id) => claim::holds(tx, kind, case_id, account_id, now).await,
        None => Ok(Holds::default()),
    }
}

/// Takes a case for a reviewer, or renews their claim.
///
/// # Errors
/// 404 where there is no such case, 403 where the reviewer has a part in it, 409 where it waits for nobody, and with the
/// present claim where somebody else works on it and it is not taken over on purpose.
pub async fn take(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    kind: CaseKind,
    case_id: &str,
    on_purpose: bool,
    now: Timestamp,
) -> Result<work::Claim, ApiError> {
    let relation = open_case(tx, kind, case_id, &actor.account_id).await?;
    relation.lets_review()?;
    let present = claim::get(tx, kind, case_id).await?;
    let of_present = present.as_ref().map(|held| &held.claim);
    let judged = judge(of_present, &actor.account_id, on_purpose, now);
    let (taking, claim) = match (judged, &present) {
        (Err(_), Some(present)) => return Err(claimed(&shown(present, &actor.account_id))?),
        (judged, _) => judged?,
    };
    let over = present.as_ref().map(|held| held.claim.holder.as_str());
    let over = over.filter(|_| taking == Taking::TakesOver);
    if !claim::put(tx, kind, case_id, &claim, over, now).await? {
        // Under the lock of the case nobody is faster but whoever is given it as the next.
        let faster = claim::get(tx, kind, case_id).await?;
        let faster = faster.ok_or_else(|| ApiError::internal("a claim that is not there"))?;
        return Err(claimed(&shown(&faster, &actor.account_id))?);
    }
    match taking {
        Taking::Begins => note(tx, state, actor, "claim", kind, case_id).await?,
        Taking::TakesOver => note(tx, state, actor, "take_over", kind, case_id).await?,
        Taking::Renews => {}
    }
    let held = claim::get(tx, kind, case_id).await?;
    let held = held.ok_or_else(|| ApiError::internal("a claim that is not there"))?;
    Ok(shown(&held, &actor.account_id))
}

/// Lets go of a case. Whose it is not changes nothing.
///
/// # Errors
/// Those of the store.
pub async fn release(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    kind: CaseKind,
    case_id: &str,
) -> Result<(), ApiError> {
    if claim::release(tx, kind, case_id, &actor.account_id).await? {
        note(tx, state, actor, "release", kind, case_id).await?;
    }
    Ok(())
}

/// Whom a next case is for.
///
/// # Errors
/// `malformed_request` where more is passed over than anybody passes over.
pub fn seeker<'a>(actor: &'a Actor, asked: &'a work::AskNext) -> Result<Seeker<'a>, ApiError> {
    if asked.passed.len() > PASSED_MAX {
        return Err(ApiError::malformed(format!(
            "`passed` holds at most {PASSED_MAX} cases."
        )));
    }
    Ok(Seeker {
        account_id: &actor.account_id,
        passed: &asked.passed,
    })
}

/// A case that was found as the next one is the reviewer's now.
///
/// # Errors
/// Those of the store.
pub async fn given(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    kind: CaseKind,
    found: Next,
) -> Result<work::NextCase, ApiError> {
    let none = |looked_until| work::NextCase {
        id: None,
        claim: None,
        looked_until,
    };
    let id = match found {
        Next::Case(id) => id,
        Next::None => return Ok(none(None)),
        Next::NoneUntil(at) => return Ok(none(Some(at))),
    };
    note(tx, state, actor, "claim", kind, &id).await?;
    let held = claim::get(tx, kind, &id).await?;
    Ok(work::NextCase {
        claim: held.map(|held| shown(&held, &actor.account_id)),
        id: Some(id),
        looked_until: None,
    })
}

/// Locks a case and says how an account stands to it.
async fn open_case(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
    account_id: &str,
) -> Result<Relation, ApiError> {
    let (is_open, owner, (named, vouches)) = match kind {
        CaseKind::Application => {
            let found = application::lock(tx, case_id).await?;
            let found = found
                .filter(|one| one.first_submitted_at.is_some())
                .ok_or_else(ApiError::not_found)?;
            let ties = application::ties(tx, &found, Some(account_id)).await?;
            let ties = (ties.named, ties.vouches);
            (found.position.is_under_review(), found.account_id, ties)
        }
        CaseKind::Training => {
            tx.lock("training", case_id).await?;
            let found = training::by_id(tx, case_id).await?;
            let found = found.ok_or_else(ApiError::not_found)?;
            let ties = training::ties(tx, &found.account_id, account_id).await?;
            let is_open = found.state == TrainingState::Submitted;
            (is_open, found.account_id, ties)
        }
    };
    if !is_open {
        return Err(Refusal::NotFromHere.into());
    }
    Ok(Relation {
        is_applicant: owner == account_id,
        is_reference: false,
        is_or_was_named_reference: named,
        applicant_is_my_reference: vouches,
    })
}

/// The applicant does not read who looks at their case and when: the event concerns nobody but staff.
async fn note(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    what: &str,
    kind: CaseKind,
    case_id: &str,
) -> Result<(), ApiError> {
    let action = [kind.as_str(), ".", what].concat();
    let event = Event {
        action: &action,
        object: (kind.as_str(), case_id),
        ..Event::default()
    };
    record::audit(tx, state, actor, event).await
}

/// Somebody else works on it; `current` is what is there now: the claim, or the case with it.
///
/// # Errors
/// When `current` cannot be written as JSON, which is a fault of ours.
pub fn claimed<T: serde::Serialize>(current: &T) -> Result<ApiError, ApiError> {
    Ok(ApiError::with_current(
        ProblemCode::Claimed,
        Refusal::ClaimedByAnother.detail(),
        serde_json::to_value(current)?,
    ))
}
