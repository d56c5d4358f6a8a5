//! Markdown to HTML and to plain text.
//!
//! Placeholders are filled after parsing, so that no value can become markup; raw HTML is shown, not obeyed; nothing
//! inline is emitted that the page's content security policy would block.

use accede_domain::placeholder::filled;
use pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream,
};

/// A placeholder's value, or none where the name is not one.
type Fill<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Renders `source`; links that leave `origin` say so in `rel`.
pub(crate) fn html(source: &str, origin: &str, fill: Fill<'_>) -> String {
    let mut events = Vec::new();
    // For each open link whether it was kept: a link to a refused scheme leaves its text only.
    let mut links = Vec::new();
    for event in events_of(source) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => events.push(Event::Start(Tag::Heading {
                level: one_deeper(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Event::End(TagEnd::Heading(level)) => {
                events.push(Event::End(TagEnd::Heading(one_deeper(level))))
            }
            Event::Html(raw) | Event::InlineHtml(raw) => events.push(Event::Text(raw)),
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            // What scrolls sideways on a narrow screen must be reachable by keyboard.
            Event::Start(Tag::CodeBlock(_)) => {
                events.push(Event::Html(CowStr::Borrowed("<pre tabindex=\"0\"><code>")))
            }
            Event::End(TagEnd::CodeBlock) => {
                events.push(Event::Html(CowStr::Borrowed("</code></pre>\n")))
            }
            Event::Start(Tag::Table(columns)) => {
                events.push(Event::Html(CowStr::Borrowed(
                    "<div class=\"table-scroll\" tabindex=\"0\">",
                )));
                // Alignment would be written as inline style, which the policy blocks.
                events.push(Event::Start(Tag::Table(vec![
                    Alignment::None;
                    columns.len()
                ])));
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                events.push(Event::Html(CowStr::Borrowed("</div>\n")));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let tag = opening_link(&filled(&dest_url, fill), origin);
                links.push(tag.is_some());
                events.extend(tag.map(|tag| Event::Html(tag.into())));
            }
            Event::End(TagEnd::Link) => {
                if links.pop() == Some(true) {
                    events.push(Event::Html(CowStr::Borrowed("</a>")));
                }
            }
            // Content has no pictures; the alternative text stays.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Text(text) => events.push(Event::Text(filled(&text, fill).into())),
            Event::Code(text) => events.push(Event::Code(filled(&text, fill).into())),
            other => events.push(other),
        }
    }
    let mut out = String::with_capacity(source.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut out, events.into_iter());
    out
}

/// Renders `source` as plain text: bullets and numbers stay, links show their address, code is indented.
///
/// A path becomes a whole address at `origin`: plain text is read outside the portal.
pub(crate) fn plain(source: &str, origin: &str, fill: Fill<'_>) -> String {
    let mut writer = PlainWriter {
        origin: origin.to_owned(),
        ..PlainWriter::default()
    };
    for event in events_of(source) {
        writer.event(event, fill);
    }
    writer.out.trim_end().to_owned() + "\n"
}

/// Neighbouring text comes merged: an underscore inside `{site_name}` would otherwise split it.
pub(crate) fn events_of(source: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new_ext(source, Options::ENABLE_TABLES))
}

/// The page's own title is the `h1`.
fn one_deeper(level: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + 1).unwrap_or(HeadingLevel::H6)
}

/// The opening tag, or none for a scheme that no content has reason to use (`javascript:`, `data:`).
fn opening_link(destination: &str, origin: &str) -> Option<String> {
    let href = destination
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;");
    let inside = destination.starts_with('#')
        || (destination.starts_with('/') && !destination.starts_with("//"))
        || destination == origin
        || (!origin.is_empty()
            && destination
                .strip_prefix(origin)
                .is_some_and(|rest| rest.starts_with('/')));
    let web = destination.starts_with("https://") || destination.starts_with("http://");
    if inside || destination.starts_with("mailto:") {
        Some(format!("<a href=\"{href}\">"))
    } else if web {
        Some(format!("<a href=\"{href}\" rel=\"noopener noreferrer\">"))
    } else {
        None
    }
}

#[derive(Default)]
struct PlainWriter {
    out: String,
    origin: String,
    /// For each open list its next number, or none where it has bullets.
    lists: Vec<Option<u64>>,
    /// For each open link its address and where its text began.
    links: Vec<(String, usize)>,
    in_code: bool,
    first_cell: bool,
}

impl PlainWriter {
    fn event(&mut self, event: Event<'_>, fill: Fill<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.blank_line(),
            Event::Start(Tag::Paragraph) if self.lists.is_empty() => self.blank_line(),
            Event::Start(Tag::List(first)) => {
                if self.lists.is_empty() {
                    self.blank_line();
                }
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => self.bullet(),
            Event::Start(Tag::CodeBlock(_)) => {
                self.blank_line();
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::Table(_)) => self.blank_line(),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.new_line();
                self.first_cell = true;
            }
            Event::Start(Tag::TableCell) => {
                if !self.first_cell {
                    self.out.push_str(" | ");
                }
                self.first_cell = false;
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.links.push((filled(&dest_url, fill), self.out.len()))
            }
            Event::End(TagEnd::Link) => self.close_link(),
            Event::Text(text) if self.in_code => {
                for line in filled(&text, fill).lines() {
                    self.new_line();
                    self.out.push_str("    ");
                    self.out.push_str(line);
                }
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.out.push_str(&filled(&text, fill));
            }
            Event::SoftBreak => self.out.push(' '),
            Event::HardBreak => self.out.push('\n'),
            _ => {}
        }
    }

    fn bullet(&mut self) {
        self.new_line();
        let depth = self.lists.len().saturating_sub(1);
        self.out.push_str(&"   ".repeat(depth));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.out.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.out.push_str("- "),
        }
    }

    fn close_link(&mut self) {
        let Some((address, start)) = self.links.pop() else {
            return;
        };
        let bare = match address.strip_prefix("mailto:") {
            Some(mailbox) => mailbox.to_owned(),
            None if address.starts_with('/') => format!("{}{address}", self.origin),
            None => address,
        };
        if self.out.get(start..) != Some(bare.as_str()) {
            self.out.push_str(&format!(" ({bare})"));
        }
    }

    fn new_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn blank_line(&mut self) {
        self.new_line();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_values(_: &str) -> Option<String> {
        None
    }

    fn render(source: &str) -> String {
        html(source, "https://portal.example", &no_values)
    }

    #[test]
    fn headings_begin_at_h2_and_end_at_h6() {
        assert_eq!(
            render("# One\n\n###### Six\n"),
            "<h2>One</h2>\n<h6>Six</h6>\n"
        );
    }

    #[test]
    fn raw_html_is_shown_and_not_obeyed() {
        let out = render("before <b>bold</b>\n\n<script>alert(1)</script>\n");
        assert!(!out.contains("<script") && !out.contains("<b>"), "{out}");
        assert!(
            out.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
            "{out}"
        );
    }

    #[test]
    fn links_that_leave_get_rel_and_refused_schemes_lose_the_link() {
        assert_eq!(
            render("[a](https://example.org/?x=1&y=2)"),
            "<p><a href=\"https://example.org/?x=1&amp;y=2\" rel=\"noopener noreferrer\">a</a></p>\n"
        );
        assert_eq!(
            render("[a](/datasets)"),
            "<p><a href=\"/datasets\">a</a></p>\n"
        );
        assert_eq!(
            render("[a](https://portal.example/x)"),
            "<p><a href=\"https://portal.example/x\">a</a></p>\n"
        );
        assert!(render("[a](https://portal.example.evil/x)").contains("noopener"));
        assert_eq!(render("[a](javascript:alert%281%29) b"), "<p>a b</p>\n");
        assert_eq!(render("[a](//evil.example)"), "<p>a</p>\n");
        assert_eq!(html("[a](//evil.example)", "", &no_values), "<p>a</p>\n");
        assert_eq!(
            render("![a picture](https://example.org/x.png)"),
            "<p>a picture</p>\n"
        );
    }

    #[test]
    fn no_inline_style_even_for_aligned_tables() {
        let out = render("| a | b |\n|--:|:-:|\n| 1 | 2 |\n");
        assert!(!out.contains("style"), "{out}");
        assert!(
            out.starts_with("<div class=\"table-scroll\" tabindex=\"0\"><table>"),
            "{out}"
        );
    }

    #[test]
    fn a_value_never_becomes_markup() {
        let fill =
            |name: &str| (name == "user_name").then(|| "<i>*x*</i> [y](http://z)".to_owned());
        assert_eq!(
            html(
                "Hello {user_name}, {other}",
                "https://portal.example",
                &fill
            ),
            "<p>Hello &lt;i&gt;*x*&lt;/i&gt; [y](http://z), {other}</p>\n"
        );
        let quoted = html("[a](https://x.example/{user_name})", "", &|_| {
            Some("\"><script>".to_owned())
        });
        assert!(!quoted.contains("<script"), "{quoted}");
    }

    #[test]
    fn underscored_placeholders_survive_emphasis_parsing() {
        let fill = |name: &str| (name == "site_name").then(|| "Accede".to_owned());
        assert_eq!(
            html("_{site_name}_ {site_name}", "", &fill),
            "<p><em>Accede</em> Accede</p>\n"
        );
    }

    #[test]
    fn plain_text_keeps_structure_and_addresses() {
        let source = "# Head\n\nRead [this](https://x.example/a) or [that](/b).\n\n1. one\n2. two\n   - inner\n\n```sh\nls -l\ncd /\n```\n";
        assert_eq!(
            plain(source, "https://portal.example", &no_values),
            "Head\n\nRead this (https://x.example/a) or that (https://portal.example/b).\n\n1. one\n2. two\n   - inner\n\n    ls -l\n    cd /\n"
        );
        assert_eq!(
            plain("[a@b.example](mailto:a@b.example)", "", &no_values),
            "a@b.example\n"
        );
    }
}
