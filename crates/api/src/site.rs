//! What the page needs to know about the installation, and the versioned texts.

use serde::{Deserialize, Serialize};

/// The builds of the page that a release has: each holds some of the pages, so that nobody loads the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// For whoever reads, registers, applies, answers as a reference and gets data.
    Site,
    /// What a person keeps: settings, agreements and receipts, cloud accounts, people they vouch for; and the
    /// demonstration's mail.
    Account,
    /// For staff.
    Desk,
}

/// Which build has an address and everything below it; what is not listed is in [`Build::Site`].
const PLACES: [(&str, Build); 7] = [
    ("/account", Build::Account),
    ("/agreements", Build::Account),
    ("/cloud", Build::Account),
    ("/vouching", Build::Account),
    ("/demo", Build::Account),
    ("/sign-in/second-factor/set-up", Build::Account),
    ("/review", Build::Desk),
];

impl Build {
    /// The build that has the page of this path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let is_in = |place: &str| {
            path.strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        PLACES
            .iter()
            .find(|(place, _)| is_in(place))
            .map_or(Self::Site, |(_, build)| *build)
    }

    /// The folder of its files below the page's own, with a slash at the end; empty for [`Build::Site`].
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Site => "",
            Self::Account => "account/",
            Self::Desk => "desk/",
        }
    }
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
    use super::Build;

    #[test]
    fn a_build_has_what_lies_below_its_addresses() {
        for (path, build) in [
            ("/review", Build::Desk),
            ("/review/applications/01", Build::Desk),
            ("/account/tokens", Build::Account),
            ("/sign-in/second-factor/set-up", Build::Account),
            ("/", Build::Site),
            ("/reviewer", Build::Site),
            ("/datasets", Build::Site),
            ("/datasets/mimiciv/agreement", Build::Site),
            ("/sign-in/second-factor", Build::Site),
            ("/reference", Build::Site),
        ] {
            assert_eq!(Build::of(path), build, "{path}");
        }
    }
}
