//! Versions of texts that people accept or sign: which is in force, who is asked again, and by when.
//!
//! All lists are newest first, as the content's files have them, and hold at least one version.

use crate::schedule::{Due, StepOnDay, due};
use crate::time::{Date, Timestamp};

/// Days to sign again, counted from the one on which a material change comes into force, where the text names no day.
pub const SIGN_AGAIN_DAYS: i64 = 30;
/// Days before the last day to sign again on which signers are reminded, as before any other end.
pub const REMINDERS: &[StepOnDay<NewVersionStep>] = &[
    (60, NewVersionStep::Days60),
    (30, NewVersionStep::Days30),
    (7, NewVersionStep::Days7),
];

/// A version of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextVersion<'a> {
    /// Its number.
    pub number: &'a str,
    /// The day from which it holds.
    pub effective: Date,
    /// Whether whoever accepted or signed an earlier one is asked again.
    pub material: bool,
    /// The last day to sign a material one; [`SIGN_AGAIN_DAYS`] are given where it names none.
    pub sign_by: Option<Date>,
}

impl TextVersion<'_> {
    /// When signatures on earlier versions stop counting, where this one is material.
    fn ends_earlier_at(&self) -> Option<Timestamp> {
        let given = || self.effective.add_days(SIGN_AGAIN_DAYS - 1);
        let last = self.sign_by.unwrap_or_else(given);
        self.material.then(|| last.add_days(1).start())
    }
}

/// The place of the version in force: the newest whose day has come; before the first one's day, the first.
#[must_use]
pub fn in_force(versions: &[TextVersion<'_>], today: Date) -> usize {
    let come = versions
        .iter()
        .position(|version| version.effective <= today);
    come.unwrap_or_else(|| versions.len().saturating_sub(1))
}

/// Whether whoever accepted the version with this number is asked again: something material came since. So is whoever
/// accepted none, or one that is not known any more.
#[must_use]
pub fn asks_again(versions: &[TextVersion<'_>], accepted: &str, today: Date) -> bool {
    let Some(place) = versions.iter().position(|known| known.number == accepted) else {
        return true;
    };
    let in_force = in_force(versions, today);
    versions
        .get(in_force..place)
        .is_some_and(|since| since.iter().any(|version| version.material))
}

/// Until when a signature on the version at each place counts, nothing where it has no end. Versions whose day has not
/// come have none: nobody can have signed them.
#[must_use]
pub fn signatures_count(
    versions: &[TextVersion<'_>],
    today: Date,
) -> Vec<(usize, Option<Timestamp>)> {
    let mut until: Option<Timestamp> = None;
    let mut counting = Vec::new();
    for (place, version) in versions.iter().enumerate().skip(in_force(versions, today)) {
        counting.push((place, until));
        until = [version.ends_earlier_at(), until]
            .into_iter()
            .flatten()
            .min();
    }
    counting
}

/// The last day on which what ends at `until` still holds.
#[must_use]
pub fn last_day(until: Timestamp) -> Date {
    Timestamp::from_micros(until.micros() - 1).date()
}

choice! {
    /// What a signer of an earlier version is told, and when it is over.
    pub enum NewVersionStep {
        /// There is a new version.
        Announced = "announced",
        /// 60 days are left to sign.
        Days60 = "days_60",
        /// 30 days are left.
        Days30 = "days_30",
        /// 7 days are left.
        Days7 = "reminded",
        /// It was not signed: what was signed counts no longer.
        Ended = "ended",
    }
}

/// How whoever signed these versions stands, where they have not signed the one in force: when what they signed stops
/// counting, or nothing inside where it does not. Nothing at all where they signed the one in force, or none that is known.
#[must_use]
pub fn outdated(
    versions: &[TextVersion<'_>],
    signed: &[String],
    today: Date,
) -> Option<Option<Timestamp>> {
    let is_signed = |place: usize| {
        let number = versions.get(place).map(|version| version.number);
        signed.iter().any(|signed| Some(signed.as_str()) == number)
    };
    let mut counting = signatures_count(versions, today).into_iter();
    let (in_force, _) = counting.next()?;
    if is_signed(in_force) {
        return None;
    }
    counting
        .filter(|(place, _)| is_signed(*place))
        .map(|(_, until)| until)
        // Without an end is longer than any end.
        .max_by_key(|until| until.unwrap_or(Timestamp::MAX))
}

/// What is due about a signature on an earlier version than the one in force, which holds since `effective`. `until` is
/// when the signature stops counting, where it does.
#[must_use]
pub fn new_version(
    effective: Date,
    until: Option<Timestamp>,
    done: &[NewVersionStep],
    now: Timestamp,
) -> Option<Due<NewVersionStep>> {
    due(&steps(effective, until), effective.start(), done, now)
}

/// Ascending days. A time to sign that is shorter than a reminder's notice has none of it, and one that was over
/// before the version came into force is over at once.
fn steps(effective: Date, until: Option<Timestamp>) -> Vec<StepOnDay<NewVersionStep>> {
    let mut steps = vec![(0, NewVersionStep::Announced)];
    if let Some(until) = until {
        let end = until.date().days_since_epoch() - effective.days_since_epoch();
        let reminders = REMINDERS.iter().map(|&(left, step)| (end - 1 - left, step));
        steps.extend(reminders.filter(|&(day, _)| day > 0));
        steps.push((end.max(0), NewVersionStep::Ended));
    }
    steps
}

/// Every moment at which something may become due about any of the versions.
#[must_use]
pub fn moments(versions: &[TextVersion<'_>]) -> Vec<Timestamp> {
    let of = |version: &TextVersion<'_>| {
        steps(version.effective, version.ends_earlier_at())
            .into_iter()
            .map(|(day, _)| version.effective.add_days(day).start())
            .collect::<Vec<_>>()
    };
    versions.iter().flat_map(of).collect()
}

choice! {
    /// What part of a text something is.
    pub enum Shape {
        /// A heading.
        Heading = "heading",
        /// A paragraph.
        Paragraph = "paragraph",
        /// An item of a list, with its number where it has one.
        Item = "item",
    }
}

choice! {
    /// What became of some words between two versions.
    pub enum Change {
        /// They stand in both.
        Same = "same",
        /// They stand in the newer one alone.
        Added = "added",
        /// They stand in the older one alone.
        Removed = "removed",
    }
}
