//! What went wrong, in words: from the codes of fields and of problem documents to sentences.

use super::shared::{grouped, span};
use crate::api::Failure;
use crate::words::{filled, t};
use accede_api::problem::ProblemCode;
use accede_domain::problem::FieldCode;
use accede_domain::refusal::Refusal;
use accede_domain::shortage;
use accede_domain::text::scalar_len;
use accede_domain::time::Duration;

/// What is wrong with a field. `noun` is what the field asks for, as it stands in a sentence: `your family name`.
pub fn field(code: &str, noun: &str) -> String {
    let Some(code) = FieldCode::parse(code) else {
        return match Refusal::parse(code) {
            Some(Refusal::ChecklistUnanswered) => {
                t("Answer every question of the checklist").to_owned()
            }
            Some(Refusal::ChecklistHasNo) => t("A question answered with no bars this").to_owned(),
            _ => filled("Check {1}", &[noun]),
        };
    };
    if code == FieldCode::Required {
        return filled(ask_for(noun), &[noun]);
    }
    // What can be done instead of entering it is no part of what is wrong with it.
    let it = noun.split(t(", or ")).next().unwrap_or(noun);
    filled(of_field(code), &[it])
}

/// The same of what is typed in the field at this pointer, with how much is missing or too much. `max` is the most that it
/// takes, or 0.
pub fn typed(code: &str, noun: &str, pointer: &str, typed: &str, max: usize) -> String {
    let (words, bound, by) = match FieldCode::parse(code) {
        Some(FieldCode::TooShort) => {
            let (least, missing) = shortage::missing(pointer, typed).unwrap_or_default();
            let words = "Make {1} longer: at least {2} characters, {3} more than now";
            (words, least, missing)
        }
        Some(FieldCode::TooLong) => {
            let over = scalar_len(typed).saturating_sub(max);
            let words = "Shorten {1}: at most {2} characters, {3} fewer than now";
            (words, max, over)
        }
        _ => ("", 0, 0),
    };
    if bound == 0 || by == 0 {
        return field(code, noun);
    }
    let number = |number: usize| grouped(number as u64);
    filled(words, &[noun, &number(bound), &number(by)])
}

/// What is wrong with a field, which stands for `{1}`.
fn of_field(code: FieldCode) -> &'static str {
    match code {
        FieldCode::Required | FieldCode::Invalid => "Check {1}",
        FieldCode::TooLong => "Shorten {1}",
        FieldCode::TooShort => "Make {1} longer",
        FieldCode::ControlCharacters => {
            "This holds a character that cannot be seen. Delete it and type it again"
        }
        FieldCode::DigitsNotAllowed => "Leave out the digits in {1}",
        FieldCode::CharacterNotAllowed => "Leave out < > @ and other special characters in {1}",
        FieldCode::UserNameCharacters => "A user name neither begins nor ends with a hyphen",
        FieldCode::NotAnEmail => "Enter an e-mail address in the form name@example.org",
        FieldCode::NotARorId => {
            "Copy the whole ROR id from ror.org, such as https://ror.org/042nb2s44, or leave this empty"
        }
        FieldCode::NotAUrl => "Enter a web address such as www.example.org/people",
        FieldCode::UnknownCountry => "Choose a country from the list",
        FieldCode::StateRequired => {
            "Enter the state or province; addresses in this country have one"
        }
        FieldCode::PostalCodeCharacters => {
            "Use only letters, digits, spaces and hyphens in the postal code"
        }
        FieldCode::OwnAddress => {
            "This is one of your own addresses. Enter the address of the person who knows you and your work"
        }
        FieldCode::PersonalAddressNeedsPage => {
            "This address is at a personal mail service. Enter one at their organisation, or give the page of the \
             organisation that shows this address"
        }
        FieldCode::SupervisorRequired => {
            "Choose “Supervisor” and name yours: students and postdocs need one"
        }
        FieldCode::ReferenceRequired => "Name a supervisor or colleague who knows you",
        FieldCode::WebpageOrReferenceRequired => {
            "Give the webpage that lists you, or name a reference: a reviewer has to see that you exist"
        }
        FieldCode::NotAChoice => "Choose {1}",
        FieldCode::NotADate => "Enter a real date in numbers, such as 25 9 2026",
        FieldCode::DateInFuture => "Enter a date that is not in the future",
        FieldCode::DateTooOld => {
            "A course completed on this day is not valid any more. Check the date, or complete the course again"
        }
        FieldCode::FileTooLarge => "Choose a smaller file",
        FieldCode::TooWeak => {
            "Make {1} harder to guess: use several words that have nothing to do with each other"
        }
        FieldCode::Taken => "Somebody has this already. Choose another",
        FieldCode::Reserved => "This is kept for the portal itself. Choose another",
        FieldCode::NameDiffers => {
            "Type your full name as it stands above, with every part of it. Capitals and accents do not matter"
        }
        FieldCode::ConsentRequired => "Tick {1} to go on",
        FieldCode::Wrong => "This is not right. Check it and try again",
    }
}

/// What one is asked to do: say `whether …`, `what kind …`, `which …`, `how …`; choose a country and a file; enter the rest.
fn ask_for(noun: &str) -> &'static str {
    let is_question = t("whether |what |which |how |why ")
        .split('|')
        .any(|word| noun.starts_with(word));
    match noun {
        _ if noun == t("your country") || noun == t("the completion report") => "Choose {1}",
        _ if is_question => "Say {1}",
        // A question that is asked as it stands: of a checklist.
        _ if noun.ends_with('?') => "Answer: {1}",
        _ => "Enter {1}",
    }
}

/// A failure as a title and what to do.
pub fn failure(failure: &Failure) -> (&'static str, String) {
    let (title, text) = match failure {
        Failure::Offline => (
            "No connection",
            "The portal cannot be reached. Check your network and try again. What you typed is still here.",
        ),
        Failure::Stale(_) => (
            "This was changed in the meantime",
            "Somebody changed it since you opened this page. Look at the current state, then try again.",
        ),
        Failure::SignedOut => ("You are signed out", "Sign in to go on."),
        Failure::NewBuild => (
            "This page is out of date",
            "Reload it to go on. Your drafts are kept.",
        ),
        Failure::Unreadable => (
            "The answer could not be read",
            "Try again. If it stays like this, write to the support address.",
        ),
        Failure::Problem(problem) if problem.errors.iter().any(|error| error.pointer == "/q") => (
            "Nothing was searched for",
            "A search needs a letter or a digit, and takes at most 200 characters. Change it, or clear it.",
        ),
        Failure::Problem(problem) => of_code(problem.code),
    };
    let mut text = t(text).to_owned();
    if let Failure::Problem(problem) = failure {
        if let Some(seconds) = problem.retry_after {
            let wait = span(Duration::seconds(i64::from(seconds)));
            text.push_str(&filled(" Wait {1}.", &[&wait]));
        }
        if problem.code == ProblemCode::Internal
            && let Some(id) = &problem.request_id
        {
            text.push_str(&filled(" Quote this number: {1}", &[id]));
        }
    }
    (t(title), text)
}

fn of_code(code: ProblemCode) -> (&'static str, &'static str) {
    match code {
        ProblemCode::SignInRequired => ("Sign in first", "This is for people who are signed in."),
        ProblemCode::WrongCredentials => (
            "Something you typed is not right",
            "Check the e-mail address or user name, and the passphrase.",
        ),
        ProblemCode::SecondFactorRequired => (
            "A sign-in code is needed",
            "Enter the code of your app first.",
        ),
        ProblemCode::SecondFactorSetupRequired => (
            "Set up sign-in codes first",
            "Your role needs them before anything else.",
        ),
        ProblemCode::Forbidden => (
            "This is not for your account",
            "Your role does not allow it.",
        ),
        ProblemCode::AccessRestricted => (
            "Access is restricted",
            "The page of the dataset says what is missing and what to do next.",
        ),
        ProblemCode::NotFound => (
            "There is nothing here",
            "It does not exist, or it belongs to somebody else.",
        ),
        ProblemCode::NotPossibleNow => (
            "This cannot be done now",
            "Something has changed since you opened this page. Reload it to see where things stand.",
        ),
        ProblemCode::AlreadyOpen => (
            "There is one already",
            "Finish or withdraw the open one first.",
        ),
        ProblemCode::StillRunning => (
            "This is still being done",
            "The same request is on its way. Try again in a moment.",
        ),
        ProblemCode::Claimed => (
            "Somebody else is working on this",
            "Leave it to them, or take it over.",
        ),
        ProblemCode::DecisionPending => (
            "A decision has been taken already",
            "It takes effect in a moment. Reload the page to see it.",
        ),
        ProblemCode::LinkEnded => (
            "This link does not work any more",
            "It was used, replaced by a newer one, or is too old. Ask for a new one, or write to the support address.",
        ),
        ProblemCode::StaleVersion => (
            "This was changed in the meantime",
            "Look at the current state, then try again.",
        ),
        ProblemCode::BodyTooLarge => (
            "This is too large",
            "Make it smaller: a file may have up to 10 MiB.",
        ),
        ProblemCode::Invalid => (
            "Some answers need another look",
            "The fields below say what to change.",
        ),
        ProblemCode::FileRefused => (
            "This file cannot be taken",
            "Give a PDF, PNG or JPEG of up to 10 MiB that opens without a password. If in doubt, print it to a new PDF.",
        ),
        ProblemCode::TooManyAttempts => ("Too many attempts", "This protects your account."),
        ProblemCode::Internal => (
            "Something went wrong on our side",
            "Nothing you typed is lost. Try again; if it stays like this, write to the support address.",
        ),
        ProblemCode::Unavailable => (
            "The portal is busy",
            "It is being restarted or has much to do. Try again in a moment.",
        ),
        ProblemCode::CredentialingPaused => (
            "Applications are paused",
            "Your draft is saved. Submit it when applications are open again.",
        ),
        // The rest are faults of a program that talks to the portal, this page included; nobody can mend them here.
        _ => (
            "The portal did not understand this page",
            "Reload the page and try again. Your drafts are kept.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words() {
        for code in FieldCode::ALL {
            assert!(!field(code.as_str(), "it").is_empty());
        }
        assert_eq!(
            field("checklist_unanswered", "checklist"),
            "Answer every question of the checklist"
        );
        assert_eq!(
            field("required", "your family name"),
            "Enter your family name"
        );
        assert_eq!(
            field("required", "whether a page lists you"),
            "Say whether a page lists you"
        );
        assert_eq!(
            field("required", "Is it up to date?"),
            "Answer: Is it up to date?"
        );
        assert_eq!(field("of_a_later_release", "the city"), "Check the city");
        let either = "your family name, or tick that you have one name";
        assert_eq!(field("required", either), ["Enter ", either].concat());
        assert_eq!(
            field("digits_not_allowed", either),
            "Leave out the digits in your family name"
        );
        assert_eq!(
            typed(
                "too_short",
                "your passphrase",
                "/passphrase",
                "two words",
                0
            ),
            "Make your passphrase longer: at least 12 characters, 3 more than now"
        );
        assert_eq!(
            typed("too_long", "your text", "/text", &"x".repeat(2001), 2000),
            "Shorten your text: at most 2,000 characters, 1 fewer than now"
        );
        for code in ProblemCode::ALL {
            let (title, text) = of_code(*code);
            assert!(!title.is_empty() && text.ends_with('.'), "{code:?}");
        }
    }
}
