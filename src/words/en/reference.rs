//! Answering as a reference, and the list of those one vouches for.

use crate::words::{Text, t};
use accede_domain::application::ReferenceCategory;
use accede_domain::reference::ReferenceAnswer;

/// Who, with position and organisation; and as what they know the reader.
pub const ASKS: Text = Text(
    "{1} asks for access to research data from the care of real patients, and named you as a reference{2}.",
);
pub const ORGANISATION: Text = Text("Organisation");
pub const SUMMARY: Text = Text("Read what they want to do with the data");
pub const ASKED: Text = Text("Asked");
pub const MEANS_TITLE: Text = Text("What saying yes means");
pub const MEANS: [Text; 3] = [
    Text("You know them and where they work."),
    Text("You support what they want to do."),
    Text("They keep the data to themselves."),
];
pub const MEANS_NOT: Text = Text("You are not responsible for what they do later.");
/// Before a day.
pub const UNTIL: Text = Text("You can answer until ");
/// Behind it.
pub const NO_ACCOUNT: Text = Text(". You need no account.");
pub const CONFIDENTIAL: Text = Text(
    "Your answer and what you write are for the reviewers only. The applicant is told that you answered, never what.",
);
pub const YOUR_ANSWER: Text = Text("Your answer");
pub const QUESTION: Text = Text("Do you know this person, and support this research?");
pub const QUESTION_NOUN: Text = Text("your answer");
pub const TEXT: Text = Text("How do you know each other?");
pub const TEXT_NOUN: Text = Text("how you know each other, or what your concern is");
pub const TEXT_HINT: Text = Text(
    "Since when, and in which working relationship; or what your concern is. One or two sentences are enough. Leave it empty if you do not know this person.",
);
pub const SUBMIT: Text = Text("Send my answer");
pub const SUBMIT_CHANGE: Text = Text("Send my changed answer");
pub const THANKS: Text = Text("Thank you. Your answer is with the reviewers");
pub const GIVEN: Text = Text("You answered");
pub const GIVEN_TEXT: Text = Text("You wrote");
pub const CHANGEABLE: Text = Text("You can change it through the same link until ");
pub const CHANGEABLE_END: Text = Text(". After that you can only take it back.");
pub const NOT_CHANGEABLE: Text = Text(
    "The 24 hours in which you could change it are over. You can still take it back, at any time.",
);
/// Before a day.
pub const LINK_UNTIL: Text = Text("This link works until ");
pub const WITHDRAW: Text = Text("Take back my answer");
pub const WITHDRAW_TITLE: Text = Text("Take back your answer?");
pub const WITHDRAW_TEXT: Text = Text(
    "A reviewer is told and looks at it again. Nothing else happens by itself. You cannot answer again through this link.",
);
pub const WITHDRAW_WHY: Text = Text("Why do you take it back?");
pub const WITHDRAW_WHY_NOUN: Text = Text("why you take it back");
pub const WITHDRAW_WHY_HINT: Text =
    Text("One sentence is enough. Only the reviewers read it, never the applicant.");
pub const WITHDRAW_YES: Text = Text("Take it back");
pub const WITHDRAWN: Text = Text("You took back your answer");
pub const WITHDRAWN_TEXT: Text =
    Text("The reviewers have been told. There is nothing else you have to do.");
pub const WITHDREW: Text = Text("You took it back");
pub const CHANGE: Text = Text("Change my answer");
pub const KEEP: Text = Text("Keep it as it is");
pub const DEAD: Text = Text("This link does not work any more");
pub const DEAD_WHY: Text = Text("That happens when");
pub const DEAD_REASONS: [Text; 4] = [
    Text("the applicant corrected your address or named somebody else"),
    Text("the applicant withdrew, or the application was decided"),
    Text("its time is over"),
    Text("your mail program cut the link: then the code in the mail helps"),
];
pub const DEAD_DO: Text = Text(
    "There is nothing you have to do. If you meant to answer, ask the applicant, or write to ",
);

pub const FRESH_TITLE: Text = Text("Everybody you vouch for");
pub const FRESH_TEXT: Text = Text(
    "Give your e-mail address, and we mail you a link. It shows everybody who named you as a reference there, and you can take back an answer at any time.",
);
pub const FRESH_SUBMIT: Text = Text("Send me a fresh link");
pub const FRESH_SENT: Text = Text(
    "A mail is on its way to this address. Its link works for 24 hours. If it is not there, look in your spam folder.",
);
pub const HAVE_MAIL: Text = Text("You have our mail");
pub const HAVE_ACCOUNT: Text = Text("You have an account");
pub const LIST_LEAD: Text =
    Text("At the address that our mail went to. You can take back an answer at any time.");
pub const LIST_DEAD: Text =
    Text("It works for 24 hours, and until you ask for the next one. Ask for a fresh link here.");

pub const VOUCHING_LEAD: Text =
    Text("People who named you as a reference, at one of your confirmed addresses.");
pub const NOBODY: Text = Text("Nobody has named you as a reference.");
pub const NAME: Text = Text("Name");
pub const OPEN: Text = Text("Waits for your answer: the link is in our mail");
pub const OVER: Text = Text("Ended without an answer");
pub const TAKEN_BACK: Text = Text("Taken back");
pub const WITHDRAW_COLUMN: Text = Text("Change your mind");

/// As what somebody was named, at the end of [`ASKS`].
pub fn named_as(category: ReferenceCategory) -> &'static str {
    t(match category {
        ReferenceCategory::Supervisor => ", as their supervisor",
        ReferenceCategory::Colleague => ", as their colleague",
        ReferenceCategory::CoAuthor => ", as their co-author",
        ReferenceCategory::Other => "",
    })
}

/// An option, and what it says.
pub fn answer(answer: ReferenceAnswer) -> (&'static str, &'static str) {
    let (option, says) = match answer {
        ReferenceAnswer::Confirms => ("Yes, I know them and support this", ""),
        ReferenceAnswer::DoesNotKnow => ("I do not know this person", ""),
        ReferenceAnswer::CannotVouchNow => (
            "I know them, but cannot support this now",
            "A reviewer looks at it; this alone rejects nobody.",
        ),
        ReferenceAnswer::Concern => (
            "I have a concern",
            "Say below what it is. A reviewer may write to you.",
        ),
    };
    (t(option), t(says))
}
