//! The wizard: its task list, its pages, what is checked and what happens after submitting.

use super::title;
use crate::reader::Reader;
use accede_api::application::FieldComment;
use accede_domain::application::{Field, ReferenceCategory, ResearcherCategory, Task};
use accede_domain::next::TaskState;

pub const YES: &str = "Yes";
pub const NO: &str = "No";

pub const LEAD: &str = "Answer these in any order. Every word is saved as you type, so you can stop at any time and come back.";
pub const NONE_LEAD: &str = "A reviewer checks who you are, where you work and what you want to find out, and asks the person you name as your \
     reference. It takes about 20 minutes to write, and every word is saved as you type.";
pub const NEED_TITLE: &str = "What you need";
pub const NEED: [&str; 3] = [
    "the completion report of your training: not the certificate, the report that lists all modules with dates and scores",
    "the name, position and e-mail address of a reference; for students and postdocs, of your supervisor. Not yourself",
    "a few sentences about your research: what data, for which question, and how you will keep them safe",
];
pub const DELAYS_TITLE: &str = "What delays or ends an application";
pub const DELAYS: [&str; 4] = [
    "Something is missing or wrong: you get it back with a comment at the field, and keep your place in the queue.",
    "Your reference does not answer: you can name someone else at any time.",
    "It was plainly not meant seriously: a reviewer rejects it and says why. Nothing is thrown away without telling you.",
    "You do not answer a reviewer's comments for 90 days: it lapses. We remind you twice before.",
];
pub const START: &str = "Start your application";
pub const TO_LIST: &str = "Your application";
pub const PAUSED: &str = "Applications are paused";
pub const PAUSED_TEXT: &str = "You can go on writing; drafts are saved as always.";
pub const RETURNED: &str = "A reviewer sent it back for changes";
pub const RETURNED_TEXT: &str = "Their comments stand at the fields. Change what they ask for, then submit again: your place in the queue is kept.";
pub const UNDER_REVIEW: &str = "It is being reviewed";
pub const UNDER_REVIEW_TEXT: &str = "Its answers cannot be changed now. The page of the application says where it stands, and you can name another \
     reference there.";
pub const ACCEPTED: &str = "It was accepted";
pub const ACCEPTED_TEXT: &str = "Your credential holds. What is left is below, for each dataset.";
pub const ENDED: &str = "Your last application has ended";
pub const ENDED_TEXT: &str =
    "You can apply again. The new one begins with the answers of the last.";
pub const SEE: &str = "See your application";

pub const CHECK_TASK: &str = "Check and submit";
pub const HINT_ABOUT: &str = "Your name";
pub const HINT_AFFILIATION: &str = "Where you work, and how a reviewer can see it";
pub const HINT_RESEARCH: &str = "What you want to find out";
pub const HINT_REFERENCE: &str = "Who knows you and your work";
pub const HINT_TRAINING: &str = "The completion report of your course";
pub const HINT_CHECK: &str = "Read everything once more, then hand it in";
pub const GO_ON: &str = "Go on: ";
pub const THEN: &str = "Then, for each dataset";
pub const THEN_TEXT: &str = "You can sign an agreement and link a cloud account before you are accepted. BigQuery and Cloud Storage need a cloud account, downloads do not.";
/// Before the name of a dataset.
pub const ASKS: &str = "What you need for ";
pub const OTHERS: &str = "For the other datasets";
pub const HINT_CLOUD: &str = "Only for BigQuery and Cloud Storage";
pub const HINT_ACCESS: &str = "The files, and access in the cloud";
pub const TASK_AGREEMENT: &str = "Agreement";
pub const TASK_CLOUD: &str = "Cloud account";
pub const TASK_ACCESS: &str = "Access";

/// How a task stands.
pub fn task_state(state: TaskState) -> &'static str {
    match state {
        TaskState::NotStarted => "Not started",
        TaskState::InProgress => "In progress",
        TaskState::Complete => "Complete",
        TaskState::CannotStart => "Cannot start yet",
        TaskState::Waiting => "Waits for a reviewer",
        TaskState::NeedsAttention => "Needs your attention",
    }
}

pub const CONTINUE: &str = "Save and continue";
pub const CHECK_AGAIN: &str = "Save and check your answers";
pub const LATER: &str = "Save and come back later";
pub const CLOSED: &str = "This cannot be changed now";

pub const GIVEN_HINT: &str = "As in your publications or on the page of your organisation.";
pub const SUFFIX_HINT: &str = "Such as Jr. or PhD.";
pub const CATEGORY_HINT: &str = "Students and postdocs name their supervisor as reference.";
pub const ORGANISATION_HINT: &str = "Its full name, as it writes it itself.";
pub const ROR_HINT: &str = "The organisation's address at ror.org, if you know it.";
pub const STATE_HINT: &str = "Needed in the United States and Canada, elsewhere as you like.";
pub const POSTAL_HINT: &str = "Leave it empty if your country has none.";
pub const LISTED_HINT: &str =
    "A directory, or another page that is easy to find. If there is none, you name a reference.";
pub const WEBPAGE_HINT: &str = "A page where a reviewer can see that you exist, such as yours at your organisation. It begins with https://. You need it only if you name no reference.";

pub const SUMMARY_LEAD: &str =
    "Say what data you need, for which question, and how you will keep them safe.";
pub const SUMMARY_HINT: &str = "100 to 1,000 characters; 40 are enough in Chinese, Japanese, Korean or Thai. Plain sentences are best; a list of literature is not \
     needed.";
pub const SUMMARY_HELP: &str = "What a reviewer looks for";
pub const SUMMARY_HELP_TEXT: [&str; 3] = [
    "the data and the question: “We use laboratory values of MIMIC-IV to predict kidney failure after surgery.”",
    "where the data will be, and that nobody but you gets at them: “on an encrypted disk of our department, under my account only”",
    "that the data will not be shared, and not be sent to services that keep what they are sent",
];

pub const REFERENCE_SUPERVISOR: &str = "Name your supervisor. Students and postdocs need one.";
pub const REFERENCE_NEEDED: &str =
    "Name somebody who knows you, such as a supervisor or colleague. Not yourself.";
pub const REFERENCE_OPTIONAL: &str = "You gave a webpage that lists you, so you may leave this page empty. A reference makes the review easier.";
pub const REFERENCE_WHEN: &str = "We write to them once a reviewer has looked at your application. They answer by a link, without an account. What they \
     say is for the reviewers only; you see whether they have answered.";
pub const EMAIL_HINT: &str = "At their organisation. We write to this address only about you.";
/// Around an address.
pub const MEANT_START: &str = "Did you mean ";
pub const MEANT_END: &str = "? What you typed looks like it, and is not the same.";
pub const MEANT_TAKE: &str = "Use ";
pub const MEANT_KEEP: &str = " is right";
pub const PAGE_HINT: &str = "Only for an address at a personal mail service such as Gmail: the page of their organisation that shows this address.";

/// What a field is called above its control and among the answers.
pub fn label(field: Field) -> &'static str {
    label_for(field, Reader::Applicant)
}

/// What a reviewer wrote, and below it each comment with the answer that it is about.
pub fn with_comments(message: &str, comments: &[FieldComment]) -> String {
    let mut lines = Vec::new();
    if !message.is_empty() {
        lines.push(message.to_owned());
    }
    for comment in comments {
        let about = Field::from_pointer(&comment.pointer).map_or(super::title::TRAINING, label);
        lines.push([about, ": ", &comment.text].concat());
    }
    lines.join("\n")
}

/// The same for whoever reads the answers.
pub fn label_for(field: Field, reader: Reader) -> &'static str {
    match field {
        Field::GivenNames => "Given names",
        Field::FamilyName => "Family name",
        Field::OneName => reader.pick("I have only one name", "Has only one name"),
        Field::Suffix => "Suffix",
        Field::ResearcherCategory => reader.pick("What kind of researcher are you?", "Category"),
        Field::Organisation => "Organisation",
        Field::RorId => "ROR id of the organisation",
        Field::JobTitle => "Job title or position",
        Field::City => "City",
        Field::StateProvince => "State or province",
        Field::PostalCode => "Postal code",
        Field::Country => "Country",
        Field::ListedInDirectory => reader.pick(
            "Does a page of your organisation list you?",
            "Listed by the organisation",
        ),
        Field::Webpage => reader.pick("Webpage that shows you", "Webpage"),
        Field::ResearchSummary => "Research summary",
        Field::ReferenceCategory => {
            reader.pick("How does this person know you?", "Knows the applicant as")
        }
        Field::ReferenceName => "Full name",
        Field::ReferenceEmail => "E-mail address",
        Field::ReferenceOrganisation => reader.pick("Their organisation", "Organisation"),
        Field::ReferenceTitle => reader.pick("Their title or position", "Title or position"),
        Field::ReferencePageUrl => "Page that shows this address",
    }
}

/// The heading of a part of the answers.
pub fn part(task: Task, reader: Reader) -> &'static str {
    match task {
        Task::AboutYou => reader.pick(title::ABOUT_YOU, "Name"),
        Task::Affiliation => reader.pick(title::AFFILIATION, "Affiliation"),
        Task::Research => reader.pick(title::RESEARCH, "Research"),
        Task::Reference => reader.pick(title::REFERENCE, "Reference"),
    }
}

/// What it asks for, within a sentence.
pub fn noun(field: Field) -> &'static str {
    match field {
        Field::GivenNames => "your given names",
        Field::FamilyName => "your family name, or tick that you have one name",
        Field::OneName => "whether you have one name",
        Field::Suffix => "the suffix",
        Field::ResearcherCategory => "what kind of researcher you are",
        Field::Organisation => "your organisation",
        Field::RorId => "the ROR id",
        Field::JobTitle => "your job title or position",
        Field::City => "your city",
        Field::StateProvince => "your state or province",
        Field::PostalCode => "your postal code",
        Field::Country => "your country",
        Field::ListedInDirectory => "whether a page of your organisation lists you",
        Field::Webpage => "the webpage that shows you",
        Field::ResearchSummary => "your research summary",
        Field::ReferenceCategory => "how this person knows you",
        Field::ReferenceName => "the reference's full name",
        Field::ReferenceEmail => "the reference's e-mail address",
        Field::ReferenceOrganisation => "the reference's organisation",
        Field::ReferenceTitle => "the reference's title or position",
        Field::ReferencePageUrl => "the page that shows this address",
    }
}

pub fn category(category: ResearcherCategory) -> &'static str {
    match category {
        ResearcherCategory::Student => "Student",
        ResearcherCategory::GraduateStudent => "Graduate student",
        ResearcherCategory::Postdoc => "Postdoc",
        ResearcherCategory::Academic => "Academic researcher",
        ResearcherCategory::Hospital => "Hospital researcher",
        ResearcherCategory::Industry => "Researcher in industry",
        ResearcherCategory::Government => "Researcher in government",
        ResearcherCategory::Independent => "Independent researcher",
    }
}

/// What the reference is to the applicant.
pub fn relation(category: ReferenceCategory) -> &'static str {
    match category {
        ReferenceCategory::Supervisor => "Supervisor",
        ReferenceCategory::Colleague => "Colleague",
        ReferenceCategory::CoAuthor => "Co-author",
        ReferenceCategory::Other => "Other",
    }
}

pub const NO_REFERENCE: &str = "Nobody is named.";
pub const NAME_REFERENCE: &str = "Name a reference";
pub const CHANGE_TRAINING: &str = "See or change it";
pub const SUBMIT_TITLE: &str = "Submit it";
pub const SUBMIT_TEXT: &str = "By submitting you say that these answers are true. A reviewer then looks at them; the reference is asked after that.";
pub const SUBMIT: &str = "Submit the application";
pub const SUBMIT_AGAIN: &str = "Submit it again";
pub const TRAINING_NEEDED: &str = "Upload the completion report of your training";

pub const SUBMITTED_NUMBER: &str = "The number of your application";
pub const SUBMITTED_MAIL: &str = "We sent you a mail that says the same.";
pub const NEXT_TITLE: &str = "What happens next";
pub const NEXT_IDENTITY: &str = "A reviewer checks who you are, where you work, and your training. This usually takes several business days.";
pub const NEXT_REFERENCE_START: &str = "Then we write to ";
pub const NEXT_REFERENCE_END: &str = ", who has 30 days to answer. You see whether the mail arrived, and can name someone else at any time.";
pub const NEXT_DECISION: &str = "A reviewer decides, and you get a mail. If something has to be changed, you get it back with comments.";
pub const NEXT_MEANWHILE: &str = "Meanwhile you can sign agreements and link your cloud account. They count as soon as you are accepted.";
pub const TO_OVERVIEW: &str = "Go to your overview";
pub const NOT_SUBMITTED: &str = "Your application is not submitted yet";
pub const NOT_SUBMITTED_TEXT: &str = "Check your answers and submit it.";
