//! The wizard: its task list, its pages, what is checked and what happens after submitting.

use super::{dashboard, title};
use crate::reader::Reader;
use crate::words::{Text, filled, t};
use accede_api::application::FieldComment;
use accede_domain::access::WaitingOn;
use accede_domain::application::{Field, ReferenceCategory, ResearcherCategory, Task};
use accede_domain::next::TaskState;

pub const YES: Text = Text("Yes");
pub const NO: Text = Text("No");

pub const LEAD: Text = Text(
    "Answer these in any order. Every word is saved as you type, so you can stop at any time and come back.",
);
pub const NONE_LEAD: Text = Text(
    "A reviewer checks who you are, where you work and what you want to find out, and asks the person you name as your \
     reference. It takes about 20 minutes to write, and every word is saved as you type.",
);
pub const NEED_TITLE: Text = Text("What you need");
pub const NEED: [Text; 3] = [
    Text(
        "the completion report of your training: not the certificate, the report that lists all modules with dates and scores",
    ),
    Text(
        "the name, position and e-mail address of a reference; for students and postdocs, of your supervisor. Not yourself",
    ),
    Text(
        "a few sentences about your research: what data, for which question, and how you will keep them safe",
    ),
];
pub const DELAYS_TITLE: Text = Text("What delays or ends an application");
pub const DELAYS: [Text; 4] = [
    Text(
        "Something is missing or wrong: you get it back with a comment at the field, and keep your place in the queue.",
    ),
    Text("Your reference does not answer: you can name someone else at any time."),
    Text(
        "The answers are clearly not real: a reviewer rejects it and says why. Nothing is thrown away without telling you.",
    ),
    Text(
        "You do not answer a reviewer's comments for 90 days: it lapses. We remind you twice before.",
    ),
];
pub const START: Text = Text("Start your application");
pub const PAUSED: Text = Text("Applications are paused");
pub const PAUSED_TEXT: Text = Text("You can go on writing; drafts are saved as always.");
pub const RETURNED: Text = Text("A reviewer sent it back for changes");
pub const RETURNED_TEXT: Text = Text(
    "Their comments stand at the fields. Change what they ask for, then submit again: your place in the queue is kept.",
);
pub const UNDER_REVIEW: Text = Text("Your application is being reviewed");
pub const UNDER_REVIEW_TEXT: Text =
    Text("Its answers cannot be changed now. You can name another reference on its page.");
pub const ACCEPTED: Text = Text("Your application was accepted");
pub const ACCEPTED_TEXT: Text =
    Text("Your credential holds. What is left is below, for each dataset.");
pub const ENDED: Text = Text("Your last application has ended");
pub const ENDED_TEXT: Text =
    Text("You can apply again. The new one begins with the answers of the last.");
pub const SEE: Text = Text("See your application");

pub const CHECK_TASK: Text = Text("Check and submit");
pub const HINT_ABOUT: Text = Text("Your name");
pub const HINT_AFFILIATION: Text = Text("Where you work, and how a reviewer can see it");
pub const HINT_RESEARCH: Text = Text("What you want to find out");
pub const HINT_REFERENCE: Text = Text("Who knows you and your work");
pub const HINT_TRAINING: Text = Text("The completion report of your course");
pub const HINT_CHECK: Text = Text("Read everything once more, then hand it in");
pub const GO_ON: Text = Text("Go on: ");
pub const THEN: Text = Text("Then, for each dataset");
pub const THEN_BEFORE: Text =
    Text("You can sign an agreement and link a cloud account before you are accepted.");
pub const THEN_TEXT: Text =
    Text("BigQuery and Cloud Storage need a cloud account, downloads do not.");
/// Before the name of a dataset.
pub const ASKS: Text = Text("What you need for ");
pub const OTHERS: Text = Text("For the other datasets");
pub const HINT_CLOUD: Text = Text("Only for BigQuery and Cloud Storage");
pub const HINT_ACCESS: Text = Text("The files, and access in the cloud");
pub const TASK_AGREEMENT: Text = Text("Agreement");
pub const TASK_CLOUD: Text = Text("Cloud account");
pub const TASK_ACCESS: Text = Text("Access");

/// How a task stands, in the words of the overview.
pub fn task_state(state: TaskState) -> &'static str {
    match state {
        TaskState::NotStarted => &dashboard::MISSING,
        TaskState::InProgress => t("In progress"),
        TaskState::Complete => &dashboard::MET,
        TaskState::NotNeeded => t("Not needed"),
        TaskState::CannotStart => t("Cannot start yet"),
        TaskState::Waiting => dashboard::waits_on(WaitingOn::Reviewer),
        TaskState::NeedsAttention => dashboard::waits_on(WaitingOn::Applicant),
    }
}

/// Which page of the wizard this is: `Step 2 of 6`.
pub fn step((place, of): (usize, usize)) -> String {
    filled("Step {1} of {2}", &[&place.to_string(), &of.to_string()])
}

pub const CONTINUE: Text = Text("Save and continue");
pub const CHECK_AGAIN: Text = Text("Save and check your answers");
pub const LATER: Text = Text("Save and come back later");
pub const CLOSED: Text = Text("This cannot be changed now");
pub const CLOSED_TEXT: Text = Text(
    "You handed it in. The page of your application says where it stands, and you can name another reference there.",
);

pub const GIVEN_HINT: Text = Text("As in your publications or on the page of your organisation.");
pub const SUFFIX_HINT: Text = Text("Such as Jr. or PhD.");
pub const ORGANISATION_HINT: Text = Text("The full name, as on its website.");
pub const ROR_HINT: Text =
    Text("Its number in the public register ror.org. Leave it empty if you do not know it.");
pub const STATE_HINT: Text = Text("Only needed in the United States and Canada.");
pub const POSTAL_HINT: Text = Text("Leave it empty if your country has none.");
/// When a reference is needed, on the page of the affiliation and on that of the reference.
pub const REFERENCE_RULE: Text = Text(
    "Students and postdocs name their supervisor as reference. Everybody else names a reference, or gives a webpage of their organisation that lists them.",
);
pub const LISTED_HINT: Text = Text("A directory, or another page that is easy to find.");
pub const WEBPAGE_HINT: Text =
    Text("The address of that page. Leave it empty if you name a reference.");

pub const SUMMARY_LEAD: Text =
    Text("Say what data you need, for which question, and how you will keep them safe.");
pub const SUMMARY_HINT: Text = Text(
    "100 to 1,000 characters; 40 are enough in Chinese, Japanese, Korean or Thai. Plain sentences are best; a list of literature is not \
     needed.",
);
pub const SUMMARY_HELP: Text = Text("What a reviewer looks for");
pub const SUMMARY_HELP_TEXT: [Text; 3] = [
    Text(
        "the data and the question: “We use laboratory values of MIMIC-IV to predict kidney failure after surgery.”",
    ),
    Text(
        "where the data will be, and that nobody but you gets at them: “on an encrypted disk of our department, under my account only”",
    ),
    Text(
        "that the data will not be shared, and not be sent to services that keep what they are sent",
    ),
];

pub const REFERENCE_SUPERVISOR: Text = Text("Name your supervisor.");
pub const REFERENCE_NEEDED: Text =
    Text("Name somebody who knows you, such as a supervisor or colleague. Not yourself.");
pub const REFERENCE_OPTIONAL: Text = Text(
    "You gave a webpage that lists you, so you may leave this page empty. Then no reference is named. A reference makes the review easier.",
);
pub const REFERENCE_WHEN: Text = Text(
    "We write to this person once a reviewer has looked at your application. They answer by a link, without an account. What they \
     say is for the reviewers only; you see whether they have answered.",
);
pub const EMAIL_HINT: Text =
    Text("At their organisation. We write to this address only about you.");
/// Around an address.
pub const MEANT_START: Text = Text("Did you mean ");
pub const MEANT_END: Text = Text("? What you typed looks like it, and is not the same.");
pub const MEANT_TAKE: Text = Text("Use ");
pub const MEANT_KEEP: Text = Text(" is right");
pub const PAGE_HINT: Text = Text(
    "Only for an address at a personal mail service such as Gmail: the page of their organisation that shows this address.",
);

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
        let about = Field::from_pointer(&comment.pointer).map_or(&*super::title::TRAINING, label);
        lines.push([about, ": ", &comment.text].concat());
    }
    lines.join("\n")
}

/// The same for whoever reads the answers.
pub fn label_for(field: Field, reader: Reader) -> &'static str {
    t(match field {
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
        Field::Webpage => reader.pick("Webpage that lists you", "Webpage"),
        Field::ResearchSummary => "Research summary",
        Field::ReferenceCategory => {
            reader.pick("How does this person know you?", "Knows the applicant as")
        }
        Field::ReferenceName => "Full name",
        Field::ReferenceEmail => "E-mail address",
        Field::ReferenceOrganisation => reader.pick("Their organisation", "Organisation"),
        Field::ReferenceTitle => reader.pick("Their title or position", "Title or position"),
        Field::ReferencePageUrl => "Page that shows this address",
    })
}

/// The heading of a part of the answers.
pub fn part(task: Task, reader: Reader) -> &'static str {
    t(match task {
        Task::AboutYou => reader.pick(&*title::ABOUT_YOU, "Name"),
        Task::Affiliation => reader.pick(&*title::AFFILIATION, "Affiliation"),
        Task::Research => reader.pick(&*title::RESEARCH, "Research"),
        Task::Reference => reader.pick(&*title::REFERENCE, "Reference"),
    })
}

/// What it asks for, within a sentence.
pub fn noun(field: Field) -> &'static str {
    t(match field {
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
        Field::Webpage => "the webpage that lists you",
        Field::ResearchSummary => "your research summary",
        Field::ReferenceCategory => "how this person knows you",
        Field::ReferenceName => "the reference's full name",
        Field::ReferenceEmail => "the reference's e-mail address",
        Field::ReferenceOrganisation => "the reference's organisation",
        Field::ReferenceTitle => "the reference's title or position",
        Field::ReferencePageUrl => "the page that shows this address",
    })
}

pub fn category(category: ResearcherCategory) -> &'static str {
    t(match category {
        ResearcherCategory::Student => "Student",
        ResearcherCategory::GraduateStudent => "Graduate student",
        ResearcherCategory::Postdoc => "Postdoc",
        ResearcherCategory::Academic => "Academic researcher",
        ResearcherCategory::Hospital => "Hospital researcher",
        ResearcherCategory::Industry => "Researcher in industry",
        ResearcherCategory::Government => "Researcher in government",
        ResearcherCategory::Independent => "Independent researcher",
    })
}

/// What the reference is to the applicant.
pub fn relation(category: ReferenceCategory) -> &'static str {
    t(match category {
        ReferenceCategory::Supervisor => "Supervisor",
        ReferenceCategory::Colleague => "Colleague",
        ReferenceCategory::CoAuthor => "Co-author",
        ReferenceCategory::Other => "Other",
    })
}

pub const NO_REFERENCE: Text = Text("No reference is named.");
pub const NAME_REFERENCE: Text = Text("Name a reference");
pub const CHANGE_TRAINING: Text = Text("See or change it");
pub const SUBMIT_TITLE: Text = Text("Submit it");
pub const SUBMIT_TEXT: Text = Text(
    "By submitting you say that these answers are true. A reviewer then looks at them; the reference is asked after that.",
);
pub const SUBMIT: Text = Text("Submit the application");
pub const SUBMIT_AGAIN: Text = Text("Submit it again");
pub const TRAINING_NEEDED: Text = Text("Upload the completion report of your training");

pub const SUBMITTED_NUMBER: Text = Text("The number of your application");
pub const SUBMITTED_MAIL: Text = Text("We sent you a mail that says the same.");
pub const NEXT_TITLE: Text = Text("What happens next");
pub const NEXT_IDENTITY: Text =
    Text("A reviewer checks who you are, where you work, and your training.");
pub const NEXT_REFERENCE_START: Text = Text("Then we write to ");
pub const NEXT_REFERENCE_END: Text = Text(
    ", who has 30 days to answer. You see whether the mail arrived, and can name someone else at any time.",
);
pub const NEXT_DECISION: Text = Text(
    "A reviewer decides, and you get a mail. If something has to be changed, you get it back with comments.",
);
pub const NEXT_MEANWHILE: Text = Text(
    "Meanwhile you can sign agreements and link your cloud account. They count as soon as you are accepted.",
);
pub const TO_OVERVIEW: Text = Text("Go to your overview");
pub const NOT_SUBMITTED: Text = Text("Your application is not submitted yet");
pub const NOT_SUBMITTED_TEXT: Text = Text("Check your answers and submit it.");
