//! New versions of texts: what changed, and accepting them.

use accede_domain::versions::{Change, Shape};
use serde::{Deserialize, Serialize};

/// What is new in a text since the version that somebody signed or accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextNews {
    /// The number of that earlier version.
    pub since: String,
    /// What changed in the words of who made it, a sentence or more for each version since, the newest first.
    pub summaries: Vec<String>,
    /// What changed word by word: the parts of the text in which something did, below their headings.
    pub blocks: Vec<ChangedBlock>,
}

/// A heading, a paragraph or an item of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedBlock {
    pub shape: Shape,
    /// In order, with a blank between any two.
    pub parts: Vec<ChangedPart>,
}

/// Words that share their fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedPart {
    pub change: Change,
    pub text: String,
}

/// `GET /api/v1/account/texts`: a text in force that the person has not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextToAccept {
    /// `privacy` or `terms`
    pub kind: String,
    pub title: String,
    pub version: String,
    /// The day it came into force, `YYYY-MM-DD`.
    pub effective: String,
    pub html: String,
    /// Absent where nothing was accepted before, or that version is not known any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<TextNews>,
}

/// `POST /api/v1/account/texts/accept`: the versions that the person read. What is left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptTexts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_version: Option<String>,
}
