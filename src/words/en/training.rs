//! Training: what is asked, what is on file, uploading another.

use accede_domain::training::TrainingState;

pub const LEAD: &str = "A course about research on human subjects. You upload its completion report, and a reviewer reads it. You can upload \
     the next one before the old one ends.";
pub const HOW: &str = "How to do it, and which file to save";
pub const ON_FILE: &str = "On file";
pub const EARLIER: &str = "Earlier ones";
pub const FILE: &str = "File";
pub const STATE: &str = "State";
pub const COMPLETED: &str = "Completed on";
pub const VALID_UNTIL: &str = "Valid until";
pub const UPLOADED: &str = "Uploaded";
pub const NONE: &str = "Nothing is uploaded yet.";
pub const WITHDRAW: &str = "Withdraw it";
pub const WITHDRAW_TITLE: &str = "Withdraw this report?";
pub const WITHDRAW_TEXT: &str = "It leaves the reviewers' queue. You can upload another one at any time; an application cannot be submitted without one.";
pub const COMMENT: &str = "A reviewer wrote";
pub const HAVE_IT: &str = "I have the report already: go to the upload";
pub const UPLOAD: &str = "Upload the report";
pub const UPLOAD_ANOTHER: &str = "Upload another report";
pub const UPLOAD_NEXT: &str = "Upload the next one";
pub const UPLOAD_NEXT_TEXT: &str =
    "You can renew it at any time. The old one stays valid until it ends.";
pub const REPORT: &str = "Completion report";
pub const REPORT_NOUN: &str = "the completion report";
pub const REPORT_HINT: &str = "A PDF, PNG or JPEG of up to 10 MiB. Several pages go into one PDF. Not the certificate: the report that lists all modules.";
pub const DATE: &str = "When did you complete the course?";
pub const DATE_NOUN: &str = "the completion date";
pub const DATE_HINT: &str = "As the report says, for example 12 9 2026.";
pub const SEND: &str = "Upload";
pub const WAITING: &str =
    "A reviewer will look at it. To give another file, withdraw this one first.";

/// How a report stands.
pub fn state(state: TrainingState) -> &'static str {
    match state {
        TrainingState::Submitted => "Waits for a reviewer",
        TrainingState::Accepted => "Accepted",
        TrainingState::Returned => "Sent back to you",
        TrainingState::Rejected => "Rejected",
        TrainingState::Withdrawn => "Withdrawn",
        TrainingState::Expired => "Expired",
    }
}
