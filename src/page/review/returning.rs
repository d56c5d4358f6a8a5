//! Coming back to a list: the line of the case that was open has the focus again, so that the keys go on from there.

use super::{keys, query};
use crate::browser;
use crate::route::Route;
use leptos::prelude::*;
use std::cell::Cell;

// The lists and the cases may be of different builds of the page, between which only the tab stays. The names begin as
// those of what is typed do: it is forgotten with that, at signing out.

/// The address of the list that was open last.
const LIST: &str = "typed/list";
/// The case that was opened last.
const OPENED: &str = "typed/opened";

thread_local! {
    /// The first line of the next list takes the focus: its page was turned by key.
    static TURNED: Cell<bool> = const { Cell::new(false) };
}

/// The list with this query is open.
pub(super) fn listed(route: &Route, query: &str) {
    browser::tab_put(LIST, &[&*route.path(), query].concat());
}

/// Where the list is that one came from; the queue, where one came from none.
pub(super) fn list() -> String {
    browser::tab_get(LIST).unwrap_or_else(|| Route::Review.path())
}

/// The filter of the list that one came from, if it is this one.
pub(super) fn filter(list: &Route) -> String {
    let open = browser::tab_get(LIST).unwrap_or_default();
    let query = open.strip_prefix(&list.path()).unwrap_or_default();
    let is_query = query.is_empty() || query.starts_with('?');
    if is_query {
        query::filter(query)
    } else {
        String::new()
    }
}

/// This case was opened.
pub(super) fn opened(id: &str) {
    browser::tab_put(OPENED, id);
}

/// The page of the list is being turned by key.
pub(super) fn turned() {
    TURNED.set(true);
}

/// Called when a list is drawn. Somebody who has gone on to something else is not called back.
pub(super) fn focus_row() {
    let turned = TURNED.take();
    browser::after_paint(move || {
        let focused = document().active_element();
        let waits =
            focused.is_none_or(|element| ["BODY", "H1"].contains(&element.tag_name().as_str()));
        if !waits && !turned {
            return;
        }
        let is_back = browser::tab_take(OPENED)
            .is_some_and(|opened| keys::focus_on(&["[data-id=\"", &opened, "\"]"].concat()));
        if turned && !is_back {
            keys::focus_on(".row__open");
        }
    });
}
