//! What the desk's lists have in common: the search, the ways along the top, the lines of the page that the address names,
//! the keys.

use super::counts::Counts;
use super::keys::{self, Action};
use super::summary::{Arrivals, Summary};
use super::{pending, query, returning, saved};
use crate::api::endpoint;
use crate::dom::{El, el, run, value_of_node, watch};
use crate::route::Route;
use crate::ui::{Reload, external_link, hidden, load_following, pagination};
use crate::words::review as w;
use crate::{app, form, navigate};
use accede_api::page::{Count, Page};
use accede_api::wire::Wire;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const SEARCH: &str = "desk-search";
/// What opens the case of a line; the keys walk along these.
pub(super) const OPENS: &str = ".row__open";

/// What the parts of a list share. Copies are handles to the same.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub summary: Summary,
    pub counts: Counts,
    total: RwSignal<String>,
    /// How the lines are asked for anew.
    again: StoredValue<Option<Reload>>,
}

impl List {
    /// A list, by its name at the API.
    pub(super) fn of(name: &'static str) -> Self {
        Self {
            summary: Summary::watch(),
            counts: Counts::of(name),
            total: RwSignal::new(String::new()),
            again: StoredValue::new(None),
        }
    }

    /// Above the lines: the search, what else narrows the list, the saved views; and in a place of its own what has
    /// arrived, and how many lines there are.
    pub(super) fn tools(self, route: Route, hint: &str, more: El, arrivals: Arrivals) -> El {
        let said = el("div").class("desk__said").kids(&[
            self.summary.arrivals(arrivals, {
                let route = route.clone();
                move || self.begin_anew(&route)
            }),
            total(self.total),
        ]);
        let parts = [search(route.clone(), hint), more, saved::menu(route), said];
        el("div").class("desk__tools").kids(&parts)
    }

    /// What is new stands at an end of the order: the list begins anew.
    fn begin_anew(self, route: &Route) {
        let now = untrack(app::query);
        let filter = query::filter(&now);
        match self.again.get_value() {
            Some(again) if now == filter => again.now(),
            _ => navigate(&address(route, &filter)),
        }
    }

    /// Ways along the top: the values of a parameter, each with how many lines it would leave.
    pub(super) fn ways(
        self,
        route: Route,
        name: &str,
        parameter: &'static str,
        values: &[(&'static str, &'static str)],
    ) -> El {
        let list = el("ul");
        for &(value, words) in values {
            let route = route.clone();
            let way = el("a")
                .text(words)
                .kids(&[" ".into(), self.figure(parameter, value)])
                .attr_live("href", move || {
                    let query = query::with(&app::query(), parameter, value);
                    Some(address(&route, &query))
                })
                .attr_live("aria-current", move || {
                    (query::value(&app::query(), parameter) == value).then(|| "true".to_owned())
                });
            let _ = list.clone().kid(el("li").kid(way));
        }
        el("nav")
            .class("ways ways--stages")
            .attr("aria-label", name)
            .kid(list)
    }

    /// How many lines a choice would leave, beside it.
    pub(super) fn figure(self, parameter: &'static str, value: &'static str) -> El {
        el("span")
            .class("figure")
            .text_live(move || self.counts.figure(parameter, value))
    }

    fn drawn(self, total: Count, query: &str, again: Reload) {
        self.again.set_value(Some(again));
        self.total.set(w::total(total.count, total.exact));
        self.counts.drawn(query);
    }
}

/// A list with this query.
pub(super) fn address(route: &Route, query: &str) -> String {
    [&*route.path(), query].concat()
}

/// The lines of the page that the address names, and the ways to its neighbours.
pub(super) fn draw<T: Wire + 'static>(
    list: List,
    route: Route,
    path: fn(&str) -> String,
    lines: impl Fn(&Page<T>, &str) -> El + 'static,
) -> El {
    let drawn = load_following::<Page<T>>(
        move || path(&app::query()),
        move |page, reload| {
            pending::forget_done();
            let query = untrack(app::query);
            list.drawn(page.total, &query, reload);
            let drawn = lines(&page, &query);
            returning::listed(&route, &query);
            returning::focus_row();
            run(&[
                drawn,
                turn(&route, &query, page.prev.as_deref(), page.next.as_deref()),
            ])
        },
    );
    el("div").class("desk__list").kid(drawn)
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
fn search(route: Route, hint: &str) -> El {
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
fn total(words: RwSignal<String>) -> El {
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
