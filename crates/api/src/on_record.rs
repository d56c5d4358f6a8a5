//! What the records hold that bears on a case: facts with links to where they come from, never a verdict.

use accede_domain::{
    application::{ApplicationState, Stage},
    reference::ReferenceOutcome,
    time::Timestamp,
    training::TrainingState,
};
use serde::{Deserialize, Serialize};

use crate::page::Count;

/// Part of [`crate::review::Case`]: what is known beside what was stated. For staff only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnRecord {
    /// The present reference in other applications, where they were named in any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<ReferenceRecord>,
    /// A credential of this person that was revoked: of this account, or of an earlier one with an address of theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revoked>,
    /// Other people's applications from the same organisation, and from the domains of the verified addresses.
    pub institution: Vec<InstitutionRecord>,
    /// Applications under other accounts with the same name and country; the ten latest.
    pub same_name: Vec<SameName>,
    /// Training reports under other accounts that are the same file, byte by byte; at most ten.
    pub same_report: Vec<SameReport>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revoked {
    pub application_id: String,
    pub reference_number: String,
    pub applicant_name: String,
}

/// What became of the requests to one person, by the same address and by every other verified one of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceRecord {
    /// Other people's applications that named them; the figures below are of the latest where it is not exact.
    pub named: Count,
    /// As `confirmed_before` counts, but by every address of theirs.
    pub confirmed: u32,
    /// Confirmed, and the credential was revoked since: not among `confirmed`.
    pub since_revoked: u32,
    pub said_no: u32,
    pub took_back: u32,
    pub no_answer: u32,
    /// The ten latest.
    pub latest: Vec<AskedFor>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedFor {
    pub application_id: String,
    pub reference_number: String,
    pub applicant_name: String,
    pub outcome: ReferenceOutcome,
    /// False where it was another address of the same person.
    pub same_address: bool,
    /// When they were asked; before that, when they were named.
    pub at: Timestamp,
}

/// What became of other people's applications from one institution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstitutionRecord {
    /// The organisation as stated, or a mail domain.
    pub name: String,
    /// It is a mail domain.
    pub is_domain: bool,
    /// Where counting stopped, `accepted` and `rejected` are absent.
    pub applications: Count,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SameName {
    pub id: String,
    pub reference_number: String,
    pub applicant_name: String,
    pub user_name: String,
    pub organisation: String,
    pub state: ApplicationState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    pub submitted_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SameReport {
    pub training_id: String,
    pub applicant_name: String,
    pub user_name: String,
    pub state: TrainingState,
}
