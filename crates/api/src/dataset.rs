//! Datasets, what access to them takes, their files and agreements.

use accede_domain::{
    access::{Policy, RequirementStatus},
    grant::{GrantState, Service},
    language::Language,
    time::{Date, Timestamp},
};
use serde::{Deserialize, Serialize};

use crate::text::TextNews;

/// One line of `GET /api/v1/datasets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatasetSummary {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub version: String,
    pub policy: Policy,
    /// Whether the caller may get in now.
    pub allowed: bool,
}

/// `GET /api/v1/datasets/{slug}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dataset {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub version: String,
    pub versions: Vec<DatasetVersion>,
    pub policy: Policy,
    pub description_html: String,
    pub precautions_html: String,
    /// What the precautions are in: the first of `Accept-Language` that they are there in, or English.
    pub precautions_language: Language,
    pub citation: String,
    pub doi: String,
    pub facts: Vec<DatasetFact>,
    pub agreement_version: String,
    pub access: Access,
    /// In the order in which they are shown. The details of use are there only for who may get in.
    pub methods: Vec<AccessMethod>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatasetVersion {
    pub version: String,
    /// `YYYY-MM-DD`
    pub released: String,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatasetFact {
    pub label: String,
    pub value: String,
}

/// The answer of the one access rule for the caller, now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Access {
    pub allowed: bool,
    pub requirements: Vec<RequirementStatus>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    Zip,
    BigQuery,
    CloudStorage,
    Wget,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessMethod {
    pub kind: MethodKind,
    pub recommended: bool,
    /// Bytes of the ZIP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Where the ZIP is, or the files are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The command for a terminal, with the person's own user name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
}

/// `GET /api/v1/datasets/{slug}/files`: for who may get in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatasetFiles {
    pub version: String,
    pub total_size: u64,
    pub files: Vec<DatasetFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatasetFile {
    /// Below the version's folder, with `/`.
    pub path: String,
    pub size: u64,
    pub sha256: String,
    pub url: String,
}

/// `GET /api/v1/datasets/{slug}/agreement`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreement {
    pub dataset: String,
    pub dataset_title: String,
    pub version: String,
    /// The day it came into force, `YYYY-MM-DD`.
    pub effective: String,
    pub sha256: String,
    pub html: String,
    pub precautions_html: String,
    /// What the precautions are in: the first of `Accept-Language` that they are there in, or English.
    pub precautions_language: Language,
    /// The sentence with which the person consents to sign electronically.
    pub consent: String,
    /// The name that the typed one is held against; absent for somebody who is not signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer_name: Option<String>,
    /// The caller's signature: on this version, or else on the latest version that they signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signature>,
    /// What is new since that signature, where it is on an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<TextNews>,
}

/// `POST /api/v1/datasets/{slug}/signatures`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The digest of the text that the person saw: another one is refused.
    pub sha256: String,
    pub typed_name: String,
    pub consent: bool,
}

/// `GET /api/v1/signatures`; the receipt: `GET /api/v1/signatures/{id}/receipt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signature {
    pub id: String,
    pub dataset: String,
    pub dataset_title: String,
    pub agreement_version: String,
    pub agreement_sha256: String,
    pub typed_name: String,
    pub signed_at: Timestamp,
    pub receipt_url: String,
    /// False once a material new version asks to sign again.
    pub current: bool,
    /// The last day on which it counts, where a material new version asks to sign again: past, when it counts no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts_until: Option<Date>,
}

/// How the person gets the data with one service, `GET /api/v1/datasets/{slug}/how-to/{service}` with
/// `zip`, `big_query`, `cloud_storage` or `wget`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HowTo {
    pub dataset: String,
    pub dataset_title: String,
    pub title: String,
    pub html: String,
    /// What title and text are in: the first of `Accept-Language` that they are there in, or English.
    pub language: Language,
}

/// A grant and what was observed of it. Also in `GET /api/v1/grants`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grant {
    pub id: String,
    pub dataset: String,
    pub dataset_title: String,
    pub service: Service,
    pub state: GrantState,
    /// The cloud address that it rests on.
    pub address: String,
    pub requested_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
}
