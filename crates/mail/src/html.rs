//! Writes a letter as HTML: headings and paragraphs, no tables, no images, nothing fetched from anywhere, and nothing
//! that tells anybody whether the mail was opened. Everything that is not a constant goes through [`escape`].

use std::fmt::Write;

use crate::letter::{Block, Letter, Step};
use crate::render::MailContext;
use crate::words::furniture;

/// The only style, always the same bytes, so that a page that shows mails can allow it by its hash. A mail program that
/// drops it still shows a well-ordered text.
pub const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;background:#fff;color:#16202a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}\
main,footer{max-width:38rem;margin:0 auto;padding:0 1.25rem;overflow-wrap:break-word}\
main{padding-top:1.5rem}\
h1{font-size:1.3rem;line-height:1.3;margin:0 0 1.25rem}\
p,ul,ol,dl,blockquote,pre{margin:0 0 1rem}\
li{margin-bottom:.5rem}\
a{color:#0b5a6f}\
a.go{display:inline-block;padding:.6rem 1rem;background:#0b5a6f;color:#fff;border-radius:.25rem;text-decoration:none;font-weight:600}\
blockquote{padding:.25rem 0 .25rem 1rem;border-left:.25rem solid #9aa8b3}\
dt{font-weight:600}dd{margin:0 0 .5rem}\
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.5rem .75rem;background:#eef2f4;font:.95rem/1.4 ui-monospace,Consolas,monospace}\
.code{font:600 1.15rem/1.4 ui-monospace,Consolas,monospace;letter-spacing:.05em}\
.url{overflow-wrap:anywhere;font-size:.875rem}\
footer{border-top:1px solid #c9d2d8;padding-top:1rem;padding-bottom:1.5rem;margin-top:1.5rem;font-size:.875rem}\
@media (prefers-color-scheme:dark){\
body{background:#10171d;color:#e6ecf0}a{color:#7fc8dc}a.go{background:#7fc8dc;color:#0c1a20}\
pre{background:#1d2831}footer{border-color:#3a4853}}";

pub(crate) fn write(letter: &Letter<String>, greeting: &str, context: &MailContext<'_>) -> String {
    let mut out = String::with_capacity(4096);
    let subject = escape(&letter.subject);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"format-detection\" content=\"telephone=no\">\n\
         <title>{subject}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{subject}</h1>\n<p>{}</p>\n",
        context.language.as_str(),
        escape(greeting),
    );
    for block in &letter.blocks {
        write_block(&mut out, block, context);
    }
    let support = escape(context.support_address);
    let origin = escape(context.origin);
    let _ = write!(
        out,
        "</main>\n<footer>\n<p>{} <a href=\"mailto:{support}\">{support}</a></p>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
        escape(&context.words(furniture::HELP)),
        // The origin is linked where it stands in the sentence.
        escape(&context.words(furniture::sent_by(context.site_name, context.origin)))
            .replace(&origin, &format!("<a href=\"{origin}\">{origin}</a>")),
    );
    out
}

fn write_block(out: &mut String, block: &Block<String>, context: &MailContext<'_>) {
    match block {
        Block::Paragraph(text) => {
            let _ = writeln!(out, "<p>{}</p>", escape(text));
        }
        Block::Steps(steps) => {
            out.push_str("<ol>\n");
            for step in steps {
                write_step(out, step, context);
            }
            out.push_str("</ol>\n");
        }
        Block::Bullets(items) => {
            out.push_str("<ul>\n");
            for item in items {
                let _ = writeln!(out, "<li>{}</li>", escape(item));
            }
            out.push_str("</ul>\n");
        }
        Block::Quote { label, text } => {
            let lines: Vec<String> = text.lines().map(escape).collect();
            let _ = writeln!(
                out,
                "<p>{}</p>\n<blockquote>{}</blockquote>",
                escape(label),
                lines.join("<br>\n")
            );
        }
        Block::Facts(facts) => {
            out.push_str("<dl>\n");
            for (label, value) in facts {
                let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape(label), escape(value));
            }
            out.push_str("</dl>\n");
        }
        Block::MailedLink { label } => write_mailed_link(out, label, context),
        Block::Page { label, path } => {
            let _ = writeln!(
                out,
                "<p><a href=\"{}{}\">{}</a></p>",
                escape(context.origin),
                escape(path),
                escape(label)
            );
        }
        Block::Elsewhere { label, url } if url.starts_with("https://") => {
            let _ = writeln!(
                out,
                "<p><a href=\"{}\">{}</a></p>",
                escape(url),
                escape(label)
            );
        }
        // Any other scheme is shown and not linked.
        Block::Elsewhere { label, url } => {
            let _ = writeln!(out, "<p>{}: {}</p>", escape(label), escape(url));
        }
        Block::Literal(text) => {
            let _ = writeln!(out, "<pre>{}</pre>", escape(text));
        }
    }
}

fn write_step(out: &mut String, step: &Step<String>, context: &MailContext<'_>) {
    let text = escape(&step.text);
    let _ = match &step.path {
        Some(path) => {
            writeln!(
                out,
                "<li><a href=\"{}{}\">{text}</a></li>",
                escape(context.origin),
                escape(path)
            )
        }
        None => writeln!(out, "<li>{text}</li>"),
    };
}

fn write_mailed_link(out: &mut String, label: &str, context: &MailContext<'_>) {
    let Some(link) = &context.link else { return };
    let url = escape(&link.url);
    let _ = writeln!(
        out,
        "<p><a class=\"go\" href=\"{url}\">{}</a></p>\n<p>{} <strong class=\"code\">{}</strong></p>\n\
         <p>{}<br>\n<span class=\"url\">{url}</span></p>",
        escape(label),
        escape(&context.words(furniture::CODE)),
        escape(&link.code),
        escape(&context.words(furniture::IF_BUTTON_FAILS)),
    );
    let ends = link
        .valid_until
        .map(|at| context.words(furniture::link_ends(at)))
        .unwrap_or_default();
    let _ = writeln!(
        out,
        "<p>{} {}</p>",
        escape(&context.words(furniture::LINK_OPENS_NOTHING)),
        escape(&ends)
    );
}

/// Safe as text and inside a double-quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
