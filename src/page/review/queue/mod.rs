//! The queue of applications.

mod facets;
mod marking;
mod rows;
mod saved;

use super::keys::Action;
use super::summary::Summary;
use super::{credentials, frame, list, query};
use crate::api::endpoint;
use crate::dom::{El, el, nothing, when};
use crate::route::Route;
use crate::session;
use crate::ui::{Reload, link_to};
use crate::words::{bulk, review as w, title};
use crate::{app, browser, navigate};
use accede_api::page::Page;
use accede_api::review::{QueueItem, QueueSummary};
use accede_domain::account::Role;
use accede_domain::application::Stage;
use accede_domain::review::CaseKind;
use leptos::prelude::*;
use marking::Marking;

/// Where the browser keeps whether the filters are in sight.
const FILTERS: &str = "accede-filters";

/// The page `/review`.
pub fn draw() -> El {
    let summary = Summary::watch();
    let again = StoredValue::new(None::<Reload>);
    let total = RwSignal::new(String::new());
    // Who decides on no application marks none.
    let reviews = session::get().has_role(Role::Reviewer);
    let marking = reviews.then(Marking::new);
    let lines = list::draw::<QueueItem>(
        Route::Review,
        endpoint::review_applications,
        again,
        move |page: &Page<QueueItem>, query| {
            total.set(w::total(page.total.count, page.total.exact));
            if let Some(marking) = marking {
                let ids: Vec<_> = page.items.iter().map(|item| item.id.as_str()).collect();
                marking.show(&ids);
            }
            rows::draw(page, query, marking)
        },
    );
    // What is new stands at an end of the order: the list begins anew.
    let show = move || {
        let now = untrack(app::query);
        match again.get_value() {
            Some(again) if now == query::filter(&now) => again.now(),
            _ => navigate(&facets::address(&query::filter(&now))),
        }
    };
    let open = RwSignal::new(browser::shared_get(FILTERS).is_some_and(|kept| kept == "open"));
    frame::page(
        &title::REVIEW,
        Route::Review,
        CaseKind::Application,
        summary,
        move |action| match (action, marking) {
            (Action::Mark | Action::MarkTo, Some(marking)) => marking.act(action),
            _ => list::act(action),
        },
        &[
            credentials::list(),
            el("div").class("desk__tools").kids(&[
                list::search(Route::Review, &w::SEARCH_HINT),
                filters_button(open),
                saved::menu(),
                list::total(total),
            ]),
            facets::stages(move |stage| summary.figure(figure_of(stage))),
            el("div")
                .id("filters")
                .kid(when(move || open.get(), facets::panel)),
            facets::chips(),
            summary.arrivals(show),
            marking.map_or_else(nothing, Marking::bar),
            lines,
            list::file("applications"),
            if reviews { decide_on_all() } else { nothing() },
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

fn figure_of(stage: Option<Stage>) -> fn(&QueueSummary) -> u32 {
    match stage {
        None => |summary| summary.staff,
        Some(Stage::Identity) => |summary| summary.identity,
        Some(Stage::Reference) => |summary| summary.reference,
        Some(Stage::Response) => |summary| summary.response,
        Some(Stage::Final) => |summary| summary.r#final,
        Some(Stage::Returned) => |summary| summary.returned,
    }
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
