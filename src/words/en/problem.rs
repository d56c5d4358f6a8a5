//! What went wrong, in words: from the codes of fields and of problem documents to sentences.

use crate::api::Failure;
use accede_api::problem::ProblemCode;
use accede_domain::problem::FieldCode;

/// What is wrong with a field. `noun` is what the field asks for, as it stands in a sentence: `your family name`.
pub fn field(code: &str, noun: &str) -> String {
    let Some(code) = FieldCode::parse(code) else {
        return sentence("Check ", noun);
    };
    match code {
        FieldCode::Required => sentence("Enter ", noun),
        FieldCode::TooLong => sentence("Shorten ", noun),
        FieldCode::TooShort => ["Make ", noun, " longer"].concat(),
        FieldCode::ControlCharacters => sentence("Type again, without hidden characters, ", noun),
        FieldCode::DigitsNotAllowed => sentence("Leave out the digits in ", noun),
        FieldCode::CharacterNotAllowed => sentence("Leave out < > @ / and other special characters in ", noun),
        FieldCode::NotAnEmail => "Enter an e-mail address in the form name@example.org".to_owned(),
        FieldCode::NotARorId => "Copy the whole ROR id from ror.org, such as https://ror.org/042nb2s44, or leave this empty".to_owned(),
        FieldCode::NotAUrl => "Enter a web address that begins with https:// or http://".to_owned(),
        FieldCode::UnknownCountry => "Choose a country from the list".to_owned(),
        FieldCode::StateRequired => "Enter the state or province; addresses in this country have one".to_owned(),
        FieldCode::PostalCodeCharacters => "Use only letters, digits, spaces and hyphens in the postal code".to_owned(),
        FieldCode::OwnAddress => {
            "This is one of your own addresses. Enter the address of the person who vouches for you".to_owned()
        }
        FieldCode::PersonalAddressNeedsPage => {
            "This address is at a personal mail service. Enter one at their organisation, or give the page of the \
             organisation that shows this address"
                .to_owned()
        }
        FieldCode::SupervisorRequired => "Choose “Supervisor” and name yours: students and postdocs need one".to_owned(),
        FieldCode::ReferenceRequired => "Name a supervisor or colleague who knows you".to_owned(),
        FieldCode::WebpageOrReferenceRequired => {
            "Give the webpage that lists you, or name a reference: a reviewer has to see that you exist".to_owned()
        }
        FieldCode::NotAChoice => sentence("Choose ", noun),
        FieldCode::NotADate => "Enter a real date, such as 12 9 2026".to_owned(),
        FieldCode::DateInFuture => "Enter a date that is not in the future".to_owned(),
        FieldCode::DateTooOld => "This date is so long ago that what it dates has run out. Enter a later one".to_owned(),
        FieldCode::TooWeak => "This is easily guessed. Use several words that have nothing to do with each other".to_owned(),
        FieldCode::Taken => "Somebody has this already. Choose another".to_owned(),
        FieldCode::Reserved => "This is kept for the portal itself. Choose another".to_owned(),
        FieldCode::NameDiffers => "Type your full name as it stands in your profile".to_owned(),
        FieldCode::ConsentRequired => ["Tick ", noun, " if you agree"].concat(),
        FieldCode::Wrong => "This is not right. Check it and try again".to_owned(),
        FieldCode::Invalid => sentence("Check ", noun),
    }
}

fn sentence(start: &str, noun: &str) -> String {
    [start, noun].concat()
}

/// A failure as a title and what to do.
pub fn failure(failure: &Failure) -> (&'static str, String) {
    match failure {
        Failure::Offline => ("No connection", "The portal cannot be reached. Check your network and try again. What you typed is still here.".to_owned()),
        Failure::Stale(_) => ("This was changed in the meantime", "Somebody changed it since you opened this page. Look at the current state, then try again.".to_owned()),
        Failure::SignedOut => ("You are signed out", "Sign in to go on.".to_owned()),
        Failure::NewBuild => ("This page is out of date", "Reload it to go on. Your drafts are kept.".to_owned()),
        Failure::Unreadable => ("The answer could not be read", "Try again. If it stays like this, write to the support address.".to_owned()),
        Failure::Problem(problem) => {
            let (title, text) = of_code(problem.code);
            let mut text = text.to_owned();
            if let Some(seconds) = problem.retry_after {
                text.push_str(" Wait ");
                text.push_str(&super::shared::span(accede_domain::time::Duration::seconds(i64::from(seconds))));
                text.push('.');
            }
            if problem.code == ProblemCode::Internal
                && let Some(id) = &problem.request_id
            {
                text.push_str(" Quote this number: ");
                text.push_str(id);
            }
            (title, text)
        }
    }
}

fn of_code(code: ProblemCode) -> (&'static str, &'static str) {
    match code {
        ProblemCode::SignInRequired => ("Sign in first", "This is for people who are signed in."),
        ProblemCode::WrongCredentials => (
            "These details do not fit together",
            "Check the address or user name and the passphrase. If you forgot the passphrase, reset it.",
        ),
        ProblemCode::SecondFactorRequired => (
            "A second factor is needed",
            "Enter the code of your app first.",
        ),
        ProblemCode::SecondFactorSetupRequired => (
            "Set up a second factor first",
            "Your role needs one before anything else.",
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
            "Its state has changed. Reload the page to see where it stands.",
        ),
        ProblemCode::AlreadyOpen => (
            "There is one already",
            "Finish or withdraw the open one first.",
        ),
        ProblemCode::StillRunning => (
            "This is still being done",
            "The same request is on its way. Try again in a moment.",
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
            "Make it smaller: a file may have up to 10 MB.",
        ),
        ProblemCode::Invalid => (
            "Some answers need another look",
            "The fields below say what to change.",
        ),
        ProblemCode::FileRefused => (
            "This file cannot be taken",
            "Give a PDF, PNG or JPEG of up to 10 MB that opens without a password. If in doubt, print it to a new PDF.",
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
            field("required", "your family name"),
            "Enter your family name"
        );
        assert_eq!(field("of_a_later_release", "the city"), "Check the city");
        for code in ProblemCode::ALL {
            let (title, text) = of_code(*code);
            assert!(!title.is_empty() && text.ends_with('.'), "{code:?}");
        }
    }
}
