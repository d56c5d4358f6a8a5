//! Where the person stands, in one request.

use accede_domain::{
    next::{NextStep, TaskState},
    time::{Date, Timestamp},
};
use serde::{Deserialize, Serialize};

use crate::{
    application::{ApplicationSummary, TimelineEntry, Waiting},
    dataset::{Access, Grant},
};

/// `GET /api/v1/dashboard` (ETag)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// What is next; the page has the sentence.
    pub next: NextStep,
    /// The application that counts: the open one, else the accepted one, else the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationSummary>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    pub timeline: Vec<TimelineEntry>,
    pub tasks: Tasks,
    pub datasets: Vec<DatasetStanding>,
    pub grants: Vec<Grant>,
    pub expiries: Vec<Expiry>,
}

/// The task list of the wizard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tasks {
    pub about_you: TaskState,
    pub affiliation: TaskState,
    pub research: TaskState,
    pub reference: TaskState,
    pub training: TaskState,
    pub check: TaskState,
    pub cloud_account: TaskState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatasetStanding {
    pub slug: String,
    pub title: String,
    pub version: String,
    pub access: Access,
}

/// Something that ends by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Expiry {
    /// `credential`, `training`, `agreement`, `token`, `reference_request`, `returned_application`
    pub kind: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The slug of the dataset whose agreement it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
}
