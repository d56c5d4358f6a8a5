//! The people who were asked as references and have not answered.

use super::summary::Summary;
use super::{frame, list, query, words_of};
use crate::api::endpoint;
use crate::app;
use crate::dom::{El, el};
use crate::route::Route;
use crate::session;
use crate::ui::{Table, Tone, link, muted, p, tag};
use crate::words::{review as w, title};
use accede_api::page::Page;
use accede_api::review::{AgeBand, ReferenceQueueItem};
use accede_domain::reference::ReferenceState;
use accede_domain::review::CaseKind;
use leptos::prelude::*;

/// The page `/review/references`.
pub fn draw() -> El {
    let total = RwSignal::new(String::new());
    frame::page(
        &title::REVIEW_REFERENCES,
        Route::ReviewReferences,
        CaseKind::Application,
        Summary::watch(),
        list::act,
        &[
            el("div").class("desk__tools").kids(&[
                list::search(Route::ReviewReferences, &w::SEARCH_HINT),
                list::total(total),
            ]),
            ages(),
            list::draw(
                Route::ReviewReferences,
                endpoint::review_references,
                StoredValue::new(None),
                move |page: &Page<ReferenceQueueItem>, query| {
                    total.set(w::total(page.total.count, page.total.exact));
                    lines(page, query)
                },
            ),
            list::file("references"),
        ],
    )
}

/// Everybody, or those who have waited so long.
fn ages() -> El {
    let list = el("ul");
    let way = |value: &'static str, words: &str| {
        let way = el("a")
            .text(words)
            .attr_live("href", move || {
                Some(address(&query::with(&app::query(), "age", value)))
            })
            .attr_live("aria-current", move || {
                (query::value(&app::query(), "age") == value).then(|| "true".to_owned())
            });
        let _ = list.clone().kid(el("li").kid(way));
    };
    way("", &w::ALL_ASKED);
    for band in AgeBand::ALL {
        way(band.as_str(), w::reference_age(*band));
    }
    el("nav")
        .class("ways ways--stages")
        .attr("aria-label", &w::ASKED)
        .kid(list)
}

fn address(query: &str) -> String {
    [&Route::ReviewReferences.path(), query].concat()
}

fn lines(page: &Page<ReferenceQueueItem>, query: &str) -> El {
    if page.items.is_empty() {
        return p(if query.is_empty() {
            &w::EMPTY_REFERENCES
        } else {
            &w::EMPTY_FILTERED
        });
    }
    let columns = [
        w::APPLICANT.into(),
        w::REFERENCE.into(),
        w::ORGANISATION.into(),
        w::STATE.into(),
        w::ASKED.into(),
    ];
    let table = Table::new(&title::REVIEW_REFERENCES, false, &columns);
    let newest = query::value(query, "sort") == "newest";
    let (order, sorted) = if newest {
        ("", "ascending")
    } else {
        ("newest", "descending")
    };
    let to = address(&query::with(query, "sort", order));
    table.head(4, el("a").attr("href", &to).text(&w::ASKED), sorted);
    let now = session::get().now();
    for item in &page.items {
        let open = link(
            &Route::Case(item.application_id.clone()),
            &item.applicant_name,
        )
        .class("row__open")
        .attr("data-id", &item.application_id);
        let state = match item.state {
            ReferenceState::Bounced => tag(Tone::Attention, &w::REFUSED_MAIL),
            _ => tag(Tone::Waiting, &w::NOT_ANSWERED),
        };
        let cells = [
            el("div").kids(&[open, muted(&item.reference_number)]),
            el("div").kids(&[
                item.reference_name.as_str().into(),
                muted(&item.reference_email),
            ]),
            item.reference_organisation.as_str().into(),
            state,
            words_of::age(item.age, now.since(item.asked_at)),
        ];
        let _ = table.row(&cells).class("row");
    }
    table.draw()
}
