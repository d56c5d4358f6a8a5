//! Where the person stands: what is next, each dataset, grants, ends, the application.

use crate::reader::Reader;
use crate::words::{Text, filled, t};
use accede_domain::access::{Requirement, WaitingOn};
use accede_domain::application::{ApplicationState, Stage};
use accede_domain::grant::{GrantState, Service};
use accede_domain::next::NextStep;

pub const DATASETS: Text = Text("Datasets");
pub const CHOOSE_DATASET: Text = Text("Choose a dataset");
pub const RECORDED: Text = Text("Noted here only");
pub const DATASET: Text = Text("Dataset");
pub const NEXT: Text = Text("Next");
pub const GRANTS: Text = Text("Access on cloud services");
pub const NO_GRANTS: Text =
    Text("None yet. Once you may use a dataset, you ask for it on the page of the dataset.");
pub const SERVICE: Text = Text("Service");
pub const STATE: Text = Text("State");
pub const ADDRESS: Text = Text("For");
pub const EXPIRIES: Text = Text("What ends, and when");
pub const TO_COME: Text = Text("What comes next");
pub const WHAT: Text = Text("What");
pub const WHEN: Text = Text("When");
pub const APPLICATION: Text = Text("Your application");
pub const NO_APPLICATION: Text = Text("You have not applied yet.");
pub const MET: Text = Text("Done");
pub const ENDS: Text = Text("Ends ");
pub const MISSING: Text = Text("To do");
pub const NOT_ASKED: Text = Text("Not asked");
/// For whom a thing waits.
pub fn waits_on(on: WaitingOn) -> &'static str {
    t(match on {
        WaitingOn::Reviewer => "Waits for a reviewer",
        WaitingOn::Reference => "Waits for your reference",
        WaitingOn::Applicant => "Needs your attention",
        WaitingOn::Owner => "Waits for the data owner",
    })
}

/// A thing that a dataset asks, as the head of a column.
pub fn requirement(requirement: &Requirement) -> &'static str {
    t(match requirement {
        Requirement::SignedIn => "Account",
        Requirement::VerifiedEmail => "E-mail address",
        Requirement::Credential => "Credential",
        Requirement::Training { .. } => "Training",
        Requirement::Agreement => "Agreement",
        Requirement::OwnerApproval => "Data owner",
    })
}

pub const MEANWHILE: Text = Text(
    "Meanwhile, sign the agreement of each dataset that you want; the list below leads there. Without it you do not get its data.",
);
pub const NOTHING_TO_DO: Text = Text("There is nothing you need to do.");
pub const REMIND: Text = Text("Remind your reference, or name someone else");

/// The same as [`MEANWHILE`] about the dataset that the person came for.
pub fn meanwhile(dataset: &str) -> String {
    filled(
        "Meanwhile, sign the agreement of {1}: without it you do not get the data.",
        &[dataset],
    )
}

/// What is next, in one sentence; what to press stands beside it.
pub fn sentence(step: NextStep) -> &'static str {
    t(match step {
        NextStep::Register => "Next, create an account.",
        NextStep::SignIn => "Next, sign in.",
        NextStep::VerifyEmail => "Next, open the link in our mail to confirm your address.",
        NextStep::CompleteTraining => "Next, complete the training and upload its report.",
        NextStep::WaitForTrainingReview => "Your training report is with a reviewer.",
        NextStep::MendTraining => "Your training report came back: upload another file.",
        NextStep::RenewTraining => {
            "Your training has run out: complete it again and upload the new report."
        }
        NextStep::Apply => "Next, apply for credentialing.",
        NextStep::FinishDraft => "Next, finish your application. What you wrote is saved.",
        NextStep::SubmitApplication => {
            "Your application is complete: check it once more and submit it."
        }
        NextStep::WaitForReviewer => "Your application is with a reviewer.",
        NextStep::WaitForReference => {
            "Your reference has been asked. You can remind them yourself."
        }
        NextStep::FixReference => {
            "Our mail to your reference was refused: correct the address, or name someone else."
        }
        NextStep::AnswerComments => {
            "A reviewer sent your application back: answer their comments and submit it again."
        }
        NextStep::ApplyAgain => {
            "Your last application has ended. You can apply again, with its answers filled in."
        }
        NextStep::SignAgreement => "Next, sign the agreement of the dataset you want.",
        NextStep::SignAgreementAgain => {
            "An agreement has changed: read the new version and sign it."
        }
        NextStep::RequestApproval => "Next, ask the data owner for approval.",
        NextStep::WaitForOwner => {
            "Your request is with the data owner. There is nothing you need to do."
        }
        NextStep::LinkCloudAccount => {
            "You may use the data. To work in the cloud, which is recommended, link your cloud account."
        }
        NextStep::RequestAccess => {
            "You may use the data. Choose how you want to get them: in the cloud, or as files."
        }
        NextStep::WaitForGrant => {
            "Your access on a cloud service is being made. This takes a moment."
        }
        NextStep::UseData => "Everything is done: the data are ready for you.",
        NextStep::ContactSupport => "Your account is not active. Write to the support address.",
    })
}

/// Where an application stands.
pub fn standing(state: ApplicationState, stage: Option<Stage>, reader: Reader) -> &'static str {
    t(match (state, stage) {
        (ApplicationState::Draft, _) => "Draft",
        (ApplicationState::Submitted, Some(Stage::Reference)) => reader.pick(
            "A reviewer looks at your reference",
            "The reference is to be asked",
        ),
        (ApplicationState::Submitted, Some(Stage::Response)) => reader.pick(
            "Your reference has been asked",
            "The reference has been asked",
        ),
        (ApplicationState::Submitted, Some(Stage::Final)) => {
            reader.pick("A reviewer decides", "To be decided")
        }
        (ApplicationState::Submitted, Some(Stage::Returned)) => {
            reader.pick("Back with you", "Back with the applicant")
        }
        (ApplicationState::Submitted, _) => {
            reader.pick("Waits for a reviewer", "Identity to be checked")
        }
        (ApplicationState::Accepted, _) => "Accepted",
        (ApplicationState::Rejected, _) => "Rejected",
        (ApplicationState::Withdrawn, _) => "Withdrawn",
        (ApplicationState::Lapsed, _) => "Lapsed",
        (ApplicationState::Revoked, _) => "Revoked",
        (ApplicationState::Expired, _) => "Expired",
    })
}

pub fn service(service: Service) -> &'static str {
    t(match service {
        Service::BigQuery => "Google BigQuery",
        Service::CloudStorage => "Google Cloud Storage",
    })
}

/// How a grant stands: what was observed, never what is hoped.
pub fn grant(state: GrantState) -> &'static str {
    t(match state {
        GrantState::Requested => "Requested",
        GrantState::Accepted => "Accepted by Google",
        GrantState::Verified => "Verified",
        GrantState::Removing => "Being removed",
        GrantState::Removed => "Removed",
        GrantState::Failed => "Refused by Google",
    })
}

/// What an end is the end of.
pub fn expiry(kind: &str) -> &'static str {
    t(match kind {
        "credential" => "Credential",
        "training" => "Training",
        "agreement" => "Time to sign the new agreement",
        "token" => "Access token",
        "reference_request" => "Time for your reference to answer",
        "returned_application" => "Time to answer the comments",
        _ => "",
    })
}

/// What is done about something that ends soon.
pub fn renew(kind: &str) -> &'static str {
    t(match kind {
        "credential" => "Apply again",
        "training" => "Upload the next report",
        "agreement" => "Sign the new version",
        _ => "Make another",
    })
}
pub const RENEW: Text = Text("Renew");

pub const WAITS_FOR: Text = Text("Waiting for ");
pub const A_REVIEWER: Text = Text("a reviewer");
pub const YOUR_REFERENCE: Text = Text("your reference");
pub const SINCE_START: Text = Text(" since ");
/// Before the time when it comes back.
pub const UNTIL_START: Text = Text(" Without an answer the application comes back to you on ");
pub const QUEUE_ABOUT: Text = Text("about ");
pub const USUALLY: Text = Text(
    "There are no figures yet of how long this takes. The reviewers aim at several business days.",
);

/// The place among those that wait for the same step.
pub fn place(number: &str) -> String {
    filled("Number {1} of those waiting for this step. ", &[number])
}
pub const TAKES_HALF: Text = Text("At present half are done within ");
pub const TAKES_MOST: Text = Text(", nine in ten within ");
/// Before a time.
pub const COUNTS_ANEW: Text = Text("This is the time of this step only. You applied on ");

/// What happened, and who did it: staff by their role.
pub fn event(kind: &str, reader: Reader) -> Option<&'static str> {
    Some(t(match kind {
        "submitted" => "Submitted",
        "resubmitted" => "Submitted again",
        "withdrawn" => "Withdrawn",
        "applied_again" => reader.pick("You applied again", "Applied again"),
        "identity_confirmed" => "Identity confirmed",
        "reference_invited" => reader.pick("Your reference was asked", "The reference was asked"),
        "reference_sent" => reader.pick(
            "Our mail to your reference has gone out",
            "Our mail to the reference has gone out",
        ),
        "reference_bounced" => reader.pick(
            "Our mail to your reference was refused",
            "Our mail to the reference was refused",
        ),
        "reference_resent" => reader.pick(
            "Your reference was asked again",
            "The reference was asked again",
        ),
        "reference_replaced" => "Another reference was named",
        "reference_answered" => reader.pick("Your reference answered", "The reference answered"),
        "reference_confirmed" => "A reviewer confirmed who the reference is",
        "reference_skipped" => "A reviewer went on without the reference",
        "reference_corrected" => "The reference changed the answer",
        "reference_withdrew" => "The reference took the answer back",
        "reference_timed_out" => reader.pick(
            "Your reference did not answer in time",
            "The reference did not answer in time",
        ),
        "looked_at" => "Your application was looked at",
        "training_submitted" => "Training report sent",
        "training_looked_at" => "Your training report was looked at",
        "training_withdrawn" => "Training report withdrawn",
        "training_accepted" => "Training accepted",
        "training_returned" => "Training report sent back",
        "training_rejected" => "Training report rejected",
        "returned" => "Sent back for changes",
        "accepted" => "Accepted",
        "rejected" => "Rejected",
        "revoked" => "Credential revoked",
        "lapsed" => "Lapsed",
        "expired" => "Credential ended",
        // For staff alone.
        "decision_undone" => "A decision was undone before it took effect",
        "decision_not_carried_out" => {
            "A decision did not happen: the case was no longer what it was taken on"
        }
        _ => return None,
    }))
}

pub const EVENT_OTHER: Text = Text("Something changed");

/// Who did something, as it stands after the time.
pub fn actor(actor: &str, reader: Reader) -> &'static str {
    t(match actor {
        "you" => reader.pick("by you", "by the applicant"),
        "reviewer" => "by a reviewer",
        "administrator" => "by an administrator",
        "reference" => reader.pick("by your reference", "by the reference"),
        _ => "",
    })
}

pub const TO_COME_REVIEW: Text = Text("A reviewer looks at it");
pub const TO_COME_DECISION: Text = Text("Decision");

/// What is still to come of a reference.
pub fn to_come_reference(reader: Reader) -> &'static str {
    t(reader.pick("Your reference answers", "The reference answers"))
}
