//! What is next: the link that leads there, in words.

use crate::words::t;
use accede_domain::next::NextStep;

/// The words of the link or button for a step.
pub fn link(step: NextStep) -> &'static str {
    t(match step {
        NextStep::Register => "Create an account",
        NextStep::SignIn => "Sign in",
        NextStep::VerifyEmail => "Confirm your e-mail address",
        NextStep::CompleteTraining => "Upload your training report",
        NextStep::WaitForTrainingReview => "See your training",
        NextStep::MendTraining => "Upload another training report",
        NextStep::RenewTraining => "Renew your training",
        NextStep::Apply => "Apply for credentialing",
        NextStep::FinishDraft => "Go on with your application",
        NextStep::SubmitApplication => "Check and submit your application",
        NextStep::WaitForReviewer | NextStep::WaitForReference => {
            "See where your application stands"
        }
        NextStep::FixReference => "Correct your reference's address, or name someone else",
        NextStep::AnswerComments => "Answer the reviewer's comments",
        NextStep::ApplyAgain => "Apply again",
        NextStep::SignAgreement => "Read and sign the agreement",
        NextStep::SignAgreementAgain => "Read and sign the new agreement",
        NextStep::RequestApproval => "Ask the data owner",
        NextStep::WaitForOwner => "See your request",
        NextStep::LinkCloudAccount => "Link a cloud account",
        NextStep::RequestAccess => "Choose how to get the data",
        NextStep::WaitForGrant => "See how far your access is",
        NextStep::UseData => "Get the data",
        NextStep::ContactSupport => "Write to support",
    })
}
