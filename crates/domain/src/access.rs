//! **The** access rule: may this person, now, and if not what is missing. The file gate, the
//! dataset page, the dashboard, the grant button and the reconciler all call [`evaluate`]; there is
//! no second copy of the rule (`domain.md`, Datasets, agreements, access).

use serde::{Deserialize, Serialize};

use crate::account::AccountState;
use crate::application::state::{ApplicationState, Position, Stage};
use crate::next::NextStep;
use crate::reference::ReferenceState;
use crate::time::{Date, Timestamp};
use crate::training::{self, TrainingState};

choice! {
    /// Who gets into a dataset. In this order each asks for all that the one before asks for.
    pub enum Policy {
        /// Everyone.
        Open = "open",
        /// Whoever is signed in and has signed the agreement.
        Registered = "registered",
        /// In addition an accepted credential, and every required training valid.
        Credentialed = "credentialed",
        /// In addition the data owner's approval of this person's request.
        Reviewed = "reviewed",
    }
}

/// One thing that a dataset asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Requirement {
    /// Signed in.
    SignedIn,
    /// An account in use, with a verified address.
    VerifiedEmail,
    /// An accepted credential that holds.
    Credential,
    /// An accepted training of this type that is valid.
    Training {
        /// The key of the training type.
        training_type: String,
    },
    /// A version of the agreement signed that counts today.
    Agreement,
    /// The data owner's approval.
    OwnerApproval,
}

choice! {
    /// On whom a requirement waits.
    pub enum WaitingOn {
        /// A reviewer.
        Reviewer = "reviewer",
        /// The reference.
        Reference = "reference",
        /// The person: something came back to them.
        Applicant = "applicant",
        /// The data owner.
        Owner = "owner",
    }
}

/// How one requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RequirementState {
    /// It holds, until a time where it has an end.
    Met {
        /// When it ends by itself; nothing where it does not.
        until: Option<Timestamp>,
    },
    /// It was handed in and is not decided.
    Waiting {
        /// On whom.
        on: WaitingOn,
    },
    /// It is not there.
    Missing,
}

impl RequirementState {
    /// True where it holds.
    #[must_use]
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Met { .. })
    }
}

/// A requirement, how it stands, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequirementStatus {
    /// What is asked.
    pub requirement: Requirement,
    /// How it stands.
    pub state: RequirementState,
    /// What the person can do next; nothing where it is met.
    pub next_step: Option<NextStep>,
}

/// A version of an agreement that counts as signed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AcceptedAgreement {
    /// Id of the version.
    pub version_id: String,
    /// Until when a signature on it counts, for a version that a material change superseded.
    pub until: Option<Timestamp>,
}

/// What a dataset asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DatasetRule {
    /// Who gets in.
    pub policy: Policy,
    /// Keys of **every** training type that has to be valid: a set, not a count (#1662).
    pub training_types: Vec<String>,
    /// The versions of its agreement that count, the present one first. Where a policy asks for an
    /// agreement and none is here, nobody gets in.
    pub agreements: Vec<AcceptedAgreement>,
}

/// One training record of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TrainingFact {
    /// The key of its type.
    pub training_type: String,
    /// Its state.
    pub state: TrainingState,
    /// When it runs out.
    pub expires_on: Date,
}

/// How the person's application stands: the open one, or else the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ApplicationStanding {
    /// Where it stands.
    pub position: Position,
    /// The present request to a reference, where there is one.
    pub reference: Option<ReferenceState>,
}

/// The credential that a person holds, from an accepted application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Credential {
    /// When it ends by itself; nothing where it does not.
    pub until: Option<Timestamp>,
}

/// The data owner's answer to the person's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApprovalFact {
    /// Requested, not decided.
    Waiting,
    /// Approved until a time.
    Approved {
        /// When it ends.
        until: Timestamp,
    },
}

/// What is known of the person. The default is a visitor: nothing is met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessFacts {
    /// The state of the account that is signed in; nothing for a visitor.
    pub account: Option<AccountState>,
    /// The credential that holds, if any.
    pub credential: Option<Credential>,
    /// The open application, or else the latest.
    pub application: Option<ApplicationStanding>,
    /// Every training record.
    pub trainings: Vec<TrainingFact>,
    /// Ids of every agreement version signed.
    pub signed_versions: Vec<String>,
    /// The owner's answer for this dataset.
    pub approval: Option<ApprovalFact>,
}

/// The answer of the access rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessDecision {
    /// True exactly where every requirement is met.
    pub allowed: bool,
    /// Every requirement, in the order to meet them.
    pub requirements: Vec<RequirementStatus>,
}

impl AccessDecision {
    /// What to do about the first requirement that is not met.
    #[must_use]
    pub fn next_step(&self) -> Option<NextStep> {
        self.requirements.iter().find_map(|status| status.next_step)
    }

    /// Until when the signature counts, where a material new version of the agreement asks to sign again.
    #[must_use]
    pub fn sign_again_until(&self) -> Option<Timestamp> {
        sign_again_until(&self.requirements)
    }

    /// When access ends by itself: the earliest end of what it rests on.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        let end = |status: &RequirementStatus| match status.state {
            RequirementState::Met { until } => until,
            _ => None,
        };
        self.requirements.iter().filter_map(end).min()
    }
}

/// Until when the signature counts, of requirements in which a material new version of the agreement asks to sign again: a
/// signature on the version in force has no end.
#[must_use]
pub fn sign_again_until(requirements: &[RequirementStatus]) -> Option<Timestamp> {
    let agreement = |of: &&RequirementStatus| of.requirement == Requirement::Agreement;
    match requirements.iter().find(agreement)?.state {
        RequirementState::Met { until } => until,
        _ => None,
    }
}

/// May this person, now, and if not what is missing.
#[must_use]
pub fn evaluate(rule: &DatasetRule, facts: &AccessFacts, now: Timestamp) -> AccessDecision {
    let requirements: Vec<_> = requirements(rule)
        .into_iter()
        .map(|requirement| {
            let (state, next_step) = stand(&requirement, rule, facts, now);
            let next_step = (!state.is_met()).then_some(next_step);
            RequirementStatus {
                requirement,
                state,
                next_step,
            }
        })
        .collect();
    let allowed = requirements.iter().all(|status| status.state.is_met());
    AccessDecision {
        allowed,
        requirements,
    }
}

/// What a policy asks, in the order to meet it.
fn requirements(rule: &DatasetRule) -> Vec<Requirement> {
    let mut asked = Vec::new();
    if rule.policy >= Policy::Registered {
        asked.extend([Requirement::SignedIn, Requirement::VerifiedEmail]);
    }
    if rule.policy >= Policy::Credentialed {
        let of_type = |key: &String| Requirement::Training {
            training_type: key.clone(),
        };
        asked.extend(rule.training_types.iter().map(of_type));
        asked.push(Requirement::Credential);
    }
    if rule.policy >= Policy::Registered {
        asked.push(Requirement::Agreement);
    }
    if rule.policy >= Policy::Reviewed {
        asked.push(Requirement::OwnerApproval);
    }
    asked
}

/// How a requirement stands, and what to do where it is not met.
fn stand(
    requirement: &Requirement,
    rule: &DatasetRule,
    facts: &AccessFacts,
    now: Timestamp,
) -> (RequirementState, NextStep) {
    match requirement {
        Requirement::SignedIn => (met_if(facts.account.is_some()), NextStep::SignIn),
        Requirement::VerifiedEmail => account(facts.account),
        Requirement::Credential => credential(facts, now),
        Requirement::Training { training_type } => training(training_type, facts, now),
        Requirement::Agreement => agreement(rule, facts, now),
        Requirement::OwnerApproval => approval(facts.approval, now),
    }
}

const fn met_if(holds: bool) -> RequirementState {
    if holds {
        RequirementState::Met { until: None }
    } else {
        RequirementState::Missing
    }
}

/// Holds until its end, where it has one that has not come.
fn met_until(until: Option<Timestamp>, now: Timestamp) -> Option<RequirementState> {
    until
        .is_none_or(|until| now < until)
        .then_some(RequirementState::Met { until })
}

fn account(account: Option<AccountState>) -> (RequirementState, NextStep) {
    let next = match account {
        None => NextStep::SignIn,
        Some(AccountState::Unverified) => NextStep::VerifyEmail,
        Some(_) => NextStep::ContactSupport,
    };
    (met_if(account == Some(AccountState::Active)), next)
}

fn credential(facts: &AccessFacts, now: Timestamp) -> (RequirementState, NextStep) {
    if let Some(met) = facts.credential.and_then(|held| met_until(held.until, now)) {
        return (met, NextStep::UseData);
    }
    let Some(standing) = facts.application else {
        return (RequirementState::Missing, NextStep::Apply);
    };
    let next = NextStep::of_application(standing);
    match standing.waits_on() {
        Some(on) => (RequirementState::Waiting { on }, next),
        None => (RequirementState::Missing, next),
    }
}

impl ApplicationStanding {
    /// On whom a submitted application waits. A reference whose address refuses mail, or whose
    /// time ran out, waits on the applicant; one who answered, on a reviewer.
    #[must_use]
    pub fn waits_on(self) -> Option<WaitingOn> {
        if self.position.state != ApplicationState::Submitted {
            return None;
        }
        Some(match (self.position.stage?, self.reference) {
            (Stage::Returned, _) | (Stage::Response, Some(ReferenceState::Bounced)) => {
                WaitingOn::Applicant
            }
            (Stage::Response, Some(ReferenceState::Invited | ReferenceState::Sent)) => {
                WaitingOn::Reference
            }
            _ => WaitingOn::Reviewer,
        })
    }
}

/// The best record of the type: valid, else waiting for a reviewer, else given back.
fn training(key: &str, facts: &AccessFacts, now: Timestamp) -> (RequirementState, NextStep) {
    let of_type = || {
        facts
            .trainings
            .iter()
            .filter(|record| record.training_type == key)
    };
    let valid_until = of_type()
        .filter(|record| record.state == TrainingState::Accepted)
        .map(|record| training::valid_until(record.expires_on))
        .filter(|&until| now < until)
        .max();
    let has = |state| of_type().any(|record| record.state == state);
    if let Some(until) = valid_until {
        (
            RequirementState::Met { until: Some(until) },
            NextStep::UseData,
        )
    } else if has(TrainingState::Submitted) {
        (
            RequirementState::Waiting {
                on: WaitingOn::Reviewer,
            },
            NextStep::WaitForTrainingReview,
        )
    } else if has(TrainingState::Returned) {
        (
            RequirementState::Waiting {
                on: WaitingOn::Applicant,
            },
            NextStep::MendTraining,
        )
    } else if has(TrainingState::Accepted) || has(TrainingState::Expired) {
        (RequirementState::Missing, NextStep::RenewTraining)
    } else {
        (RequirementState::Missing, NextStep::CompleteTraining)
    }
}

fn agreement(
    rule: &DatasetRule,
    facts: &AccessFacts,
    now: Timestamp,
) -> (RequirementState, NextStep) {
    let signed = || {
        rule.agreements
            .iter()
            .filter(|of| facts.signed_versions.contains(&of.version_id))
    };
    // Without an end is longer than any end.
    let longest = signed()
        .filter_map(|of| {
            met_until(of.until, now).map(|met| (of.until.unwrap_or(Timestamp::MAX), met))
        })
        .max_by_key(|&(until, _)| until);
    match longest {
        Some((_, met)) => (met, NextStep::UseData),
        None if signed().next().is_some() => {
            (RequirementState::Missing, NextStep::SignAgreementAgain)
        }
        None => (RequirementState::Missing, NextStep::SignAgreement),
    }
}

fn approval(approval: Option<ApprovalFact>, now: Timestamp) -> (RequirementState, NextStep) {
    match approval {
        Some(ApprovalFact::Approved { until }) if now < until => (
            RequirementState::Met { until: Some(until) },
            NextStep::UseData,
        ),
        Some(ApprovalFact::Waiting) => (
            RequirementState::Waiting {
                on: WaitingOn::Owner,
            },
            NextStep::WaitForOwner,
        ),
        _ => (RequirementState::Missing, NextStep::RequestApproval),
    }
}
