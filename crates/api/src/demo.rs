//! The demonstration's mailbox; these routes do not exist outside the demonstration.

use accede_domain::language::Language;
use accede_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One line of `GET /api/v1/demo/mailbox`, newest first; one mail with `GET …/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoMail {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub sent_at: Timestamp,
    /// In which language it is.
    #[serde(default)]
    pub language: Language,
    /// Only with one mail: the text part, its links to be opened in the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// `GET /api/v1/demo/sign-ins`: the demonstration's people, with the current codes of its staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoSignIn {
    pub user_name: String,
    pub role: String,
    pub passphrase: String,
    /// Six digits, while they hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_ends_at: Option<Timestamp>,
    /// What the person stands for in the demonstration.
    pub about: String,
}
