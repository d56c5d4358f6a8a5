//! The credential that an accepted application gave.

use accede_domain::time::Date;

use super::dates::{day, days};
use crate::clean;
use crate::letter::Letter;
use crate::paths;
use crate::phrase::fill;

pub(super) fn revoked(number: &str, reason: &str) -> Letter {
    Letter::to_person("Your credentialed access has ended")
        .say(fill!("An administrator ended the credentialed access that came from your application {1}. Your access to credentialed datasets is being removed.", clean::line(number, 30)))
        .quote("The administrator wrote:", reason)
        .say("Please stop using the data now, and follow what your data use agreements say about copies that you hold.")
        .say("If you think that this is a mistake, please write to us.")
}

pub(super) fn expiring(number: &str, expires_on: Date, days_left: u32) -> Letter {
    Letter::to_person(fill!("Your credentialed access ends in {1}", days(days_left)))
        .say(fill!("The credentialed access from your application {1} ends on {2}.", clean::line(number, 30), day(expires_on)))
        .say("To keep it, please apply again. The form is already filled in, and your access holds until that day while we review.")
        .page("Apply again", paths::APPLICATION)
}

pub(super) fn expired(number: &str, expired_on: Date) -> Letter {
    Letter::to_person("Your credentialed access has run out")
        .say(fill!("The credentialed access from your application {1} ran out on {2}. Your access to credentialed datasets is being removed.", clean::line(number, 30), day(expired_on)))
        .say("You may apply again at any time. The form will be filled in with what you wrote.")
        .page("Apply again", paths::APPLICATION)
}
