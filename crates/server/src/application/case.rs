//! Everything that deciding on an application looks at, gathered in the deciding transaction.

use accede_domain::access::AccessFacts;
use accede_domain::application::state::{Command, Facts, ReferenceFacts, Relation};
use accede_domain::application::{
    ApplicantFacts, ApplicationForm, Task, changed_fields, validate, validate_task,
};
use accede_domain::email::EmailAddress;
use accede_domain::problem::FieldProblem;
use accede_domain::reference::ReferenceState;
use accede_domain::review::CaseKind;
use accede_domain::time::{Duration, Timestamp};
use accede_domain::training::{self, TrainingState};
use accede_store::applicant::{self, Applicant};
use accede_store::application::{self, Application, Ties};
use accede_store::reference_request::{self, ReferenceRequest};
use accede_store::{Tx, application_record};

use super::By;
use crate::access;
use crate::error::ApiError;
use crate::review::claims;
use crate::state::AppState;

/// An application with its people, and the facts for one actor.
#[derive(Debug, Clone)]
pub struct Case {
    pub application: Application,
    pub applicant: Applicant,
    /// Everyone named, in order.
    pub references: Vec<ReferenceRequest>,
    /// The latest snapshot, and the one before it.
    pub snapshot: Option<ApplicationForm>,
    pub snapshot_before: Option<ApplicationForm>,
    /// What keeps the form of the command from being valid.
    pub problems: Vec<FieldProblem>,
    pub access: AccessFacts,
    pub facts: Facts,
}

/// The request that counts: the latest one, unless it was answered and what it rests on changed since.
#[must_use]
pub fn present(references: &[ReferenceRequest]) -> Option<&ReferenceRequest> {
    references
        .last()
        .filter(|last| !(last.state == ReferenceState::Answered && last.ended_at.is_some()))
}

impl Case {
    /// Gathers it. `command` with the form as it makes it; nothing where only the buttons are asked for.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn load(
        tx: &mut Tx,
        state: &AppState,
        application: Application,
        by: &By,
        command: Option<(&Command, &ApplicationForm)>,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        let applicant = applicant::find(tx, &application.account_id)
            .await?
            .ok_or_else(ApiError::not_found)?;
        let references = reference_request::of_application(tx, &application.id).await?;
        let mut snapshots = application_record::latest_snapshots(tx, &application.id, 2)
            .await?
            .into_iter();
        let (snapshot, snapshot_before) = (snapshots.next(), snapshots.next());
        let access = access::facts(tx, &application.account_id).await?;
        let day_ago = now.minus(Duration::days(1));
        let mailed = reference_request::mailed_since(tx, &application.id, day_ago).await?;
        let ties = application::ties(tx, &application, by.account_id.as_deref()).await?;
        let relation = relation(&application, by, present(&references), ties);
        let decider = by
            .account_id
            .as_deref()
            .filter(|_| by.minds_holds && by.is_staff());
        let holds = claims::holds(tx, CaseKind::Application, &application.id, decider, now).await?;

        let form = command.map_or(&application.form, |(_, form)| form);
        let problems = match command {
            Some((Command::Submit, form)) => validate(form, &known_of(state, &applicant)),
            Some((Command::ReplaceReference(_), form)) => {
                validate_task(Task::Reference, form, &known_of(state, &applicant))
            }
            _ => Vec::new(),
        };
        let mut named: Vec<&str> = references
            .iter()
            .map(|one| one.email_folded.as_str())
            .collect();
        named.sort_unstable();
        named.dedup();
        let facts = Facts {
            relation,
            holds,
            version_seen: by.version_seen,
            version: application.version,
            form_problems: problems.len(),
            credentialing_paused: state.config.credentialing_paused.is_some(),
            training_uploaded: access.trainings.iter().any(|one| one.state.is_uploaded()),
            training_valid: training_valid(state, &access, now),
            identity_confirmed: application.identity_confirmed_at.is_some(),
            reference_named: form.names_a_reference(),
            reference: present(&references).map(reference_facts),
            reference_mailed_at: mailed,
            reference_skipped: application.reference_skipped_at.is_some(),
            reference_is_applicant: present(&references).is_some_and(|one| {
                let mut own = applicant.addresses.iter();
                own.any(|address| address.folded == one.email_folded)
            }),
            references_named: named.len(),
            changed_fields: snapshot
                .as_ref()
                .map(|old| changed_fields(old, form))
                .unwrap_or_default(),
            returned_by: application.returned_by_stage,
            returned_at: application.returned_at,
            credential_ends_at: application.credential_ends_at,
            has_open_application: ties.has_open,
            ..Facts::of(by.role)
        };
        Ok(Self {
            application,
            applicant,
            references,
            snapshot,
            snapshot_before,
            problems,
            access,
            facts,
        })
    }
}

/// What validation knows of the applicant.
fn known_of(state: &AppState, applicant: &Applicant) -> ApplicantFacts {
    let addresses = applicant.addresses.iter();
    ApplicantFacts {
        own_addresses: addresses
            .filter_map(|one| EmailAddress::parse(&one.address))
            .collect(),
        extra_personal_domains: state.config.personal_mail_domains.clone(),
    }
}

/// What deciding knows of a request.
pub fn reference_facts(request: &ReferenceRequest) -> ReferenceFacts {
    ReferenceFacts {
        state: request.state,
        answer: request.answer,
        answered_at: request.answered_at,
        withdrawn: request.withdrawn_at.is_some(),
        first_requested_at: request.first_requested_at,
        confirmed_by_reviewer: request.confirmed_at.is_some(),
    }
}

fn relation(
    application: &Application,
    by: &By,
    present: Option<&ReferenceRequest>,
    ties: Ties,
) -> Relation {
    let holds = |present: &ReferenceRequest| by.request_id.as_deref() == Some(present.id.as_str());
    Relation {
        is_applicant: by.account_id.as_ref() == Some(&application.account_id),
        is_reference: present.is_some_and(holds),
        is_or_was_named_reference: ties.named,
        applicant_is_my_reference: ties.vouches,
    }
}

/// Whether an accepted report of every training type that some dataset asks for is valid now.
fn training_valid(state: &AppState, access: &AccessFacts, now: Timestamp) -> bool {
    let required = state
        .catalogue
        .datasets()
        .iter()
        .flat_map(|dataset| &dataset.trainings);
    required.into_iter().all(|key| {
        access.trainings.iter().any(|one| {
            one.training_type == *key
                && one.state == TrainingState::Accepted
                && training::valid_until(one.expires_on) > now
        })
    })
}
