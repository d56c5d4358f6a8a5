//! The reference's side: one request, answered through a mailed link without an account.

use accede_domain::{reference::ReferenceAnswer, time::Timestamp};
use serde::{Deserialize, Serialize};

/// `POST /api/v1/reference-requests/open` (body [`crate::session::MailedToken`]); opening changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceRequest {
    pub applicant_name: String,
    pub applicant_organisation: String,
    pub applicant_title: String,
    /// How the applicant says they know the reference: `supervisor`, `colleague`, …
    pub relationship: String,
    pub reference_name: String,
    pub research_summary: String,
    pub requested_at: Timestamp,
    /// Until then the link works: to answer, and to see, change or take back what was answered.
    pub ends_at: Timestamp,
    /// The answer given before; it can be changed until `changeable_until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<GivenAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenAnswer {
    pub answer: ReferenceAnswer,
    pub text: String,
    pub answered_at: Timestamp,
    pub changeable_until: Timestamp,
    pub changeable: bool,
    /// It can be taken back, which is possible at any time before and after the decision, once.
    pub withdrawable: bool,
    /// They took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// `POST /api/v1/reference-requests/answer`: a first answer, or a change within 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerReference {
    pub token: String,
    pub answer: ReferenceAnswer,
    /// About the working relationship, up to 2000 characters; may be empty where they do not know the applicant.
    pub text: String,
}

/// `POST /api/v1/reference-requests/withdraw`: takes an answer back, also after its 24 hours; answered with [`ReferenceRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawAnswer {
    pub token: String,
    /// Why, up to 2000 characters; for staff only.
    pub text: String,
}

/// `GET /api/v1/account/vouches`: for whom the person was named as reference, at a verified address of theirs. The same for
/// one address, by a mailed link: `POST /api/v1/reference-lists/open`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vouch {
    pub id: String,
    pub applicant_name: String,
    pub applicant_organisation: String,
    pub requested_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ReferenceAnswer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// The request waits for an answer; the link is in the mail.
    pub open: bool,
    /// The answer can be taken back.
    pub withdrawable: bool,
    /// The person took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// `POST /api/v1/reference-lists/withdraw`: takes an answer back by the link to the list of all; answered with [`Vouch`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawListed {
    pub token: String,
    /// Which of the list.
    pub id: String,
    /// Why, up to 2000 characters; for staff only.
    pub text: String,
}

/// `POST /api/v1/account/vouches/{id}/withdraw`: takes an answer back with an account, without the link; answered with [`Vouch`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawVouch {
    /// Why, up to 2000 characters; for staff only.
    pub text: String,
}
