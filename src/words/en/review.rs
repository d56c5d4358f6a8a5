//! The reviewers' pages: queue, case, decisions, trainings.

use super::shared::{counted, grouped, span};
use crate::page::review::Action;
use accede_api::on_record::{InstitutionRecord, ReferenceRecord};
use accede_api::page::Count;
use accede_api::review::{AgeBand, Flag, Signal};
use accede_domain::application::{ApplicationState, Field, Stage, Task};
use accede_domain::reference::{ReferenceAnswer, ReferenceOutcome};
use accede_domain::review::CaseKind;
use accede_domain::review::template::TemplateKind;
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
pub const FLAGGED: &str = "Needs a look";
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
        Action::Next => "Open the next case",
        Action::List => "Back to the list",
        Action::Claim => "Claim the case, or give it back",
        Action::Accept => "Go on with the case: opens the questions",
        Action::Return => "Return for changes: opens the comments",
        Action::Reject => "Reject: opens the reasons",
        Action::Undo => "Undo the last decision",
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

pub const NEXT_CASE: &str = "Next case";
pub const NOTHING_LEFT: &str = "Nothing is left in this list that you could take.";
pub const CLAIM: &str = "Claim it";
pub const CLAIMED_BY_YOU: &str = "You are on it";
pub const GIVE_BACK: &str = "Give it back";
pub const UNTIL: &str = "at least until ";
pub const CLAIMED: &str = "Somebody is working on this";
pub const TAKE_OVER: &str = "Take it over";
pub const TAKE_OVER_TITLE: &str = "Take the case over?";
pub const TAKE_OVER_TEXT: &str = "Somebody else is working on it. What they have written stays with them; they can decide \
     nothing more on it, and see who took it over as soon as they go on.";

/// Who works on a case.
pub fn claimed_by(name: &str) -> String {
    [name, " is on it"].concat()
}

pub const UNDO: &str = "Undo";
pub const CAN_UNDO: &str =
    "Nobody has been told yet. Until it takes effect, you can undo it at the foot of the page.";
pub const IN_A_MOMENT: &str = "It takes effect in a moment.";
pub const TOO_LATE: &str = "That came too late: the decision has taken effect.";
pub const OPEN_CASE: &str = "Open the case";
pub const PUT_AWAY: &str = "Put away";

/// A decision, by its word on the wire.
pub fn decided_label(kind: CaseKind, command: &str) -> &'static str {
    match (kind, command) {
        (CaseKind::Training, "accept") => TRAINING_ACCEPT,
        (CaseKind::Training, "return") => TRAINING_RETURN,
        (CaseKind::Training, _) => TRAINING_REJECT,
        (_, "confirm_identity") => CONFIRM_IDENTITY,
        (_, "invite_reference") => INVITE,
        (_, "confirm_reference") => CONFIRM_REFERENCE,
        (_, "skip_reference") => SKIP,
        (_, "return_for_changes") => RETURN,
        (_, "accept") => ACCEPT,
        (_, "reject") => REJECT,
        (_, "revoke") => REVOKE,
        _ => DECIDED,
    }
}

pub fn decided_by_you(label: &str) -> String {
    ["You decided: ", label].concat()
}

pub fn decided_by(name: &str, label: &str) -> String {
    [name, " decided: ", label].concat()
}

pub fn did_not_happen(label: &str) -> String {
    ["This did not happen: ", label].concat()
}

pub fn undone(label: &str, name: &str) -> String {
    ["Undone: ", label, ", ", name].concat()
}

/// How long a decision can still be undone.
pub fn seconds(left: i64) -> String {
    [&left.to_string(), " s"].concat()
}

pub fn more_decisions(more: usize) -> String {
    ["and ", &counted(more, "more decision", "more decisions")].concat()
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
pub const LOOKS_LIKE: &str = "Looks like";
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

pub const STATISTICS: &str = "Statistics";
pub const NOT_COUNTED: &str =
    "Nothing has been counted yet. That happens every quarter of an hour.";
pub const COUNTED: &str = "Counted ";
pub const OVER_90_DAYS: &str = ", over the 90 days before.";
pub const FUNNEL: &str = "How far applications get";
pub const FUNNEL_TEXT: &str =
    "Of those first submitted in the 90 days. Those under way have not come to their end.";
pub const ACCEPTED: &str = "Accepted";
pub const REJECTED: &str = "Rejected";
pub const RETURNED: &str = "Returned";
pub const GIVEN_UP: &str = "Withdrawn, lapsed";
pub const AGES: &str = "How long they stand at their stage";
pub const AGES_TEXT: &str = "Everything that is under way now.";
pub const OTHERS_WAITING: &str = "Waiting for others";
pub const AGE_GROUPS: [&str; 6] = [
    "Less than 1 day",
    "1 to 3 days",
    "3 to 7 days",
    "7 to 14 days",
    "14 to 30 days",
    "Longer",
];
pub const STEPS: &str = "How long a step takes";
pub const STEPS_TEXT: &str = "Of the steps that ended in the 90 days. Applicants are told the same figures, once there are 20.";
pub const NO_STEPS: &str = "No step has ended in the 90 days.";
pub const STEP: &str = "Step";
pub const MEDIAN: &str = "Half within";
pub const NINETIETH: &str = "Nine in ten within";
pub const ENDED: &str = "Ended";
pub const WORKLOAD: &str = "Who decided how much";
pub const WORKLOAD_TEXT: &str = "For administrators. Undone decisions do not count.";
pub const NO_WORKLOAD: &str = "Nobody has decided anything in the 90 days.";
pub const REVIEWER: &str = "Reviewer";

/// That an application came to a stage.
pub fn came_to(stage: Stage) -> &'static str {
    match stage {
        Stage::Identity => "Submitted",
        Stage::Reference => "Identity confirmed",
        Stage::Response => "Reference asked",
        Stage::Final => "Ready to decide",
        Stage::Returned => "Returned",
    }
}

pub const TEMPLATES: &str = "Texts";
pub const TEMPLATES_TEXT: &str = "Reviewers begin from these, and can edit them before they are sent. What was sent stays as it was, whatever becomes of the text.";
pub const NEW_TEMPLATE: &str = "Add a text";
pub const TEMPLATE_TITLE: &str = "Title";
pub const TEMPLATE_WORDS: &str = "Words for the applicant";
pub const PLACEHOLDERS: &str = "{support} stands for the support address, {site_name} for the portal’s name, {origin} for its address.";
pub const PINNED_TO: &str = "Answer that the comment is pinned to";
pub const CHANGED_AT: &str = "Changed";
pub const OFFERED: &str = "Offered";
pub const RETIRED: &str = "Retired";
pub const SAVE_VERSION: &str = "Save as a new version";
pub const RETIRE: &str = "Retire it";
pub const RESTORE: &str = "Offer it again";
pub const RETIRE_TEXT: &str = "A retired text is in no list; decisions that used it keep it.";
pub const WORDINGS: &str = "Wordings so far, the latest first";
pub const CAME_WITH: &str = "came with the program";
pub const KIND: &str = "What is it for?";
pub const FOR_RETURNS: &str = "Returning for changes";
pub const FOR_REJECTIONS: &str = "Rejecting";
pub const SUBJECT: &str = "Of what?";
pub const TITLE_NOUN: &str = "a title";
pub const POINTER_NOUN: &str = "an answer";
pub const KIND_NOUN: &str = "what it is for";
pub const SUBJECT_NOUN: &str = "what it is about";

/// What texts are for: `Returning an application`.
pub fn template_group(subject: CaseKind, kind: TemplateKind) -> &'static str {
    match (subject, kind) {
        (CaseKind::Application, TemplateKind::Return) => "Returning an application",
        (CaseKind::Application, TemplateKind::Reject) => "Rejecting an application",
        (CaseKind::Training, TemplateKind::Return) => "Returning a training report",
        (CaseKind::Training, TemplateKind::Reject) => "Rejecting a training report",
    }
}

/// `At: City`
pub fn at_answer(about: &str) -> String {
    ["At: ", about].concat()
}

pub const NOTES: &str = "Notes for staff";
pub const NOTES_TEXT: &str =
    "The applicant never reads them. None can be changed: to correct one, add another.";
pub const NOTE: &str = "A note";
pub const ADD_NOTE: &str = "Add the note";
pub const NOTE_ADDED: &str = "Added.";

pub const ON_RECORD: &str = "On record";
pub const NOTHING_ON_RECORD: &str = "Nothing else on record bears on this application.";
pub const NAMED_ELSEWHERE: &str = "Others who named this reference";
pub const OTHER_ADDRESS: &str = "At another address of theirs";
pub const SEE_THEM: &str = "See them";
pub const BY_DOMAIN: &str = " (mail domain)";
pub const SAME_NAME: &str = "Other accounts with this name and country";
pub const SAME_REPORT: &str = "Other accounts with the same file";

/// What became of a reference's other requests: `The reference was named by 12 others: 8 confirmed, 1 said no.`
pub fn reference_record(record: &ReferenceRecord) -> String {
    let named = at_least(record.named, "other applicant", "other applicants");
    let counts = [
        (record.confirmed, " confirmed"),
        (record.said_no, " said no"),
        (record.took_back, " taken back"),
        (record.no_answer, " without an answer"),
    ];
    [
        "The reference was named by ",
        &named,
        &figures(&counts),
        ".",
    ]
    .concat()
}

/// `14 other applications: 9 accepted, 2 rejected.`
pub fn institution(record: &InstitutionRecord) -> String {
    if record.applications.count == 0 {
        return "no other application.".to_owned();
    }
    let counts = [
        (record.accepted.unwrap_or_default(), " accepted"),
        (record.rejected.unwrap_or_default(), " rejected"),
    ];
    let all = at_least(
        record.applications,
        "other application",
        "other applications",
    );
    [&all, &figures(&counts), "."].concat()
}

pub fn same_name(found: usize) -> String {
    [
        &counted(found, "application", "applications"),
        " under another account with this name and country.",
    ]
    .concat()
}

pub fn same_report(found: usize) -> String {
    [
        "The same training file was uploaded by ",
        &counted(found, "other account", "other accounts"),
        ".",
    ]
    .concat()
}

pub fn outcome(outcome: ReferenceOutcome) -> &'static str {
    match outcome {
        ReferenceOutcome::Confirmed => "Confirmed",
        ReferenceOutcome::SaidNo => "Said no",
        ReferenceOutcome::TookBack => "Took the answer back",
        ReferenceOutcome::NoAnswer => "Did not answer",
        ReferenceOutcome::Ended => "Ended before an answer",
        ReferenceOutcome::Open => "Not answered yet",
    }
}

/// A count that may have stopped: `5,000 applications or more`.
fn at_least(count: Count, one: &str, many: &str) -> String {
    let words = counted(count.count as usize, one, many);
    if count.exact {
        words
    } else {
        [&words, " or more"].concat()
    }
}

/// Those that are not nothing, after a colon.
fn figures(counts: &[(u32, &str)]) -> String {
    let mut words = String::new();
    for (count, what) in counts.iter().filter(|(count, _)| *count > 0) {
        words.push_str(if words.is_empty() { ": " } else { ", " });
        words.push_str(&grouped(u64::from(*count)));
        words.push_str(what);
    }
    words
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
        "decision_undone" => "A decision was undone before it took effect",
        "decision_not_carried_out" => "A decision did not happen: the case had changed",
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
        Signal::ReferenceLookalike => "Reference's address looks like another",
        Signal::ReferenceChanged => "Reference changed",
        Signal::KnownReference => "Known reference",
        Signal::TrainingAccepted => "Training accepted",
        Signal::TrainingWaiting => "Training to review",
        Signal::TrainingMissing => "Training missing",
        Signal::RevokedBefore => "Credential revoked before",
    }
}

/// What happened to a credential that holds.
pub fn credential_flag(flag: Flag) -> &'static str {
    match flag {
        Flag::NameChanged => "The holder goes by another name in the profile now",
        Flag::ReferenceCorrected => "The reference changed their answer after the decision",
        _ => "The reference took their answer back after the decision",
    }
}

pub fn credential_flags(count: u32, exact: bool) -> String {
    let words = if exact { "" } else { "At least " };
    [
        words,
        &counted(count as usize, "credential", "credentials"),
        " to look at",
    ]
    .concat()
}

pub const CREDENTIAL_FLAG_TEXT: &str =
    ". The credential still holds. Revoke it with a reason, or say that it stays.";
pub const SETTLE: &str = "The credential stays";
pub const ALL_ANSWERS: &str = "All answers, oldest first";
pub const TOOK_BACK: &str = "Took the answer back";

pub fn revoked(applicant: &str) -> String {
    ["A credential of this person was revoked: ", applicant].concat()
}

pub fn answer(answer: ReferenceAnswer) -> &'static str {
    match answer {
        ReferenceAnswer::Confirms => "Confirms",
        ReferenceAnswer::DoesNotKnow => "Does not know the applicant",
        ReferenceAnswer::CannotVouchNow => "Cannot vouch now",
        ReferenceAnswer::Concern => "Has a concern",
    }
}
