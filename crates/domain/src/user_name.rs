//! The user name: 3 to 30 of a–z 0–9 -, unique and fixed; it stands in the `wget` command and is
//! the Basic user of an account's tokens (`domain.md`, People).

use std::fmt;
use std::str::FromStr;

use crate::problem::FieldCode;
use crate::text::folded;

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

/// The characters of a text that no user name takes, each once.
#[must_use]
pub fn refused_in(typed: &str) -> Vec<char> {
    let mut refused = Vec::new();
    for c in typed.chars() {
        let is_taken = c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !is_taken && !refused.contains(&c) {
            refused.push(c);
        }
    }
    refused
}

/// The user name that comes nearest to a text, such as a person's name: `Ines Carvalho` gives `ines-carvalho`. None where
/// too little of it is in Latin letters.
#[must_use]
pub fn nearest(typed: &str) -> Option<UserName> {
    let parts =
        typed.split(|c: char| c.is_whitespace() || c.is_ascii() && !c.is_ascii_alphanumeric());
    let mut name = String::new();
    for part in parts {
        let mut letters = folded(part);
        letters.retain(|c| c.is_ascii_alphanumeric());
        if !name.is_empty() && !letters.is_empty() {
            name.push('-');
        }
        name.push_str(&letters);
    }
    name.truncate(USER_NAME_MAX);
    UserName::parse(name.trim_end_matches('-')).ok()
}

/// Another one, in place of one that somebody has: `ada` gives `ada-2`, and that gives `ada-3`.
#[must_use]
pub fn after(taken: &UserName) -> Option<UserName> {
    let (stem, number) = match taken.0.rsplit_once('-') {
        Some((stem, number)) => (stem, number.parse().unwrap_or(1_u32)),
        None => (taken.as_str(), 1),
    };
    let stem = if number > 1 { stem } else { taken.as_str() };
    let end = format!("-{}", number.checked_add(1)?);
    // What is cut off for the number is the end of the name.
    let length = stem.len().min(USER_NAME_MAX.saturating_sub(end.len()));
    let stem = stem.get(..length)?.trim_end_matches('-');
    UserName::parse(&format!("{stem}{end}")).ok()
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
