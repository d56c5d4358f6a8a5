//! What a reviewer decides on a report: judged first, carried out then or later.

use accede_api::problem::ProblemCode;
use accede_domain::application::state::ActorRole;
use accede_domain::refusal::Refusal;
use accede_domain::review::CaseKind;
use accede_domain::time::{Date, Timestamp};
use accede_domain::training::{
    TrainingActor, TrainingChecklist, TrainingCommand, TrainingCommandKind, TrainingFacts,
    TrainingState, check_completed_on, decide, expires_on,
};
use accede_mail::Message;
use accede_store::training::{Decision, Training};
use accede_store::{Tx, training};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{KIND, case, end, facts, name, refused, relation, tell};
use crate::application::By;
use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::lists;
use crate::record::{self, Event};
use crate::review::claims;
use crate::state::AppState;

/// A decision on a report with what it carries; kept as this in JSON while it waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingDecision {
    /// `Accept`, `Return` or `Reject`.
    pub kind: TrainingCommandKind,
    /// The answers, whatever is decided.
    pub checklist: TrainingChecklist,
    /// As the report says, where the applicant's date was wrong.
    pub completed_on: Option<Date>,
    /// For the applicant, with all but an acceptance.
    pub comment: String,
}

/// A decision with everything it was judged by. Nothing has been written.
#[derive(Debug, Clone)]
pub struct Judged {
    pub record: Training,
    facts: TrainingFacts,
    completed_on: Date,
    /// Where it would lead, or why it is refused.
    pub verdict: Result<TrainingState, Refusal>,
}

/// Locks a report, gathers the facts and judges a decision.
///
/// # Errors
/// 404 where there is none, and those of the store.
pub async fn judge(
    tx: &mut Tx,
    state: &AppState,
    id: &str,
    by: &By,
    taken: &TrainingDecision,
    now: Timestamp,
) -> Result<Judged, ApiError> {
    tx.lock("training", id).await?;
    let record = training::by_id(tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let me = by.account_id.as_deref().unwrap_or_default();
    let relation = relation(tx, &record, me).await?;
    let decider = Some(me).filter(|_| by.minds_holds);
    let holds = claims::holds(tx, CaseKind::Training, id, decider, now).await?;
    let actor = TrainingActor::Reviewer;
    let facts = TrainingFacts {
        holds,
        ..facts(state, &record, actor, relation, by.version_seen)
    };
    let completed_on = taken.completed_on.unwrap_or(record.completed_on);
    let verdict = decide(record.state, &command(taken, completed_on), &facts, now);
    Ok(Judged {
        record,
        facts,
        completed_on,
        verdict,
    })
}

impl Judged {
    /// Carries the decision out: the record, the mail, the grants.
    ///
    /// # Errors
    /// Those of the store; `internal` where it was refused.
    pub async fn carry_out(
        self,
        tx: &mut Tx,
        state: &AppState,
        by: &By,
        taken: &TrainingDecision,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        let (record, to) = (&self.record, self.verdict?);
        let accepted = to == TrainingState::Accepted;
        // What the applicant stated stands, unless the reviewer found the report in order.
        let completed_on = if accepted {
            self.completed_on
        } else {
            record.completed_on
        };
        let decision = Decision {
            state: to,
            checklist: taken.checklist,
            comment: (!accepted).then(|| taken.comment.trim()),
            reviewer_id: by.account_id.as_deref().unwrap_or_default(),
            completed_on,
            expires_on: expires_on(completed_on, self.facts.validity_years),
        };
        if accepted {
            end_earlier(tx, state, by, record, now).await?;
        }
        training::decide(tx, &record.id, &decision, now).await?;
        lists::of_person(tx, state, &record.account_id).await?;
        audit(tx, state, by, taken.kind, record, &decision).await?;
        let message = message(state, record, &decision);
        tell(state, tx, &record.id, &record.account_id, &message).await?;
        crate::desire::recompute(state, tx, &record.account_id, now).await
    }

    /// The refusal as a failure, with what is there now where somebody was faster.
    pub async fn refused(
        self,
        refusal: Refusal,
        tx: &mut Tx,
        state: &AppState,
        actor: &Actor,
        now: Timestamp,
    ) -> ApiError {
        let code = match refusal {
            Refusal::Stale => ProblemCode::StaleVersion,
            Refusal::ClaimedByAnother => ProblemCode::Claimed,
            Refusal::DecisionPending => ProblemCode::DecisionPending,
            Refusal::DateInvalid => return self.wrong_date(now),
            other => return refused(other),
        };
        let current = case(state, tx, &self.record, actor, now).await;
        let current = current.and_then(|case| Ok(serde_json::to_value(case)?));
        match current {
            Ok(current) if code == ProblemCode::StaleVersion => ApiError::stale(current),
            Ok(current) => ApiError::with_current(code, refusal.detail(), current),
            Err(error) => error,
        }
    }

    fn wrong_date(&self, now: Timestamp) -> ApiError {
        match check_completed_on(self.completed_on, self.facts.validity_years, now) {
            Err(code) => ApiError::field("/completed_on", code.as_str(), code.detail()),
            Ok(()) => refused(Refusal::DateInvalid),
        }
    }
}

fn command(taken: &TrainingDecision, completed_on: Date) -> TrainingCommand {
    let comment = taken.comment.clone();
    match taken.kind {
        TrainingCommandKind::Accept => TrainingCommand::Accept {
            checklist: taken.checklist,
            completed_on,
        },
        TrainingCommandKind::Reject => TrainingCommand::Reject { comment },
        _ => TrainingCommand::Return { comment },
    }
}

/// One accepted record of a type counts: the new one takes the place of the one before.
async fn end_earlier(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    record: &Training,
    now: Timestamp,
) -> Result<(), ApiError> {
    let all = training::of_account(tx, &record.account_id).await?;
    let earlier = all.iter().find(|other| {
        other.training_type == record.training_type && other.state == TrainingState::Accepted
    });
    if let Some(earlier) = earlier {
        let (to, action) = (TrainingState::Expired, "training.supersede");
        end(state, tx, by.who.clone(), earlier, to, action, now).await?;
    }
    Ok(())
}

async fn audit(
    tx: &mut Tx,
    state: &AppState,
    by: &By,
    kind: TrainingCommandKind,
    record: &Training,
    decision: &Decision<'_>,
) -> Result<(), ApiError> {
    let action = ["training.", kind.as_str()].concat();
    let event = Event {
        action: &action,
        object: (KIND, &record.id),
        concerns: Some(&record.account_id),
        changed: &["state", "checklist", "comment", "completed_on"],
        before: Some(json!({ "state": record.state, "completed_on": record.completed_on })),
        after: Some(json!({
            "state": decision.state, "completed_on": decision.completed_on, "checklist": decision.checklist,
            "comment": decision.comment,
        })),
    };
    record::audit(tx, state, by.who.clone(), event).await
}

fn message(state: &AppState, record: &Training, decision: &Decision<'_>) -> Message {
    let training = name(state, &record.training_type);
    let comment = decision.comment.unwrap_or_default().to_owned();
    match decision.state {
        TrainingState::Accepted => Message::TrainingAccepted {
            training,
            expires_on: Some(decision.expires_on),
        },
        TrainingState::Rejected => Message::TrainingRejected { training, comment },
        _ => Message::TrainingReturned { training, comment },
    }
}

/// Whoever decides on a report is a reviewer.
#[must_use]
pub fn by(actor: &Actor, version_seen: Option<i64>) -> By {
    By::person(actor, ActorRole::Reviewer, version_seen)
}
