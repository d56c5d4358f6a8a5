//! Writes a letter as plain text.

use std::fmt::Write;

use crate::letter::{Block, Letter};
use crate::render::MailContext;
use crate::words::furniture;

/// Lines are broken here, where they can be; a link never is.
const WIDTH: usize = 72;

pub(crate) fn write(letter: &Letter<String>, greeting: &str, context: &MailContext<'_>) -> String {
    let mut out = String::new();
    paragraph(&mut out, greeting);
    for block in &letter.blocks {
        write_block(&mut out, block, context);
    }
    paragraph(
        &mut out,
        &format!(
            "{} {}",
            context.words(furniture::HELP),
            context.support_address
        ),
    );
    paragraph(
        &mut out,
        &context.words(furniture::sent_by(context.site_name, context.origin)),
    );
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn write_block(out: &mut String, block: &Block<String>, context: &MailContext<'_>) {
    match block {
        Block::Paragraph(text) => paragraph(out, text),
        Block::Steps(steps) => {
            for (index, step) in steps.iter().enumerate() {
                wrap(out, &step.text, &format!("{}. ", index + 1), "   ");
                if let Some(path) = &step.path {
                    let _ = writeln!(out, "   {}{path}", context.origin);
                }
            }
            out.push('\n');
        }
        Block::Bullets(items) => {
            for item in items {
                wrap(out, item, "- ", "  ");
            }
            out.push('\n');
        }
        Block::Quote { label, text } => {
            wrap(out, label, "", "");
            for line in text.lines() {
                wrap(out, line, "> ", "> ");
            }
            out.push('\n');
        }
        Block::Facts(facts) => {
            for (label, value) in facts {
                wrap(out, value, &format!("{label}: "), "  ");
            }
            out.push('\n');
        }
        Block::MailedLink { label } => {
            if let Some(link) = &context.link {
                let _ = writeln!(
                    out,
                    "{label}:\n{}\n\n{} {}\n",
                    link.url,
                    context.words(furniture::CODE),
                    link.code
                );
                let mut note = context.words(furniture::LINK_OPENS_NOTHING);
                if let Some(at) = link.valid_until {
                    let _ = write!(note, " {}", context.words(furniture::link_ends(at)));
                }
                paragraph(out, &note);
            }
        }
        Block::Page { label, path } => {
            let _ = writeln!(out, "{label}:\n{}{path}\n", context.origin);
        }
        Block::Elsewhere { label, url } => {
            let _ = writeln!(out, "{label}:\n{url}\n");
        }
        Block::Literal(text) => {
            let _ = writeln!(out, "    {text}\n");
        }
    }
}

fn paragraph(out: &mut String, text: &str) {
    wrap(out, text, "", "");
    out.push('\n');
}

/// Breaks at spaces; a word longer than the line stands alone, whole.
fn wrap(out: &mut String, text: &str, first_prefix: &str, next_prefix: &str) {
    let mut line = first_prefix.to_owned();
    let mut line_is_empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let fits = line.chars().count() + 1 + word.chars().count() <= WIDTH;
        if !line_is_empty && !fits {
            out.push_str(&line);
            out.push('\n');
            line = next_prefix.to_owned();
            line_is_empty = true;
        }
        if !line_is_empty {
            line.push(' ');
        }
        line.push_str(word);
        line_is_empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_stay_whole_and_prefixes_repeat() {
        let mut out = String::new();
        wrap(
            &mut out,
            &format!("{} {} b", "word ".repeat(20), "x".repeat(90)),
            "1. ",
            "   ",
        );
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines[0].starts_with("1. word") && lines[0].chars().count() <= WIDTH);
        assert!(lines.iter().any(|line| line.trim() == "x".repeat(90)));
        assert_eq!(lines.last(), Some(&"   b"));
    }
}
