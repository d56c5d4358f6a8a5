//! Statistics of the review, as staff read them, and how long a step takes, as applicants do.

use accede_domain::{application::Stage, review::figures::Step, time::Timestamp};
use serde::{Deserialize, Serialize};

/// `GET /api/v1/review/statistics`: counted by a job every quarter of an hour, over the last 90 days; empty before
/// the first time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statistics {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_at: Option<Timestamp>,
    /// Of the applications first submitted in the window, how many came to each stage; in the order of the way.
    pub reached: Vec<Reached>,
    pub submitted: u32,
    pub accepted: u32,
    pub rejected: u32,
    /// Withdrawn or lapsed.
    pub given_up: u32,
    /// How long what is under way now has stood at its stage. Six counts a stage: less than 1, 3, 7, 14, 30 days, and
    /// longer.
    pub ages: Vec<Ages>,
    /// Those of which none ended in the window are absent.
    pub steps: Vec<StepTook>,
    /// For administrators only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload: Option<Vec<Workload>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reached {
    pub stage: Stage,
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ages {
    pub stage: Stage,
    pub counts: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepTook {
    pub step: Step,
    /// How many ended in the window.
    pub samples: u32,
    pub median_seconds: i64,
    pub p90_seconds: i64,
}

/// What a member of staff decided in the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workload {
    /// The user name.
    pub by: String,
    /// The full name.
    pub name: String,
    /// Decisions on applications, whichever.
    pub applications: u32,
    pub returned: u32,
    pub accepted: u32,
    pub rejected: u32,
    /// Decisions on training reports.
    pub trainings: u32,
}

/// How long a step takes now, of those that ended in the last 90 days; rounded up to whole minutes, hours or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Takes {
    /// Half of them took no longer.
    pub median_seconds: i64,
    /// Nine in ten took no longer.
    pub p90_seconds: i64,
}
