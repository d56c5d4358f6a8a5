//! The texts that decisions begin from, as administrators manage them.

use accede_domain::{
    review::{CaseKind, template::TemplateKind},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `GET /api/v1/templates`: all of them, the retired ones too; `GET /api/v1/templates/{id}` (ETag): one, with its wordings.
///
/// `POST /api/v1/templates` ([`NewTemplate`]) adds one; `PUT /api/v1/templates/{id}` (If-Match, [`ChangeTemplate`]) gives one
/// a new version; `POST …/{id}/retire` and `…/restore` (If-Match) take it out of the reviewers' lists, and put it back.
/// Decisions keep the words that they were sent with, whatever becomes of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagedTemplate {
    pub id: String,
    pub version: i64,
    pub kind: TemplateKind,
    pub subject: CaseKind,
    /// JSON Pointer of the answer that its comment is pinned to; empty for none.
    pub pointer: String,
    pub title: String,
    /// With its placeholders: `{support}`, `{site_name}`, `{origin}`.
    pub text: String,
    /// It is offered no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    /// Every wording that it had, the latest first; in the list empty.
    pub wordings: Vec<Wording>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wording {
    pub version: i64,
    pub title: String,
    pub text: String,
    /// The user name of whoever wrote it; absent for what came with the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    pub kind: TemplateKind,
    pub subject: CaseKind,
    /// Required with the return of an application, empty with all others.
    #[serde(default)]
    pub pointer: String,
    pub title: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeTemplate {
    #[serde(default)]
    pub pointer: String,
    pub title: String,
    pub text: String,
}
