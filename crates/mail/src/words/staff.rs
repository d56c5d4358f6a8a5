//! To the people who work the queues.

use accede_domain::application::state::Flag;
use accede_domain::time::{Date, Timestamp};

use super::dates::{day, days};
use super::moment;
use crate::clean;
use crate::letter::Letter;
use crate::message::{DigestQueue, OldestWaiting, StageCount};
use crate::paths;
use crate::phrase::{Phrase, fill};

pub(super) fn reference_changed(
    application_id: &str,
    number: &str,
    applicant: &str,
    at: Timestamp,
) -> Letter {
    let number = clean::line(number, 30);
    Letter::to_person(fill!("{1}: reference changed after the identity check", &number))
        .say(fill!("On {1}, the reference in application {2} of {3} was changed. The identity had already been confirmed.", moment(at), &number, clean::name(applicant)))
        .say("The case is marked. Please look at the new reference before the application goes on.")
        .page("Open the case", paths::review_case(application_id))
}

pub(super) fn credential_flagged(
    application_id: &str,
    number: &str,
    holder: &str,
    flag: Flag,
    at: Timestamp,
) -> Letter {
    let number = clean::line(number, 30);
    let holder = clean::name(holder);
    let (subject, happened) = match flag {
        Flag::NameChanged => (
            "name changed",
            fill!(
                "{1} now goes by another name in the profile. The credential was given under the name on the application.",
                &holder
            ),
        ),
        Flag::ReferenceCorrected => (
            "reference changed the answer",
            fill!(
                "The reference of {1} changed their answer after the decision.",
                &holder
            ),
        ),
        Flag::ReferenceDeclined | Flag::ReferenceWithdrew | Flag::ReferenceReplaced => (
            "reference took the answer back",
            fill!(
                "The reference of {1} took their answer back after the decision.",
                &holder
            ),
        ),
    };
    Letter::to_person(fill!("Credential {1}: {2}", &number, subject))
        .say(fill!("On {1}: {2}", moment(at), &happened))
        .say("The credential still holds. Please look at the case: revoke it with a reason, or say there that it stays.")
        .page("Open the case", paths::review_case(application_id))
}

pub(super) fn daily_digest(
    today: Date,
    counts: &[StageCount],
    oldest: Option<&OldestWaiting>,
    site: &Phrase,
) -> Letter {
    let total: u64 = counts
        .iter()
        .map(|count| count.waiting)
        .fold(0, u64::saturating_add);
    let letter = Letter::to_person(match total {
        0 => fill!("{1} queue: nothing is waiting", site),
        1 => fill!("{1} queue: 1 case is waiting", site),
        n => fill!("{1} queue: {2} cases are waiting", site, n),
    });
    if total == 0 {
        return letter
            .say(fill!("On {1}, nothing waits for a reviewer.", day(today)))
            .page("Open the queue", paths::QUEUE);
    }
    let letter = letter
        .say(fill!("On {1}, this waits for a reviewer:", day(today)))
        .bullets(
            counts
                .iter()
                .filter(|count| count.waiting > 0)
                .map(|count| fill!("{1}: {2}", queue_name(count.queue), count.waiting))
                .collect(),
        );
    match oldest {
        Some(oldest) => letter
            .say(fill!(
                "Longest waiting: {1}, {2}, {3}.",
                clean::line(&oldest.number, 30),
                queue_name(oldest.queue),
                days(oldest.days)
            ))
            .page("Open that case", paths::review_case(&oldest.application_id)),
        None => letter,
    }
    .page("Open the queue", paths::QUEUE)
}

fn queue_name(queue: DigestQueue) -> &'static str {
    match queue {
        DigestQueue::Identity => "Identity to check",
        DigestQueue::Reference => "References to invite",
        DigestQueue::Response => "Answers of references to come",
        DigestQueue::Flagged => "Flagged, to look at",
        DigestQueue::Final => "Decision to make",
        DigestQueue::Training => "Training reports to check",
    }
}
