//! The states of a request, its limits and its one schedule.

use std::collections::HashMap;

use accede_domain::problem::FieldCode;
use accede_domain::reference::{
    self, MailRefusal, ReferenceAnswer, ReferenceEvent, ReferenceOutcome, ReferenceState,
    ReferenceStep, TRANSITIONS, after, check_answer_text, check_withdrawal_text, may_correct,
    may_mail, schedule,
};
use accede_domain::time::{Duration, Timestamp};
use proptest::prelude::*;

use crate::support::{days_ago, now};

#[test]
fn each_move_of_a_request_is_allowed_where_the_table_says_and_refused_elsewhere() {
    for &state in ReferenceState::ALL {
        for &event in ReferenceEvent::ALL {
            let row = TRANSITIONS
                .iter()
                .find(|(from, on, _)| from.contains(&state) && *on == event);
            assert_eq!(
                after(state, event).ok(),
                row.map(|row| row.2),
                "{state} {event}"
            );
        }
    }
    use ReferenceState::*;
    for over in [Expired, Replaced, Cancelled] {
        assert!(
            after(over, ReferenceEvent::Answer).is_err(),
            "a dead link answers nothing"
        );
    }
    assert_eq!(
        after(Sent, ReferenceEvent::MailRefused),
        Ok(Bounced),
        "a delivery report may come later"
    );
    assert_eq!(
        after(Bounced, ReferenceEvent::Invite),
        Ok(Invited),
        "a resend"
    );
    assert!(
        after(Answered, ReferenceEvent::Replace).is_err(),
        "only before the answer"
    );
}

#[test]
fn an_answer_needs_words() {
    for &answer in ReferenceAnswer::ALL {
        let check = |typed| check_answer_text(answer, typed);
        let without = match answer {
            // There is nothing to say about somebody one does not know.
            ReferenceAnswer::DoesNotKnow => Ok(""),
            _ => Err(FieldCode::Required),
        };
        assert_eq!(check(" "), without);
        assert_eq!(check(" We work\ntogether. "), Ok("We work\ntogether."));
        let long = "é".repeat(2001);
        assert_eq!(check_answer_text(answer, &long), Err(FieldCode::TooLong));
    }
    assert_eq!(check_withdrawal_text(""), Err(FieldCode::Required));
}

#[test]
fn an_answer_can_be_changed_for_a_day() {
    assert!(may_correct(
        now(),
        now().plus(Duration::hours(24).times(1)).minus(Duration(1))
    ));
    assert!(!may_correct(now(), now().plus(Duration::hours(24))));
}

#[test]
fn three_mails_a_day() {
    assert!(may_mail(&[now(), now()], now()));
    assert!(!may_mail(&[now(), now(), now()], now()));
    assert!(may_mail(&[days_ago(1), now(), now()], now()));
}

#[test]
fn the_steps_come_on_their_days() {
    let start = now();
    let on_day = |day: i64, done: &[ReferenceStep]| {
        schedule(start, done, start.plus(Duration::days(day))).map(|due| due.step)
    };
    use ReferenceStep::*;
    assert_eq!(on_day(0, &[]), Some(Invite));
    assert_eq!(on_day(4, &[Invite]), None);
    assert_eq!(on_day(5, &[Invite]), Some(Remind));
    assert_eq!(on_day(10, &[Invite, Remind]), Some(Nudge));
    assert_eq!(on_day(25, &[Invite, Remind, Nudge]), Some(Warn));
    assert_eq!(on_day(29, &[Invite, Remind, Nudge, Warn]), None);
    assert_eq!(on_day(30, &[Invite, Remind, Nudge, Warn]), Some(End));
    assert_eq!(
        on_day(12, &[Invite]),
        Some(Nudge),
        "a missed reminder is passed over"
    );
    assert_eq!(
        on_day(31, &[Invite]),
        Some(End),
        "no reminder on the day it ends"
    );
    assert_eq!(on_day(99, &[Invite, End]), None);
    assert_eq!(reference::ends_at(start), start.plus(Duration::days(30)));
}

#[test]
fn what_a_mail_server_said_is_read_by_its_code() {
    for (reply, refusal) in [
        ("550 5.1.1 No such user here", MailRefusal::NoSuchAddress),
        (
            "smtp; 550 5.1.1 No such mailbox",
            MailRefusal::NoSuchAddress,
        ),
        ("5.1.10", MailRefusal::NoSuchAddress),
        ("550 5.2.1 Mailbox disabled", MailRefusal::NoSuchAddress),
        ("550-5.1.2 Host unknown", MailRefusal::NoSuchDomain),
        ("552 5.2.2 Over quota", MailRefusal::MailboxFull),
        ("554 5.7.1 Blocked", MailRefusal::NotLetIn),
        ("550 No such user", MailRefusal::Other),
        ("it did not arrive", MailRefusal::Other),
        ("", MailRefusal::Other),
        ("given up: 451 4.7.1 Try again later", MailRefusal::GivenUp),
    ] {
        assert_eq!(MailRefusal::of(reply), refusal, "{reply}");
    }
}

proptest! {
    #[test]
    fn no_reply_makes_reading_it_fail(reply in any::<String>()) {
        let _ = MailRefusal::of(&reply);
    }

    /// A worker that looks at any times whatever, in order, does no two steps that fall due on one
    /// day, none twice, and the end exactly once if it looks after it.
    #[test]
    fn never_two_on_a_day_and_the_end_exactly_once(hours in prop::collection::vec(0_i64..=24 * 40, 1..200), start in 0_i64..=4_000_000_000) {
        let start = Timestamp::from_seconds(start);
        let mut looks = hours;
        looks.sort_unstable();
        let mut done = Vec::new();
        let mut due_on = HashMap::new();
        for hour in &looks {
            let now = start.plus(Duration::hours(*hour));
            while let Some(due) = schedule(start, &done, now) {
                prop_assert!(due.since <= now);
                prop_assert!(due_on.insert(due.since.days_since(start), due.step).is_none(), "two on one day");
                prop_assert!(!done.contains(&due.step));
                prop_assert!(!done.contains(&ReferenceStep::End), "nothing after the end");
                done.push(due.step);
            }
        }
        let ends = done.iter().filter(|step| **step == ReferenceStep::End).count();
        prop_assert_eq!(ends, usize::from(looks.last().is_some_and(|hour| *hour >= 24 * 30)));
    }
}

#[test]
fn what_became_of_a_request_is_told_by_the_answer_before_the_state() {
    use ReferenceAnswer as Answer;
    use ReferenceOutcome as Outcome;
    use ReferenceState as State;
    for (state, answer, withdrawn, outcome) in [
        (State::Nominated, None, false, Outcome::Open),
        (State::Bounced, None, false, Outcome::Open),
        (State::Expired, None, false, Outcome::NoAnswer),
        (State::Replaced, None, false, Outcome::Ended),
        (
            State::Answered,
            Some(Answer::Confirms),
            false,
            Outcome::Confirmed,
        ),
        // Whom somebody else took the place of later has confirmed all the same.
        (
            State::Replaced,
            Some(Answer::Confirms),
            false,
            Outcome::Confirmed,
        ),
        (
            State::Answered,
            Some(Answer::Concern),
            false,
            Outcome::SaidNo,
        ),
        (
            State::Answered,
            Some(Answer::CannotVouchNow),
            false,
            Outcome::SaidNo,
        ),
        (
            State::Answered,
            Some(Answer::Confirms),
            true,
            Outcome::TookBack,
        ),
    ] {
        assert_eq!(
            ReferenceOutcome::of(state, answer, withdrawn),
            outcome,
            "{state:?} {answer:?}"
        );
    }
}
