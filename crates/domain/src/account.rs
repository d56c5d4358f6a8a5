//! Accounts: roles, states, the profile that is typed once, passphrases and token scopes.

use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::problem::{FieldCode, FieldProblem};
use crate::{name, text};

choice! {
    /// What a person may do beyond what is their own. Checked by the server on every call. Whoever
    /// answers as a reference, or owns a dataset, does so by that relation and not by a role.
    pub enum Role {
        /// Applies, uploads training, signs, asks for access.
        Researcher = "researcher",
        /// Works the queues.
        Reviewer = "reviewer",
        /// Accounts, roles, templates, settings, the audit log.
        Administrator = "administrator",
    }
}

impl Role {
    /// Reviewers and administrators, who see other people's cases and must use a second factor.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Reviewer | Self::Administrator)
    }
}

choice! {
    /// How an account stands.
    pub enum AccountState {
        /// No address of it is verified yet; it can do nothing but that.
        Unverified = "unverified",
        /// In use.
        Active = "active",
        /// Ended by an administrator: no sessions, no access.
        Deactivated = "deactivated",
        /// Ended by the person. Signatures outlive it.
        Closed = "closed",
    }
}

choice! {
    /// What a personal access token opens. A token never opens more than its scope says.
    pub enum TokenScope {
        /// Listing and downloading the files of datasets the person may use, as `wget` does.
        FilesRead = "files_read",
    }
}

/// Fewest Unicode scalar values of a passphrase (`api.md`, sign-in).
pub const PASSPHRASE_MIN: usize = 12;
/// Most Unicode scalar values of a passphrase: bounds the work of scoring and hashing one.
pub const PASSPHRASE_MAX: usize = 256;
/// The lowest score (zxcvbn, 0 to 4) with which a passphrase is taken: "safely unguessable".
pub const PASSPHRASE_MIN_SCORE: u8 = 3;
/// Unicode scalar values that an affiliation holds, as an application's organisation does.
pub const AFFILIATION_MAX: usize = 200;

/// Judges a passphrase by its length; blanks count, for they are typed. The server adds a score.
///
/// # Errors
/// What is wrong with it.
pub fn check_passphrase(passphrase: &str) -> Result<(), FieldCode> {
    match passphrase.chars().count() {
        0 => Err(FieldCode::Required),
        n if n < PASSPHRASE_MIN => Err(FieldCode::TooShort),
        n if n > PASSPHRASE_MAX => Err(FieldCode::TooLong),
        _ => Ok(()),
    }
}

/// Who a person is, typed once: it pre-fills the application and the signature.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Given names, 100.
    pub given_names: String,
    /// Family name, 50; empty with `one_name`.
    pub family_name: String,
    /// The person has one name.
    pub one_name: bool,
    /// Organisation, 200.
    pub affiliation: String,
    /// ISO 3166-1 alpha-2, or XK.
    pub country: String,
}

impl Profile {
    /// Given names and family name as one text.
    #[must_use]
    pub fn full_name(&self) -> String {
        name::full_name(&self.given_names, &self.family_name)
    }

    /// Everything that is wrong with it, in the order of the fields. Affiliation and country may be empty: whoever applies
    /// is asked for them there.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldProblem> {
        let country = match self.country.as_str() {
            "" => Ok(()),
            code => Country::parse(code)
                .map(|_| ())
                .ok_or(FieldCode::UnknownCountry),
        };
        [
            (
                "/given_names",
                name::given_names(&self.given_names).map(|_| ()),
            ),
            (
                "/family_name",
                name::family_name(&self.family_name, self.one_name).map(|_| ()),
            ),
            (
                "/affiliation",
                text::check_line(&self.affiliation, AFFILIATION_MAX),
            ),
            ("/country", country),
        ]
        .into_iter()
        .filter_map(|(pointer, judged)| judged.err().map(|code| FieldProblem::new(pointer, code)))
        .collect()
    }
}
