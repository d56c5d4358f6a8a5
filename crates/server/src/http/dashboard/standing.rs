//! What is next and how each task stands: the facts for the rules of the domain.

use std::collections::BTreeSet;

use accede_api::application::Application;
use accede_api::dashboard::Tasks;
use accede_domain::access::{AccessDecision, AccessFacts, Requirement};
use accede_domain::application::checklist::TRAINING_POINTER;
use accede_domain::application::state::{ApplicationState, Stage};
use accede_domain::application::{ApplicantFacts, ApplicationForm, Task, validate};
use accede_domain::email::EmailAddress;
use accede_domain::grant::GrantState;
use accede_domain::next::{
    NextFacts, NextStep, TaskState, TrainingStanding, check_task, form_task, training_task,
};
use accede_domain::time::Timestamp;
use accede_domain::training::{TrainingState, valid_until};
use accede_store::applicant::Applicant;
use accede_store::cloud_identity::CloudIdentity;
use accede_store::grant::Grant;

use crate::state::AppState;

/// Everything that was read of the person.
pub(super) struct Standing<'a> {
    pub state: &'a AppState,
    pub facts: &'a AccessFacts,
    pub person: &'a Applicant,
    pub application: Option<&'a Application>,
    /// One for each dataset of the catalogue, in its order.
    pub decisions: &'a [AccessDecision],
    pub identities: &'a [CloudIdentity],
    pub grants: &'a [Grant],
    pub now: Timestamp,
}

impl Standing<'_> {
    pub(super) fn next_facts(&self) -> NextFacts {
        let is_draft = |of: &&Application| of.state == ApplicationState::Draft;
        let agreement = |wanted: fn(&accede_domain::access::RequirementStatus) -> bool| {
            let all = self
                .decisions
                .iter()
                .flat_map(|decision| &decision.requirements);
            all.filter(|of| of.requirement == Requirement::Agreement)
                .any(wanted)
        };
        NextFacts {
            account: self.facts.account,
            training: self.training(),
            credential_holds: self.credential_holds(),
            application: self.facts.application,
            draft_complete: self.application.filter(is_draft).is_some()
                && self.form_problems() == 0,
            agreement_signed: agreement(|of| of.state.is_met()),
            agreement_superseded: agreement(|of| {
                of.next_step == Some(NextStep::SignAgreementAgain)
            }) || self
                .decisions
                .iter()
                .any(|of| of.sign_again_until().is_some()),
            cloud_linked: self.identities.iter().any(|of| of.verified_at.is_some()),
            grant_pending: self
                .grants
                .iter()
                .any(|of| of.state == GrantState::Requested),
            has_grant: self.grants.iter().any(|of| of.state.is_in_place()),
        }
    }

    pub(super) fn tasks(&self) -> Tasks {
        Tasks {
            about_you: self.form_task(Task::AboutYou),
            affiliation: self.form_task(Task::Affiliation),
            research: self.form_task(Task::Research),
            reference: self.form_task(Task::Reference),
            training: self.training_task(),
            check: self.check_task(),
            cloud_account: self.cloud_task(),
        }
    }

    fn credential_holds(&self) -> bool {
        self.facts
            .credential
            .is_some_and(|held| held.until.is_none_or(|until| self.now < until))
    }

    /// The least far of all types that any dataset asks for.
    fn training(&self) -> TrainingStanding {
        let asked: BTreeSet<&String> = self
            .state
            .catalogue
            .datasets()
            .iter()
            .flat_map(|of| &of.trainings)
            .collect();
        asked
            .into_iter()
            .map(|key| self.training_of(key))
            .min()
            .unwrap_or(TrainingStanding::Valid)
    }

    fn training_of(&self, key: &str) -> TrainingStanding {
        let records = || {
            self.facts
                .trainings
                .iter()
                .filter(|record| record.training_type == key)
        };
        let states: Vec<TrainingState> = records().map(|record| record.state).collect();
        let is_valid = |record: &accede_domain::access::TrainingFact| {
            record.state == TrainingState::Accepted && self.now < valid_until(record.expires_on)
        };
        TrainingStanding::of_type(&states, records().any(is_valid))
    }

    fn training_task(&self) -> TaskState {
        if self
            .comments()
            .iter()
            .any(|pointer| pointer == TRAINING_POINTER)
        {
            return TaskState::NeedsAttention;
        }
        training_task(self.training())
    }

    fn form_task(&self, task: Task) -> TaskState {
        form_task(
            task,
            &self.form(),
            &self.applicant_facts(),
            &self.comments(),
        )
    }

    fn check_task(&self) -> TaskState {
        let submitted = match self.application.map(|of| (of.state, of.stage)) {
            Some((ApplicationState::Accepted, _)) => return TaskState::Complete,
            Some((ApplicationState::Submitted, stage)) => stage != Some(Stage::Returned),
            _ => false,
        };
        check_task(submitted, self.form_problems(), self.training())
    }

    fn cloud_task(&self) -> TaskState {
        if self.identities.iter().any(|of| of.verified_at.is_some()) {
            TaskState::Complete
        } else if self.identities.is_empty() {
            TaskState::NotStarted
        } else {
            TaskState::InProgress
        }
    }

    /// What is filled in so far. After an end without a credential a new form is begun.
    fn form(&self) -> ApplicationForm {
        let counts =
            |of: &&Application| of.state.is_open() || of.state == ApplicationState::Accepted;
        self.application
            .filter(counts)
            .map(|of| of.form.clone())
            .unwrap_or_default()
    }

    fn form_problems(&self) -> usize {
        validate(&self.form(), &self.applicant_facts()).len()
    }

    /// Where the last return's comments point, while it is returned.
    fn comments(&self) -> Vec<String> {
        self.application
            .map(|of| of.comments.iter().map(|one| one.pointer.clone()).collect())
            .unwrap_or_default()
    }

    fn applicant_facts(&self) -> ApplicantFacts {
        let own = self
            .person
            .addresses
            .iter()
            .filter_map(|of| EmailAddress::parse(&of.address));
        ApplicantFacts {
            own_addresses: own.collect(),
            extra_personal_domains: self.state.config.personal_mail_domains.clone(),
        }
    }
}
