//! Training records: states, the reviewer's checklist, dates. Types are data, not code. What stands in a report is in
//! [`reading`], what it is compared with in [`findings`].

pub mod findings;
pub mod reading;

use crate::application::checklist::{ChecklistState, checklist};
use crate::application::state::Relation;
use crate::problem::FieldCode;
use crate::refusal::Refusal;
use crate::review::Holds;
use crate::schedule::{self, Due, ExpiryStep};
use crate::text;
use crate::time::{Date, Timestamp};

choice! {
    /// How one training record stands.
    pub enum TrainingState {
        /// Uploaded, waits for a reviewer.
        Submitted = "submitted",
        /// Found in order; valid until it expires.
        Accepted = "accepted",
        /// Given back with a comment: upload another file.
        Returned = "returned",
        /// Refused.
        Rejected = "rejected",
        /// Taken back by the person.
        Withdrawn = "withdrawn",
        /// Run out.
        Expired = "expired",
    }
}

impl TrainingState {
    /// True for the one open record that a person may have of a type.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::Returned)
    }

    /// True where an application may be submitted with it: something is there for a reviewer.
    #[must_use]
    pub const fn is_uploaded(self) -> bool {
        matches!(self, Self::Submitted | Self::Returned | Self::Accepted)
    }
}

choice! {
    /// Who acts on a training record.
    pub enum TrainingActor {
        /// Whose it is.
        Owner = "owner",
        /// A reviewer.
        Reviewer = "reviewer",
        /// Time itself.
        Clock = "clock",
    }
}

choice! {
    /// What can be done to a training record.
    pub enum TrainingCommandKind {
        /// Upload another file for one that was returned.
        Resubmit = "resubmit",
        /// Take it back.
        Withdraw = "withdraw",
        /// Find it in order.
        Accept = "accept",
        /// Give it back with a comment.
        Return = "return",
        /// Refuse it, with a comment.
        Reject = "reject",
        /// End what ran out.
        Expire = "expire",
    }
}

/// Every move of a training record: from where, who, what, to where.
pub const TRANSITIONS: &[(
    &[TrainingState],
    TrainingActor,
    TrainingCommandKind,
    TrainingState,
)] = {
    use TrainingActor as By;
    use TrainingCommandKind as Do;
    use TrainingState::*;
    &[
        (&[Returned], By::Owner, Do::Resubmit, Submitted),
        (&[Submitted, Returned], By::Owner, Do::Withdraw, Withdrawn),
        (&[Submitted], By::Reviewer, Do::Accept, Accepted),
        (&[Submitted], By::Reviewer, Do::Return, Returned),
        (&[Submitted], By::Reviewer, Do::Reject, Rejected),
        (&[Accepted], By::Clock, Do::Expire, Expired),
    ]
};

checklist! {
    /// The reviewer's questions on a training report.
    pub struct TrainingChecklist {
        /// The report is attached, not the certificate.
        report_attached,
        /// It is up to date.
        up_to_date,
        /// The required modules are complete.
        modules_complete,
        /// The HIPAA module is complete.
        hipaa_complete,
        /// The name matches the profile.
        name_matches,
    }
}

/// A command with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrainingCommand {
    /// See [`TrainingCommandKind::Resubmit`].
    Resubmit {
        /// As the new report says.
        completed_on: Date,
    },
    /// See [`TrainingCommandKind::Withdraw`].
    Withdraw,
    /// See [`TrainingCommandKind::Accept`].
    Accept {
        /// Each question answered with yes.
        checklist: TrainingChecklist,
        /// As the report says, found right or corrected by the reviewer.
        completed_on: Date,
    },
    /// See [`TrainingCommandKind::Return`].
    Return {
        /// What is missing.
        comment: String,
    },
    /// See [`TrainingCommandKind::Reject`].
    Reject {
        /// Why.
        comment: String,
    },
    /// See [`TrainingCommandKind::Expire`].
    Expire,
}

impl TrainingCommand {
    /// Which command it is.
    #[must_use]
    pub const fn kind(&self) -> TrainingCommandKind {
        match self {
            Self::Resubmit { .. } => TrainingCommandKind::Resubmit,
            Self::Withdraw => TrainingCommandKind::Withdraw,
            Self::Accept { .. } => TrainingCommandKind::Accept,
            Self::Return { .. } => TrainingCommandKind::Return,
            Self::Reject { .. } => TrainingCommandKind::Reject,
            Self::Expire => TrainingCommandKind::Expire,
        }
    }
}

/// What deciding on a training record needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainingFacts {
    /// In which role the actor acts.
    pub actor: TrainingActor,
    /// How the actor stands to the person whose record it is.
    pub relation: Relation,
    /// What keeps a reviewer from deciding now.
    pub holds: Holds,
    /// The version the actor saw; nothing for the clock.
    pub version_seen: Option<i64>,
    /// The version it has.
    pub version: i64,
    /// Years for which this type of training is valid.
    pub validity_years: u8,
    /// When it runs out, for one that is accepted.
    pub expires_on: Option<Date>,
}

/// Decides a command on a training record.
///
/// # Errors
/// Why it is refused.
pub fn decide(
    state: TrainingState,
    command: &TrainingCommand,
    facts: &TrainingFacts,
    now: Timestamp,
) -> Result<TrainingState, Refusal> {
    let kind = command.kind();
    if !TRANSITIONS
        .iter()
        .any(|row| row.1 == facts.actor && row.2 == kind)
    {
        return Err(Refusal::NotYours);
    }
    related(facts)?;
    if facts.version_seen.is_some_and(|seen| seen != facts.version) {
        return Err(Refusal::Stale);
    }
    if kind.may_be_undone() {
        facts.holds.check()?;
    }
    let to = TRANSITIONS
        .iter()
        .find(|(from, by, on, _)| from.contains(&state) && *by == facts.actor && *on == kind)
        .map(|row| row.3)
        .ok_or(Refusal::NotFromHere)?;
    must_have(command, facts, now)?;
    Ok(to)
}

fn related(facts: &TrainingFacts) -> Result<(), Refusal> {
    let relation = facts.relation;
    match facts.actor {
        TrainingActor::Owner if !relation.is_applicant => Err(Refusal::NotYours),
        TrainingActor::Reviewer => relation.lets_review(),
        TrainingActor::Owner | TrainingActor::Clock => Ok(()),
    }
}

fn must_have(
    command: &TrainingCommand,
    facts: &TrainingFacts,
    now: Timestamp,
) -> Result<(), Refusal> {
    let date = |completed_on| {
        check_completed_on(completed_on, facts.validity_years, now)
            .map_err(|_| Refusal::DateInvalid)
    };
    match command {
        TrainingCommand::Resubmit { completed_on } => date(*completed_on),
        TrainingCommand::Accept {
            checklist,
            completed_on,
        } => match checklist.state() {
            ChecklistState::Unanswered => Err(Refusal::ChecklistUnanswered),
            ChecklistState::HasNo => Err(Refusal::ChecklistHasNo),
            ChecklistState::AllYes => date(*completed_on),
        },
        TrainingCommand::Return { comment } | TrainingCommand::Reject { comment } => {
            if text::is_blank(comment) {
                return Err(Refusal::ReasonRequired);
            }
            text::check_lines(comment, crate::application::checklist::COMMENT_MAX)
                .map_err(|_| Refusal::TextInvalid)
        }
        TrainingCommand::Expire => match facts.expires_on {
            Some(expires_on) if valid_until(expires_on) <= now => Ok(()),
            _ => Err(Refusal::NotDue),
        },
        TrainingCommand::Withdraw => Ok(()),
    }
}

/// The day on which a training runs out: counted from the report's completion date, not from the
/// day of review (#1562).
#[must_use]
pub const fn expires_on(completed_on: Date, validity_years: u8) -> Date {
    completed_on.add_years(validity_years as i32)
}

/// Access stops as this day begins in UTC (#1400).
#[must_use]
pub const fn valid_until(expires_on: Date) -> Timestamp {
    expires_on.start()
}

/// Judges a completion date: it has come, and what it dates has not run out. A day ahead of UTC is
/// let through, for in the applicant's zone tomorrow may have begun.
///
/// # Errors
/// [`FieldCode::DateInFuture`] or [`FieldCode::DateTooOld`].
pub fn check_completed_on(
    completed_on: Date,
    validity_years: u8,
    now: Timestamp,
) -> Result<(), FieldCode> {
    if completed_on > now.date().add_days(1) {
        Err(FieldCode::DateInFuture)
    } else if valid_until(expires_on(completed_on, validity_years)) <= now {
        Err(FieldCode::DateTooOld)
    } else {
        Ok(())
    }
}

/// What is due on an accepted training: told 60, 30 and 7 days before, then ended.
#[must_use]
pub fn reminder(expires_on: Date, done: &[ExpiryStep], now: Timestamp) -> Option<Due<ExpiryStep>> {
    schedule::expiry(valid_until(expires_on), done, now)
}
