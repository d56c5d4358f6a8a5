//! The queue of applications.

mod facets;
mod marking;
mod rows;

pub(super) use facets::in_words;

use super::keys::Action;
use super::list::{self, List};
use super::summary::Arrivals;
use super::{credentials, frame, query};
use crate::api::endpoint;
use crate::app;
use crate::browser;
use crate::dom::{El, el, nothing, when};
use crate::route::Route;
use crate::session;
use crate::ui::link_to;
use crate::words::{bulk, review as w, title};
use accede_api::page::Page;
use accede_api::review::QueueItem;
use accede_domain::account::Role;
use accede_domain::review::CaseKind;
use leptos::prelude::*;
use marking::Marking;

/// Where the browser keeps whether the filters are in sight.
const FILTERS: &str = "accede-filters";

/// The page `/review`.
pub fn draw() -> El {
    let list = List::of("applications");
    // Who decides on no application marks none.
    let reviews = session::get().has_role(Role::Reviewer);
    let marking = reviews.then(Marking::new);
    let lines = list::draw(
        list,
        Route::Review,
        endpoint::review_applications,
        move |page: &Page<QueueItem>, query| {
            if let Some(marking) = marking {
                let ids: Vec<_> = page.items.iter().map(|item| item.id.as_str()).collect();
                marking.show(&ids);
            }
            rows::draw(page, query, marking)
        },
    );
    let open = RwSignal::new(browser::shared_get(FILTERS).is_some_and(|kept| kept == "open"));
    let arrivals = Arrivals {
        figure: |summary| summary.arrived,
        words: w::new_applications,
    };
    let filters = el("div")
        .id("filters")
        .kid(when(move || open.get(), move || facets::panel(list)));
    let beside = [
        facets::chips(),
        marking.map_or_else(nothing, Marking::bar),
        lines,
        list::file("applications"),
        if reviews { decide_on_all() } else { nothing() },
    ];
    frame::page(
        &title::REVIEW,
        Route::Review,
        Some(CaseKind::Application),
        list.summary,
        move |action| match (action, marking) {
            (Action::Mark | Action::MarkTo, Some(marking)) => marking.act(action),
            _ => list::act(action),
        },
        &[
            credentials::list(),
            list.tools(
                Route::Review,
                &w::SEARCH_HINT,
                filters_button(open),
                arrivals,
            ),
            list.ways(Route::Review, &w::STAGE, "stage", &facets::stages()),
            el("div")
                .class("desk__split")
                .kids(&[filters, el("div").kids(&beside)]),
        ],
    )
}

/// To decide on every line of the list, whichever page of it is open.
fn decide_on_all() -> El {
    let to = || [Route::ReviewBulk.path(), query::filter(&app::query())].concat();
    let way = link_to(&untrack(to), &bulk::LINK).attr_live("href", move || Some(to()));
    // Of what is decided nothing is left to decide.
    let is_open = || crate::query::value(&app::query(), "stage") != "decided";
    el("p").class("desk__file").shown(is_open).kid(way)
}

/// Shows the filters, or puts them away; the browser keeps which.
fn filters_button(open: RwSignal<bool>) -> El {
    el("button")
        .attr("type", "button")
        .class("button button--quiet")
        .attr("aria-controls", "filters")
        .attr_live("aria-expanded", move || Some(open.get().to_string()))
        .text(&w::FILTERS)
        .on_press(move || {
            open.update(|open| *open = !*open);
            let kept = if open.get_untracked() { "open" } else { "" };
            browser::shared_put(FILTERS, kept);
        })
}
