//! How long something has waited, held against what people are told: in time, due or late.

use crate::application::state::Position;
use crate::time::{Duration, Timestamp};

choice! {
    /// How a wait stands against its deadline.
    pub enum AgeBand {
        /// In time.
        Ok = "ok",
        /// Longer than people are told it takes.
        Due = "due",
        /// Much longer.
        Late = "late",
    }
}

/// From when on something that waits is due, and late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    due_after: Duration,
    late_after: Duration,
}

/// Applications and trainings at a stage: people are told that a review takes several business
/// days, so a week with its weekend is due and a second week is late.
pub const REVIEW: Deadline = Deadline {
    due_after: Duration::days(5),
    late_after: Duration::days(10),
};

/// Requests to references: due once the reference was reminded, late once the applicant is asked to
/// name someone else (`reference::STEPS`).
pub const REFERENCE: Deadline = Deadline {
    due_after: Duration::days(5),
    late_after: Duration::days(10),
};

impl Deadline {
    /// The band of what has waited since a moment.
    #[must_use]
    pub fn band(self, since: Timestamp, now: Timestamp) -> AgeBand {
        match now.since(since) {
            waited if waited >= self.late_after => AgeBand::Late,
            waited if waited >= self.due_after => AgeBand::Due,
            _ => AgeBand::Ok,
        }
    }

    /// The moments since which things in a band have waited: after the first, up to and with the
    /// second. The same rule as [`Deadline::band`], for a database that holds the moments.
    #[must_use]
    pub fn since_within(self, band: AgeBand, now: Timestamp) -> (Timestamp, Timestamp) {
        let (due, late) = (now.minus(self.due_after), now.minus(self.late_after));
        match band {
            AgeBand::Ok => (due, Timestamp(i64::MAX)),
            AgeBand::Due => (late, due),
            AgeBand::Late => (Timestamp(i64::MIN), late),
        }
    }
}

/// How long an application has stood at its stage. Where neither staff nor a reference are waited
/// for, no deadline runs.
#[must_use]
pub fn of_application(position: Position, since: Timestamp, now: Timestamp) -> AgeBand {
    if position.is_under_review() {
        REVIEW.band(since, now)
    } else {
        AgeBand::Ok
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    #[test]
    fn age_counts_where_somebody_is_waited_for() {
        let since = |days| NOW.minus(Duration::days(days));
        let age = |position, days| of_application(position, since(days), NOW);
        assert_eq!(age(Position::IDENTITY, 4), AgeBand::Ok);
        assert_eq!(age(Position::IDENTITY, 5), AgeBand::Due);
        assert_eq!(age(Position::FINAL, 10), AgeBand::Late);
        assert_eq!(age(Position::RETURNED, 80), AgeBand::Ok);
        assert_eq!(age(Position::ACCEPTED, 80), AgeBand::Ok);
    }

    #[test]
    fn the_moments_of_a_band_are_those_that_fall_into_it() {
        for deadline in [REVIEW, REFERENCE] {
            for hours in 0..(24 * 12) {
                let since = NOW.minus(Duration::hours(hours));
                for &band in AgeBand::ALL {
                    let (after, until) = deadline.since_within(band, NOW);
                    let within = after < since && since <= until;
                    assert_eq!(
                        within,
                        deadline.band(since, NOW) == band,
                        "{hours} hours, {band}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_reference_is_due_and_late_with_the_steps_of_its_schedule() {
        use crate::reference::{ReferenceStep, STEPS};
        let day = |of| {
            STEPS
                .iter()
                .find(|(_, step)| *step == of)
                .map(|(day, _)| Duration::days(*day))
        };
        assert_eq!(day(ReferenceStep::Remind), Some(REFERENCE.due_after));
        assert_eq!(day(ReferenceStep::Nudge), Some(REFERENCE.late_after));
    }
}
