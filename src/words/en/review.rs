//! The reviewers' pages: queue, case, decisions, trainings.

use super::shared::{counted, date, grouped, span};
use crate::page::review::Action;
use crate::words::{Text, filled, t};
use accede_api::on_record::{InstitutionRecord, ReferenceRecord};
use accede_api::page::Count;
use accede_api::review::{AgeBand, Flag, Signal};
use accede_domain::application::{ApplicationState, Field, Stage, Task};
use accede_domain::reference::{ReferenceAnswer, ReferenceOutcome};
use accede_domain::review::CaseKind;
use accede_domain::review::template::TemplateKind;
use accede_domain::time::{Duration, Timestamp};

pub const APPLICATIONS: Text = Text("Applications");
pub const WAYS: Text = Text("Review");
pub const FILTERS: Text = Text("Filters");
pub const STAGE: Text = Text("Stage");
pub const CATEGORY: Text = Text("Category");
pub const FLAG: Text = Text("Flagged");
pub const SEARCH: Text = Text("Search");
pub const COUNTRY: Text = Text("Country");
pub const SEARCH_HINT: Text = Text("Name, organisation, address, number or summary");
pub const SORT: Text = Text("Order");
pub const ALL_WAITING: Text = Text("Waiting for us");
pub const ALL_OPEN: Text = Text("All under way");
pub const AS_FILE: Text = Text("This list as a file (CSV)");
pub const DECIDED: Text = Text("Decided");
pub const SORTS: [(&str, Text); 4] = [
    ("", Text("Longest in the queue first")),
    ("newest", Text("Newest first")),
    ("stage_age", Text("Longest at its stage first")),
    ("name", Text("By name")),
];
pub const APPLICANT: Text = Text("Applicant");
pub const ORGANISATION: Text = Text("Organisation");
pub const AT_STAGE: Text = Text("At its stage");
pub const IN_QUEUE: Text = Text("In the queue");
pub const SIGNALS: Text = Text("Signals");
pub const NUMBER: Text = Text("Number");
pub const SUBMITTED: Text = Text("Submitted");
pub const EMPTY: Text = Text("Nobody waits here.");
pub const EMPTY_FILTERED: Text = Text("Nothing fits these filters.");
pub const CLEAR: Text = Text("Clear all filters");
pub const TAKE_AWAY: Text = Text("Take away the filter ");
pub const FLAGGED: Text = Text("Needs a look");
pub const VIEWS: Text = Text("Saved views");
pub const NO_VIEWS: Text = Text(
    "None yet. Filter the list, then save it here under a name. Views are kept in this browser.",
);
pub const VIEW_NAME: Text = Text("Name for the list as it is now");
pub const VIEW_NOUN: Text = Text("a name for the view");
pub const SAVE_VIEW: Text = Text("Save this view");

pub const TRAININGS_HINT: Text = Text("Name or user name");
pub const ASKED: Text = Text("Asked");
pub const REFERENCE: Text = Text("Reference");
pub const REFERENCES_LATE: Text = Text("References overdue");
pub const ALL_ASKED: Text = Text("All who were asked");
pub const EMPTY_REFERENCES: Text = Text("No answer of a reference is waited for.");
pub const REFUSED_MAIL: Text = Text("Mail refused");
pub const NOT_ANSWERED: Text = Text("No answer yet");

/// How long a reference has had the request.
pub fn reference_age(band: AgeBand) -> &'static str {
    t(match band {
        AgeBand::Ok => "Asked lately",
        AgeBand::Due => "Reminded",
        AgeBand::Late => "Overdue",
    })
}

pub const KEYBOARD: Text = Text("Keyboard");
pub const KEYS_TEXT: Text = Text(
    "These keys work while the focus is in the list or the case, and never in a field. No key decides: \
     the keys of decisions open their questions. To change a letter, type another in its place.",
);
pub const KEYS_ON: Text = Text("Letter keys are on");
pub const KEYS_KEPT: Text = Text("Kept in this browser.");
pub const KEYS_RESET: Text = Text("Back to the first letters");
/// Keys that are always the same.
pub const FIXED_KEYS: [(&str, Text); 4] = [
    (
        "Enter",
        Text("Opens the line; at an answer, comments on it"),
    ),
    ("y", Text("In a question: yes, and on to the next")),
    ("n", Text("In a question: no, and on to the next")),
    (
        "Esc",
        Text("Leaves the search, or closes what is open above the page"),
    ),
];

/// What a key does.
pub fn action(action: Action) -> &'static str {
    t(match action {
        Action::Down => "Next line or answer",
        Action::Up => "Line or answer before",
        Action::NextPage => "Next page of the list",
        Action::PreviousPage => "Page before",
        Action::Search => "Search",
        Action::Mark | Action::MarkTo => "Mark the line; with Shift, all from the one marked last",
        Action::Next => "Open the next case",
        Action::List => "Back to the list",
        Action::Claim => "Claim the case, or give it back",
        Action::Accept => "Go on with the case: opens the questions",
        Action::Return => "Return for changes: opens the comments",
        Action::Reject => "Reject: opens the reasons",
        Action::Undo => "Undo the last decision",
        Action::Help => "This help",
    })
}

/// How many lines a list has: `42 lines`, `1,000 lines or more`.
pub fn total(count: u32, exact: bool) -> String {
    if exact {
        counted(count as usize, "line", "lines")
    } else {
        filled("{1} lines or more", &[&grouped(u64::from(count))])
    }
}

/// How many lines a choice would leave, beside it: `42`, `1,000+`.
pub fn figure(count: u32, exact: bool) -> String {
    let more = if exact { "" } else { "+" };
    [&grouped(u64::from(count)), more].concat()
}

/// What came while the list was open.
pub fn new_applications(new: usize) -> String {
    counted(new, "new application", "new applications")
}

pub fn new_reports(new: usize) -> String {
    counted(new, "new report", "new reports")
}

pub fn newly_late(new: usize) -> String {
    counted(new, "more that is overdue", "more that are overdue")
}

/// The button that shows what came: `Show 2 new applications`.
pub fn show(new: &str) -> String {
    filled("Show {1}", &[new])
}

pub const NEXT_CASE: Text = Text("Next case");
pub const CLAIM: Text = Text("Claim it");
pub const CLAIMED_BY_YOU: Text = Text("You are on it");
pub const GIVE_BACK: Text = Text("Give it back");
pub const UNTIL: Text = Text("at least until ");
pub const CLAIMED: Text = Text("Somebody is working on this");
pub const TAKE_OVER: Text = Text("Take it over");
pub const TAKE_OVER_TITLE: Text = Text("Take the case over?");
pub const TAKE_OVER_TEXT: Text = Text(
    "Somebody else is working on it. What they have written stays with them; they can decide \
     nothing more on it, and see who took it over as soon as they go on.",
);

/// Why there is no next case; with the time up to which it was looked for, where there is more.
pub fn nothing_left(looked_until: Option<Timestamp>) -> String {
    match looked_until {
        None => t("Nothing is left in this list that you could take.").to_owned(),
        Some(until) => filled(
            "Nothing that was submitted until {1} is free for you. What came later was not looked at: narrow the list by its filters.",
            &[&date(until.date())],
        ),
    }
}

/// Who works on a case.
pub fn claimed_by(name: &str) -> String {
    filled("{1} is on it", &[name])
}

pub const UNDO: Text = Text("Undo");
pub const CAN_UNDO: Text = Text(
    "Nobody has been told yet. Until it takes effect, you can undo it at the foot of the page.",
);
pub const IN_A_MOMENT: Text = Text("It takes effect in a moment.");
pub const TOO_LATE: Text = Text("That came too late: the decision has taken effect.");
pub const OPEN_CASE: Text = Text("Open the case");
pub const PUT_AWAY: Text = Text("Put away");

/// A decision, by its word on the wire.
pub fn decided_label(kind: CaseKind, command: &str) -> &'static str {
    t(match (kind, command) {
        (CaseKind::Training, "accept") => TRAINING_ACCEPT.get(),
        (CaseKind::Training, "return") => TRAINING_RETURN.get(),
        (CaseKind::Training, _) => TRAINING_REJECT.get(),
        (_, "confirm_identity") => CONFIRM_IDENTITY.get(),
        (_, "invite_reference") => INVITE.get(),
        (_, "confirm_reference") => CONFIRM_REFERENCE.get(),
        (_, "skip_reference") => SKIP.get(),
        (_, "return_for_changes") => RETURN.get(),
        (_, "accept") => ACCEPT.get(),
        (_, "reject") => REJECT.get(),
        (_, "revoke") => REVOKE.get(),
        _ => DECIDED.get(),
    })
}

pub fn decided_by_you(label: &str) -> String {
    filled("You decided: {1}", &[label])
}

pub fn decided_by(name: &str, label: &str) -> String {
    filled("{1} decided: {2}", &[name, label])
}

pub fn did_not_happen(label: &str) -> String {
    filled("This did not happen: {1}", &[label])
}

pub fn undone(label: &str, name: &str) -> String {
    filled("Undone: {1}, {2}", &[label, name])
}

/// How long a decision can still be undone.
pub fn seconds(left: i64) -> String {
    [&left.to_string(), " s"].concat()
}

pub fn more_decisions(more: usize) -> String {
    filled(
        "and {1}",
        &[&counted(more, "more decision", "more decisions")],
    )
}

pub const AT_THIS_STAGE: Text = Text("at this stage");
pub const STATED: Text = Text("What was stated");
pub const CHANGED: Text = Text("Changed since the last submission");
pub const CHANGED_MARK: Text = Text("Changed.");
pub const WAS: Text = Text("Before: ");
pub const ASKED_BEFORE: Text = Text("Asked with the last return: ");
pub const FIELD: Text = Text("Question");
pub const BEFORE: Text = Text("Before");
pub const NOW: Text = Text("Now");
pub const ADDRESSES: Text = Text("Confirmed addresses");
pub const REFERENCES: Text = Text("References");
pub const NAMED_BEFORE: Text = Text("Named before: ");
pub const NO_REFERENCES: Text = Text("No reference is named.");
pub const ANSWER: Text = Text("Answer");
pub const ANSWERED: Text = Text("Answered");
pub const ANSWER_TEXT: Text = Text("What they wrote");
pub const LOOKS_LIKE: Text = Text("Looks like");
pub const BOUNCE: Text = Text("The mail server said");
pub const CONFIRMED_BEFORE: Text = Text("Confirmed others from this address");
pub const TRAININGS: Text = Text("Trainings");
pub const NO_TRAININGS: Text = Text("No training report is on file.");
pub const EARLIER: Text = Text("Earlier applications");
pub const ACCESS: Text = Text("Access to data");
pub const HISTORY: Text = Text("What happened");
pub const DECIDE: Text = Text("Decide");
pub const NOTHING_TO_DECIDE: Text = Text("There is nothing for you to decide here now.");
pub const MAY_NOT: Text = Text("You cannot decide this one");
pub const BLOCKED: Text = Text("It cannot be accepted yet");
pub const STALE: Text = Text(
    "Somebody changed this meanwhile. What you wrote is still here; look at what is new, then decide again.",
);
pub const SEE_NEW: Text = Text("Show what is new");
pub const NO_BARS: Text = Text("With a “no” it cannot go on: return it for changes, or reject it.");

pub const CONFIRM_IDENTITY: Text = Text("Confirm the identity");
pub const INVITE: Text = Text("Ask the reference");
pub const INVITE_MESSAGE: Text = Text("Message in the mail");
pub const CONFIRM_REFERENCE: Text = Text("Accept this person as reference");
pub const CONFIRM_REFERENCE_TEXT: Text = Text(
    "The applicant named somebody else after the identity was confirmed, or an answer changed. You say that this person will do.",
);
pub const SKIP: Text = Text("Go on without the reference");
pub const REASON: Text = Text("Reason, for staff");
pub const ACCEPT: Text = Text("Accept the application");
pub const ACCEPT_TEXT: Text =
    Text("The applicant becomes a credentialed researcher and gets a mail with the next steps.");
pub const RETURN: Text = Text("Return for changes");
pub const RETURN_FIELD: Text = Text("Comment on another answer");
pub const ADD_COMMENT: Text = Text("Add the comment");
pub const RETURN_COMMENT: Text = Text("Comment, for the applicant");
pub const RETURN_MESSAGE: Text = Text("Message beside the comments, for the applicant");
pub const BEGIN_FROM: Text = Text("Begin from a text");
pub const PREVIEW: Text = Text("What the applicant will read");
pub const NO_COMMENTS: Text = Text("Nothing yet: comment on at least one answer.");
pub const YOUR_COMMENT: Text = Text("Your comment: ");
pub const REJECT: Text = Text("Reject the application");
pub const TEMPLATE: Text = Text("Reason");
pub const REJECT_COMMENT: Text = Text("Words for the applicant");
pub const REJECT_HINT: Text = Text("They read them as they stand here.");
pub const REVOKE: Text = Text("Revoke the credential");
pub const REVOKE_TEXT: Text = Text("Access ends at once on every service, and the person is told.");
pub const REVOKE_REASON: Text = Text("Reason, for the person and the record");

/// `Comment on: Organisation`
pub fn comment_on(about: &str) -> String {
    filled("Comment on: {1}", &[about])
}

pub fn drop_comment(about: &str) -> String {
    filled("Drop the comment on: {1}", &[about])
}

pub fn comment_added(about: &str) -> String {
    filled("The text stands above, at: {1}", &[about])
}

/// Since when it has its place.
pub fn in_queue(waited: Duration) -> String {
    filled("{1} in the queue", &[&span(waited)])
}

pub const STATISTICS: Text = Text("Statistics");
pub const NOT_COUNTED: Text =
    Text("Nothing has been counted yet. That happens every quarter of an hour.");
pub const COUNTED: Text = Text("Counted ");
pub const OVER_90_DAYS: Text = Text(", over the 90 days before.");
pub const FUNNEL: Text = Text("How far applications get");
pub const FUNNEL_TEXT: Text =
    Text("Of those first submitted in the 90 days. Those under way have not come to their end.");
pub const ACCEPTED: Text = Text("Accepted");
pub const REJECTED: Text = Text("Rejected");
pub const RETURNED: Text = Text("Returned");
pub const GIVEN_UP: Text = Text("Withdrawn, lapsed");
pub const AGES: Text = Text("How long they stand at their stage");
pub const AGES_TEXT: Text = Text("Everything that is under way now.");
pub const OTHERS_WAITING: Text = Text("Waiting for others");
pub const AGE_GROUPS: [Text; 6] = [
    Text("Less than 1 day"),
    Text("1 to 3 days"),
    Text("3 to 7 days"),
    Text("7 to 14 days"),
    Text("14 to 30 days"),
    Text("Longer"),
];
pub const STEPS: Text = Text("How long a step takes");
pub const STEPS_TEXT: Text = Text(
    "Of the steps that ended in the 90 days. Applicants are told the same figures, once there are 20.",
);
pub const NO_STEPS: Text = Text("No step has ended in the 90 days.");
pub const STEP: Text = Text("Step");
pub const MEDIAN: Text = Text("Half within");
pub const NINETIETH: Text = Text("Nine in ten within");
pub const ENDED: Text = Text("Ended");
pub const WORKLOAD: Text = Text("Who decided how much");
pub const WORKLOAD_TEXT: Text = Text(
    "For administrators. Each step on an application counts, such as an identity confirmed. Undone decisions do not count.",
);
pub const DECISIONS: Text = Text("Decisions on applications");
pub const NO_WORKLOAD: Text = Text("Nobody has decided anything in the 90 days.");
pub const REVIEWER: Text = Text("Reviewer");

/// That an application came to a stage.
pub fn came_to(stage: Stage) -> &'static str {
    t(match stage {
        Stage::Identity => "Submitted",
        Stage::Reference => "Identity confirmed",
        Stage::Response => "Reference asked",
        Stage::Final => "Ready to decide",
        Stage::Returned => "Returned",
    })
}

pub const TEMPLATES: Text = Text("Texts");
pub const TEMPLATES_TEXT: Text = Text(
    "Reviewers begin from these, and can edit them before they are sent. What was sent stays as it was, whatever becomes of the text.",
);
pub const NEW_TEMPLATE: Text = Text("Add a text");
pub const TEMPLATE_TITLE: Text = Text("Title");
pub const TEMPLATE_WORDS: Text = Text("Words for the applicant");
pub const PLACEHOLDERS: Text = Text(
    "{support} stands for the support address, {site_name} for the portal’s name, {origin} for its address.",
);
pub const PINNED_TO: Text = Text("Answer that the comment is pinned to");
pub const CHANGED_AT: Text = Text("Changed");
pub const OFFERED: Text = Text("Offered");
pub const RETIRED: Text = Text("Retired");
pub const SAVE_VERSION: Text = Text("Save as a new version");
pub const RETIRE: Text = Text("Retire it");
pub const RESTORE: Text = Text("Offer it again");
pub const RETIRE_TEXT: Text = Text("A retired text is in no list; decisions that used it keep it.");
pub const WORDINGS: Text = Text("Wordings so far, the latest first");
pub const CAME_WITH: Text = Text("came with the program");
pub const KIND: Text = Text("What is it for?");
pub const FOR_RETURNS: Text = Text("Returning for changes");
pub const FOR_REJECTIONS: Text = Text("Rejecting");
pub const SUBJECT: Text = Text("Of what?");
pub const TITLE_NOUN: Text = Text("a title");
pub const POINTER_NOUN: Text = Text("an answer");
pub const KIND_NOUN: Text = Text("what it is for");
pub const SUBJECT_NOUN: Text = Text("what it is about");

/// What texts are for: `Returning an application`.
pub fn template_group(subject: CaseKind, kind: TemplateKind) -> &'static str {
    t(match (subject, kind) {
        (CaseKind::Application, TemplateKind::Return) => "Returning an application",
        (CaseKind::Application, TemplateKind::Reject) => "Rejecting an application",
        (CaseKind::Training, TemplateKind::Return) => "Returning a training report",
        (CaseKind::Training, TemplateKind::Reject) => "Rejecting a training report",
    })
}

/// `At: City`
pub fn at_answer(about: &str) -> String {
    filled("At: {1}", &[about])
}

pub const NOTES: Text = Text("Notes for staff");
pub const NOTES_TEXT: Text =
    Text("The applicant never reads them. None can be changed: to correct one, add another.");
pub const NOTE: Text = Text("A note");
pub const ADD_NOTE: Text = Text("Add the note");
pub const NOTE_ADDED: Text = Text("Added.");

pub const ON_RECORD: Text = Text("On record");
pub const NOTHING_ON_RECORD: Text = Text("Nothing else on record bears on this application.");
pub const NAMED_ELSEWHERE: Text = Text("Others who named this reference");
pub const OTHER_ADDRESS: Text = Text("At another address of theirs");
pub const SEE_THEM: Text = Text("See them");
pub const BY_DOMAIN: Text = Text(" (mail domain)");
pub const SAME_NAME: Text = Text("Other accounts with this name and country");
pub const SAME_REPORT: Text = Text("Other accounts with the same file");

/// What became of a reference's other requests: `The reference was named by 12 others: 8 confirmed, 1 said no.`
pub fn reference_record(record: &ReferenceRecord) -> String {
    let named = at_least(record.named, "other applicant", "other applicants");
    let counts = [
        (record.confirmed, "{1} confirmed"),
        (record.since_revoked, "{1} confirmed and later revoked"),
        (record.said_no, "{1} said no"),
        (record.took_back, "{1} taken back"),
        (record.no_answer, "{1} without an answer"),
    ];
    filled(
        "The reference was named by {1}{2}.",
        &[&named, &figures(&counts)],
    )
}

/// `14 other applications: 9 accepted, 2 rejected.`
pub fn institution(record: &InstitutionRecord) -> String {
    if record.applications.count == 0 {
        return t("no other application.").to_owned();
    }
    let counts = [
        (record.accepted.unwrap_or_default(), "{1} accepted"),
        (record.rejected.unwrap_or_default(), "{1} rejected"),
    ];
    let all = at_least(
        record.applications,
        "other application",
        "other applications",
    );
    [&all, &figures(&counts), "."].concat()
}

pub fn same_name(found: usize) -> String {
    let found = counted(found, "application", "applications");
    filled(
        "{1} under another account with this name and country.",
        &[&found],
    )
}

pub fn same_report(found: usize) -> String {
    let found = counted(found, "other account", "other accounts");
    filled("The same training file was uploaded by {1}.", &[&found])
}

pub fn outcome(outcome: ReferenceOutcome) -> &'static str {
    t(match outcome {
        ReferenceOutcome::Confirmed => "Confirmed",
        ReferenceOutcome::SaidNo => "Said no",
        ReferenceOutcome::TookBack => "Took the answer back",
        ReferenceOutcome::NoAnswer => "Did not answer",
        ReferenceOutcome::Ended => "Ended before an answer",
        ReferenceOutcome::Open => "Not answered yet",
    })
}

/// A count that may have stopped: `5,000 applications or more`.
fn at_least(count: Count, one: &'static str, many: &'static str) -> String {
    let words = counted(count.count as usize, one, many);
    if count.exact {
        words
    } else {
        filled("{1} or more", &[&words])
    }
}

/// Those that are not nothing, after a colon.
fn figures(counts: &[(u32, &'static str)]) -> String {
    let mut words = String::new();
    for (count, what) in counts.iter().filter(|(count, _)| *count > 0) {
        words.push_str(if words.is_empty() { ": " } else { ", " });
        words.push_str(&filled(what, &[&grouped(u64::from(*count))]));
    }
    words
}

pub const COMPLETED: Text = Text("Completed on");
pub const VALID_UNTIL: Text = Text("Valid until");
pub const TRAINING: Text = Text("Training");
pub const STATE: Text = Text("State");
pub const REPORT: Text = Text("The report");
pub const REPORT_RETURNED: Text = Text("Sent back to the applicant");
pub const NOT_ASKED: Text = Text("Not asked yet");
pub const PAGE: Text = Text("Page ");
pub const OF_REPORT: Text = Text(" of the uploaded report");
pub const NO_FILE: Text = Text("No file is kept of this report.");
pub const DOWNLOAD: Text = Text("Download the file as it was uploaded");
pub const TRAINING_ACCEPT: Text = Text("Accept the report");
pub const TRAINING_RETURN: Text = Text("Return it with a comment");
pub const TRAINING_REJECT: Text = Text("Reject it");
pub const DATE: Text = Text("Completion date in the report");
pub const DATE_HINT: Text = Text("Correct it where the report says something else");
pub const EARLIER_REPORTS: Text = Text("Earlier reports");

pub const TRAINING_NO_BARS: Text =
    Text("With a “no” it cannot be accepted: return it with a comment, or reject it.");
pub const BACK_TO_LIST: Text = Text("Back to the list");
pub const EMPTY_TRAININGS: Text = Text("No report waits.");

pub const TEXT_NOUN: Text = Text("your words");
pub const COMMENT_NOUN: Text = Text("a comment on at least one answer");
pub const TEMPLATE_NOUN: Text = Text("a reason");
pub const DATE_NOUN: Text = Text("the date");

/// A question of a checklist, by its name on the wire.
pub fn question(name: &str) -> &'static str {
    t(match name {
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
    })
}

/// A group of answers.
pub fn task(task: Task) -> &'static str {
    t(match task {
        Task::AboutYou => "Person",
        Task::Affiliation => "Affiliation",
        Task::Research => "Research",
        Task::Reference => "Reference",
    })
}

/// What was asked, as staff call it.
pub fn field(field: Field) -> &'static str {
    t(match field {
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
    })
}

/// The same where it stands alone, and has to say whose it is.
pub fn field_alone(of: Field) -> &'static str {
    t(match of {
        Field::ReferenceCategory => "Reference: relation",
        Field::ReferenceName => "Reference: name",
        Field::ReferenceEmail => "Reference: e-mail address",
        Field::ReferenceOrganisation => "Reference: organisation",
        Field::ReferenceTitle => "Reference: position",
        Field::ReferencePageUrl => "Reference: page that shows the address",
        own => field(own),
    })
}

/// Where an application stands, as staff say it.
pub fn standing(state: ApplicationState, at: Option<Stage>) -> &'static str {
    t(match (state, at) {
        (ApplicationState::Submitted, Some(at)) => stage(at),
        (ApplicationState::Submitted, None) => "Submitted",
        (ApplicationState::Draft, _) => "Draft",
        (ApplicationState::Accepted, _) => "Accepted",
        (ApplicationState::Rejected, _) => "Rejected",
        (ApplicationState::Withdrawn, _) => "Withdrawn",
        (ApplicationState::Lapsed, _) => "Lapsed",
        (ApplicationState::Revoked, _) => "Revoked",
        (ApplicationState::Expired, _) => "Expired",
    })
}

/// What happened.
pub fn event(kind: &str) -> &'static str {
    t(match kind {
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
    })
}

pub const BY: Text = Text(", by ");

/// Who did something, where it was nobody of staff.
pub fn actor(actor: &str) -> &'static str {
    t(match actor {
        "applicant" | "you" => "the applicant",
        "reviewer" => "a reviewer",
        "administrator" => "an administrator",
        "reference" => "the reference",
        _ => "",
    })
}

pub fn stage(stage: Stage) -> &'static str {
    t(match stage {
        Stage::Identity => "Identity",
        Stage::Reference => "Reference",
        Stage::Response => "Response",
        Stage::Final => "Final",
        Stage::Returned => "Returned",
    })
}

/// How long a report has waited, along the top of the list.
pub fn waited(band: AgeBand) -> &'static str {
    t(match band {
        AgeBand::Ok => "In time",
        AgeBand::Due => "Due",
        AgeBand::Late => "Late",
    })
}

pub fn age(band: AgeBand) -> &'static str {
    t(match band {
        AgeBand::Ok => "in time",
        AgeBand::Due => "due",
        AgeBand::Late => "late",
    })
}

pub fn signal(signal: Signal) -> &'static str {
    t(match signal {
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
        Signal::Orcid => "ORCID",
    })
}

/// What happened to a credential that holds.
pub fn credential_flag(flag: Flag) -> &'static str {
    t(match flag {
        Flag::NameChanged => "The holder goes by another name in the profile now",
        Flag::ReferenceCorrected => "The reference changed their answer after the decision",
        _ => "The reference took their answer back after the decision",
    })
}

pub fn credential_flags(count: u32, exact: bool) -> String {
    let words = if exact {
        "{1} to look at"
    } else {
        "At least {1} to look at"
    };
    filled(
        words,
        &[&counted(count as usize, "credential", "credentials")],
    )
}

pub const CREDENTIAL_FLAG_TEXT: Text =
    Text(". The credential still holds. Revoke it with a reason, or say that it stays.");
pub const SETTLE: Text = Text("The credential stays");
pub const ALL_ANSWERS: Text = Text("All answers, oldest first");
pub const TOOK_BACK: Text = Text("Took the answer back");

pub fn revoked(applicant: &str) -> String {
    filled("A credential of this person was revoked: {1}", &[applicant])
}

pub fn answer(answer: ReferenceAnswer) -> &'static str {
    t(match answer {
        ReferenceAnswer::Confirms => "Confirms",
        ReferenceAnswer::DoesNotKnow => "Does not know the applicant",
        ReferenceAnswer::CannotVouchNow => "Cannot vouch now",
        ReferenceAnswer::Concern => "Has a concern",
    })
}
