//! Decisions on many applications at once: what would happen, then each taken by itself, undone together.

use std::collections::HashSet;

use accede_api::bulk::{
    Bulk, BulkAnswer, BulkDecided, BulkDecision, BulkItem, BulkLeftOut, BulkPreviewItem,
    BulkRefused, BulkResult,
};
use accede_api::problem::ProblemCode;
use accede_domain::application::FieldComment;
use accede_domain::application::state::{ActorRole, ApplicationState, Command, check_words};
use accede_domain::refusal::Refusal;
use accede_domain::review::CaseKind;
use accede_domain::review::bulk as rule;
use accede_domain::review::decision::DecisionState;
use accede_domain::time::Timestamp;
use accede_store::bulk::LeftOut;
use accede_store::decision::{self, Decision};
use accede_store::{StoreError, Tx, account, bulk};

use crate::application::{self as cases, By, Judged};
use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::review::decisions::{self, When};
use crate::review::{claims, templates};
use crate::state::AppState;

/// The command that is given to each application, its words judged: they are the same for all, so that a fault in them is
/// no matter of any application.
///
/// # Errors
/// 422 with the field of the request.
pub async fn command(tx: &mut Tx, decision: BulkDecision) -> Result<Command, ApiError> {
    let (command, at) = match (decision.reject, decision.return_for_changes) {
        (Some(asked), None) => {
            let (template, comment) = (asked.template, asked.comment);
            (Command::Reject { template, comment }, "/decision/reject")
        }
        (None, Some(asked)) => {
            let comment = |one: accede_api::application::FieldComment| FieldComment {
                pointer: one.pointer,
                text: one.text,
            };
            let comments = asked.comments.into_iter().map(comment).collect();
            let message = asked.message;
            let command = Command::ReturnForChanges { comments, message };
            (command, "/decision/return_for_changes")
        }
        _ => {
            let detail = "Give one decision, `reject` or `return_for_changes`.";
            return Err(ApiError::field("/decision", "invalid", detail));
        }
    };
    let judged = check_words(&command);
    judged.map_err(|refusal| below(at, cases::refused_words(refusal, command.kind())))?;
    let offered = templates::check(tx, &command).await;
    offered.map_err(|error| below(at, error))?;
    Ok(command)
}

/// The same problem, with its fields below a pointer of the request.
fn below(at: &str, mut error: ApiError) -> ApiError {
    if let ApiError::Problem(problem) = &mut error {
        for field in &mut problem.errors {
            field.pointer.insert_str(0, at);
        }
    }
    error
}

/// What a command would do to an application; nothing where there is none that was ever submitted.
///
/// # Errors
/// Those of the store.
pub async fn foresee(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    command: &Command,
    id: &str,
    now: Timestamp,
) -> Result<Option<BulkPreviewItem>, ApiError> {
    let by = By::person(actor, ActorRole::Reviewer, None);
    let foreseen = cases::foresee(tx, state, id, &by, command, now).await;
    let Some(judged) = unless_gone(foreseen)? else {
        return Ok(None);
    };
    let to = judged.verdict.as_ref().ok().map(|outcome| outcome.position);
    let refused = match judged.verdict {
        Ok(_) => None,
        Err(refusal) => Some(refused(tx, actor, id, refusal, None, now).await?),
    };
    let (application, applicant) = (judged.case.application, judged.case.applicant);
    let reference_number = application.reference_number.unwrap_or_default();
    let address = applicant.primary_address();
    let mail_to = address.filter(|_| to.is_some()).map(str::to_owned);
    let mail_subject = if mail_to.is_some() {
        let reader = Some(application.account_id.as_str());
        let language = account::language_of(tx, reader, "")
            .await?
            .unwrap_or_default();
        cases::subject_to_applicant(state, command, &reference_number, language, now)
    } else {
        None
    };
    Ok(Some(BulkPreviewItem {
        version: u32::try_from(application.version).map_err(ApiError::internal)?,
        mail_subject,
        mail_to,
        to_state: to.map(|position| position.state),
        to_stage: to.and_then(|position| position.stage),
        state: application.position.state,
        stage: application.position.stage,
        id: application.id,
        reference_number,
        applicant_name: application.applicant_name,
        user_name: applicant.user_name,
        refused,
    }))
}

/// One that was named and is not there.
#[must_use]
pub fn gone(id: &str) -> BulkPreviewItem {
    BulkPreviewItem {
        id: id.to_owned(),
        version: 0,
        reference_number: String::new(),
        applicant_name: String::new(),
        user_name: String::new(),
        state: ApplicationState::Draft,
        stage: None,
        to_state: None,
        to_stage: None,
        mail_to: None,
        mail_subject: None,
        refused: Some(alone(ProblemCode::NotFound.as_str())),
    }
}

/// A refusal by its word, where nobody was faster.
fn alone(why: &str) -> BulkRefused {
    let detail = Refusal::parse(why).map(Refusal::detail);
    BulkRefused {
        why: why.to_owned(),
        detail: detail
            .unwrap_or("Nothing is known under this id.")
            .to_owned(),
        by: None,
        name: None,
        until: None,
    }
}

/// Nothing where there is no such application, or none that was ever submitted.
fn unless_gone(judged: Result<Judged, ApiError>) -> Result<Option<Judged>, ApiError> {
    match judged {
        Err(error) if error.code() == Some(ProblemCode::NotFound) => Ok(None),
        judged => judged.map(Some),
    }
}

/// Decides a batch of a bulk of the actor's, each application by itself. All of the bulk that wait take effect together,
/// the whole time for undoing after its last batch. The caller commits.
///
/// # Errors
/// 409 where the bulk was undone, 422 where more than [`rule::BULK`] were sent, and those of the store.
pub async fn decide(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    id: &str,
    command: &Command,
    items: &[BulkItem],
    now: Timestamp,
) -> Result<BulkAnswer, ApiError> {
    let me = &actor.account_id;
    if bulk::begin(tx, me, id, now).await? {
        return Err(ApiError::not_possible_now(
            "These decisions were undone. Begin anew, under another id.",
        ));
    }
    let before = decision::of_bulk(tx, me, id).await?;
    let left_out = bulk::left_out(tx, me, id).await?;
    let sent = before.iter().map(|one| one.case_id.as_str());
    let sent = sent.chain(left_out.iter().map(|one| one.application_id.as_str()));
    let asked = items.iter().map(|item| item.id.as_str());
    if sent.chain(asked).collect::<HashSet<_>>().len() > rule::BULK {
        let detail = format!(
            "At most {} are decided together. Begin anew, under another id.",
            rule::BULK
        );
        return Err(ApiError::field("/items", "invalid", detail));
    }
    let when = When::of(state, now);
    if let When::At(at) = when {
        decision::postpone_bulk(tx, me, id, at).await?;
    }
    hold(tx, items).await?;
    let mut results = Vec::with_capacity(items.len());
    for item in items {
        let known = before.iter().find(|one| is_of(one, item));
        results.push(match known {
            Some(known) => decided(item, known.id.clone()),
            None => one(tx, state, actor, id, command, item, when, now).await?,
        });
    }
    Ok(BulkAnswer {
        takes_effect_at: match when {
            When::AtOnce => None,
            When::At(at) => Some(at),
        },
        results,
    })
}

/// Whether an earlier batch decided on just this: sent again under another key, it is not decided anew.
fn is_of(known: &Decision, item: &BulkItem) -> bool {
    let stands = [DecisionState::Pending, DecisionState::CarriedOut];
    known.case_id == item.id
        && known.version_seen == i64::from(item.version)
        && stands.contains(&known.state)
}

/// Holds all of them before anything is written, in one order whoever asks: two that decide at once wait for each other, and
/// neither waits for the other in turn.
async fn hold(tx: &mut Tx, items: &[BulkItem]) -> Result<(), StoreError> {
    let mut ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    ids.sort_unstable();
    for id in ids {
        tx.lock("application", id).await?;
    }
    Ok(())
}

#[allow(
    clippy::too_many_arguments,
    reason = "one of many, with everything that is said of all"
)]
async fn one(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    id: &str,
    command: &Command,
    item: &BulkItem,
    when: When,
    now: Timestamp,
) -> Result<BulkResult, ApiError> {
    let seen = i64::from(item.version);
    let by = By::person(actor, ActorRole::Reviewer, Some(seen));
    let judged = cases::judge(tx, state, &item.id, &by, command, now).await;
    let me = &actor.account_id;
    let refused = match unless_gone(judged)? {
        None => alone(ProblemCode::NotFound.as_str()),
        Some(Judged {
            verdict: Err(refusal),
            ..
        }) => refused(tx, actor, &item.id, refusal, Some(seen), now).await?,
        Some(judged) => {
            let taken =
                decisions::take_judged(tx, state, &by, judged, command, Some(id), when, now);
            let taken = taken.await?;
            bulk::take_in(tx, me, id, &item.id).await?;
            return Ok(decided(item, taken.id));
        }
    };
    let (why, faster) = (&refused.why, refused.by.as_deref());
    bulk::leave_out(tx, me, id, &item.id, why, faster, refused.until, now).await?;
    Ok(BulkResult {
        id: item.id.clone(),
        decision_id: None,
        refused: Some(refused),
    })
}

fn decided(item: &BulkItem, decision_id: String) -> BulkResult {
    BulkResult {
        id: item.id.clone(),
        decision_id: Some(decision_id),
        refused: None,
    }
}

/// Why one is not decided; with whoever works on it, decided on it, or decided on what was seen.
async fn refused(
    tx: &mut Tx,
    actor: &Actor,
    id: &str,
    refusal: Refusal,
    seen: Option<i64>,
    now: Timestamp,
) -> Result<BulkRefused, StoreError> {
    let (kind, me) = (CaseKind::Application, &actor.account_id);
    let (by, name, until) = match refusal {
        Refusal::ClaimedByAnother => {
            let claim = claims::live(tx, kind, id, me, now).await?;
            claim.map_or((None, None, None), |claim| {
                (Some(claim.by), Some(claim.name), Some(claim.until))
            })
        }
        Refusal::DecisionPending | Refusal::Stale => {
            let speaks = |one: &Decision| match one.state {
                DecisionState::Pending => true,
                DecisionState::CarriedOut => seen == Some(one.version_seen),
                DecisionState::Undone | DecisionState::NotCarriedOut => false,
            };
            let latest = decision::latest(tx, kind, id).await?.filter(speaks);
            latest.map_or((None, None, None), |one| {
                let until = (one.state == DecisionState::Pending).then_some(one.takes_effect_at);
                (Some(one.user_name), Some(one.name), until)
            })
        }
        _ => (None, None, None),
    };
    Ok(BulkRefused {
        by,
        name,
        until,
        ..alone(refusal.as_str())
    })
}

/// Takes back what of a bulk of the actor's still waits, and has it take no more. The caller commits.
///
/// # Errors
/// 404 where the actor has none of this id.
pub async fn undo(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    id: &str,
    now: Timestamp,
) -> Result<Bulk, ApiError> {
    if !bulk::close(tx, &actor.account_id, id, now).await? {
        return Err(ApiError::not_found());
    }
    for taken in decision::of_bulk(tx, &actor.account_id, id).await? {
        decisions::undo_of_bulk(tx, state, actor, &taken.id, now).await?;
    }
    view(tx, actor, id).await
}

/// What became of a bulk of the actor's.
///
/// # Errors
/// 404 where the actor has none of this id.
pub async fn view(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Bulk, ApiError> {
    if !bulk::exists(tx, &actor.account_id, id).await? {
        return Err(ApiError::not_found());
    }
    let taken = decision::of_bulk(tx, &actor.account_id, id).await?;
    let shown = |one: Decision| BulkDecided {
        id: one.id,
        application_id: one.case_id,
        reference_number: one.case_number.unwrap_or_default(),
        applicant_name: one.case_name,
        command: one.command,
        state: one.state,
        takes_effect_at: one.takes_effect_at,
        why: one.refusal.map(|refusal| refusal.as_str().to_owned()),
    };
    let left_out = bulk::left_out(tx, &actor.account_id, id).await?;
    Ok(Bulk {
        items: taken.into_iter().map(shown).collect(),
        left_out: left_out.into_iter().map(left).collect(),
    })
}

fn left(one: LeftOut) -> BulkLeftOut {
    let (by, name) = one.faster.unzip();
    BulkLeftOut {
        application_id: one.application_id,
        reference_number: one.reference_number,
        applicant_name: one.applicant_name,
        refused: BulkRefused {
            by,
            name,
            until: one.until,
            ..alone(&one.why)
        },
    }
}
