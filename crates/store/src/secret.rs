//! The secret of a mailed link: one value that is the fragment of its URL and, printed in the same
//! mail, the code a person can type when a gateway cut the fragment.
//!
//! It is derived, not stored: the server's key and a random salt give it again while the mail is
//! sent. The database keeps the salt and the SHA-256, so that alone it opens nothing.

use std::fmt;

use sha2::{Digest, Sha256};

/// Crockford's base 32: no I, L, O or U, so that nothing is misread on paper.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 20 characters of 5 bits: 100 bits, beyond guessing even without the limits on trying.
const CHARACTERS: usize = 20;
const GROUP: usize = 5;

/// The token of one mailed link. `Display` writes it in four groups of five.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken([u8; CHARACTERS]);

impl LinkToken {
    /// Derives the token of a link. `mac` is HMAC-SHA256 under the server's key over a use and the
    /// parts, each part kept apart from the next.
    pub fn derive(
        mac: impl FnOnce(&str, &[&[u8]]) -> [u8; 32],
        purpose: crate::mailed_link::Purpose,
        subject_id: &str,
        salt: &[u8],
    ) -> Self {
        let digest = mac(
            "mailed-link",
            &[purpose.as_str().as_bytes(), subject_id.as_bytes(), salt],
        );
        Self(std::array::from_fn(|index| {
            let bit = index * 5;
            let pair = u16::from_be_bytes([digest[bit / 8], digest[bit / 8 + 1]]);
            ALPHABET[usize::from((pair >> (11 - bit % 8)) & 31)]
        }))
    }

    /// Reads what a page sent or a person typed: in any case, with or without hyphens and spaces,
    /// with O for 0 and I or L for 1.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let mut characters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let mut token = [0; CHARACTERS];
        for place in &mut token {
            let upper = u8::try_from(characters.next()?).ok()?.to_ascii_uppercase();
            let meant = match upper {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                other => other,
            };
            *place = ALPHABET.contains(&meant).then_some(meant)?;
        }
        characters.next().is_none().then_some(Self(token))
    }

    /// What the database keeps of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Display for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.iter().enumerate() {
            if index > 0 && index % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*character))?;
        }
        Ok(())
    }
}

/// Never shows the token: it may end up in a log.
impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailed_link::Purpose;

    fn token(seed: u8) -> LinkToken {
        let mac = |_: &str, parts: &[&[u8]]| Sha256::digest(parts.concat()).into();
        LinkToken::derive(
            mac,
            Purpose::Reference,
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            &[seed; 16],
        )
    }

    #[test]
    fn what_was_printed_can_be_typed_back() {
        for seed in 0..=255 {
            let printed = token(seed).to_string();
            assert_eq!(printed.len(), 23);
            assert_eq!(LinkToken::parse(&printed), Some(token(seed)));
        }
    }

    #[test]
    fn typing_is_forgiven_case_spaces_and_look_alikes() {
        let read = LinkToken::parse("0O1Il-ABCDE-fghjk-MNPQR");
        assert_eq!(
            read.map(|t| t.to_string()).as_deref(),
            Some("00111-ABCDE-FGHJK-MNPQR")
        );
        assert_eq!(LinkToken::parse(" 00111 ABCDEFGHJKMNPQR\n"), read_same());
    }

    fn read_same() -> Option<LinkToken> {
        LinkToken::parse("00111ABCDEFGHJKMNPQR")
    }

    #[test]
    fn anything_else_is_not_a_token() {
        for typed in [
            "",
            "00111-ABCDE-FGHJK-MNPQ",
            "00111-ABCDE-FGHJK-MNPQRS",
            "U0111-ABCDE-FGHJK-MNPQR",
            "é0111ABCDEFGHJKMNPQR",
        ] {
            assert_eq!(LinkToken::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn all_bits_of_the_digest_are_used_in_order() {
        let mac = |_: &str, _: &[&[u8]]| {
            let mut digest = [0; 32];
            digest[0] = 0b0000_1000;
            digest[12] = 0b1111_0000;
            digest
        };
        let token = LinkToken::derive(mac, Purpose::Address, "", &[]);
        assert_eq!(token.to_string(), "10000-00000-00000-0000F");
    }

    #[test]
    fn it_does_not_show_itself_in_a_log() {
        assert_eq!(format!("{:?}", token(1)), "LinkToken(…)");
    }
}
