//! What the page needs to know about the installation, and the versioned texts.

use serde::{Deserialize, Serialize};

/// The pages of staff, of the account's settings and of the demonstration's mail: a build of the page of its own, which
/// the server sends for these addresses and for everything below them.
const DESK: [&str; 5] = [
    "/review",
    "/account",
    "/vouching",
    "/demo",
    "/sign-in/second-factor/set-up",
];

/// Whether the page of this path is in the second build.
#[must_use]
pub fn is_at_desk(path: &str) -> bool {
    let below = |rest: &str| rest.is_empty() || rest.starts_with('/');
    DESK.iter()
        .any(|desk| path.strip_prefix(desk).is_some_and(below))
}

/// `GET /api/v1/site`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Site {
    pub name: String,
    pub support_address: String,
    pub origin: String,
    /// The build's id, as every answer carries it in `Accede-Build`.
    pub build: String,
    /// True in the demonstration only; the mailbox page exists then.
    pub demonstration: bool,
    /// Present while credentialing is paused: what the administrators say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentialing_paused: Option<String>,
    pub privacy_version: String,
    pub terms_version: String,
    /// Addresses at these domains need the page of an organisation beside them, besides the built-in list.
    pub extra_personal_mail_domains: Vec<String>,
    /// True where the provider of cloud access is the portal's own ledger and no cloud is reached.
    pub local_ledger: bool,
}

/// `GET /api/v1/documents/{kind}`: the text in force, as HTML without scripts or styles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// `privacy`, `terms` or `accessibility`
    pub kind: String,
    pub title: String,
    pub version: String,
    /// The day it came into force, `YYYY-MM-DD`.
    pub effective: String,
    pub sha256: String,
    pub html: String,
}

#[cfg(test)]
mod tests {
    use super::is_at_desk;

    #[test]
    fn the_desk_is_what_lies_below_its_addresses() {
        assert!(
            is_at_desk("/review")
                && is_at_desk("/review/applications/01")
                && is_at_desk("/account/tokens")
        );
        for path in [
            "/",
            "/reviewer",
            "/datasets",
            "/sign-in",
            "/sign-in/second-factor",
            "/reference",
        ] {
            assert!(!is_at_desk(path), "{path}");
        }
    }
}
