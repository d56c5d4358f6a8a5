//! Version numbers and digests as content files write them.

use std::fmt;

use accede_domain::time::Date;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::ContentError;

/// A version such as `1.4` or `2.1.0`: numbers with dots between. Ordered by the numbers, so `1.10` is after `1.9`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Version {
    text: String,
    parts: Vec<u32>,
}

impl Version {
    /// As it is written in paths and on pages.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for Version {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let parts = text
            .split('.')
            .map(|part| {
                part.bytes()
                    .all(|byte| byte.is_ascii_digit())
                    .then(|| part.parse().ok())
                    .flatten()
            })
            .collect::<Option<Vec<u32>>>()
            .ok_or("a version is numbers with dots between, such as 1.4")?;
        Ok(Self { text, parts })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.parts
            .cmp(&other.parts)
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The SHA-256 of `bytes` in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Holds a published text to the digest written down beside it.
pub(crate) fn hold_to_digest(
    path: &str,
    bytes: &[u8],
    published: &str,
) -> Result<(), ContentError> {
    let found = sha256(bytes);
    if found == published {
        Ok(())
    } else {
        Err(ContentError::Edited {
            path: path.to_owned(),
            published: published.to_owned(),
            found,
        })
    }
}

/// Refuses a list that repeats a version or does not go from new to old.
pub(crate) fn require_newest_first<'a>(
    path: &str,
    list: &'static str,
    versions: impl Iterator<Item = &'a Version>,
) -> Result<(), ContentError> {
    let mut before: Option<&Version> = None;
    for version in versions {
        if let Some(earlier) = before {
            if earlier == version {
                return Err(ContentError::Duplicate {
                    path: path.to_owned(),
                    list,
                    value: version.to_string(),
                });
            }
            if earlier < version {
                return Err(ContentError::OutOfOrder {
                    path: path.to_owned(),
                    list,
                    earlier: earlier.to_string(),
                    later: version.to_string(),
                });
            }
        }
        before = Some(version);
    }
    Ok(())
}

/// Refuses a list, newest first, in which an older version comes into force after a newer one.
pub(crate) fn require_in_order<'a>(
    path: &str,
    list: &'static str,
    versions: impl Iterator<Item = (&'a Version, Date)>,
) -> Result<(), ContentError> {
    let mut newer: Option<(&Version, Date)> = None;
    for (version, effective) in versions {
        if let Some((newer, its_day)) = newer
            && its_day < effective
        {
            return Err(ContentError::OutOfOrder {
                path: path.to_owned(),
                list,
                earlier: format!("{newer}, in force from {its_day}"),
                later: format!("{version}, in force from {effective}"),
            });
        }
        newer = Some((version, effective));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(version("1.10") > version("1.9"));
        assert!(version("2.1.0") > version("2.1"));
        for bad in ["", "1.", ".1", "v1", "1.0-rc", "1..2", "+1", "99999999999"] {
            assert!(Version::try_from(bad.to_owned()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn lists_go_from_new_to_old_without_repeats() {
        let check = |texts: &[&str]| {
            let versions: Vec<_> = texts.iter().map(|text| version(text)).collect();
            require_newest_first("x", "versions", versions.iter())
        };
        assert!(check(&["3.1", "3.0", "2.2"]).is_ok());
        assert!(matches!(
            check(&["3.1", "3.1"]),
            Err(ContentError::Duplicate { .. })
        ));
        assert!(matches!(
            check(&["3.0", "3.1"]),
            Err(ContentError::OutOfOrder { .. })
        ));
    }
}
