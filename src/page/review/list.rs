//! What the desk's lists have in common: the search, the lines of the page that the address names, the keys.

use super::keys::{self, Action};
use super::{pending, query, returning};
use crate::api::endpoint;
use crate::dom::{El, el, run, value_of_node, watch};
use crate::route::Route;
use crate::ui::{Reload, external_link, hidden, load_following, pagination};
use crate::words::review as w;
use crate::{app, form, navigate};
use accede_api::page::Page;
use accede_api::wire::Wire;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const SEARCH: &str = "desk-search";
/// What opens the case of a line; the keys walk along these.
pub(super) const OPENS: &str = ".row__open";

/// The lines of the page that the address names, and the ways to its neighbours. `again` is how they are asked for anew.
pub(super) fn draw<T: Wire + 'static>(
    route: Route,
    path: fn(&str) -> String,
    again: StoredValue<Option<Reload>>,
    lines: impl Fn(&Page<T>, &str) -> El + 'static,
) -> El {
    load_following::<Page<T>>(
        move || path(&app::query()),
        move |page, reload| {
            again.set_value(Some(reload));
            pending::forget_done();
            let query = untrack(app::query);
            let drawn = lines(&page, &query);
            returning::listed(&route, &query);
            returning::focus_row();
            run(&[
                drawn,
                turn(&route, &query, page.prev.as_deref(), page.next.as_deref()),
            ])
        },
    )
}

/// The neighbouring pages, with the same filter.
fn turn(route: &Route, query: &str, prev: Option<&str>, next: Option<&str>) -> El {
    let address =
        |name: &str, cursor: &str| [route.path(), query::at_cursor(query, name, cursor)].concat();
    let prev = prev.map(|cursor| address("before", cursor));
    let next = next.map(|cursor| address("after", cursor));
    pagination(prev.as_deref(), next.as_deref())
}

/// The search. Enter finds; Escape goes back to the lines.
pub(super) fn search(route: Route, hint: &str) -> El {
    let input = el("input")
        .class("control")
        .id(SEARCH)
        .attr("type", "search")
        .attr("placeholder", hint)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("keydown", |event| {
            let key = event
                .dyn_ref::<web_sys::KeyboardEvent>()
                .map(|event| event.key());
            if key.as_deref() == Some("Escape") && keys::focus_on(OPENS) {
                event.prevent_default();
            }
        });
    let node = input.clone();
    watch(move || form::set_value(&node, &query::value(&app::query(), "q")));
    let typed = input.clone();
    el("form")
        .class("desk__search")
        .attr("role", "search")
        .kids(&[
            el("label").attr("for", SEARCH).kid(hidden(&w::SEARCH)),
            input,
        ])
        .on("submit", move |event| {
            event.prevent_default();
            let words = value_of_node(typed.node());
            let query = query::with(&untrack(app::query), "q", words.trim());
            navigate(&[route.path(), query].concat());
        })
}

/// How many lines there are, said again whenever the filter changes.
pub(super) fn total(words: RwSignal<String>) -> El {
    el("span")
        .class("desk__total")
        .attr("role", "status")
        .text_live(move || words.get())
}

/// The whole list as a file, with the same filter and order.
pub(super) fn file(list: &'static str) -> El {
    let to = move || endpoint::review_file(list, &query::filter(&app::query()));
    let way = external_link(&untrack(to), &w::AS_FILE).attr_live("href", move || Some(to()));
    el("p").class("desk__file").kid(way)
}

/// What the keys do in a list.
pub(super) fn act(action: Action) -> bool {
    match action {
        // At the end of the page the list goes on with the next.
        Action::Down => step_or_turn(),
        Action::Up => keys::walk(OPENS, false),
        Action::NextPage => turn_page("next"),
        Action::PreviousPage => turn_page("prev"),
        Action::Search => keys::focus_on(&["#", SEARCH].concat()),
        _ => false,
    }
}

fn step_or_turn() -> bool {
    let before = keys::current_of(OPENS);
    let stepped = keys::walk(OPENS, true);
    let stood_still = before.is_some() && keys::current_of(OPENS) == before;
    stepped && !stood_still || turn_page("next")
}

/// Turns the page, as pressing its link does.
fn turn_page(rel: &str) -> bool {
    let link = document().query_selector(&[".pagination [rel=", rel, "]"].concat());
    let link = link
        .ok()
        .flatten()
        .and_then(|link| link.dyn_into::<HtmlElement>().ok());
    link.is_some_and(|link| {
        returning::turned();
        link.click();
        true
    })
}
