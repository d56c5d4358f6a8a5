//! What ends by itself says so before: credentials, trainings, returned applications.

use accede_domain::schedule::{EXPIRY_STEPS, ExpiryStep, ReturnedStep, expiry, next_at, returned};
use accede_domain::time::Duration;

use crate::support::now;

#[test]
fn an_end_is_told_60_30_and_7_days_before() {
    let end = now();
    let before = |days: i64, done: &[ExpiryStep]| {
        expiry(end, done, end.minus(Duration::days(days))).map(|due| due.step)
    };
    assert_eq!(before(61, &[]), None);
    assert_eq!(before(60, &[]), Some(ExpiryStep::Days60));
    assert_eq!(before(59, &[ExpiryStep::Days60]), None);
    assert_eq!(before(30, &[ExpiryStep::Days60]), Some(ExpiryStep::Days30));
    assert_eq!(before(7, &[ExpiryStep::Days60]), Some(ExpiryStep::Days7));
    assert_eq!(before(0, &[]), Some(ExpiryStep::End));
    assert_eq!(before(-9, &[ExpiryStep::End]), None);
    assert_eq!(
        next_at(EXPIRY_STEPS, end, end.minus(Duration::days(31))),
        Some(end.minus(Duration::days(30)))
    );
}

#[test]
fn a_returned_application_is_reminded_at_60_and_83_and_lapses_at_90() {
    let start = now();
    let on = |day: i64, done: &[ReturnedStep]| {
        returned(start, done, start.plus(Duration::days(day))).map(|due| due.step)
    };
    assert_eq!(on(59, &[]), None);
    assert_eq!(on(60, &[]), Some(ReturnedStep::Day60));
    assert_eq!(on(83, &[ReturnedStep::Day60]), Some(ReturnedStep::Day83));
    assert_eq!(on(90, &[ReturnedStep::Day60]), Some(ReturnedStep::Lapse));
    assert_eq!(on(91, &[ReturnedStep::Lapse]), None);
}
