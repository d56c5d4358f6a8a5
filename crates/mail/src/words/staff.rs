//! To the people who work the queues.

use accede_domain::application::state::Flag;
use accede_domain::time::{Date, Timestamp};

use super::dates::{day, days};
use super::moment;
use crate::clean;
use crate::letter::Letter;
use crate::message::{DigestQueue, OldestWaiting, StageCount};
use crate::paths;

pub(super) fn reference_changed(
    application_id: &str,
    number: &str,
    applicant: &str,
    at: Timestamp,
) -> Letter {
    let number = clean::line(number, 30);
    Letter::to_person(format!("{number}: reference changed after the identity check"))
        .say(format!("On {}, the reference in application {number} of {} was changed. The identity had already been confirmed.", moment(at), clean::name(applicant)))
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
            format!(
                "{holder} now goes by another name in the profile. The credential was given under the name on the application."
            ),
        ),
        Flag::ReferenceCorrected => (
            "reference changed the answer",
            format!("The reference of {holder} changed their answer after the decision."),
        ),
        Flag::ReferenceDeclined | Flag::ReferenceWithdrew | Flag::ReferenceReplaced => (
            "reference took the answer back",
            format!("The reference of {holder} took their answer back after the decision."),
        ),
    };
    Letter::to_person(format!("Credential {number}: {subject}"))
        .say(format!("On {}: {happened}", moment(at)))
        .say("The credential still holds. Please look at the case: revoke it with a reason, or say there that it stays.")
        .page("Open the case", paths::review_case(application_id))
}

pub(super) fn daily_digest(
    today: Date,
    counts: &[StageCount],
    oldest: Option<&OldestWaiting>,
    site: &str,
) -> Letter {
    let total: u64 = counts
        .iter()
        .map(|count| count.waiting)
        .fold(0, u64::saturating_add);
    let letter = Letter::to_person(match total {
        0 => format!("{site} queue: nothing is waiting"),
        1 => format!("{site} queue: 1 case is waiting"),
        n => format!("{site} queue: {n} cases are waiting"),
    });
    if total == 0 {
        return letter
            .say(format!("On {}, nothing waits for a reviewer.", day(today)))
            .page("Open the queue", paths::QUEUE);
    }
    let letter = letter
        .say(format!("On {}, this waits for a reviewer:", day(today)))
        .bullets(
            counts
                .iter()
                .filter(|count| count.waiting > 0)
                .map(|count| format!("{}: {}", queue_name(count.queue), count.waiting))
                .collect(),
        );
    match oldest {
        Some(oldest) => letter
            .say(format!(
                "Longest waiting: {}, {}, {}.",
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
