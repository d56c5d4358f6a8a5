//! Decisions of staff: taken at once, in effect a little later, and undone until then.

use accede_api::application::FieldComment;
use accede_api::work;
use accede_domain::account::Role;
use accede_domain::application::state::{ActorRole, Command};
use accede_domain::refusal::Refusal;
use accede_domain::review::CaseKind;
use accede_domain::review::decision::{self as rule, DecisionState};
use accede_domain::time::Timestamp;
use accede_store::application::Application;
use accede_store::decision::{self, Decision, NewDecision};
use accede_store::{StoreError, Tx, claim};
use serde_json::{Value, json};

use crate::application::{self as cases, By, Judged};
use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::record::{self, Event};
use crate::review::templates;
use crate::state::AppState;
use crate::training::decide as trainings;
use crate::training::decide::TrainingDecision;

/// More than anybody decides within the ten minutes that the setting allows at most.
const OPEN_SHOWN: u32 = 200;

/// When a decision takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// With the transaction that takes it.
    AtOnce,
    /// Then.
    At(Timestamp),
}

impl When {
    /// As the installation's setting has it.
    #[must_use]
    pub fn of(state: &AppState, now: Timestamp) -> Self {
        rule::takes_effect_at(now, state.config.decision_undo).map_or(Self::AtOnce, Self::At)
    }
}

/// A decision that has been taken.
#[derive(Debug, Clone)]
pub struct Taken<T> {
    /// The decision's id.
    pub id: String,
    /// The case, as it stands now: changed only where the decision took effect at once.
    pub case: T,
}

/// Takes a decision on an application. The caller commits.
///
/// # Errors
/// Whatever refuses the command, as if it were carried out at once.
pub async fn take_application(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    id: &str,
    command: Command,
    when: When,
    now: Timestamp,
) -> Result<Taken<Application>, ApiError> {
    let judged = cases::judge(tx, state, id, by, &command, now).await?;
    if let Err(refusal) = judged.verdict {
        return Err(judged.refused(refusal, tx, state, by, &command, now).await);
    }
    templates::check(tx, &command).await?;
    take_judged(tx, state, by, judged, &command, None, when, now).await
}

/// Takes what was judged in this transaction and is not refused; in a bulk of whoever decides, where it belongs to one.
///
/// # Errors
/// Those of the store; `internal` where it was refused.
#[allow(
    clippy::too_many_arguments,
    reason = "everything a decision is about, and what it was judged by"
)]
pub async fn take_judged(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    judged: Judged,
    command: &Command,
    bulk: Option<&str>,
    when: When,
    now: Timestamp,
) -> Result<Taken<Application>, ApiError> {
    let (id, version_seen) = {
        let application = &judged.case.application;
        (application.id.clone(), application.version)
    };
    let word = command.kind().as_str();
    let case = if when == When::AtOnce {
        let done = judged.carry_out(tx, state, by, command, now).await?;
        done.application
    } else {
        judged.verdict?;
        judged.case.application
    };
    let content = serde_json::to_value(command)?;
    let of = (CaseKind::Application, id.as_str(), version_seen);
    let decision = keep(tx, state, by, of, word, &content, bulk, when, now).await?;
    Ok(Taken { id: decision, case })
}

/// Takes a decision on a training report. The caller commits.
///
/// # Errors
/// As [`take_application`].
#[allow(
    clippy::too_many_arguments,
    reason = "everything a decision is about, and whom a refusal is shown to"
)]
pub async fn take_training(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    by: &By,
    id: &str,
    taken: &TrainingDecision,
    when: When,
    now: Timestamp,
) -> Result<Taken<()>, ApiError> {
    let judged = trainings::judge(tx, state, id, by, taken, now).await?;
    if let Err(refusal) = judged.verdict {
        return Err(judged.refused(refusal, tx, state, actor, now).await);
    }
    let version_seen = judged.record.version;
    if when == When::AtOnce {
        judged.carry_out(tx, state, by, taken, now).await?;
    }
    let content = serde_json::to_value(taken)?;
    let (kind, word) = (CaseKind::Training, taken.kind.as_str());
    let of = (kind, id, version_seen);
    let decision = keep(tx, state, by, of, word, &content, None, when, now).await?;
    Ok(Taken {
        id: decision,
        case: (),
    })
}

/// Keeps a decision, lets go of the case, and says so in the audit log where nothing else does yet.
#[allow(
    clippy::too_many_arguments,
    reason = "called from the two kinds of case, with everything a decision is about"
)]
async fn keep(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    (case_kind, case_id, version_seen): (CaseKind, &str, i64),
    command: &str,
    content: &Value,
    bulk_id: Option<&str>,
    when: When,
    now: Timestamp,
) -> Result<String, ApiError> {
    let decided_by = by.account_id.as_deref();
    let decided_by = decided_by.ok_or_else(|| ApiError::internal("a decision of nobody"))?;
    let at_once = when == When::AtOnce;
    let id = state.ids.id(now);
    let new = NewDecision {
        id: &id,
        case_kind,
        case_id,
        command,
        content: (!at_once).then_some(content),
        version_seen,
        decided_by,
        actor_role: by.role,
        request_id: by.who.request_id(),
        takes_effect_at: match when {
            When::AtOnce => now,
            When::At(at) => at,
        },
        state: if at_once {
            DecisionState::CarriedOut
        } else {
            DecisionState::Pending
        },
        bulk_id,
    };
    decision::insert(tx, &new, now).await?;
    claim::release(tx, case_kind, case_id, decided_by).await?;
    if !at_once {
        let after = json!({ "command": command, "takes_effect_at": new.takes_effect_at });
        let action = [case_kind.as_str(), ".decide"].concat();
        let event = Event {
            action: &action,
            object: (case_kind.as_str(), case_id),
            after: Some(after),
            ..Event::default()
        };
        record::audit(tx, state, by.who.clone(), event).await?;
    }
    Ok(id)
}

/// Carries out a decision whose time has come, if the case is still what it was taken on and whoever took it still may;
/// else says on the case why it did not happen. In a transaction of its own.
///
/// # Errors
/// Those of the store: then it is tried again.
pub async fn carry_out(state: &AppState, id: &str, now: Timestamp) -> Result<(), ApiError> {
    let mut tx = state.store.write().await?;
    tx.lock("decision", id).await?;
    let due =
        |found: &Decision| found.state == DecisionState::Pending && found.takes_effect_at <= now;
    let Some(taken) = decision::get(&mut tx, id).await?.filter(due) else {
        return Ok(());
    };
    let outcome = if still_may(&taken) {
        carry_out_content(&mut tx, state, &taken, now).await?
    } else {
        Err(Refusal::NotYours)
    };
    let (became, refusal) = match outcome {
        Ok(()) => (DecisionState::CarriedOut, None),
        Err(refusal) => (DecisionState::NotCarriedOut, Some(refusal)),
    };
    decision::end(&mut tx, id, became, refusal, now).await?;
    if refusal.is_some() {
        told(
            &mut tx,
            state,
            &taken,
            &By::clock(),
            "decision_not_carried_out",
            refusal,
            now,
        )
        .await?;
    }
    tx.commit().await?;
    state.wake.up();
    Ok(())
}

/// Judges what was decided on the facts of now, and carries it out unless something refuses it.
async fn carry_out_content(
    tx: &mut Tx,
    state: &AppState,
    taken: &Decision,
    now: Timestamp,
) -> Result<Result<(), Refusal>, ApiError> {
    let (by, id) = (By::decider(taken), &taken.case_id);
    let Some(content) = Content::of(taken) else {
        // Of another release, or damaged: it would be no other at the next attempt.
        tracing::error!(decision = %taken.id, "a stored decision cannot be read");
        return Ok(Err(Refusal::DecisionUnreadable));
    };
    Ok(match content {
        Content::Application(command) => {
            let judged = cases::judge(tx, state, id, &by, &command, now).await?;
            match judged.verdict {
                Ok(_) => {
                    judged.carry_out(tx, state, &by, &command, now).await?;
                    Ok(())
                }
                Err(refusal) => Err(refusal),
            }
        }
        Content::Training(what) => {
            let judged = trainings::judge(tx, state, id, &by, &what, now).await?;
            match judged.verdict {
                Ok(_) => {
                    judged.carry_out(tx, state, &by, &what, now).await?;
                    Ok(())
                }
                Err(refusal) => Err(refusal),
            }
        }
    })
}

/// What was decided, as it was stored.
enum Content {
    Application(Command),
    Training(TrainingDecision),
}

impl Content {
    /// Nothing where it cannot be read.
    fn of(taken: &Decision) -> Option<Self> {
        let content = taken.content.clone()?;
        match taken.case_kind {
            CaseKind::Application => serde_json::from_value(content).ok().map(Self::Application),
            CaseKind::Training => serde_json::from_value(content).ok().map(Self::Training),
        }
    }
}

/// Whoever decided has the role still.
fn still_may(taken: &Decision) -> bool {
    matches!(
        (taken.actor_role, taken.role_now),
        (ActorRole::Reviewer, Some(Role::Reviewer))
            | (ActorRole::Administrator, Some(Role::Administrator))
    )
}

/// Takes a decision back; the case is the reviewer's again, unless somebody else works on it. The caller commits.
///
/// # Errors
/// 404 where there is none, 403 where somebody else took it, 409 once it has taken effect or was undone.
pub async fn undo(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    id: &str,
    now: Timestamp,
) -> Result<work::Decision, ApiError> {
    let taken = own(tx, actor, id).await?;
    take_back(tx, state, actor, &taken, now).await?;
    if taken.actor_role == ActorRole::Reviewer {
        let again = rule_claim(actor, now);
        claim::put(tx, taken.case_kind, &taken.case_id, &again, None, now).await?;
    }
    let after = decision::get(tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    Ok(shown(&after, &actor.account_id))
}

/// Ends a decision that the actor took, and holds, as one that never was.
async fn take_back(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    taken: &Decision,
    now: Timestamp,
) -> Result<(), ApiError> {
    rule::undo(taken.state, true)?;
    decision::end(tx, &taken.id, DecisionState::Undone, None, now).await?;
    let by = By::person(actor, taken.actor_role, None);
    told(tx, state, taken, &by, "decision_undone", None, now).await
}

/// Takes a decision of a bulk back, if it waits still. Nobody becomes the one who works on the case: whoever undoes a
/// hundred decisions does not mean to keep a hundred cases from the others.
///
/// # Errors
/// As [`undo`].
pub async fn undo_of_bulk(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    id: &str,
    now: Timestamp,
) -> Result<(), ApiError> {
    let taken = own(tx, actor, id).await?;
    if taken.state == DecisionState::Pending {
        take_back(tx, state, actor, &taken, now).await?;
    }
    Ok(())
}

fn rule_claim(actor: &Actor, now: Timestamp) -> accede_domain::review::claim::Claim {
    accede_domain::review::claim::Claim::begin(&actor.account_id, now)
}

/// Puts away what did not happen, once whoever decided it has seen that.
///
/// # Errors
/// As [`undo`]; 409 while it waits.
pub async fn dismiss(tx: &mut Tx, actor: &Actor, id: &str) -> Result<(), ApiError> {
    let taken = own(tx, actor, id).await?;
    if taken.state == DecisionState::Pending {
        return Err(Refusal::DecisionPending.into());
    }
    Ok(decision::dismiss(tx, id).await?)
}

/// A decision that the actor took, held against the job.
async fn own(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Decision, ApiError> {
    tx.lock("decision", id).await?;
    let taken = decision::get(tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if taken.decided_by == actor.account_id {
        Ok(taken)
    } else {
        Err(Refusal::NotYourDecision.into())
    }
}

/// What became of a decision, in the audit log and in the history that staff read.
async fn told(
    tx: &mut Tx,
    state: &AppState,
    taken: &Decision,
    by: &By,
    kind: &str,
    refusal: Option<Refusal>,
    now: Timestamp,
) -> Result<(), ApiError> {
    let action = [taken.case_kind.as_str(), ".", kind].concat();
    let event = Event {
        action: &action,
        object: (taken.case_kind.as_str(), &taken.case_id),
        after: Some(json!({ "command": taken.command, "refusal": refusal })),
        ..Event::default()
    };
    record::audit(tx, state, by.who.clone(), event).await?;
    if taken.case_kind == CaseKind::Application {
        let (id, data) = (&taken.case_id, json!({ "text": taken.command }));
        cases::add_timeline_event(tx, state, id, by, (kind, false), &data, now).await?;
    }
    Ok(())
}

/// The latest decision on a case, for staff, where there is something to say of it: it waits, or it did not happen.
///
/// # Errors
/// Those of the store.
pub async fn latest(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
    account_id: &str,
) -> Result<Option<work::Decision>, StoreError> {
    let latest = decision::latest(tx, kind, case_id).await?;
    let speaks = |found: &Decision| {
        matches!(
            found.state,
            DecisionState::Pending | DecisionState::NotCarriedOut
        )
    };
    Ok(latest.filter(speaks).map(|found| shown(&found, account_id)))
}

/// What an account took that waits or did not happen.
///
/// # Errors
/// Those of the store.
pub async fn open_of(tx: &mut Tx, account_id: &str) -> Result<Vec<work::Decision>, StoreError> {
    let open = decision::open_of(tx, account_id, OPEN_SHOWN).await?;
    Ok(open.iter().map(|one| shown(one, account_id)).collect())
}

/// As staff see it. The words of one that came to nothing are for whoever wrote them.
#[must_use]
pub fn shown(taken: &Decision, account_id: &str) -> work::Decision {
    let mine = taken.decided_by == account_id;
    let words = taken.content.as_ref().filter(|_| mine);
    let words = words.map_or_else(Words::default, |content| {
        Words::of(taken.case_kind, content)
    });
    work::Decision {
        id: taken.id.clone(),
        case_kind: taken.case_kind,
        case_id: taken.case_id.clone(),
        case_name: taken.case_name.clone(),
        case_number: taken.case_number.clone(),
        command: taken.command.clone(),
        state: taken.state,
        by: taken.user_name.clone(),
        name: taken.name.clone(),
        mine,
        decided_at: taken.decided_at,
        takes_effect_at: taken.takes_effect_at,
        may_undo: rule::undo(taken.state, mine).is_ok(),
        why: taken.refusal.map(|refusal| refusal.as_str().to_owned()),
        comments: words.comments,
        template: words.template,
        text: words.text,
    }
}

/// What was written with a decision.
#[derive(Debug, Default)]
struct Words {
    comments: Vec<FieldComment>,
    template: Option<String>,
    text: Option<String>,
}

impl Words {
    /// Nothing where the content is of another release, and cannot be read.
    fn of(kind: CaseKind, content: &Value) -> Self {
        if kind == CaseKind::Training {
            let text = content.get("comment").and_then(Value::as_str);
            return Self {
                text: text.filter(|text| !text.is_empty()).map(str::to_owned),
                ..Self::default()
            };
        }
        match serde_json::from_value(content.clone()) {
            Ok(Command::ReturnForChanges { comments, message }) => Self {
                comments: comments.into_iter().map(cases::view::comment).collect(),
                text: Some(message),
                ..Self::default()
            },
            Ok(Command::Reject { template, comment }) => Self {
                template: Some(template),
                text: Some(comment),
                ..Self::default()
            },
            Ok(
                Command::SkipReference { reason: text }
                | Command::Revoke { reason: text }
                | Command::InviteReference { message: text },
            ) => Self {
                text: Some(text),
                ..Self::default()
            },
            _ => Self::default(),
        }
    }
}
