//! Which version of a text is in force, who is asked again, and by when.

use accede_domain::time::{Date, Timestamp};
use accede_domain::versions::{
    NewVersionStep, TextVersion, asks_again, in_force, last_day, moments, new_version, outdated,
    signatures_count,
};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn version<'a>(number: &'a str, effective: &str, material: bool) -> TextVersion<'a> {
    TextVersion {
        number,
        effective: day(effective),
        material,
        sign_by: None,
    }
}

/// Newest first: a correction, a change that matters, the first one.
fn versions() -> [TextVersion<'static>; 3] {
    [
        version("2.1", "2027-02-10", false),
        version("2.0", "2027-02-01", true),
        version("1.0", "2026-11-01", true),
    ]
}

#[test]
fn the_newest_version_whose_day_has_come_is_in_force() {
    for (today, number) in [
        ("2026-01-01", "1.0"),
        ("2027-01-31", "1.0"),
        ("2027-02-01", "2.0"),
        ("2027-02-10", "2.1"),
    ] {
        assert_eq!(versions()[in_force(&versions(), day(today))].number, number);
    }
}

#[test]
fn who_accepted_an_earlier_version_is_asked_again_after_what_matters_alone() {
    let asked = |accepted: &str, today: &str| asks_again(&versions(), accepted, day(today));
    assert!(!asked("1.0", "2027-01-31"), "its day has not come");
    assert!(asked("1.0", "2027-02-01"));
    assert!(asked("1.0", "2027-02-10"), "a correction hides no change");
    assert!(!asked("2.0", "2027-02-10"), "a correction asks nobody");
    assert!(!asked("2.1", "2027-02-10"));
    assert!(!asked("2.1", "2027-01-01"), "accepted before its day");
    assert!(asked("", "2027-01-01"), "nothing was ever accepted");
    assert!(asked("0.9", "2027-01-01"), "known no more");
}

#[test]
fn a_signature_counts_until_the_last_day_to_sign_what_changed() {
    let until = |versions: &[TextVersion<'_>], today: &str| -> Vec<Option<Date>> {
        signatures_count(versions, day(today))
            .into_iter()
            .map(|(_, until)| until.map(last_day))
            .collect()
    };
    assert_eq!(until(&versions(), "2027-01-31"), [None]);
    // Thirty days, the first one included.
    let end = Some(day("2027-03-02"));
    assert_eq!(until(&versions(), "2027-02-01"), [None, end]);
    assert_eq!(until(&versions(), "2027-02-10"), [None, None, end]);
    let mut named = versions();
    named[1].sign_by = Some(day("2027-04-30"));
    assert_eq!(until(&named, "2027-02-01"), [None, Some(day("2027-04-30"))]);
    // A further change with less time leaves nobody more.
    named[0].material = true;
    named[0].sign_by = Some(day("2027-02-20"));
    let both = Some(day("2027-02-20"));
    assert_eq!(until(&named, "2027-02-10"), [None, both, both]);
}

#[test]
fn who_signed_the_version_in_force_is_told_nothing() {
    let outdated = |signed: &[&str], today: &str| {
        let signed: Vec<String> = signed.iter().map(|number| (*number).to_owned()).collect();
        outdated(&versions(), &signed, day(today)).map(|until| until.map(last_day))
    };
    assert_eq!(outdated(&["1.0"], "2027-01-31"), None);
    assert_eq!(
        outdated(&["1.0"], "2027-02-01"),
        Some(Some(day("2027-03-02")))
    );
    assert_eq!(outdated(&["1.0", "2.0"], "2027-02-01"), None);
    assert_eq!(outdated(&["1.0", "2.0"], "2027-02-10"), Some(None));
    assert_eq!(outdated(&["2.1"], "2027-02-10"), None);
    assert_eq!(outdated(&[], "2027-02-10"), None);
    assert_eq!(outdated(&["0.9"], "2027-02-10"), None);
}

#[test]
fn a_signer_is_told_reminded_and_ended_once_each() {
    let (first, last) = (day("2027-02-01"), day("2027-03-02"));
    let until = Some(last.add_days(1).start());
    let mut done = Vec::new();
    let mut happened = Vec::new();
    for after in -1..60 {
        let now: Timestamp = first.add_days(after).start();
        if let Some(due) = new_version(first, until, &done, now) {
            happened.push((after, due.step));
            done.push(due.step);
        }
    }
    use NewVersionStep::{Announced, Days7, Days30, Days60, Ended};
    assert_eq!(happened, [(0, Announced), (22, Days7), (30, Ended)]);
    // Where there is more time, there are more reminders.
    let long = Some(first.add_days(100).start());
    let steps: Vec<_> = (0..=100)
        .filter_map(|after| new_version(first, long, &[], first.add_days(after).start()))
        .map(|due| (due.since, due.step))
        .fold(Vec::new(), |mut steps, step| {
            if steps.last() != Some(&step) {
                steps.push(step);
            }
            steps
        });
    let on = |day: i64| first.add_days(day).start();
    assert_eq!(
        steps,
        [
            (on(0), Announced),
            (on(39), Days60),
            (on(69), Days30),
            (on(92), Days7),
            (on(100), Ended)
        ]
    );
    assert!(new_version(first, None, &[Announced], last.start()).is_none());
    // A time that is too short for a reminder has none, and one that was over is over at once.
    let short = Some(first.add_days(5).start());
    assert!(new_version(first, short, &[Announced], first.add_days(4).start()).is_none());
    let over = new_version(first, Some(first.start()), &[], first.start());
    assert_eq!(over.map(|due| due.step), Some(Ended));
}

#[test]
fn every_step_falls_on_a_moment_that_is_known_beforehand() {
    let known = moments(&versions());
    for text in [
        "2026-11-01",
        "2027-02-01",
        "2027-02-10",
        "2027-02-23",
        "2027-03-03",
    ] {
        assert!(known.contains(&day(text).start()), "{text}");
    }
}
