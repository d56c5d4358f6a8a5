//! The root component: the router, and below it the frame that draws whichever page the address names.

use crate::dom::watch;
use crate::route::Route;
use crate::shell;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};
use std::cell::RefCell;
use std::rc::Rc;

type Navigate = Rc<dyn Fn(&str)>;

thread_local! {
    static NAVIGATE: RefCell<Option<Navigate>> = const { RefCell::new(None) };
    static QUERY: RefCell<Option<Memo<String>>> = const { RefCell::new(None) };
}

/// The router gives the address, and takes the clicks on links and the browser's back and forward. Which page an
/// address means is [`Route`]'s business alone: the router's own table of routes makes a type of each, and would cost
/// as many bytes as several pages.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Frame />
        </Router>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let location = use_location();
    let route = Memo::new(move |_| location.pathname.with(|path| Route::parse(path)));
    QUERY.with_borrow_mut(|query| *query = Some(location.search));
    let go = use_navigate();
    NAVIGATE.with_borrow_mut(|navigate| {
        *navigate = Some(Rc::new(move |address| {
            go(address, NavigateOptions::default())
        }));
    });
    if let Some(browser) = use_context::<BrowserUrl>() {
        watch(move || {
            route.track();
            // The router waits for this before it puts the address into the history; its own components would say it.
            browser.ready_to_complete();
        });
    }
    view! { <div class="app" use:draw_into=route></div> }
}

fn draw_into(root: web_sys::Element, route: Memo<Route>) {
    shell::draw(root, route);
}

/// Goes to another page of the application.
pub fn navigate(address: &str) {
    if let Some(navigate) = NAVIGATE.with_borrow(Clone::clone) {
        navigate(address);
    }
}

/// The query of the address, with its `?`; empty without one. Followed: a list draws again when it changes.
pub fn query() -> String {
    let search = QUERY
        .with_borrow(|query| query.map(|query| query.get()))
        .unwrap_or_default();
    match search.trim_start_matches('?') {
        "" => String::new(),
        pairs => ["?", pairs].concat(),
    }
}
