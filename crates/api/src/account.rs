//! The person's own account: profile, addresses, security, tokens, data.

use accede_domain::{
    account::{Role, TokenScope},
    language::Language,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// `GET /api/v1/account` (ETag)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: String,
    pub user_name: String,
    pub role: Role,
    pub profile: Profile,
    pub emails: Vec<AccountEmail>,
    pub second_factor: bool,
    pub recovery_codes_left: u32,
    pub created_at: Timestamp,
    pub version: i64,
}

/// `PUT /api/v1/account/profile` (If-Match). Names, affiliation and country pre-fill application and signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub given_names: String,
    pub family_name: String,
    #[serde(default)]
    pub one_name: bool,
    pub affiliation: String,
    pub country: String,
}

/// `GET /api/v1/account/orcid`; `DELETE` unlinks. 404 where the portal has nothing to do with ORCID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrcidStanding {
    /// Absent where none is linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked: Option<LinkedOrcid>,
}

/// An ORCID iD that a person has shown to be theirs, by signing in at ORCID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkedOrcid {
    /// As ORCID asks to show it: `https://orcid.org/0000-0002-1825-0097`.
    pub url: String,
    pub verified_at: Timestamp,
}

/// `POST /api/v1/account/orcid/begin`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrcidBegun {
    /// Where the browser goes next: ORCID's own page. It comes back to `/account/orcid` within ten minutes.
    pub authorize_url: String,
}

/// `POST /api/v1/account/orcid/finish`: what ORCID gave the browser to bring back. Answered with the [`LinkedOrcid`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FinishOrcid {
    pub code: String,
    pub state: String,
}

/// `POST /api/v1/account/language`: in which language the person is spoken to, on other devices and in mails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseLanguage {
    pub language: Language,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountEmail {
    pub id: String,
    pub address: String,
    pub verified: bool,
    pub primary: bool,
}

/// `POST /api/v1/account/emails`. Others: `POST …/{id}/make-primary`, `POST …/{id}/resend`, `DELETE …/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEmail {
    pub address: String,
}

/// `POST /api/v1/account/passphrase`: every other session ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassphraseChange {
    pub current: String,
    pub new: String,
}

/// `POST /api/v1/account/close`, `POST /api/v1/account/second-factor/remove`, `POST …/recovery-codes`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassphraseOnly {
    pub passphrase: String,
}

/// `GET /api/v1/account/sessions`; `DELETE …/{id}`; `POST …/end-others`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionInfo {
    pub id: String,
    pub current: bool,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub address: String,
    pub user_agent: String,
}

/// `POST /api/v1/account/second-factor`: a secret that counts only once confirmed by a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorSetup {
    /// Base32, for typing.
    pub secret: String,
    pub otpauth_uri: String,
    /// The modules of the QR code, row by row, `1` dark; the page draws it.
    pub qr_rows: Vec<String>,
}

/// `POST /api/v1/account/second-factor/confirm` (body [`crate::session::SecondFactor`]): shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// `GET /api/v1/account/tokens`; `DELETE …/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenInfo {
    pub id: String,
    pub name: String,
    pub scope: TokenScope,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// `POST /api/v1/account/tokens`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    pub name: String,
    pub scope: TokenScope,
    /// Days until it ends, 1 to 365.
    pub days: u16,
}

/// The answer to a new token. `secret` is there once and never again: a replay leaves it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeToken {
    pub token: TokenInfo,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// `GET /api/v1/account/events`: what happened to the account, staff shown by role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountEvent {
    pub id: String,
    pub at: Timestamp,
    /// `you`, `reviewer`, `administrator`, `reference`, `system`
    pub actor: String,
    pub action: String,
    pub object_kind: String,
}
