//! Identifiers of researchers, <https://orcid.org>.
//!
//! An iD is sixteen digits, the last of which is a check digit after ISO/IEC 7064 (mod 11-2), with `X` for ten. The portal
//! never takes one that was typed: it is read from what ORCID answers, and held against its own check digit all the same.

use std::fmt;

/// The digits of an iD, hyphens not counted.
const DIGITS: usize = 16;

/// An iD whose check digit is right. Whose it is, only ORCID can say.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Orcid(String);

impl Orcid {
    /// Reads an iD as ORCID sends it: `0000-0002-1825-0097`, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let groups: Vec<&str> = text.split('-').collect();
        if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) {
            return None;
        }
        let digits = groups.concat();
        let (payload, check) = digits.split_at_checked(DIGITS - 1)?;
        let right = check_digit(payload)?;
        (check == right.to_string()).then(|| Self(text.to_owned()))
    }

    /// The iD with its hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The iD as people look for it: as the whole address, which holds its four groups as words, and without hyphens.
    #[must_use]
    pub fn searched_as(&self) -> [String; 2] {
        [
            ["https://orcid.org/", &self.0].concat(),
            self.0.replace('-', ""),
        ]
    }
}

impl fmt::Display for Orcid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The check digit of these digits; nothing where one of them is none.
fn check_digit(payload: &str) -> Option<char> {
    let mut total = 0;
    for digit in payload.chars() {
        total = (total + digit.to_digit(10)?) * 2 % 11;
    }
    let check = (12 - total) % 11;
    if check == 10 {
        Some('X')
    } else {
        char::from_digit(check, 10)
    }
}
