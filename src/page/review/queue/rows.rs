//! The lines of the queue.

use super::super::query;
use super::super::words_of;
use super::marking::Marking;
use crate::dom::{El, el, nothing, run};
use crate::reader::Reader;
use crate::route::Route;
use crate::session;
use crate::ui::{Table, Tone, link, muted, p, plain, tag};
use crate::words::{apply as aw, country, dashboard as dw, review as w, shared as s, title};
use accede_api::page::Page;
use accede_api::review::QueueItem;
use accede_domain::country::Country;

/// The page of the list that was asked for.
pub(super) fn draw(page: &Page<QueueItem>, query: &str, marking: Option<Marking>) -> El {
    if page.items.is_empty() {
        return empty(query);
    }
    let columns = [
        w::APPLICANT.into(),
        plain(&w::ORGANISATION),
        plain(&w::CATEGORY),
        plain(&w::STAGE),
        w::AT_STAGE.into(),
        w::IN_QUEUE.into(),
        plain(&w::SIGNALS),
    ];
    let table = Table::new(&title::REVIEW, false, &columns);
    let sort = query::value(query, "sort");
    let head = |place, words, order: &str, sorted| {
        let address = [Route::Review.path(), query::with(query, "sort", order)].concat();
        table.head(place, el("a").attr("href", &address).text(words), sorted)
    };
    let is = |order: &str, sorted| if sort == order { sorted } else { "" };
    head(0, &w::APPLICANT, "name", is("name", "ascending"));
    head(4, &w::AT_STAGE, "stage_age", is("stage_age", "descending"));
    match sort.as_str() {
        "" => head(5, &w::IN_QUEUE, "newest", "descending"),
        sort => head(
            5,
            &w::IN_QUEUE,
            "",
            if sort == "newest" { "ascending" } else { "" },
        ),
    }
    for item in &page.items {
        row(&table, item, marking);
    }
    table.draw()
}

fn empty(query: &str) -> El {
    if query::filter(query).is_empty() {
        return p(&w::EMPTY);
    }
    run(&[
        p(&w::EMPTY_FILTERED),
        el("p").kid(link(&Route::Review, &w::CLEAR)),
    ])
}

/// What stands in one cell, kept together where the row becomes a block.
fn cell(parts: &[El]) -> El {
    el("div").kids(parts)
}

fn row(table: &Table, item: &QueueItem, marking: Option<Marking>) {
    let now = session::get().now();
    let open = link(&Route::Case(item.id.clone()), &item.applicant_name)
        .class("row__open")
        .attr("data-id", &item.id);
    let flag = if item.flagged {
        tag(Tone::Attention, &w::FLAGGED)
    } else {
        nothing()
    };
    let country = Country::parse(&item.country).map_or_else(String::new, |country| {
        [", ", country::name(country)].concat()
    });
    let stage = match item.stage {
        Some(stage) => w::stage(stage),
        None => dw::standing(item.state, None, Reader::Staff),
    };
    let who = cell(&[open, muted(&item.reference_number)]);
    let who = match marking {
        Some(marking) => {
            cell(&[marking.tick(&item.id, &item.applicant_name), who]).class("markable")
        }
        None => who,
    };
    let cells = [
        who,
        cell(&[
            item.organisation.as_str().into(),
            el("span").class("muted").text(&country),
        ]),
        item.category.map_or("", aw::category).into(),
        cell(&[
            el("div").text(stage),
            flag,
            words_of::held(item.claim.as_ref(), &item.id),
        ]),
        words_of::age(item.age, now.since(item.stage_since)),
        s::span(now.since(item.submitted_at)).as_str().into(),
        words_of::signals(&item.signals),
    ];
    let _ = table.row(&cells).class("row");
}
