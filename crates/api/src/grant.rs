//! Cloud identities, and asking for access through them.

use accede_domain::{grant::Service, time::Timestamp};
use serde::{Deserialize, Serialize};

/// `POST /api/v1/datasets/{slug}/grants`: idempotent; the answer is the [`crate::dataset::Grant`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestGrant {
    pub service: Service,
}

/// `GET /api/v1/cloud-identities`; `DELETE …/{id}` unlinks; `POST …/{id}/resend`;
/// `POST /api/v1/cloud-identities/verify` with a [`crate::session::MailedToken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CloudIdentity {
    pub id: String,
    /// `google`
    pub provider: String,
    pub address: String,
    pub verified: bool,
    pub linked_at: Timestamp,
    /// Grants that rest on it and would go with it.
    pub grants: u32,
}

/// `POST /api/v1/cloud-identities`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkCloudIdentity {
    pub address: String,
    /// The person confirms that the cloud account is theirs alone.
    pub mine_alone: bool,
}
