//! Privacy notice, terms of use, accessibility statement: the text in force, and the earlier ones.

use crate::api::endpoint;
use crate::app;
use crate::dom::{El, el, nothing, run};
use crate::query;
use crate::ui::{
    NoticeKind, day, details, h1, link_to, load_page_following, notice, p, prose, why_english,
};
use crate::words::document as w;
use accede_api::site::{Document, DocumentVersion};
use accede_domain::time::Date;

/// `kind` is `privacy`, `terms` or `accessibility`.
pub fn draw(title: &'static str, kind: &'static str) -> El {
    let path = move || {
        let version = query::value(&app::query(), "version");
        endpoint::document(kind, &endpoint::query(&[("version", &version)]))
    };
    load_page_following::<Document>(title, path, move |document, _| page(&document, title, kind))
}

fn page(document: &Document, title: &str, kind: &str) -> El {
    let is_in_force = document
        .versions
        .iter()
        .any(|one| one.in_force && one.version == document.version);
    let address = ["/", kind].concat();
    let earlier = if is_in_force {
        nothing()
    } else {
        let now = link_to(&address, &w::READ_IN_FORCE);
        notice(NoticeKind::Info, &[p(&w::WAS_IN_FORCE), el("p").kid(now)])
    };
    run(&[
        h1(title),
        el("p").class("muted").kids(&[
            w::VERSION.into(),
            document.version.as_str().into(),
            since(&document.effective),
        ]),
        earlier,
        why_english(&w::BINDS_IN_ENGLISH),
        prose(&document.html),
        others(document, &address),
    ])
}

/// The ways to the earlier versions; nothing where there is none.
fn others(document: &Document, address: &str) -> El {
    let earlier = document.versions.iter().filter(|one| !one.in_force);
    let ways: Vec<El> = earlier.map(|one| way_to(one, address)).collect();
    if ways.is_empty() {
        return nothing();
    }
    details(&w::EARLIER_VERSIONS, &[el("ul").kids(&ways)])
}

fn way_to(one: &DocumentVersion, address: &str) -> El {
    let query = endpoint::query(&[("version", &one.version)]);
    let words = [&*w::VERSION, &one.version].concat();
    el("li").kids(&[
        link_to(&[address, &query].concat(), &words),
        since(&one.effective),
    ])
}

/// Since when a text is in force, as it goes on after its version.
pub fn since(effective: &str) -> El {
    Date::parse(effective).map_or_else(nothing, |date| run(&[w::IN_FORCE_SINCE.into(), day(date)]))
}
