//! The reports that wait.

use super::super::list::{self, List};
use super::super::summary::Arrivals;
use super::super::{frame, query, words_of};
use crate::api::endpoint;
use crate::dom::{El, el, nothing};
use crate::page::training::state_tag;
use crate::route::Route;
use crate::session;
use crate::ui::{Table, day, link, muted, p, plain};
use crate::words::{review as w, title};
use accede_api::page::Page;
use accede_api::review::AgeBand;
use accede_api::training::TrainingQueueItem;
use accede_domain::review::CaseKind;

/// The page `/review/trainings`.
pub fn draw() -> El {
    let list = List::of("trainings");
    let mut ages = vec![("", w::ALL_WAITING.get())];
    ages.extend(
        AgeBand::ALL
            .iter()
            .map(|one| (one.as_str(), w::waited(*one))),
    );
    let arrivals = Arrivals {
        figure: |summary| summary.trainings_arrived,
        words: w::new_reports,
    };
    frame::page(
        &title::REVIEW_TRAININGS,
        Route::ReviewTrainings,
        Some(CaseKind::Training),
        list.summary,
        list::act,
        &[
            list.tools(
                Route::ReviewTrainings,
                &w::TRAININGS_HINT,
                nothing(),
                arrivals,
            ),
            list.ways(Route::ReviewTrainings, &w::IN_QUEUE, "age", &ages),
            list::draw(
                list,
                Route::ReviewTrainings,
                endpoint::review_trainings,
                lines,
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
        plain(&w::TRAINING),
        w::COMPLETED.into(),
        plain(&w::STATE),
        w::IN_QUEUE.into(),
    ];
    let table = Table::new(&title::REVIEW_TRAININGS, false, &columns);
    let sort = query::value(query, "sort");
    let head = |place, words, order: &str, sorted| {
        let query = query::with(query, "sort", order);
        let address = list::address(&Route::ReviewTrainings, &query);
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
