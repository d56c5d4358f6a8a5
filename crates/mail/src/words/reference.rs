//! The reference: to the person who is asked, and to the applicant. The answer itself is for staff only and stands in no
//! mail, not even in the one to the person who gave it: mailboxes are forwarded and shared.

use accede_domain::time::{Date, Timestamp};

use super::dates::{day, days};
use super::moment;
use crate::clean;
use crate::letter::Letter;
use crate::paths;

pub(super) fn invited(
    applicant: &str,
    organisation: &str,
    message: Option<&str>,
    answer_by: Date,
    site: &str,
) -> Letter {
    let applicant = clean::name(applicant);
    Letter::to_person(format!("Do you know {}? A short question", clean::line(&applicant, 40)))
        .say(asks_for_access(&applicant, organisation, site))
        .say("The data come from hospital patients, without their names. Before we give access, we ask somebody who knows the person. Your answer takes about five minutes, and you need no account.")
        .quote("The reviewer writes to you:", message.unwrap_or_default())
        .mailed_link("Answer the question")
        .say(format!("Please answer by {}. Every answer helps us, also “I do not know this person”. Only our staff see your answer; {applicant} does not.", day(answer_by)))
}

pub(super) fn reminded(applicant: &str, organisation: &str, answer_by: Date, site: &str) -> Letter {
    let applicant = clean::name(applicant);
    Letter::to_person(format!("A reminder: do you know {}?", clean::line(&applicant, 40)))
        .say("We wrote to you before, and have no answer from you yet. Perhaps the mail was lost.")
        .say(asks_for_access(&applicant, organisation, site))
        .mailed_link("Answer the question")
        .say(format!("Please answer by {}. It takes about five minutes, and you need no account. Every answer helps us, also “I do not know this person”. Only our staff see your answer; {applicant} does not.", day(answer_by)))
}

fn asks_for_access(applicant: &str, organisation: &str, site: &str) -> String {
    let organisation = clean::name(organisation);
    let of = if organisation.is_empty() {
        String::new()
    } else {
        format!(" ({organisation})")
    };
    format!(
        "{applicant}{of} asks for access to research data at {site}, and named you as a person who can tell us about them."
    )
}

pub(super) fn thanked(applicant: &str, change_until: Timestamp) -> Letter {
    let applicant = clean::name(applicant);
    Letter::to_person("Thank you for your answer")
        .say(format!("We have your answer about {applicant}. Thank you for your time. You need not do anything more."))
        .say(format!("Only our staff see it. If you want to correct it, you can do so until {}, with the same link as before:", moment(change_until)))
        .mailed_link("See or change your answer")
        .say("If you did not answer anything yourself, please write to us.")
}

pub(super) fn ended(applicant: &str, because: crate::message::ReferenceEnd) -> Letter {
    use crate::message::ReferenceEnd;
    let applicant = clean::name(applicant);
    let why = match because {
        ReferenceEnd::Replaced => format!(
            "We asked you about {applicant}. They have since changed whom they name, so we no longer need your answer."
        ),
        ReferenceEnd::NoLongerNeeded => format!(
            "We asked you about {applicant}. The application went on without an answer, or has ended, so we no longer need one."
        ),
        ReferenceEnd::TimeRanOut => format!(
            "We asked you about {applicant}. The time for an answer has run out, so we no longer need one."
        ),
    };
    Letter::to_person("We no longer need your answer")
        .say(why)
        .say("The link in our earlier mail no longer works. You need not do anything. Thank you for your time.")
        .say("If there is something that we should know, please write to us.")
}

pub(super) fn mail_bounced(reference_name: &str, reference_address: &str) -> Letter {
    Letter::to_person("Our mail to your reference did not arrive")
        .say(format!("We wrote to your reference, {}. A mail server refused our mail to this address:", clean::name(reference_name)))
        .literal(&clean::line(reference_address, 254))
        .say("Please check the address with them. Then correct it, or name somebody else. You can do this yourself, at once. Your place in the queue is kept.")
        .page("Correct the address, or name somebody else", paths::REFERENCE_TASK)
}

pub(super) fn nudge(reference_name: &str, days_waiting: u32, answer_by: Date) -> Letter {
    let name = clean::name(reference_name);
    Letter::to_person("Your reference has not answered yet")
        .say(format!("We wrote to your reference, {name}, {} ago, and are still waiting for the answer.", days(days_waiting)))
        .say("You can ask them whether the mail arrived (it may be among the junk mail), have it sent again, or name someone else. Your place in the queue is kept.")
        .page("Send again, or name someone else", paths::REFERENCE_TASK)
        .say(format!("If there is no answer by {}, the application comes back to you, so that you can name someone else.", day(answer_by)))
}

pub(super) fn timed_out(number: &str, reference_name: &str, lapses_on: Date) -> Letter {
    Letter::to_person("Please name another reference")
        .say(format!("Your reference, {}, has not answered within 30 days. Your application {} is therefore back with you. This is not a rejection, and you keep your place in the queue.", clean::name(reference_name), clean::line(number, 30)))
        .say("What to do: name someone else, or the same person with another address, and submit the application again.")
        .page("Name another reference", paths::REFERENCE_TASK)
        .say(format!("Please do this by {}. After that day the application ends, and you would have to apply again.", day(lapses_on)))
}

pub(super) fn changed(number: &str, reference_name: &str, at: Timestamp) -> Letter {
    Letter::to_person(format!("The reference in your application {} was changed", clean::line(number, 30)))
        .say(format!("On {}, the reference in your application was changed. It is now:", moment(at)))
        .literal(&clean::name(reference_name))
        .say("If this was you, you need not do anything. If it was not you, please change your passphrase now, and tell us.")
        .page("See your application", paths::DASHBOARD)
}
