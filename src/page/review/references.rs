//! The people who were asked as references and have not answered.

use super::list::{self, List};
use super::summary::Arrivals;
use super::{frame, query, words_of};
use crate::api::endpoint;
use crate::dom::{El, el, nothing};
use crate::route::Route;
use crate::session;
use crate::ui::{Table, Tone, link, muted, p, plain, tag};
use crate::words::{review as w, title};
use accede_api::page::Page;
use accede_api::review::{AgeBand, ReferenceQueueItem};
use accede_domain::reference::ReferenceState;

/// The page `/review/references`.
pub fn draw() -> El {
    let list = List::of("references");
    let mut ages = vec![("", w::ALL_ASKED.get())];
    let bands = AgeBand::ALL.iter();
    ages.extend(bands.map(|one| (one.as_str(), w::reference_age(*one))));
    let arrivals = Arrivals {
        figure: |summary| summary.references_late,
        words: w::newly_late,
    };
    frame::page(
        &title::REVIEW_REFERENCES,
        Route::ReviewReferences,
        // What waits here waits for somebody else: nothing is next.
        None,
        list.summary,
        list::act,
        &[
            list.tools(
                Route::ReviewReferences,
                &w::SEARCH_HINT,
                nothing(),
                arrivals,
            ),
            list.ways(Route::ReviewReferences, &w::ASKED, "age", &ages),
            list::draw(
                list,
                Route::ReviewReferences,
                endpoint::review_references,
                lines,
            ),
            list::file("references"),
        ],
    )
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
        plain(&w::ORGANISATION),
        plain(&w::STATE),
        w::ASKED.into(),
    ];
    let table = Table::new(&title::REVIEW_REFERENCES, false, &columns);
    let newest = query::value(query, "sort") == "newest";
    let (order, sorted) = if newest {
        ("", "ascending")
    } else {
        ("newest", "descending")
    };
    let sorted_query = query::with(query, "sort", order);
    let to = list::address(&Route::ReviewReferences, &sorted_query);
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
            el("div").kids(&[
                el("div").kid(state),
                words_of::held(item.claim.as_ref(), &item.application_id),
            ]),
            words_of::age(item.age, now.since(item.asked_at)),
        ];
        let _ = table.row(&cells).class("row");
    }
    table.draw()
}
