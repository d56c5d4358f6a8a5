//! The root: the address and the browser's history, which are the router's, and below it the frame that draws whichever
//! page the address names.
//!
//! Which page an address means is [`Route`]'s business alone. The router's own table of routes makes a type of each
//! page, and would cost as many bytes as several pages.

use crate::dom::{El, el, listen, watch};
use crate::route::Route;
use crate::shell;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, Url};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlAnchorElement};

thread_local! {
    static ROUTER: RefCell<Option<Router>> = const { RefCell::new(None) };
}

#[derive(Clone)]
struct Router {
    browser: BrowserUrl,
    /// With its `?`; empty without one. A fact of its own: a list is not drawn anew because the path changed.
    query: Memo<String>,
}

/// Draws the application into an empty element. Leptos brings the owner of everything and the queue of effects; what
/// it would mount itself is nothing.
pub fn start(root: web_sys::HtmlElement) {
    let place = El::from_node(root.clone().into());
    mount_to(root, move || draw(place)).forget();
}

fn draw(root: El) {
    // Refused only where there is no window.
    let Ok(browser) = BrowserUrl::new() else {
        return;
    };
    // Before the router's own listener, which then sees what this one marked.
    listen(
        &window(),
        "click",
        Box::new(|event| leave_to_browser(&event)),
    );
    browser.init(None);
    let url = browser.as_url().clone();
    let query = Memo::new({
        let url = url.clone();
        move |_| match url.with(|url| url.search().to_owned()) {
            search if search.is_empty() => search,
            search => ["?", &search].concat(),
        }
    });
    let route = Memo::new(move |_| url.with(|url| Route::parse(url.path())));
    ROUTER.set(Some(Router {
        browser: browser.clone(),
        query,
    }));
    watch(move || {
        browser.as_url().track();
        // The router waits for this before it puts the address into the history; its own components would say it.
        browser.ready_to_complete();
    });
    let app = el("div").class("app");
    let _ = root.kid(app.clone());
    if let Some(app) = app.element() {
        shell::draw(app.clone(), route);
    }
}

/// Goes to another page of the application.
pub fn navigate(to: &str) {
    let Some(Router { browser, .. }) = ROUTER.with_borrow(Clone::clone) else {
        return;
    };
    let Ok(url) = BrowserUrl::parse(to) else {
        return;
    };
    let same = |here: &Url| (here.path(), here.search()) == (url.path(), url.search());
    // The page that is open already is no further step to go back from.
    let replace = browser.as_url().with_untracked(same);
    browser.complete_navigation(&LocationChange {
        value: to.to_owned(),
        replace,
        ..LocationChange::default()
    });
    browser.as_url().set(url);
}

/// The query of the address, with its `?`; empty without one. Followed: a list draws again when it changes.
pub fn query() -> String {
    ROUTER
        .with_borrow(|router| router.as_ref().map(|router| router.query.get()))
        .unwrap_or_default()
}

/// Tells the router, in its own word, which links are the browser's: to what is no page of ours, and the server may
/// know, and to a part of the page, which takes the focus along.
fn leave_to_browser(event: &Event) {
    let pressed = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = pressed
        .and_then(|pressed| pressed.closest("a[href]").ok().flatten())
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link
        && (!link.hash().is_empty() || Route::parse(&link.pathname()) == Route::NotFound)
    {
        link.set_rel("external");
    }
}
