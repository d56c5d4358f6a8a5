//! Signing in and out, and the links that lead there.

use accede_domain::{account::Role, language::Language, time::Timestamp};
use serde::{Deserialize, Serialize};

/// `GET /api/v1/session`: always 200, so that the page learns with one request where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionStatus {
    pub state: SessionState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<SessionAccount>,
    /// When the session ends if nothing is done, and when it ends in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_ends_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// The server's clock, so that the page can count down on a device whose clock is wrong.
    pub now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    SignedOut,
    /// The passphrase was right; a TOTP or recovery code is asked for.
    SecondFactorRequired,
    /// The role asks for a second factor and none is set up yet: nothing else can be done before.
    SecondFactorSetupRequired,
    SignedIn,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionAccount {
    pub id: String,
    pub user_name: String,
    /// How to address the person: names as typed, joined.
    pub display_name: String,
    pub role: Role,
    /// Verified primary address.
    pub email: String,
    /// In which language the person is spoken to. A choice made in this browser comes before it.
    #[serde(default)]
    pub language: Language,
    /// A new privacy notice or new terms ask to be accepted: `GET /api/v1/account/texts`. Nothing is refused meanwhile.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub texts_to_accept: bool,
}

/// `POST /api/v1/session`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// A verified address or the user name.
    pub identifier: String,
    pub passphrase: String,
}

/// `POST /api/v1/session/second-factor`: six digits of the app, or one recovery code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondFactor {
    pub code: String,
}

/// `POST /api/v1/registrations`: answered 202 whether or not the address is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    pub user_name: String,
    pub email: String,
    pub passphrase: String,
    pub given_names: String,
    pub family_name: String,
    /// The person says that they have one name; `family_name` is then empty.
    #[serde(default)]
    pub one_name: bool,
    #[serde(default)]
    pub affiliation: String,
    /// ISO 3166-1 alpha-2, or empty.
    #[serde(default)]
    pub country: String,
    /// Versions of the texts that the person accepted.
    pub privacy_version: String,
    pub terms_version: String,
    /// That of the page: mails come in it. English where it is left out.
    #[serde(default)]
    pub language: Language,
}

/// The token of a mailed link, from its fragment or typed as the code that the mail prints.
/// `POST /api/v1/email-verifications`, `POST /api/v1/cloud-identities/verify`, `POST /api/v1/reference-requests/open`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailedToken {
    pub token: String,
}

/// What a verified link belonged to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verified {
    pub address: String,
}

/// `POST /api/v1/passphrase-resets`: answered 202 whether or not the address is known.
/// Also `POST /api/v1/registrations/resend`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddressOnly {
    pub email: String,
    /// That of the page, for an address without an account; an account has its own. English where it is left out.
    #[serde(default)]
    pub language: Language,
}

/// `POST /api/v1/passphrase-resets/complete`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassphraseReset {
    pub token: String,
    pub passphrase: String,
}
