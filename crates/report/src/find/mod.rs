//! What lines of text say as a report: which paper it is, its values behind their labels, its table of modules.

mod date;
mod fields;
mod modules;
mod paper;

pub(crate) use fields::fields;
pub(crate) use modules::modules;
pub(crate) use paper::{link, paper};

/// Characters of one value. Longer ones are not what was looked for, and are cut.
const VALUE_MAX: usize = 200;

/// A value as it is kept: without blanks at its ends, and no longer than a value is.
fn kept(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    match words.char_indices().nth(VALUE_MAX) {
        Some((end, _)) => words[..end].to_owned(),
        None => words,
    }
}

/// The text without the provider's number behind it: `Ada Lovelace (ID: 1234567)`.
fn without_number(text: &str) -> &str {
    let open = text.rfind('(').filter(|open| {
        let inside = text[open + 1..].trim_end();
        inside
            .strip_suffix(')')
            .and_then(|inside| inside.trim_start().get(..2))
            .is_some_and(|start| start.eq_ignore_ascii_case("id"))
    });
    text[..open.unwrap_or(text.len())].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_providers_number_is_taken_off() {
        assert_eq!(without_number("Ada Lovelace (ID: 123)"), "Ada Lovelace");
        assert_eq!(without_number("MIT Affiliates ( id 9 ) "), "MIT Affiliates");
        assert_eq!(
            without_number("Review (IRB) Process"),
            "Review (IRB) Process"
        );
        assert_eq!(without_number("(ID: 1)"), "");
        assert_eq!(without_number("a (é)"), "a (é)");
    }

    #[test]
    fn values_are_cut_between_characters() {
        assert_eq!(kept(" a \u{a0} b "), "a b");
        assert_eq!(kept(&"é".repeat(500)).chars().count(), VALUE_MAX);
    }
}
