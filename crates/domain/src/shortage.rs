//! How much a text that is too short lacks, for telling the person who writes it.

use crate::account::PASSPHRASE_MIN;
use crate::application::summary_min;
use crate::text;
use crate::user_name::USER_NAME_MIN;

/// Fewest Unicode scalar values of the field at a JSON Pointer, and how many of them are missing in what is typed. `None`
/// for a field that has no least length.
#[must_use]
pub fn missing(pointer: &str, typed: &str) -> Option<(usize, usize)> {
    let (min, length) = match pointer {
        "/research_summary" => {
            let summary = text::trimmed(typed);
            (summary_min(summary), text::scalar_len(summary))
        }
        // Blanks count: they are typed.
        "/passphrase" | "/new" => (PASSPHRASE_MIN, text::scalar_len(typed)),
        "/user_name" => (USER_NAME_MIN, text::scalar_len(text::trimmed(typed))),
        _ => return None,
    };
    Some((min, min.saturating_sub(length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::check_passphrase;
    use crate::problem::FieldCode;

    #[test]
    fn what_is_missing_makes_it_long_enough() {
        let short = "two words";
        assert_eq!(missing("/passphrase", short), Some((12, 3)));
        assert_eq!(check_passphrase(short), Err(FieldCode::TooShort));
        assert_eq!(check_passphrase(&[short, "abc"].concat()), Ok(()));
        assert_eq!(missing("/user_name", "ab "), Some((3, 1)));
        let summary = ["  ", &"é".repeat(90), "\n"].concat();
        assert_eq!(missing("/research_summary", &summary), Some((100, 10)));
        let dense = "研".repeat(30);
        assert_eq!(missing("/research_summary", &dense), Some((40, 10)));
        assert_eq!(missing("/city", "B"), None);
    }
}
