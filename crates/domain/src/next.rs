//! What is next, as one sentence at the top of the dashboard, and how each task of the wizard
//! stands. The page has the sentence for each [`NextStep`] and the link that goes with it.

use crate::access::ApplicationStanding;
use crate::account::AccountState;
use crate::application::state::{ApplicationState, Stage};
use crate::application::{ApplicantFacts, ApplicationForm, Task, validate_task};
use crate::reference::ReferenceState;
use crate::training::TrainingState;

choice! {
    /// The one thing a person can do next, or whom they wait for.
    pub enum NextStep {
        /// Make an account.
        Register = "register",
        /// Sign in.
        SignIn = "sign_in",
        /// Open the link in the mail that verifies the address.
        VerifyEmail = "verify_email",
        /// Complete the training and upload its report.
        CompleteTraining = "complete_training",
        /// A reviewer looks at the training.
        WaitForTrainingReview = "wait_for_training_review",
        /// The training came back: upload another file.
        MendTraining = "mend_training",
        /// The training ran out: complete it again.
        RenewTraining = "renew_training",
        /// Apply for credentialing.
        Apply = "apply",
        /// Go on with the draft.
        FinishDraft = "finish_draft",
        /// The draft is complete: check and submit it.
        SubmitApplication = "submit_application",
        /// A reviewer looks at the application.
        WaitForReviewer = "wait_for_reviewer",
        /// The reference is asked.
        WaitForReference = "wait_for_reference",
        /// The reference's address refuses mail: correct it or name someone else.
        FixReference = "fix_reference",
        /// The application came back: answer the comments.
        AnswerComments = "answer_comments",
        /// The application ended without a credential: apply again.
        ApplyAgain = "apply_again",
        /// Sign a dataset's agreement.
        SignAgreement = "sign_agreement",
        /// The agreement changed: sign it again.
        SignAgreementAgain = "sign_agreement_again",
        /// Ask the data owner.
        RequestApproval = "request_approval",
        /// The data owner decides.
        WaitForOwner = "wait_for_owner",
        /// Link a cloud account.
        LinkCloudAccount = "link_cloud_account",
        /// Request access to a dataset on a cloud service.
        RequestAccess = "request_access",
        /// A grant is being made.
        WaitForGrant = "wait_for_grant",
        /// The data is ready.
        UseData = "use_data",
        /// Only the support address can help.
        ContactSupport = "contact_support",
    }
}

impl NextStep {
    /// What is next on an application, whatever else there is.
    #[must_use]
    pub fn of_application(standing: ApplicationStanding) -> Self {
        match standing.position.state {
            ApplicationState::Draft => Self::FinishDraft,
            ApplicationState::Submitted => match (standing.position.stage, standing.reference) {
                (Some(Stage::Returned), _) => Self::AnswerComments,
                (Some(Stage::Response), Some(ReferenceState::Bounced)) => Self::FixReference,
                (Some(Stage::Response), Some(ReferenceState::Invited | ReferenceState::Sent)) => {
                    Self::WaitForReference
                }
                _ => Self::WaitForReviewer,
            },
            // An accepted application whose credential does not hold any longer is over, too.
            ApplicationState::Accepted
            | ApplicationState::Rejected
            | ApplicationState::Withdrawn
            | ApplicationState::Lapsed
            | ApplicationState::Revoked
            | ApplicationState::Expired => Self::ApplyAgain,
        }
    }
}

choice! {
    /// How the trainings that the datasets ask for stand, taken together: the one that is least far.
    pub enum TrainingStanding {
        /// At least one is missing.
        Missing = "missing",
        /// At least one ran out, none is missing.
        Expired = "expired",
        /// At least one came back.
        Returned = "returned",
        /// At least one waits for a reviewer.
        Submitted = "submitted",
        /// Every one is valid.
        Valid = "valid",
    }
}

impl TrainingStanding {
    /// How one type stands, from the states of the person's records of it and whether an accepted
    /// one is valid today.
    #[must_use]
    pub fn of_type(states: &[TrainingState], valid_today: bool) -> Self {
        let has = |state| states.contains(&state);
        if valid_today {
            Self::Valid
        } else if has(TrainingState::Submitted) {
            Self::Submitted
        } else if has(TrainingState::Returned) {
            Self::Returned
        } else if has(TrainingState::Accepted) || has(TrainingState::Expired) {
            Self::Expired
        } else {
            Self::Missing
        }
    }
}

/// What the sentence rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextFacts {
    /// The state of the account that is signed in; nothing for a visitor.
    pub account: Option<AccountState>,
    /// How the required trainings stand.
    pub training: TrainingStanding,
    /// A credential holds.
    pub credential_holds: bool,
    /// The open application, or else the latest.
    pub application: Option<ApplicationStanding>,
    /// The draft validates.
    pub draft_complete: bool,
    /// At least one dataset's agreement is signed and counts.
    pub agreement_signed: bool,
    /// A signed agreement was superseded, and counts no longer or only for some days.
    pub agreement_superseded: bool,
    /// At least one cloud identity is linked and verified.
    pub cloud_linked: bool,
    /// A grant is requested and the provider has not accepted it.
    pub grant_pending: bool,
    /// At least one grant is in place.
    pub has_grant: bool,
}

impl NextFacts {
    /// A visitor.
    pub const VISITOR: Self = Self {
        account: None,
        training: TrainingStanding::Missing,
        credential_holds: false,
        application: None,
        draft_complete: false,
        agreement_signed: false,
        agreement_superseded: false,
        cloud_linked: false,
        grant_pending: false,
        has_grant: false,
    };
}

/// The one thing that is next. What came back to the person goes first, then what they have not
/// done yet, then whom they wait for.
#[must_use]
pub fn next_step(facts: &NextFacts) -> NextStep {
    match facts.account {
        None => return NextStep::Register,
        Some(AccountState::Unverified) => return NextStep::VerifyEmail,
        Some(AccountState::Deactivated | AccountState::Closed) => return NextStep::ContactSupport,
        Some(AccountState::Active) => {}
    }
    let of_application = facts.application.map(NextStep::of_application);
    let came_back =
        |step: &NextStep| matches!(step, NextStep::AnswerComments | NextStep::FixReference);
    if let Some(step) = of_application.filter(came_back) {
        return step;
    }
    match facts.training {
        TrainingStanding::Missing => return NextStep::CompleteTraining,
        TrainingStanding::Expired => return NextStep::RenewTraining,
        TrainingStanding::Returned => return NextStep::MendTraining,
        TrainingStanding::Submitted | TrainingStanding::Valid => {}
    }
    if !facts.credential_holds {
        return match of_application {
            None => NextStep::Apply,
            Some(NextStep::FinishDraft) if facts.draft_complete => NextStep::SubmitApplication,
            Some(step) => step,
        };
    }
    if facts.training == TrainingStanding::Submitted {
        return NextStep::WaitForTrainingReview;
    }
    with_credential(facts)
}

fn with_credential(facts: &NextFacts) -> NextStep {
    if facts.agreement_superseded {
        NextStep::SignAgreementAgain
    } else if !facts.agreement_signed {
        NextStep::SignAgreement
    } else if facts.grant_pending {
        NextStep::WaitForGrant
    } else if facts.has_grant {
        NextStep::UseData
    } else if facts.cloud_linked {
        NextStep::RequestAccess
    } else {
        NextStep::LinkCloudAccount
    }
}

choice! {
    /// How a task of the wizard stands.
    pub enum TaskState {
        /// Nothing is filled in.
        NotStarted = "not_started",
        /// Something is filled in, and something is missing or wrong.
        InProgress = "in_progress",
        /// Nothing is missing.
        Complete = "complete",
        /// Other answers make it one that can be left out.
        NotNeeded = "not_needed",
        /// Something else comes first.
        CannotStart = "cannot_start",
        /// Handed in, not decided.
        Waiting = "waiting",
        /// Came back.
        NeedsAttention = "needs_attention",
    }
}

/// How a task of the form stands. `commented` are the JSON Pointers of the last return's comments;
/// a task with one of them needs attention until it is submitted again.
#[must_use]
pub fn form_task(
    task: Task,
    form: &ApplicationForm,
    applicant: &ApplicantFacts,
    commented: &[String],
) -> TaskState {
    let of_task = |pointer: &String| {
        crate::application::Field::from_pointer(pointer).is_some_and(|of| of.spec().task == task)
    };
    if commented.iter().any(of_task) {
        TaskState::NeedsAttention
    } else if validate_task(task, form, applicant).is_empty() && !nothing_said(task, form) {
        // Of all tasks, only the reference may be left blank.
        if form.task_is_untouched(task) {
            TaskState::NotNeeded
        } else {
            TaskState::Complete
        }
    } else if form.task_is_untouched(task) {
        TaskState::NotStarted
    } else {
        TaskState::InProgress
    }
}

/// The reference may be left out by whoever has a webpage; before anything says so, a blank task is
/// not a complete one.
fn nothing_said(task: Task, form: &ApplicationForm) -> bool {
    task == Task::Reference
        && form.task_is_untouched(task)
        && (form.researcher_category.is_empty() || form.listed_in_directory.is_empty())
}

/// How the training task stands.
#[must_use]
pub const fn training_task(standing: TrainingStanding) -> TaskState {
    match standing {
        TrainingStanding::Missing => TaskState::NotStarted,
        TrainingStanding::Expired | TrainingStanding::Returned => TaskState::NeedsAttention,
        TrainingStanding::Submitted => TaskState::Waiting,
        TrainingStanding::Valid => TaskState::Complete,
    }
}

/// How "check and submit" stands, from the other tasks of the form and the training.
#[must_use]
pub fn check_task(submitted: bool, form_problems: usize, training: TrainingStanding) -> TaskState {
    let uploaded = matches!(
        training,
        TrainingStanding::Submitted | TrainingStanding::Valid | TrainingStanding::Returned
    );
    if submitted {
        TaskState::Waiting
    } else if form_problems == 0 && uploaded {
        TaskState::NotStarted
    } else {
        TaskState::CannotStart
    }
}
