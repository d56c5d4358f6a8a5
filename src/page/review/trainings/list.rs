//! The reports that wait.

use super::super::summary::Summary;
use super::super::{frame, list, query, words_of};
use crate::api::endpoint;
use crate::dom::{El, el};
use crate::page::training::state_tag;
use crate::route::Route;
use crate::session;
use crate::ui::{Table, day, link, muted, p};
use crate::words::{review as w, title};
use accede_api::page::Page;
use accede_api::training::TrainingQueueItem;
use accede_domain::review::CaseKind;
use leptos::prelude::*;

/// The page `/review/trainings`.
pub fn draw() -> El {
    let total = RwSignal::new(String::new());
    frame::page(
        &title::REVIEW_TRAININGS,
        Route::ReviewTrainings,
        CaseKind::Training,
        Summary::watch(),
        list::act,
        &[
            el("div").class("desk__tools").kids(&[
                list::search(Route::ReviewTrainings, &w::TRAININGS_HINT),
                list::total(total),
            ]),
            list::draw(
                Route::ReviewTrainings,
                endpoint::review_trainings,
                StoredValue::new(None),
                move |page: &Page<TrainingQueueItem>, query| {
                    total.set(w::total(page.total.count, page.total.exact));
                    lines(page, query)
                },
            ),
            list::file("trainings"),
        ],
    )
}

fn lines(page: &Page<TrainingQueueItem>, query: &str) -> El {
    if page.items.is_empty() {
        return p(if query.is_empty() {
            &w::EMPTY_TRAININGS
        } else {
            &w::EMPTY_FILTERED
        });
    }
    let columns = [
        w::APPLICANT.into(),
        w::TRAINING.into(),
        w::COMPLETED.into(),
        w::STATE.into(),
        w::IN_QUEUE.into(),
    ];
    let table = Table::new(&title::REVIEW_TRAININGS, false, &columns);
    let sort = query::value(query, "sort");
    let head = |place, words, order: &str, sorted| {
        let address = [
            Route::ReviewTrainings.path(),
            query::with(query, "sort", order),
        ]
        .concat();
        table.head(place, el("a").attr("href", &address).text(words), sorted)
    };
    head(
        0,
        &w::APPLICANT,
        "name",
        if sort == "name" { "ascending" } else { "" },
    );
    match sort.as_str() {
        "" => head(4, &w::IN_QUEUE, "newest", "descending"),
        sort => head(
            4,
            &w::IN_QUEUE,
            "",
            if sort == "newest" { "ascending" } else { "" },
        ),
    }
    let now = session::get().now();
    for item in &page.items {
        let open = link(&Route::TrainingCase(item.id.clone()), &item.applicant_name)
            .class("row__open")
            .attr("data-id", &item.id);
        let cells = [
            el("div").kids(&[open, muted(&item.user_name)]),
            item.training_name.as_str().into(),
            day(item.completed_on),
            el("div").kids(&[
                state_tag(item.state),
                words_of::held(item.claim.as_ref(), &item.id),
            ]),
            words_of::age(item.age, now.since(item.submitted_at)),
        ];
        let _ = table.row(&cells).class("row");
    }
    table.draw()
}
