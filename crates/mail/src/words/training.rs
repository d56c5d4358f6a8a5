//! Training records.

use accede_domain::time::Date;

use super::dates::{day, days};
use crate::clean;
use crate::letter::Letter;
use crate::paths;

const TITLE_MAX: usize = 120;

pub(super) fn received(training: &str) -> Letter {
    Letter::to_person("We have your training report")
        .say(format!("Thank you. Your report for “{}” has arrived, and waits for a reviewer. You need not do anything now.", clean::line(training, TITLE_MAX)))
        .page("See where it stands", paths::TRAINING)
}

pub(super) fn accepted(training: &str, expires_on: Option<Date>) -> Letter {
    let training = clean::line(training, TITLE_MAX);
    let letter = Letter::to_person("Your training is accepted");
    match expires_on {
        Some(date) => letter.say(format!("Your training “{training}” is accepted. It is valid until {}. We will remind you in good time.", day(date))),
        None => letter.say(format!("Your training “{training}” is accepted.")),
    }
    .page("What is next for you", paths::DASHBOARD)
}

pub(super) fn returned(training: &str, comment: &str) -> Letter {
    Letter::to_person("Please send your training report again")
        .say(format!("A reviewer looked at your report for “{}” and needs something else. This is not a rejection.", clean::line(training, TITLE_MAX)))
        .quote("The reviewer wrote:", comment)
        .say("What to do: upload the report again. Please use the completion report, which lists all modules with dates and scores, not the certificate.")
        .page("Upload the report", paths::TRAINING)
}

pub(super) fn rejected(training: &str, comment: &str) -> Letter {
    Letter::to_person("Your training report could not be accepted")
        .say(format!("We are sorry: your report for “{}” could not be accepted.", clean::line(training, TITLE_MAX)))
        .quote("The reviewer wrote:", comment)
        .say("You may upload another report at any time. The page says which course is the right one, and how to get the completion report.")
        .page("Upload another report", paths::TRAINING)
}

pub(super) fn expiring(training: &str, expires_on: Date, days_left: u32) -> Letter {
    Letter::to_person(format!("Your training runs out in {}", days(days_left)))
        .say(format!("Your training “{}” is valid until {}. Your access to datasets that ask for it stops then.", clean::line(training, TITLE_MAX), day(expires_on)))
        .say("What to do: complete the course again, and upload the new report now. The old one stays valid until its day, so your access goes on without a break.")
        .page("Upload the new report", paths::TRAINING)
}

pub(super) fn expired(training: &str, expired_on: Date) -> Letter {
    Letter::to_person("Your training has run out")
        .say(format!("Your training “{}” ran out on {}. Your access to datasets that ask for it has stopped.", clean::line(training, TITLE_MAX), day(expired_on)))
        .say("What to do: complete the course again, and upload the new report. When it is accepted, your access comes back. You need not apply again.")
        .page("Upload the new report", paths::TRAINING)
}
