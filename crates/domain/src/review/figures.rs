//! What is counted of the work, for statistics and for whoever waits: over which time, from how many on, and how.

use crate::application::Stage;
use crate::time::Duration;

/// Figures are of the steps that ended in this time.
pub const WINDOW: Duration = Duration::days(90);
/// Fewer steps say nothing of how long one takes.
pub const SAMPLES_NEEDED: i64 = 20;
/// The ages at which a new group of the age distribution begins, in days; the first begins at nothing.
pub const AGES: [i64; 5] = [1, 3, 7, 14, 30];

choice! {
    /// Something that is waited for: a stage of an application, or the review of a training report.
    pub enum Step {
        /// A reviewer looks at who somebody is.
        Identity = "identity",
        /// A reviewer asks the reference.
        Reference = "reference",
        /// The reference answers.
        Response = "response",
        /// A reviewer decides.
        Final = "final",
        /// The applicant changes what was returned.
        Returned = "returned",
        /// A reviewer looks at a training report.
        Training = "training",
    }
}

impl From<Stage> for Step {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Identity => Self::Identity,
            Stage::Reference => Self::Reference,
            Stage::Response => Self::Response,
            Stage::Final => Self::Final,
            Stage::Returned => Self::Returned,
        }
    }
}

/// The place, from 1, of a percentile among so many values in order: the first that at least that share of them does not
/// exceed.
#[must_use]
pub const fn place_of(percentile: i64, samples: i64) -> i64 {
    (percentile * samples + 99) / 100
}

/// Up to here a place in a queue is told exactly; beyond, rounded up to a multiple of [`PLACES_TOGETHER`].
const PLACES_EXACT: i64 = 100;
const PLACES_TOGETHER: i64 = 50;
/// Places are counted no further than this.
pub const PLACES_COUNTED: u32 = 10_000;

/// A place in a queue as people are told it.
#[must_use]
pub const fn place_told(place: i64) -> i64 {
    if place <= PLACES_EXACT {
        place
    } else {
        (place + PLACES_TOGETHER - 1) / PLACES_TOGETHER * PLACES_TOGETHER
    }
}

/// A length as people are told it, in one unit: rounded up, so that what is said to take so long takes no longer.
#[must_use]
pub const fn rounded_up(took: Duration) -> Duration {
    let seconds = took.whole_seconds();
    let unit = match seconds {
        86_400.. => 86_400,
        3_600.. => 3_600,
        _ => 60,
    };
    let units = (seconds + unit - 1) / unit;
    Duration::seconds(if units > 1 { units } else { 1 } * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        assert_eq!([1, 2, 20, 21].map(|n| place_of(50, n)), [1, 1, 10, 11]);
        assert_eq!([1, 2, 20, 100].map(|n| place_of(90, n)), [1, 2, 18, 90]);
    }

    #[test]
    fn a_length_is_told_in_whole_units_that_hold_it() {
        let told = |seconds| rounded_up(Duration::seconds(seconds)).whole_seconds();
        assert_eq!([0, 59, 60, 61].map(told), [60, 60, 60, 120]);
        assert_eq!([3_600, 3_601, 86_399].map(told), [3_600, 7_200, 86_400]);
        assert_eq!([86_400, 100_000].map(told), [86_400, 172_800]);
    }

    #[test]
    fn a_place_is_exact_to_a_hundred() {
        assert_eq!([1, 99, 100].map(place_told), [1, 99, 100]);
        assert_eq!([101, 149, 150, 151].map(place_told), [150, 150, 150, 200]);
    }

    #[test]
    fn every_stage_is_a_step_of_the_same_name() {
        for stage in Stage::ALL {
            assert_eq!(Step::from(*stage).as_str(), stage.as_str());
        }
    }
}
