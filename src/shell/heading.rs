//! The title of the tab, and the focus on the heading after a change of route.

use crate::browser;
use crate::dom::{El, listen};
use crate::words::title;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;

thread_local! {
    static TITLE: RefCell<String> = const { RefCell::new(String::new()) };
    static HAS_ERRORS: Cell<bool> = const { Cell::new(false) };
    /// A route has just changed, and the person has not touched anything since: whatever heading is drawn now (that
    /// of the page while it loads, then that of the thing it loaded) takes the focus.
    static WISH: Cell<bool> = const { Cell::new(false) };
}

/// Gives the tab its title.
pub fn set_title(words: &str) {
    TITLE.with_borrow_mut(|title| words.clone_into(title));
    show();
}

/// Puts "Error: " before the tab's title, or takes it away.
pub fn set_title_error(has_errors: bool) {
    if HAS_ERRORS.replace(has_errors) != has_errors {
        show();
    }
}

fn show() {
    TITLE.with_borrow(|words| document().set_title(&title::of_tab(words, HAS_ERRORS.get())));
}

/// The route has changed: the next heading takes the focus.
pub fn wish_focus() {
    HAS_ERRORS.set(false);
    WISH.set(true);
}

/// Ends the wish as soon as the person does something, and as soon as the focus is given to anything but a heading: a
/// screen reader moves it without a key that the page would see. Called once, at the start.
pub(super) fn watch_for_activity() {
    for event in ["keydown", "pointerdown"] {
        listen(&window(), event, Box::new(|_| WISH.set(false)));
    }
    listen(
        &window(),
        "focusin",
        Box::new(|event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if target.is_some_and(|element| element.tag_name() != "H1") {
                WISH.set(false);
            }
        }),
    );
}

/// Takes the focus to the page's heading: what had it is gone.
pub fn focus_heading() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading {
        El::from_node(heading.into()).focus();
    }
}

/// Focuses the heading once it is in the document, if the route has just changed.
pub fn focus_if_wished(heading: &El) {
    if !WISH.get() {
        return;
    }
    let heading = heading.clone();
    browser::after_paint(move || {
        if WISH.get() && heading.node().is_connected() {
            heading.focus();
        }
    });
}
