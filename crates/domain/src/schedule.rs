//! Reminders and ends: one way to say what is due, so that two things are never due at once.
//!
//! A schedule is a list of steps in the order of their days. Due is the **latest** step whose day
//! has come, unless it is done; earlier ones that were missed (a server that was down) are passed
//! over. So at most one step is due at any moment, and an end is never preceded by a reminder on
//! the same day.

use crate::time::{Duration, Timestamp};

/// A step that is due, since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due<Step> {
    /// What to do.
    pub step: Step,
    /// Since when it is due.
    pub since: Timestamp,
}

/// A step and its day, counted from the start of the schedule.
pub type StepOnDay<Step> = (i64, Step);

/// What of `steps` (ascending days) is due, counted from `start`.
#[must_use]
pub fn due<Step: Copy + PartialEq>(
    steps: &[StepOnDay<Step>],
    start: Timestamp,
    done: &[Step],
    now: Timestamp,
) -> Option<Due<Step>> {
    let at = |day: i64| start.plus(Duration::days(day));
    let (day, step) = steps
        .iter()
        .rev()
        .copied()
        .find(|&(day, _)| at(day) <= now)?;
    (!done.contains(&step)).then(|| Due {
        step,
        since: at(day),
    })
}

/// When the next step of `steps` comes after `now`; for a job that wants to sleep until then.
#[must_use]
pub fn next_at<Step: Copy>(
    steps: &[StepOnDay<Step>],
    start: Timestamp,
    now: Timestamp,
) -> Option<Timestamp> {
    steps
        .iter()
        .map(|&(day, _)| start.plus(Duration::days(day)))
        .find(|&at| at > now)
}

choice! {
    /// The warnings before something ends by itself, and the end (a credential, a training).
    pub enum ExpiryStep {
        /// 60 days before.
        Days60 = "days_60",
        /// 30 days before.
        Days30 = "days_30",
        /// 7 days before.
        Days7 = "days_7",
        /// The end.
        End = "end",
    }
}

/// Warnings 60, 30 and 7 days before an end (`domain.md`, States and Training); counted from it.
pub const EXPIRY_STEPS: &[StepOnDay<ExpiryStep>] = &[
    (-60, ExpiryStep::Days60),
    (-30, ExpiryStep::Days30),
    (-7, ExpiryStep::Days7),
    (0, ExpiryStep::End),
];

/// What is due before or at an end.
#[must_use]
pub fn expiry(end: Timestamp, done: &[ExpiryStep], now: Timestamp) -> Option<Due<ExpiryStep>> {
    due(EXPIRY_STEPS, end, done, now)
}

choice! {
    /// What happens to an application that was returned and not sent again.
    pub enum ReturnedStep {
        /// First reminder.
        Day60 = "day_60",
        /// Last reminder.
        Day83 = "day_83",
        /// It lapses.
        Lapse = "lapse",
    }
}

/// Days after which a returned application lapses.
pub const RETURNED_DAYS: i64 = 90;

/// Returned: 90 days, reminded at 60 and 83 (`domain.md`, States); counted from the return.
pub const RETURNED_STEPS: &[StepOnDay<ReturnedStep>] = &[
    (60, ReturnedStep::Day60),
    (83, ReturnedStep::Day83),
    (RETURNED_DAYS, ReturnedStep::Lapse),
];

/// What is due on an application returned at `returned_at`.
#[must_use]
pub fn returned(
    returned_at: Timestamp,
    done: &[ReturnedStep],
    now: Timestamp,
) -> Option<Due<ReturnedStep>> {
    due(RETURNED_STEPS, returned_at, done, now)
}
