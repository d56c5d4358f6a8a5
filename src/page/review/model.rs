//! The queue's address: its query is the list's filter, word for word.

pub(super) use crate::query::value;

/// The query with another cursor: filters stay, the old cursor goes.
pub(super) fn at_cursor(query: &str, name: &str, cursor: &str) -> String {
    let mut out = String::from("?");
    for pair in query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
    {
        if !pair.starts_with("after=") && !pair.starts_with("before=") {
            out.push_str(pair);
            out.push('&');
        }
    }
    out.push_str(name);
    out.push('=');
    // Cursors are base64url: nothing in them needs escaping.
    out.push_str(cursor);
    out
}

/// After a comment, and between what it is about and its words: characters that nobody types.
const END: char = '\u{1e}';
const ABOUT: char = '\u{1f}';

/// Comments (what each is about, and its words) as one text, for this tab to keep.
pub(super) fn packed(comments: &[(String, String)]) -> String {
    let mut packed = String::new();
    for (about, words) in comments {
        packed.push_str(about);
        packed.push(ABOUT);
        packed.push_str(words);
        packed.push(END);
    }
    packed
}

/// The comments taken apart again.
pub(super) fn comments(packed: &str) -> Vec<(String, String)> {
    let parts = packed
        .split(END)
        .filter_map(|comment| comment.split_once(ABOUT));
    parts
        .map(|(about, words)| (about.to_owned(), words.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_that_were_kept_come_back() {
        let ready = [
            ("/city".to_owned(), "Which one?\nThere are two.".to_owned()),
            (
                "/training".to_owned(),
                "The certificate, not the report".to_owned(),
            ),
        ];
        assert_eq!(comments(&packed(&ready)), ready);
        assert_eq!(comments(""), []);
    }

    #[test]
    fn turning_a_page_keeps_the_filters() {
        assert_eq!(
            at_cursor("?stage=final&after=abc", "after", "def"),
            "?stage=final&after=def"
        );
        assert_eq!(at_cursor("", "before", "x"), "?before=x");
    }
}
