//! The one sentence at the top of the dashboard, along the whole path; and the task list.

use accede_domain::access::ApplicationStanding;
use accede_domain::account::AccountState;
use accede_domain::application::{ApplicationForm, Position, Task};
use accede_domain::next::*;
use accede_domain::reference::ReferenceState;
use accede_domain::training::TrainingState;

use crate::support::{applicant, valid_form};

#[test]
fn the_sentence_follows_the_path() {
    let mut facts = NextFacts::VISITOR;
    let mut step = |change: fn(&mut NextFacts)| {
        change(&mut facts);
        next_step(&facts)
    };
    fn standing(
        position: Position,
        reference: Option<ReferenceState>,
    ) -> Option<ApplicationStanding> {
        Some(ApplicationStanding {
            position,
            reference,
        })
    }
    assert_eq!(step(|_| ()), NextStep::Register);
    assert_eq!(
        step(|f| f.account = Some(AccountState::Unverified)),
        NextStep::VerifyEmail
    );
    assert_eq!(
        step(|f| f.account = Some(AccountState::Active)),
        NextStep::CompleteTraining
    );
    assert_eq!(
        step(|f| f.training = TrainingStanding::Submitted),
        NextStep::Apply
    );
    assert_eq!(
        step(|f| f.application = standing(Position::DRAFT, None)),
        NextStep::FinishDraft
    );
    assert_eq!(
        step(|f| f.draft_complete = true),
        NextStep::SubmitApplication
    );
    assert_eq!(
        step(|f| f.application = standing(Position::IDENTITY, None)),
        NextStep::WaitForReviewer
    );
    assert_eq!(
        step(|f| f.application = standing(Position::RESPONSE, Some(ReferenceState::Sent))),
        NextStep::WaitForReference
    );
    assert_eq!(
        step(|f| f.application = standing(Position::RESPONSE, Some(ReferenceState::Bounced))),
        NextStep::FixReference
    );
    assert_eq!(
        step(|f| f.application = standing(Position::RETURNED, None)),
        NextStep::AnswerComments
    );
    assert_eq!(
        step(|f| f.training = TrainingStanding::Returned),
        NextStep::AnswerComments
    );
    assert_eq!(
        step(|f| f.application = standing(Position::FINAL, None)),
        NextStep::MendTraining
    );
    assert_eq!(
        step(|f| {
            f.training = TrainingStanding::Submitted;
            f.credential_holds = true;
            f.application = standing(Position::ACCEPTED, None);
        }),
        NextStep::WaitForTrainingReview
    );
    assert_eq!(
        step(|f| f.training = TrainingStanding::Valid),
        NextStep::SignAgreement
    );
    assert_eq!(
        step(|f| f.agreement_signed = true),
        NextStep::LinkCloudAccount
    );
    assert_eq!(step(|f| f.cloud_linked = true), NextStep::RequestAccess);
    assert_eq!(step(|f| f.grant_pending = true), NextStep::WaitForGrant);
    assert_eq!(
        step(|f| {
            f.grant_pending = false;
            f.has_grant = true;
        }),
        NextStep::UseData
    );
    assert_eq!(
        step(|f| f.agreement_superseded = true),
        NextStep::SignAgreementAgain
    );
    assert_eq!(
        step(|f| f.training = TrainingStanding::Expired),
        NextStep::RenewTraining
    );
    assert_eq!(
        step(|f| {
            f.training = TrainingStanding::Valid;
            f.credential_holds = false;
            f.application = standing(Position::REVOKED, None);
        }),
        NextStep::ApplyAgain
    );
    assert_eq!(
        step(|f| f.account = Some(AccountState::Deactivated)),
        NextStep::ContactSupport
    );
}

#[test]
fn tasks_of_the_form() {
    let empty = ApplicationForm::default();
    for task in Task::ALL {
        assert_eq!(
            form_task(*task, &empty, &applicant(), &[]),
            TaskState::NotStarted,
            "{task}"
        );
        assert_eq!(
            form_task(*task, &valid_form(), &applicant(), &[]),
            TaskState::Complete,
            "{task}"
        );
    }
    let begun = ApplicationForm {
        given_names: "Ada".into(),
        ..empty
    };
    assert_eq!(
        form_task(Task::AboutYou, &begun, &applicant(), &[]),
        TaskState::InProgress
    );
    let comments = ["/research_summary".to_owned()];
    assert_eq!(
        form_task(Task::Research, &valid_form(), &applicant(), &comments),
        TaskState::NeedsAttention
    );
    assert_eq!(
        form_task(Task::AboutYou, &valid_form(), &applicant(), &comments),
        TaskState::Complete
    );
    let mut listed = valid_form();
    listed.researcher_category = "academic".into();
    for field in accede_domain::application::Field::of_task(Task::Reference) {
        listed.set(field, String::new());
    }
    assert_eq!(
        form_task(Task::Reference, &listed, &applicant(), &[]),
        TaskState::NotNeeded,
        "it may be left out"
    );
}

#[test]
fn training_and_check() {
    assert_eq!(
        TrainingStanding::of_type(&[], false),
        TrainingStanding::Missing
    );
    assert_eq!(
        TrainingStanding::of_type(&[TrainingState::Accepted], false),
        TrainingStanding::Expired
    );
    assert_eq!(
        TrainingStanding::of_type(&[TrainingState::Expired, TrainingState::Submitted], false),
        TrainingStanding::Submitted
    );
    assert_eq!(
        TrainingStanding::of_type(&[TrainingState::Accepted, TrainingState::Submitted], true),
        TrainingStanding::Valid
    );
    assert_eq!(
        training_task(TrainingStanding::Returned),
        TaskState::NeedsAttention
    );
    assert_eq!(
        check_task(false, 1, TrainingStanding::Valid),
        TaskState::CannotStart
    );
    assert_eq!(
        check_task(false, 0, TrainingStanding::Missing),
        TaskState::CannotStart
    );
    assert_eq!(
        check_task(false, 0, TrainingStanding::Submitted),
        TaskState::NotStarted
    );
    assert_eq!(
        check_task(true, 0, TrainingStanding::Submitted),
        TaskState::Waiting
    );
}
