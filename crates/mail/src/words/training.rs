//! Training records.

use accede_domain::time::Date;

use super::dates::{day, days};
use crate::clean;
use crate::letter::Letter;
use crate::paths;
use crate::phrase::fill;

const TITLE_MAX: usize = 120;

pub(super) fn received(training: &str) -> Letter {
    Letter::to_person("We have your training report")
        .say(fill!("Thank you. Your report for “{1}” has arrived, and waits for a reviewer. You need not do anything now.", clean::line(training, TITLE_MAX)))
        .page("See where it stands", paths::TRAINING)
}

pub(super) fn accepted(training: &str, expires_on: Option<Date>) -> Letter {
    let training = clean::line(training, TITLE_MAX);
    let letter = Letter::to_person("Your training is accepted");
    match expires_on {
        Some(date) => letter.say(fill!("Your training “{1}” is accepted. It is valid until {2}. We will remind you in good time.", &training, day(date))),
        None => letter.say(fill!("Your training “{1}” is accepted.", &training)),
    }
    .page("What is next for you", paths::DASHBOARD)
}

pub(super) fn returned(training: &str, comment: &str) -> Letter {
    Letter::to_person("Please send your training report again")
        .say(fill!("A reviewer looked at your report for “{1}” and needs something else. This is not a rejection.", clean::line(training, TITLE_MAX)))
        .quote("The reviewer wrote:", comment)
        .say("What to do: upload the report again. Please use the completion report, which lists all modules with dates and scores, not the certificate.")
        .page("Upload the report", paths::TRAINING)
}

pub(super) fn rejected(training: &str, comment: &str) -> Letter {
    Letter::to_person("Your training report could not be accepted")
        .say(fill!("We are sorry: your report for “{1}” could not be accepted.", clean::line(training, TITLE_MAX)))
        .quote("The reviewer wrote:", comment)
        .say("You may upload another report at any time. The page says which course is the right one, and how to get the completion report.")
        .page("Upload another report", paths::TRAINING)
}

pub(super) fn expiring(training: &str, expires_on: Date, days_left: u32) -> Letter {
    Letter::to_person(fill!("Your training runs out in {1}", days(days_left)))
        .say(fill!("Your training “{1}” is valid until {2}. Your access to datasets that ask for it stops then.", clean::line(training, TITLE_MAX), day(expires_on)))
        .say("What to do: complete the course again, and upload the new report now. The old one stays valid until its day, so your access goes on without a break.")
        .page("Upload the new report", paths::TRAINING)
}

pub(super) fn expired(training: &str, expired_on: Date) -> Letter {
    Letter::to_person("Your training has run out")
        .say(fill!("Your training “{1}” ran out on {2}. Your access to datasets that ask for it has stopped.", clean::line(training, TITLE_MAX), day(expired_on)))
        .say("What to do: complete the course again, and upload the new report. When it is accepted, your access comes back. You need not apply again.")
        .page("Upload the new report", paths::TRAINING)
}
