//! What the page needs to know about the installation, and the versioned texts.

use serde::{Deserialize, Serialize};

/// The builds of the page that a release has: each holds some of the pages, so that nobody loads the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// For whoever reads, registers, signs in, signs agreements and gets data.
    Site,
    /// For whoever applies: the overview, the wizard, their application, their trainings.
    Apply,
    /// What a person keeps: settings, agreements and their receipts, cloud accounts, people they answered for; what a reference
    /// answers; the demonstration's mail.
    Account,
    /// For staff at work on applications: the queue, a case.
    Desk,
    /// For staff beside that: training reports, references overdue, decisions on many applications, statistics, texts of
    /// decisions.
    Office,
}

/// Which build has an address and everything below it; what is not listed is in [`Build::Site`], except the agreements of
/// datasets, which are among what a person keeps.
const PLACES: [(&str, Build); 18] = [
    ("/apply", Build::Apply),
    ("/application", Build::Apply),
    ("/dashboard", Build::Apply),
    ("/training", Build::Apply),
    ("/account", Build::Account),
    ("/agreements", Build::Account),
    ("/cloud", Build::Account),
    ("/vouching", Build::Account),
    ("/reference", Build::Account),
    ("/receipts", Build::Account),
    ("/demo", Build::Account),
    ("/sign-in/second-factor/set-up", Build::Account),
    ("/review/bulk", Build::Office),
    ("/review/references", Build::Office),
    ("/review/statistics", Build::Office),
    ("/review/templates", Build::Office),
    ("/review/trainings", Build::Office),
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
        let is_agreement = path.trim_end_matches('/').ends_with("/agreement");
        if is_agreement && path.starts_with("/datasets/") {
            return Self::Account;
        }
        PLACES
            .iter()
            .find(|(place, _)| is_in(place))
            .map_or(Self::Site, |(_, build)| *build)
    }

    /// The build that a browser gets which never signed in here: on a page that needs somebody signed in, that is where one
    /// signs in and registers, and only then is the page itself of use.
    #[must_use]
    pub const fn for_a_stranger(self) -> Self {
        match self {
            Self::Apply | Self::Desk | Self::Office => Self::Site,
            Self::Site | Self::Account => self,
        }
    }

    /// The folder of its files below the page's own, with a slash at the end; empty for [`Build::Site`].
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Site => "",
            Self::Apply => "apply/",
            Self::Account => "account/",
            Self::Desk => "desk/",
            Self::Office => "office/",
        }
    }
}

/// The addresses that have a page; a part in braces varies. The page itself reads them with its routes, and a test there
/// holds the two together.
const PAGES: &[&str] = &[
    "/",
    "/accessibility",
    "/account",
    "/account/data",
    "/account/emails",
    "/account/orcid",
    "/account/security",
    "/account/sessions",
    "/account/texts",
    "/account/tokens",
    "/agreements",
    "/application/{id}",
    "/apply",
    "/apply/about-you",
    "/apply/affiliation",
    "/apply/check",
    "/apply/reference",
    "/apply/research",
    "/apply/submitted",
    "/apply/training",
    "/cloud",
    "/cloud/verify",
    "/dashboard",
    "/datasets",
    "/datasets/{slug}",
    "/datasets/{slug}/access/{service}",
    "/datasets/{slug}/agreement",
    "/demo/mailbox",
    "/demo/mailbox/{id}",
    "/privacy",
    "/receipts",
    "/reference",
    "/register",
    "/reset",
    "/reset/complete",
    "/review",
    "/review/applications/{id}",
    "/review/bulk",
    "/review/references",
    "/review/statistics",
    "/review/templates",
    "/review/templates/{id}",
    "/review/trainings",
    "/review/trainings/{id}",
    "/sign-in",
    "/sign-in/second-factor",
    "/sign-in/second-factor/set-up",
    "/terms",
    "/training",
    "/verify",
    "/vouching",
];

/// Whether a page has this address; whether there is such a dataset or such a case is for the page to find out.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    PAGES.iter().any(|page| {
        let mut parts = path.split('/');
        let fits = page.trim_end_matches('/').split('/').all(|wanted| {
            parts.next().is_some_and(|part| {
                if wanted.starts_with('{') {
                    !part.is_empty()
                } else {
                    part == wanted
                }
            })
        });
        fits && parts.next().is_none()
    })
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
    /// True where people can link their ORCID iD.
    pub orcid: bool,
}

/// `GET /api/v1/documents/{kind}`: the text in force, or with `?version=` an earlier one, as HTML without scripts or
/// styles.
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
    /// Every version that is or was in force, the latest first.
    pub versions: Vec<DocumentVersion>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentVersion {
    pub version: String,
    /// The day it came into force, `YYYY-MM-DD`.
    pub effective: String,
    /// It is the one that counts now.
    pub in_force: bool,
}

#[cfg(test)]
mod tests {
    use super::{Build, is_page};

    #[test]
    fn only_whole_addresses_have_a_page() {
        for path in [
            "/",
            "",
            "/datasets/",
            "/datasets/mimiciv/access/gcs",
            "/review/templates/new",
        ] {
            assert!(is_page(path), "{path}");
        }
        for path in [
            "/nowhere",
            "/datasets//agreement",
            "/review/applications/a/b",
            "/applications",
            "/wp-admin",
        ] {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn a_build_has_what_lies_below_its_addresses() {
        for (path, build) in [
            ("/apply", Build::Apply),
            ("/apply/about-you", Build::Apply),
            ("/application/01", Build::Apply),
            ("/training", Build::Apply),
            ("/trainings", Build::Site),
            ("/review", Build::Desk),
            ("/review/templates/frivolous", Build::Office),
            ("/review/applications/01", Build::Desk),
            ("/review/trainings/01", Build::Office),
            ("/account/tokens", Build::Account),
            ("/sign-in/second-factor/set-up", Build::Account),
            ("/", Build::Site),
            ("/reviewer", Build::Site),
            ("/datasets", Build::Site),
            ("/datasets/mimiciv", Build::Site),
            ("/datasets/mimiciv/agreement", Build::Account),
            ("/datasets/mimiciv/agreement/", Build::Account),
            ("/receipts", Build::Account),
            ("/sign-in/second-factor", Build::Site),
            ("/reference", Build::Account),
        ] {
            assert_eq!(Build::of(path), build, "{path}");
        }
    }
}
