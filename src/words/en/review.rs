//! The reviewers' pages: queue, case, decisions, trainings.

use super::shared::{counted, grouped, span};
use crate::page::review::Action;
use accede_api::review::{AgeBand, Signal};
use accede_domain::application::{ApplicationState, Field, Stage, Task};
use accede_domain::reference::ReferenceAnswer;
use accede_domain::time::Duration;

pub const APPLICATIONS: &str = "Applications";
pub const WAYS: &str = "Review";
pub const FILTERS: &str = "Filters";
pub const STAGE: &str = "Stage";
pub const CATEGORY: &str = "Category";
pub const FLAG: &str = "Flagged";
pub const SEARCH: &str = "Search";
pub const SEARCH_HINT: &str = "Name, organisation, user name or number";
pub const SORT: &str = "Order";
pub const ALL_WAITING: &str = "Waiting for us";
pub const DECIDED: &str = "Decided";
pub const SORTS: [(&str, &str); 4] = [
    ("", "Longest in the queue first"),
    ("newest", "Newest first"),
    ("stage_age", "Longest at its stage first"),
    ("name", "By name"),
];
pub const APPLICANT: &str = "Applicant";
pub const ORGANISATION: &str = "Organisation";
pub const AT_STAGE: &str = "At its stage";
pub const IN_QUEUE: &str = "In the queue";
pub const SIGNALS: &str = "Signals";
pub const NUMBER: &str = "Number";
pub const SUBMITTED: &str = "Submitted";
pub const EMPTY: &str = "Nobody waits here.";
pub const EMPTY_FILTERED: &str = "Nothing fits these filters.";
pub const CLEAR: &str = "Clear all filters";
pub const TAKE_AWAY: &str = "Take away the filter ";
pub const FLAGGED: &str = "Look at the reference";
pub const SHOW_ARRIVED: &str = "Show them";
pub const VIEWS: &str = "Saved views";
pub const NO_VIEWS: &str =
    "None yet. Filter the list, then save it here under a name. Views are kept in this browser.";
pub const VIEW_NAME: &str = "Name for the list as it is now";
pub const VIEW_NOUN: &str = "a name for the view";
pub const SAVE_VIEW: &str = "Save this view";

pub const TRAININGS_HINT: &str = "Name or user name";
pub const ASKED: &str = "Asked";

pub const KEYBOARD: &str = "Keyboard";
pub const KEYS_TEXT: &str = "These keys work while the focus is in the list or the case, and never in a field. No key decides: \
     the keys of decisions open their questions. To change a letter, type another in its place.";
pub const KEYS_ON: &str = "Letter keys are on";
pub const KEYS_KEPT: &str = "Kept in this browser.";
pub const KEYS_RESET: &str = "Back to the first letters";
/// Keys that are always the same.
pub const FIXED_KEYS: [(&str, &str); 4] = [
    ("Enter", "Opens the line; at an answer, comments on it"),
    ("y", "In a question: yes, and on to the next"),
    ("n", "In a question: no, and on to the next"),
    (
        "Esc",
        "Leaves the search, or closes what is open above the page",
    ),
];

/// What a key does.
pub fn action(action: Action) -> &'static str {
    match action {
        Action::Down => "Next line or answer",
        Action::Up => "Line or answer before",
        Action::NextPage => "Next page of the list",
        Action::PreviousPage => "Page before",
        Action::Search => "Search",
        Action::List => "Back to the list",
        Action::Accept => "Go on with the case: opens the questions",
        Action::Return => "Return for changes: opens the comments",
        Action::Reject => "Reject: opens the reasons",
        Action::Help => "This help",
    }
}

/// How many lines a list has: `42 lines`, `1,000 lines or more`.
pub fn total(count: u32, exact: bool) -> String {
    if exact {
        counted(count as usize, "line", "lines")
    } else {
        [&grouped(u64::from(count)), " lines or more"].concat()
    }
}

/// What came while the list was open.
pub fn arrived(new: usize) -> String {
    [
        counted(new, "new application", "new applications").as_str(),
        if new == 1 { " has" } else { " have" },
        " arrived.",
    ]
    .concat()
}

pub const AT_THIS_STAGE: &str = "at this stage";
pub const STATED: &str = "What was stated";
pub const CHANGED: &str = "Changed since the last submission";
pub const CHANGED_MARK: &str = "Changed.";
pub const WAS: &str = "Before: ";
pub const ASKED_BEFORE: &str = "Asked with the last return: ";
pub const FIELD: &str = "Question";
pub const BEFORE: &str = "Before";
pub const NOW: &str = "Now";
pub const ADDRESSES: &str = "Verified addresses";
pub const REFERENCES: &str = "References";
pub const NAMED_BEFORE: &str = "Named before: ";
pub const NO_REFERENCES: &str = "No reference is named.";
pub const ANSWER: &str = "Answer";
pub const ANSWERED: &str = "Answered";
pub const ANSWER_TEXT: &str = "What they wrote";
pub const BOUNCE: &str = "The mail server said";
pub const CONFIRMED_BEFORE: &str = "Confirmed others before";
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
pub const NO_BARS: &str = "With a “no” it cannot go on: return it for changes, or reject it.";

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
pub const RETURN_FIELD: &str = "Comment on another answer";
pub const ADD_COMMENT: &str = "Add the comment";
pub const RETURN_COMMENT: &str = "Comment, for the applicant";
pub const RETURN_MESSAGE: &str = "Message beside the comments, for the applicant";
pub const BEGIN_FROM: &str = "Begin from a text";
pub const PREVIEW: &str = "What the applicant will read";
pub const NO_COMMENTS: &str = "Nothing yet: comment on at least one answer.";
pub const YOUR_COMMENT: &str = "Your comment: ";
pub const REJECT: &str = "Reject the application";
pub const TEMPLATE: &str = "Reason";
pub const REJECT_COMMENT: &str = "Words for the applicant";
pub const REJECT_HINT: &str = "They read them as they stand here.";
pub const REVOKE: &str = "Revoke the credential";
pub const REVOKE_TEXT: &str = "Access ends at once on every service, and the person is told.";
pub const REVOKE_REASON: &str = "Reason, for the person and the record";

/// `Comment on: Organisation`
pub fn comment_on(about: &str) -> String {
    ["Comment on: ", about].concat()
}

pub fn drop_comment(about: &str) -> String {
    ["Drop the comment on: ", about].concat()
}

pub fn comment_added(about: &str) -> String {
    ["The text stands above, at: ", about].concat()
}

/// Since when it has its place.
pub fn in_queue(waited: Duration) -> String {
    [&span(waited), " in the queue"].concat()
}

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

pub const TRAINING_NO_BARS: &str =
    "With a “no” it cannot be accepted: return it with a comment, or reject it.";
pub const BACK_TO_LIST: &str = "Back to the list";
pub const EMPTY_TRAININGS: &str = "No report waits.";

pub const ITEM_NOUN: &str = "yes or no";
pub const TEXT_NOUN: &str = "your words";
pub const COMMENT_NOUN: &str = "a comment on at least one answer";
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

/// A group of answers.
pub fn task(task: Task) -> &'static str {
    match task {
        Task::AboutYou => "Person",
        Task::Affiliation => "Affiliation",
        Task::Research => "Research",
        Task::Reference => "Reference",
    }
}

/// What was asked, as staff call it.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::GivenNames => "Given names",
        Field::FamilyName => "Family name",
        Field::OneName => "Has only one name",
        Field::Suffix => "Suffix",
        Field::ResearcherCategory => "Category",
        Field::Organisation => "Organisation",
        Field::RorId => "ROR id",
        Field::JobTitle => "Position",
        Field::City => "City",
        Field::StateProvince => "State or province",
        Field::PostalCode => "Postal code",
        Field::Country => "Country",
        Field::ListedInDirectory => "Listed by the organisation",
        Field::Webpage => "Webpage",
        Field::ResearchSummary => "Research summary",
        Field::ReferenceCategory => "Relation",
        Field::ReferenceName => "Name",
        Field::ReferenceEmail => "E-mail address",
        Field::ReferenceOrganisation => "Their organisation",
        Field::ReferenceTitle => "Their position",
        Field::ReferencePageUrl => "Page that shows the address",
    }
}

/// The same where it stands alone, and has to say whose it is.
pub fn field_alone(of: Field) -> &'static str {
    match of {
        Field::ReferenceCategory => "Reference: relation",
        Field::ReferenceName => "Reference: name",
        Field::ReferenceEmail => "Reference: e-mail address",
        Field::ReferenceOrganisation => "Reference: organisation",
        Field::ReferenceTitle => "Reference: position",
        Field::ReferencePageUrl => "Reference: page that shows the address",
        own => field(own),
    }
}

/// Where an application stands, as staff say it.
pub fn standing(state: ApplicationState, at: Option<Stage>) -> &'static str {
    match (state, at) {
        (ApplicationState::Submitted, Some(at)) => stage(at),
        (ApplicationState::Submitted, None) => "Submitted",
        (ApplicationState::Draft, _) => "Draft",
        (ApplicationState::Accepted, _) => "Accepted",
        (ApplicationState::Rejected, _) => "Rejected",
        (ApplicationState::Withdrawn, _) => "Withdrawn",
        (ApplicationState::Lapsed, _) => "Lapsed",
        (ApplicationState::Revoked, _) => "Revoked",
        (ApplicationState::Expired, _) => "Expired",
    }
}

/// What happened.
pub fn event(kind: &str) -> &'static str {
    match kind {
        "submitted" => "Submitted",
        "resubmitted" => "Submitted again",
        "withdrawn" => "Withdrawn",
        "applied_again" => "Applied again",
        "identity_confirmed" => "Identity confirmed",
        "reference_invited" => "Reference asked",
        "reference_confirmed" => "Reference accepted",
        "reference_skipped" => "Went on without a reference",
        "reference_sent" => "The mail to the reference was taken by their mail server",
        "reference_bounced" => "The mail to the reference was refused",
        "reference_resent" => "Request to the reference sent again",
        "reference_replaced" => "Another reference named",
        "reference_answered" => "The reference answered",
        "reference_corrected" => "The reference changed their answer",
        "reference_withdrew" => "The reference took their answer back",
        "reference_timed_out" => "The reference did not answer in time",
        "returned" => "Returned for changes",
        "accepted" => "Accepted",
        "rejected" => "Rejected",
        "revoked" => "Credential revoked",
        "lapsed" => "Lapsed",
        "expired" => "Credential ended",
        _ => "Something changed",
    }
}

pub const BY: &str = ", by ";

/// Who did something, where it was nobody of staff.
pub fn actor(actor: &str) -> &'static str {
    match actor {
        "applicant" | "you" => "the applicant",
        "reviewer" => "a reviewer",
        "administrator" => "an administrator",
        "reference" => "the reference",
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
        AgeBand::Ok => "in time",
        AgeBand::Due => "due",
        AgeBand::Late => "late",
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
