//! The training reports of one person. Of the crowd's reports there are records and no files: a reviewer who opens one is told
//! that the file is missing.

use accede_domain::schedule::EXPIRY_STEPS;
use accede_domain::time::{Duration, Timestamp};
use accede_domain::training::{TrainingState, expires_on};
use accede_store::{params, search};

use super::life::Maker;

/// How many of a thousand people sent a report.
const SEND_ONE: u64 = 880;
/// How many of a thousand send another when one has expired.
const SEND_ANOTHER: u64 = 650;

/// Adds the reports of a person who came at `since`, in their order.
pub(super) fn add(maker: &mut Maker<'_>, since: Timestamp) {
    if !maker.dice.per_mille(SEND_ONE) {
        return;
    }
    let mut at = since.plus(Duration::hours(maker.dice.between(1, 300)));
    loop {
        let ends = one(maker, at);
        let next = ends.plus(Duration::hours(maker.dice.between(1, 1_000)));
        let is_over = ends > maker.crowd.now || next > maker.crowd.now;
        if is_over || !maker.dice.per_mille(SEND_ANOTHER) {
            return;
        }
        at = next;
    }
}

/// One report, and what a reviewer made of it; says when it ends.
fn one(maker: &mut Maker<'_>, uploaded_at: Timestamp) -> Timestamp {
    let now = maker.crowd.now;
    let uploaded_at = uploaded_at.min(now.minus(Duration::minutes(5)));
    let decided_at = uploaded_at.plus(Duration::hours(maker.dice.between(2, 260)));
    let Some(of) = maker.crowd.state.catalogue.trainings().first() else {
        return now.plus(Duration::days(1));
    };
    let completed_on = uploaded_at
        .minus(Duration::days(maker.dice.between(0, 90)))
        .date();
    let ends_on = expires_on(completed_on, of.validity_years);
    let ends = ends_on.start();
    let state = match maker.dice.below(100) {
        _ if decided_at > now => TrainingState::Submitted,
        0..=3 => TrainingState::Returned,
        4..=6 => TrainingState::Rejected,
        _ if ends <= now => TrainingState::Expired,
        _ => TrainingState::Accepted,
    };
    let is_decided = state != TrainingState::Submitted;
    let comment = matches!(state, TrainingState::Returned | TrainingState::Rejected)
        .then_some("This is the certificate; please send the report with the modules.");
    let (id, file, key) = (
        maker.id(uploaded_at),
        maker.id(uploaded_at),
        maker.id(uploaded_at),
    );
    let reviewer = maker.crowd.reviewer(&mut maker.dice);
    let digest = format!("{:016x}", maker.dice.next()).repeat(4);
    let name = maker.name();
    let words = search::document([name.as_str(), &maker.person.user_name]);
    let account = &maker.account_id;
    let rows = &mut maker.life.rows;
    rows.files.push(params![
        &file,
        account,
        ["crowd/", &key].concat(),
        digest,
        182_000,
        "application/pdf",
        "citi-report.pdf",
        4,
        uploaded_at
    ]);
    rows.trainings.push(params![
        &id,
        if is_decided { 2 } else { 1 },
        account,
        &of.key,
        state.as_str(),
        file,
        completed_on.to_string(),
        ends_on.to_string(),
        // Nobody has read the file.
        "{}",
        None::<String>,
        is_decided.then_some(reviewer),
        comment,
        is_decided.then_some(decided_at),
        uploaded_at,
        name,
        words,
        uploaded_at,
        if is_decided { decided_at } else { uploaded_at }
    ]);
    maker.life.trainings.push(state);
    if state == TrainingState::Accepted {
        told(maker, &id, ends, decided_at);
    }
    ends
}

/// What a person has been told of the end that comes, so that the jobs find nothing due.
fn told(maker: &mut Maker<'_>, id: &str, ends: Timestamp, since: Timestamp) {
    for (day, step) in EXPIRY_STEPS {
        let at = ends.plus(Duration::days(*day));
        if at <= maker.crowd.now {
            let row = params![crate::training::KIND, id, step.as_str(), at.max(since)];
            maker.life.rows.reminders.push(row);
        }
    }
}
