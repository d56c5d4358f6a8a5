//! Headings, paragraphs, lists: the words of a page.

use crate::dom::{El, el, nothing, run, text};
use crate::language::{self, Language};
use crate::route::Route;
use crate::shell;
use crate::words::{Text, shared as s};

/// The heading of the page. It also gives the tab its title, and takes the focus after a change of route.
pub fn h1(words: &str) -> El {
    shell::set_title(words);
    let heading = el("h1").class("h-page").attr("tabindex", "-1").text(words);
    shell::focus_if_wished(&heading);
    heading
}

/// A small line above the heading: what the thing below it is.
pub fn caption(words: &str) -> El {
    el("p").class("caption").text(words)
}

pub fn h2(words: &str) -> El {
    el("h2").class("h-section").text(words)
}

pub fn h3(words: &str) -> El {
    el("h3").class("h-part").text(words)
}

/// A paragraph.
pub fn p(words: &str) -> El {
    el("p").text(words)
}

/// A paragraph made of several parts: text, links, tags.
pub fn parts(parts: &[El]) -> El {
    el("p").kids(parts)
}

/// The first paragraph of a page, larger.
pub fn lead(words: &str) -> El {
    el("p").class("lead").text(words)
}

/// A quieter paragraph.
pub fn muted(words: &str) -> El {
    el("p").class("muted").text(words)
}

pub fn strong(words: &str) -> El {
    el("strong").text(words)
}

/// Text for screen readers only.
pub fn hidden(words: &str) -> El {
    el("span").class("govuk-visually-hidden").text(words)
}

/// A list of these texts.
pub fn each(texts: &[Text]) -> El {
    let items: Vec<El> = texts.iter().map(|text| li(text)).collect();
    ul(&items)
}

pub fn ul(items: &[El]) -> El {
    el("ul").class("list").kids(items)
}

pub fn ol(items: &[El]) -> El {
    el("ol").class("list list--number").kids(items)
}

pub fn li(words: &str) -> El {
    el("li").text(words)
}

/// A part of the page with its own heading.
pub fn section(heading: &str, parts: &[El]) -> El {
    el("section").class("section").kid(h2(heading)).kids(parts)
}

/// HTML that our server wrote from what is there in English only: a description, an agreement.
pub fn prose(html: &str) -> El {
    prose_in(Language::English, html)
}

/// The same of what may be there in the reader's language: a how-to, how a training is done.
pub fn prose_in(language: Language, html: &str) -> El {
    el("div")
        .class("prose")
        .attr("lang", language.as_str())
        .trusted_html(html)
}

/// Why what follows is in English; nothing for whoever reads the page in English.
pub fn why_english(words: &Text) -> El {
    match language::now() {
        Language::English => nothing(),
        _ => muted(words),
    }
}

/// Something that most people need not read, to be opened.
pub fn details(summary: &str, parts: &[El]) -> El {
    let inside = el("div").class("details__text").kids(parts);
    el("details")
        .class("details")
        .kids(&[el("summary").text(summary), inside])
}

/// The way back to the page above this one.
pub fn back_link(route: &Route, words: &str) -> El {
    el("a")
        .class("back")
        .attr("href", &route.path())
        .text(words)
}

/// Where the page stands, from the top; the last one is the page itself and no link.
pub fn breadcrumbs(above: &[(&Route, &str)], here: &str) -> El {
    let list = el("ol").class("crumbs");
    for (route, words) in above {
        let _ = list
            .clone()
            .kid(el("li").kid(el("a").attr("href", &route.path()).text(words)));
    }
    let last = if here.is_empty() {
        nothing()
    } else {
        el("li").kid(el("span").attr("aria-current", "page").text(here))
    };
    el("nav")
        .attr("aria-label", &s::BREADCRUMB)
        .kid(run(&[list.kid(last)]))
}

/// Text within a line, for [`parts`].
impl From<Text> for El {
    fn from(words: Text) -> Self {
        crate::dom::text(&words)
    }
}

impl From<&str> for El {
    fn from(words: &str) -> Self {
        text(words)
    }
}
