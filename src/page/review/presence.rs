//! Whether somebody is there. The desk asks for news and keeps a claim only while somebody works at it: every request
//! counts as activity, and a page that is left alone must let the session end.

use crate::browser;
use crate::dom::listen;
use accede_domain::time::{Duration, Timestamp};
use leptos::prelude::*;
use std::cell::Cell;

/// After the last key or press somebody counts as there for so long.
const THERE_FOR: Duration = Duration::minutes(5);

thread_local! {
    static LAST: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// Follows keys, presses and the wheel while the current page is open.
pub(super) fn watch() {
    LAST.set(Some(browser::now()));
    for event in ["keydown", "pointerdown", "pointermove", "wheel"] {
        listen(
            &window(),
            event,
            Box::new(|_| LAST.set(Some(browser::now()))),
        );
    }
}

/// Whether the page is in sight, and somebody did something lately.
pub(super) fn is_there() -> bool {
    let lately = LAST
        .get()
        .is_some_and(|last| browser::now().since(last) < THERE_FOR);
    lately && !document().hidden()
}
