//! Identifiers of the Research Organization Registry, <https://ror.org>.
//!
//! An id is `0`, six characters of Crockford's Base32 and two check digits after ISO/IEC 7064 (mod 97-10), so that a
//! mistyped one is told from a real one without asking anybody.

use std::fmt;

use crate::text;

/// Crockford's Base32: no i, l, o and u.
const LETTERS: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// An id of the registry whose check digits are right. Whether the organisation is there, only the registry knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RorId(String);

impl RorId {
    /// Reads an id as people copy it: `https://ror.org/042nb2s44`, `ror.org/042nb2s44` or `042nb2s44`, in any case.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = text::trimmed(typed).to_ascii_lowercase();
        let bare = ["https://ror.org/", "http://ror.org/", "ror.org/"]
            .iter()
            .find_map(|start| typed.strip_prefix(start))
            .unwrap_or(&typed);
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        if bare.len() != 9 || !bare.starts_with('0') || !bare.is_ascii() {
            return None;
        }
        let (letters, check) = bare.split_at(7);
        let mut number = 0;
        for letter in letters.chars() {
            number = number * 32 + u64::try_from(LETTERS.find(letter)?).ok()?;
        }
        let right = 98 - number * 100 % 97;
        (check == format!("{right:02}")).then(|| Self(bare.to_owned()))
    }
}

impl fmt::Display for RorId {
    /// As the registry asks to write it: the whole address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("https://ror.org/")?;
        f.write_str(&self.0)
    }
}
