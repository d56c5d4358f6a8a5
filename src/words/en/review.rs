//! The reviewers' pages: queue, case, decisions, trainings.

use accede_api::review::{AgeBand, Signal};
use accede_domain::application::Stage;
use accede_domain::reference::ReferenceAnswer;

pub const WAITING_NOW: &str = "Waiting now";
pub const FILTERS: &str = "Filter and sort";
pub const SHOW: &str = "Show";
pub const STAGE: &str = "Stage";
pub const CATEGORY: &str = "Category";
pub const FLAG: &str = "Flagged";
pub const SEARCH: &str = "Search";
pub const SEARCH_HINT: &str = "Name, organisation, user name or number";
pub const SORT: &str = "Order";
pub const ANY: &str = "Any";
pub const ALL_WAITING: &str = "All that wait for a reviewer";
pub const DECIDED: &str = "Decided";
pub const ONLY_FLAGGED: &str = "Only flagged";
pub const SORTS: [(&str, &str); 4] = [
    ("", "Longest in the queue first"),
    ("newest", "Newest first"),
    ("stage_age", "Longest at its stage first"),
    ("name", "By name"),
];
pub const APPLICANT: &str = "Applicant";
pub const ORGANISATION: &str = "Organisation";
pub const AGE: &str = "Age";
pub const SIGNALS: &str = "Signals";
pub const NUMBER: &str = "Number";
pub const SUBMITTED: &str = "Submitted";
pub const EMPTY: &str = "Nothing matches. Nobody waits here.";
pub const FLAGGED: &str = "Look at the reference";

pub const SINCE: &str = "At this stage since ";
pub const STATED: &str = "What was stated";
pub const CHANGED: &str = "Changed since the last submission";
pub const FIELD: &str = "Question";
pub const BEFORE: &str = "Before";
pub const NOW: &str = "Now";
pub const ADDRESSES: &str = "Verified addresses";
pub const REFERENCES: &str = "References";
pub const NO_REFERENCES: &str = "No reference is named.";
pub const ANSWER: &str = "Answer";
pub const ANSWER_TEXT: &str = "What they wrote";
pub const RELATION: &str = "Relation";
pub const BOUNCE: &str = "The mail server said";
pub const CONFIRMED_BEFORE: &str = "Confirmed others before";
pub const PERSONAL_MAIL: &str = "Personal mail; the page that shows the address";
pub const TRAININGS: &str = "Trainings";
pub const NO_TRAININGS: &str = "No training report is on file.";
pub const EARLIER: &str = "Earlier applications";
pub const HISTORY: &str = "What happened";
pub const DECIDE: &str = "Decide";
pub const NOTHING_TO_DECIDE: &str = "There is nothing for you to decide here now.";
pub const MAY_NOT: &str = "You cannot decide this one";
pub const BLOCKED: &str = "It cannot be accepted yet";
pub const STALE: &str = "Somebody changed this meanwhile. What you wrote is still here; look at what is new, then decide again.";
pub const SEE_NEW: &str = "Show what is new";

pub const CONFIRM_IDENTITY: &str = "Confirm the identity";
pub const INVITE: &str = "Ask the reference";
pub const INVITE_MESSAGE: &str = "Message in the mail";
pub const CONFIRM_REFERENCE: &str = "Accept this person as reference";
pub const CONFIRM_REFERENCE_TEXT: &str = "The applicant named somebody else after the identity was confirmed, or an answer changed. You say that this person will do.";
pub const SKIP: &str = "Go on without the reference";
pub const REASON: &str = "Reason, for staff";
pub const ACCEPT: &str = "Accept the application";
pub const ACCEPT_TEXT: &str =
    "The applicant becomes a credentialed researcher and gets a mail with the next steps.";
pub const RETURN: &str = "Return for changes";
pub const RETURN_FIELD: &str = "What the comment is about";
pub const RETURN_COMMENT: &str = "Comment, for the applicant";
pub const ANOTHER_COMMENT: &str = "Add this comment and write another";
pub const COMMENTS_READY: &str = "Comments that go with the return";
pub const REJECT: &str = "Reject the application";
pub const TEMPLATE: &str = "Reason";
pub const REJECT_COMMENT: &str = "Words for the applicant";
pub const REVOKE: &str = "Revoke the credential";
pub const REVOKE_TEXT: &str = "Access ends at once on every service, and the person is told.";
pub const REVOKE_REASON: &str = "Reason, for the person and the record";

pub const COMPLETED: &str = "Completed on";
pub const VALID_UNTIL: &str = "Valid until";
pub const TRAINING: &str = "Training";
pub const STATE: &str = "State";
pub const REPORT: &str = "The report";
pub const PAGE: &str = "Page ";
pub const OF_REPORT: &str = " of the uploaded report";
pub const DOWNLOAD: &str = "Download the file as it was uploaded";
pub const TRAINING_ACCEPT: &str = "Accept the report";
pub const TRAINING_RETURN: &str = "Return it with a comment";
pub const TRAINING_REJECT: &str = "Reject it";
pub const DATE: &str = "Completion date in the report";
pub const DATE_HINT: &str = "Correct it where the report says something else";
pub const EARLIER_REPORTS: &str = "Earlier reports";

pub const ITEM_NOUN: &str = "yes or no";
pub const TEXT_NOUN: &str = "your words";
pub const FIELD_NOUN: &str = "what the comment is about";
pub const TEMPLATE_NOUN: &str = "a reason";
pub const DATE_NOUN: &str = "the date";

/// A question of a checklist, by its name on the wire.
pub fn question(name: &str) -> &'static str {
    match name {
        "found_by_name" => "Can the person be found by name (directory, publication, webpage)?",
        "organisation_fits_email" => "Does the organisation fit the e-mail domain?",
        "category_fits_position" => "Does the category fit the position?",
        "summary_sufficient" => "Does the summary say enough?",
        "summary_no_sharing" => "Does the summary show that data will not be shared?",
        "knows_applicant" => "Does the reference know the applicant?",
        "supports_use" => "Does the reference support the use of the data?",
        "understands_privacy" => "Does the reference understand the duty of privacy?",
        "report_attached" => "Is it the completion report, not the certificate?",
        "up_to_date" => "Is it up to date?",
        "modules_complete" => "Are the required modules complete?",
        "hipaa_complete" => "Is the HIPAA module complete?",
        "name_matches" => "Does the name match the profile?",
        _ => "",
    }
}

pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Identity => "Identity",
        Stage::Reference => "Reference",
        Stage::Response => "Response",
        Stage::Final => "Final",
        Stage::Returned => "Returned",
    }
}

pub fn age(band: AgeBand) -> &'static str {
    match band {
        AgeBand::Ok => "In time",
        AgeBand::Due => "Due",
        AgeBand::Late => "Late",
    }
}

pub fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::InstitutionalMail => "Institution's mail",
        Signal::PersonalMailOnly => "Personal mail only",
        Signal::Webpage => "Webpage",
        Signal::ReferencePersonalMail => "Reference has personal mail",
        Signal::ReferenceChanged => "Reference changed",
        Signal::KnownReference => "Known reference",
        Signal::TrainingAccepted => "Training accepted",
        Signal::TrainingWaiting => "Training to review",
        Signal::TrainingMissing => "Training missing",
    }
}

pub fn answer(answer: ReferenceAnswer) -> &'static str {
    match answer {
        ReferenceAnswer::Confirms => "Confirms",
        ReferenceAnswer::DoesNotKnow => "Does not know the applicant",
        ReferenceAnswer::CannotVouchNow => "Cannot vouch now",
        ReferenceAnswer::Concern => "Has a concern",
    }
}
