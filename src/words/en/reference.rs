//! Answering as a reference, and the list of those one vouches for.

use accede_domain::reference::ReferenceAnswer;

pub const LEAD_END: &str = " named you as a reference.";
pub const WHAT: &str = "They ask for access to research data that come from the care of real patients. Before we give access, we ask somebody \
     who knows the person. You need no account, and it takes a few minutes.";
pub const APPLICANT: &str = "Who asks";
pub const POSITION: &str = "Position";
pub const ORGANISATION: &str = "Organisation";
pub const RELATION: &str = "You are named as";
pub const SUMMARY: &str = "What they want to do";
pub const ASKED: &str = "Asked";
pub const UNTIL: &str = "You can answer until";
pub const MEANS_TITLE: &str = "What saying yes means";
pub const MEANS: [&str; 3] = [
    "You know this person, and they work where they say.",
    "You support what they want to do with the data.",
    "They understand that the data are confidential, and will share them with nobody.",
];
pub const MEANS_NOT: &str =
    "You do not become responsible for what they do, and promise nothing for yourself.";
pub const CONFIDENTIAL: &str = "Your answer and what you write are for the reviewers only. The applicant is told that you answered, never what.";
pub const YOUR_ANSWER: &str = "Your answer";
pub const QUESTION: &str = "Do you know this person, and support this research?";
pub const QUESTION_NOUN: &str = "your answer";
pub const TEXT: &str = "How do you know each other?";
pub const TEXT_NOUN: &str = "how you know each other";
pub const TEXT_HINT: &str =
    "Since when, and in which working relationship. One or two sentences are enough.";
pub const SUBMIT: &str = "Send my answer";
pub const SUBMIT_CHANGE: &str = "Send my changed answer";
pub const THANKS: &str = "Thank you. Your answer is with the reviewers";
pub const GIVEN: &str = "You answered";
pub const GIVEN_TEXT: &str = "You wrote";
pub const CHANGEABLE: &str = "You can change it through the same link until ";
pub const CHANGEABLE_END: &str = ". After that you can only take it back.";
pub const NOT_CHANGEABLE: &str =
    "The 24 hours in which you could change it are over. You can still take it back, at any time.";
pub const WITHDRAW: &str = "Take back my answer";
pub const WITHDRAW_TITLE: &str = "Take back your answer?";
pub const WITHDRAW_TEXT: &str = "A reviewer is told and looks at it again. Nothing else happens by itself. You cannot answer again through this link.";
pub const WITHDRAW_WHY: &str = "Why do you take it back?";
pub const WITHDRAW_WHY_NOUN: &str = "why you take it back";
pub const WITHDRAW_WHY_HINT: &str =
    "One sentence is enough. Only the reviewers read it, never the applicant.";
pub const WITHDRAW_YES: &str = "Take it back";
pub const WITHDRAWN: &str = "You took back your answer";
pub const WITHDRAWN_TEXT: &str =
    "The reviewers have been told. There is nothing else you have to do.";
pub const WITHDREW: &str = "You took it back";
pub const CHANGE: &str = "Change my answer";
pub const KEEP: &str = "Keep it as it is";
pub const DEAD: &str = "This link does not work any more";
pub const DEAD_WHY: &str = "That happens when";
pub const DEAD_REASONS: [&str; 4] = [
    "the applicant corrected your address or named somebody else",
    "the applicant withdrew, or the application was decided",
    "30 days went by",
    "your mail program cut the link: then the code in the mail helps",
];
pub const DEAD_DO: &str =
    "There is nothing you have to do. If you meant to answer, ask the applicant, or write to ";

pub const VOUCHING_LEAD: &str =
    "People who named you as a reference, at one of your verified addresses.";
pub const NOBODY: &str = "Nobody has named you as a reference.";
pub const NAME: &str = "Name";
pub const OPEN: &str = "Waits for your answer: the link is in our mail";
pub const OVER: &str = "Ended without an answer";
pub const TAKEN_BACK: &str = "Taken back";
pub const WITHDRAW_COLUMN: &str = "Change your mind";

/// An option, and what it says.
pub fn answer(answer: ReferenceAnswer) -> (&'static str, &'static str) {
    match answer {
        ReferenceAnswer::Confirms => ("Yes, I know them and support this", ""),
        ReferenceAnswer::DoesNotKnow => ("I do not know this person", ""),
        ReferenceAnswer::CannotVouchNow => (
            "I know them, and cannot vouch for them now",
            "A reviewer looks at it; this alone rejects nobody.",
        ),
        ReferenceAnswer::Concern => (
            "I have a concern",
            "Say below what it is. A reviewer may write to you.",
        ),
    }
}
