//! The user name: 3 to 30 of a–z 0–9 -, unique and fixed; it stands in the `wget` command and is
//! the Basic user of an account's tokens (`domain.md`, People).

use std::fmt;
use std::str::FromStr;

use crate::problem::FieldCode;

/// Fewest characters of a user name.
pub const USER_NAME_MIN: usize = 3;
/// Most characters of a user name.
pub const USER_NAME_MAX: usize = 30;

/// A user name that follows the rule. Whether it is taken, the database knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserName(String);

/// Names that would let someone pass for the portal, or that paths and mail systems use.
pub const RESERVED: &[&str] = &[
    "abuse",
    "accede",
    "account",
    "accounts",
    "admin",
    "administrator",
    "admins",
    "anonymous",
    "api",
    "assets",
    "auth",
    "billing",
    "contact",
    "daemon",
    "dashboard",
    "dataset",
    "datasets",
    "everyone",
    "files",
    "guest",
    "help",
    "hostmaster",
    "info",
    "login",
    "logout",
    "mail",
    "mailer-daemon",
    "me",
    "moderator",
    "nobody",
    "noreply",
    "no-reply",
    "null",
    "official",
    "operator",
    "owner",
    "postmaster",
    "privacy",
    "public",
    "register",
    "reviewer",
    "reviewers",
    "root",
    "security",
    "settings",
    "signin",
    "staff",
    "static",
    "status",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "team",
    "terms",
    "test",
    "undefined",
    "user",
    "webmaster",
    "www",
];

impl UserName {
    /// Reads a user name as typed; nothing is folded, so that what is shown is what is used.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, FieldCode> {
        let length = typed.chars().count();
        let is_edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if length == 0 {
            Err(FieldCode::Required)
        } else if !typed.chars().all(|c| is_edge(c) || c == '-') {
            Err(FieldCode::UserNameCharacters)
        } else if length < USER_NAME_MIN {
            Err(FieldCode::TooShort)
        } else if length > USER_NAME_MAX {
            Err(FieldCode::TooLong)
        } else if typed.starts_with('-') || typed.ends_with('-') {
            // A leading hyphen would be read as an option by the tools the name is given to.
            Err(FieldCode::UserNameCharacters)
        } else if RESERVED.contains(&typed) {
            Err(FieldCode::Reserved)
        } else {
            Ok(Self(typed.to_owned()))
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is not a user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAUserName(pub FieldCode);

impl fmt::Display for NotAUserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.detail())
    }
}

impl std::error::Error for NotAUserName {}

impl FromStr for UserName {
    type Err = NotAUserName;

    fn from_str(typed: &str) -> Result<Self, NotAUserName> {
        Self::parse(typed).map_err(NotAUserName)
    }
}

spelled_as_string!(UserName);
