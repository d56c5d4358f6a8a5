//! Makes typed text safe to print in a mail: no header injection, no hidden direction changes, and no way to use
//! Accede's mails to carry somebody's advertisement to a third person.
//!
//! HTML escaping is not here: it happens once, where HTML is written (see `html`).

/// RFC 5322 recommends at most 78 characters a line; mail programs cut longer subjects anyway.
pub(crate) const SUBJECT_MAX: usize = 78;
/// Longest name or organisation printed; the form allows 202 for a name, real ones are far shorter.
const NAME_MAX: usize = 80;
/// Longest typed passage printed; twice what any field of the portal takes.
const PASSAGE_MAX: usize = 4000;

/// One line: control, line-breaking and direction-changing characters gone, white space collapsed, cut at `max`
/// characters with an ellipsis.
pub(crate) fn line(text: &str, max: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    cut(out.trim_end(), max)
}

/// Several lines: as [`line`], but line breaks stay, and at most one empty line in a row.
pub(crate) fn passage(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut lines: Vec<String> = Vec::new();
    for raw in text.lines() {
        let clean = line(raw, PASSAGE_MAX);
        let repeats_empty_line = clean.is_empty() && lines.last().is_none_or(String::is_empty);
        if !repeats_empty_line {
            lines.push(clean);
        }
    }
    cut(lines.join("\n").trim_end(), PASSAGE_MAX)
}

/// A name or organisation that somebody typed about themselves, printed in a mail that may go to a third person:
/// one short line that no mail program turns into a link. "evil.example" becomes "evil. example", and "J.Smith" the
/// tidier "J. Smith".
pub(crate) fn name(text: &str) -> String {
    let one_line = line(text, NAME_MAX);
    let mut out = String::with_capacity(one_line.len() + 8);
    let mut chars = one_line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '@' | '＠' => out.push_str(" at "),
            '/' | '\\' | '<' | '>' | '／' => out.push(' '),
            ':' if chars.peek() == Some(&'/') => {}
            '.' | '。' | '．' | '｡' => {
                out.push(c);
                if chars.peek().is_some_and(|next| next.is_alphanumeric()) {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
    }
    line(&out, NAME_MAX)
}

/// A subject: one line that fits.
pub(crate) fn subject(text: &str) -> String {
    line(text, SUBJECT_MAX)
}

/// Invisible characters that only ever deceive in a mail. ZWJ and ZWNJ stay: names in Persian and Hindi need them.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_line_that_fits() {
        assert_eq!(
            subject("Hello\r\nBcc: all@example.org"),
            "Hello Bcc: all@example.org"
        );
        assert_eq!(subject(&"x".repeat(100)).chars().count(), SUBJECT_MAX);
    }

    #[test]
    fn a_name_cannot_become_a_link() {
        assert_eq!(
            name("Buy at https://evil.example/x now"),
            "Buy at https evil. example x now"
        );
        assert_eq!(name("me@evil.example"), "me at evil. example");
        assert_eq!(name("www.evil。example"), "www. evil。 example");
        assert_eq!(name("<b>Bold</b>"), "b Bold b");
    }

    #[test]
    fn real_names_stay_as_they_are() {
        for real in [
            "Émile",
            "李",
            "O’Brien",
            "J. Smith",
            "Gal·la",
            "Johnson & Johnson",
            "3M",
            "می‌خواهم",
        ] {
            assert_eq!(name(real), real);
        }
        assert_eq!(name("J.Smith"), "J. Smith");
    }

    #[test]
    fn hidden_direction_changes_go() {
        assert_eq!(line("abc\u{202E}def\u{2066}\u{200B}", 50), "abcdef");
        assert_eq!(passage("a\r\n\r\n\r\n\nb\u{2028}c\u{7}"), "a\n\nb\nc");
    }
}
