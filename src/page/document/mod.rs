//! Privacy notice, terms of use, accessibility statement: the text in force.

use crate::api::endpoint;
use crate::dom::{El, el, nothing, run};
use crate::ui::{day, h1, load_page, prose};
use crate::words::document as w;
use accede_api::site::Document;
use accede_domain::time::Date;

/// `kind` is `privacy`, `terms` or `accessibility`.
pub fn draw(title: &'static str, kind: &str) -> El {
    load_page::<Document>(title, endpoint::document(kind), |document, _| {
        let since = Date::parse(&document.effective)
            .map_or_else(nothing, |date| run(&[w::IN_FORCE_SINCE.into(), day(date)]));
        run(&[
            h1(&document.title),
            el("p").class("muted").kids(&[
                w::VERSION.into(),
                document.version.as_str().into(),
                since,
            ]),
            prose(&document.html),
        ])
    })
}
