//! Typed text on its way into the database.

use accede_domain::text::trimmed;
use unicode_normalization::UnicodeNormalization as _;

/// In Unicode's normal form C: the same letters have the same bytes, however they were typed.
#[must_use]
pub fn nfc(typed: &str) -> String {
    typed.nfc().collect()
}

/// One line as it is kept: normal form C, without blanks at its ends.
#[must_use]
pub fn line(typed: &str) -> String {
    nfc(trimmed(typed))
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_are_composed_and_outer_blanks_go() {
        assert_eq!(super::line("  E\u{301}mile "), "\u{c9}mile");
    }
}
