//! The reference: to the person who is asked, and to the applicant. The answer itself is for staff only and stands in no
//! mail, not even in the one to the person who gave it: mailboxes are forwarded and shared.

use accede_domain::time::{Date, Timestamp};

use super::dates::{day, days};
use super::moment;
use crate::clean;
use crate::letter::Letter;
use crate::paths;
use crate::phrase::{Phrase, fill};

pub(super) fn invited(
    applicant: &str,
    organisation: &str,
    message: Option<&str>,
    answer_by: Date,
    site: &Phrase,
) -> Letter {
    let applicant = clean::name(applicant);
    Letter::to_person(fill!("Do you know {1}? A short question", clean::line(&applicant, 40)))
        .say(asks_for_access(&applicant, organisation, site))
        .say("The data come from hospital patients, without their names. Before we give access, we ask somebody who knows the person. Your answer takes about five minutes, and you need no account.")
        .quote("The reviewer writes to you:", message.unwrap_or_default())
        .mailed_link("Answer the question")
        .say(fill!("Please answer by {1}. Every answer helps us, also “I do not know this person”. Only our staff see your answer; {2} does not.", day(answer_by), &applicant))
}

pub(super) fn reminded(
    applicant: &str,
    organisation: &str,
    answer_by: Date,
    site: &Phrase,
) -> Letter {
    let applicant = clean::name(applicant);
    Letter::to_person(fill!("A reminder: do you know {1}?", clean::line(&applicant, 40)))
        .say("We wrote to you before, and have no answer from you yet. Perhaps the mail was lost.")
        .say(asks_for_access(&applicant, organisation, site))
        .mailed_link("Answer the question")
        .say(fill!("Please answer by {1}. It takes about five minutes, and you need no account. Every answer helps us, also “I do not know this person”. Only our staff see your answer; {2} does not.", day(answer_by), &applicant))
}

fn asks_for_access(applicant: &str, organisation: &str, site: &Phrase) -> Phrase {
    let organisation = clean::name(organisation);
    if organisation.is_empty() {
        fill!(
            "{1} asks for access to research data at {2}, and named you as a person who can tell us about them.",
            applicant.to_owned(),
            site
        )
    } else {
        fill!(
            "{1} ({2}) asks for access to research data at {3}, and named you as a person who can tell us about them.",
            applicant.to_owned(),
            organisation,
            site
        )
    }
}

pub(super) fn thanked(applicant: &str, change_until: Timestamp) -> Letter {
    let applicant = clean::name(applicant);
    Letter::to_person("Thank you for your answer")
        .say(fill!("We have your answer about {1}. Thank you for your time. You need not do anything more.", &applicant))
        .say(fill!("Only our staff see it. If you want to correct it, you can do so until {1}, with the same link as before:", moment(change_until)))
        .mailed_link("See or change your answer")
        .say("You can take it back at any time, also later: ask for a fresh link.")
        .page("Ask for a fresh link", paths::VOUCHING)
        .say("If you did not answer anything yourself, please write to us.")
}

pub(super) fn list() -> Letter {
    Letter::to_person("The people who named you as a reference")
        .say("Somebody, probably you, asked for this link. It shows everybody who named you as a reference at this address, and what you answered. You can take an answer back there, at any time.")
        .mailed_link("See the list")
        .say("Do not pass this mail on: your answers are for our staff only. If you did not ask for it, you need not do anything.")
}

pub(super) fn list_empty() -> Letter {
    Letter::to_unproved_address("Nobody named this address as a reference")
        .say("Somebody, probably you, asked for the list of people who named this e-mail address as a reference. We have asked nobody at this address about anyone.")
        .say("Perhaps we wrote to another address of yours: then ask again with that one.")
        .page("Ask with another address", paths::VOUCHING)
        .say("If this was not you, you need not do anything.")
}

pub(super) fn ended(applicant: &str, because: crate::message::ReferenceEnd) -> Letter {
    use crate::message::ReferenceEnd;
    let applicant = clean::name(applicant);
    let why = match because {
        ReferenceEnd::Replaced => fill!(
            "We asked you about {1}. They have since changed whom they name, so we no longer need your answer.",
            &applicant
        ),
        ReferenceEnd::NoLongerNeeded => fill!(
            "We asked you about {1}. The application went on without an answer, or has ended, so we no longer need one.",
            &applicant
        ),
        ReferenceEnd::TimeRanOut => fill!(
            "We asked you about {1}. The time for an answer has run out, so we no longer need one.",
            &applicant
        ),
    };
    Letter::to_person("We no longer need your answer")
        .say(why)
        .say("The link in our earlier mail no longer works. You need not do anything. Thank you for your time.")
        .say("If there is something that we should know, please write to us.")
}

pub(super) fn mail_bounced(reference_name: &str, reference_address: &str) -> Letter {
    Letter::to_person("Our mail to your reference did not arrive")
        .say(fill!("We wrote to your reference, {1}. A mail server refused our mail to this address:", clean::name(reference_name)))
        .literal(&clean::line(reference_address, 254))
        .say("Please check the address with them. Then correct it, or name somebody else. You can do this yourself, at once. Your place in the queue is kept.")
        .page("Correct the address, or name somebody else", paths::REFERENCE_TASK)
}

pub(super) fn nudge(reference_name: &str, days_waiting: u32, answer_by: Date) -> Letter {
    let name = clean::name(reference_name);
    Letter::to_person("Your reference has not answered yet")
        .say(fill!("We wrote to your reference, {1}, {2} ago, and are still waiting for the answer.", &name, days(days_waiting)))
        .say("You can ask them whether the mail arrived (it may be among the junk mail), have it sent again, or name someone else. Your place in the queue is kept.")
        .page("Send again, or name someone else", paths::REFERENCE_TASK)
        .say(fill!("If there is no answer by {1}, the application comes back to you, so that you can name someone else.", day(answer_by)))
}

pub(super) fn timed_out(number: &str, reference_name: &str, lapses_on: Date) -> Letter {
    Letter::to_person("Please name another reference")
        .say(fill!("Your reference, {1}, has not answered within 30 days. Your application {2} is therefore back with you. This is not a rejection, and you keep your place in the queue.", clean::name(reference_name), clean::line(number, 30)))
        .say("What to do: name someone else, or the same person with another address, and submit the application again.")
        .page("Name another reference", paths::REFERENCE_TASK)
        .say(fill!("Please do this by {1}. After that day the application ends, and you would have to apply again.", day(lapses_on)))
}

pub(super) fn changed(number: &str, reference_name: &str, at: Timestamp) -> Letter {
    Letter::to_person(fill!("The reference in your application {1} was changed", clean::line(number, 30)))
        .say(fill!("On {1}, the reference in your application was changed. It is now:", moment(at)))
        .literal(&clean::name(reference_name))
        .say("If this was you, you need not do anything. If it was not you, please change your passphrase now, and tell us.")
        .page("See your application", paths::DASHBOARD)
}
