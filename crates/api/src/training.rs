//! Training reports: the person's own and their review.

use accede_domain::{
    language::Language,
    time::{Date, Timestamp},
    training::{
        TrainingChecklist, TrainingState,
        findings::{Finding, Verdict},
        reading::{Reading, ReportRules},
    },
};
use serde::{Deserialize, Serialize};

use crate::application::{ApplicationSummary, Waiting};
use crate::work::{Claim, Decision};

/// `GET /api/v1/training-types`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingType {
    pub key: String,
    pub name: String,
    pub provider: String,
    /// How to do it and which file to save, as safe HTML.
    pub instructions_html: String,
    /// What the instructions are in: the first of `Accept-Language` that they are there in, or English.
    pub language: Language,
    pub validity_years: u8,
}

/// `GET /api/v1/training-types/{key}/rules`: what reading a report of the type takes. The page's worker asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingRules {
    pub validity_years: u8,
    /// How the provider's papers look.
    pub report: ReportRules,
    /// Names of modules that a reviewer asks for.
    pub asked_modules: Vec<String>,
}

/// What was read in a file, beside what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadReport {
    pub reading: Reading,
    /// One for each check, in the order in which they are shown.
    pub findings: Vec<Finding>,
}

/// A [`ReadReport`] in words, as the page's worker and the list of one's own trainings answer: so the page carries neither
/// the words nor what chooses them. The server's are English, and whole texts, so that the page finds their translations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadInWords {
    /// What came out of all checks together.
    pub verdict: Verdict,
    /// What that means for sending the file.
    pub summary: String,
    /// It is the certificate in place of the report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub certificate: bool,
    /// When the course was completed, where that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// One for each check, in the order in which they are shown.
    pub checks: Vec<CheckInWords>,
    /// Name, date and score of each.
    pub modules: Vec<Vec<String>>,
    /// What else there is to know of the file.
    pub notes: Vec<String>,
}

/// One check in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckInWords {
    pub verdict: Verdict,
    /// What is asked.
    pub asked: String,
    /// The verdict.
    pub outcome: String,
    /// What stands in the file.
    pub found: String,
    /// In place of [`Self::found`]: the day until which the training counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What to do about it; empty where there is nothing to do.
    pub advice: String,
}

/// `GET /api/v1/trainings`, newest first.
///
/// Upload: `POST /api/v1/trainings?training_type=…&completed_on=YYYY-MM-DD&file_name=…` with the file as the body
/// (PDF, PNG or JPEG to 10 MiB). `POST …/{id}/withdraw`; `GET …/{id}/file` as attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Training {
    pub id: String,
    pub version: i64,
    pub training_type: String,
    pub training_name: String,
    pub state: TrainingState,
    pub completed_on: Date,
    /// Counted from the completion date.
    pub expires_on: Date,
    pub file: StoredFile,
    pub submitted_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    /// What the reviewer wrote with a return or a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    pub can_withdraw: bool,
    /// Who is waited for and since when, while submitted; in the person's own list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    /// What the server read in the file, beside profile and training type as they are now; in the person's own list, while
    /// the report is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<ReadInWords>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredFile {
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    pub sha256: String,
}

/// One line of `GET /api/v1/review/trainings`.
///
/// Parameters: `state` (empty: those that wait for a reviewer), `training_type` (a key), `age` (`ok`, `due`, `late`; of those
/// that wait), `q` (words; each begins a word of the person's name or user name), `sort` (`oldest` without it, `newest`,
/// `name`), `limit`, `after`, `before`. `GET /api/v1/review/trainings/facets` counts, as
/// [`Facets`](crate::review::Facets) says; `GET /api/v1/review/trainings.csv` gives the whole list as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingQueueItem {
    pub id: String,
    pub applicant_name: String,
    pub user_name: String,
    pub training_type: String,
    pub training_name: String,
    pub state: TrainingState,
    pub completed_on: Date,
    pub submitted_at: Timestamp,
    /// By the deadline of a review; `ok` for what waits no longer.
    pub age: accede_domain::age::AgeBand,
    /// Who works on it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// `GET /api/v1/review/trainings/{id}` (ETag)
///
/// `POST /api/v1/trainings/{id}/accept`, `…/return`, `…/reject` (If-Match, [`DecideTraining`]);
/// pages of the file as images: `GET /api/v1/review/trainings/{id}/pages/{n}` (n from 1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingCase {
    pub training: Training,
    pub account_id: String,
    pub applicant_name: String,
    pub user_name: String,
    /// Pages of the file; 1 for an image, 0 where no file is kept.
    pub pages: u32,
    /// False where the reviewer may not decide: their own, or one of somebody they vouch for; while a decision waits;
    /// while somebody else works on it.
    pub may_decide: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_not_because: Option<String>,
    pub checklist: TrainingChecklist,
    pub earlier: Vec<Training>,
    /// The person's applications that were submitted, the latest first.
    pub applications: Vec<ApplicationSummary>,
    /// Who works on it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The latest decision, while it waits, or where it did not happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What the server read in the file, held against profile and training type as they are now; nothing for files that
    /// came before it read them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<ReadReport>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideTraining {
    pub checklist: TrainingChecklist,
    /// As the report says, where the applicant's date was wrong; accepting only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// For the applicant; required with a return or a rejection.
    #[serde(default)]
    pub comment: String,
}
