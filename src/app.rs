//! The root component: the router, and below it the frame that draws whichever page the address names.

use crate::route::Route;
use crate::shell;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route as RouterRoute, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;
use std::cell::RefCell;
use std::rc::Rc;

type Navigate = Rc<dyn Fn(&str)>;

thread_local! {
    static NAVIGATE: RefCell<Option<Navigate>> = const { RefCell::new(None) };
}

/// One router route takes every address: [`Route`] owns the paths, and a type for each of forty routes would cost more
/// bytes than the pages behind them.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=|| ()>
                <RouterRoute path=path!("/*any") view=Frame />
            </FlatRoutes>
        </Router>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let location = use_location();
    let route = Memo::new(move |_| location.pathname.with(|path| Route::parse(path)));
    let go = use_navigate();
    NAVIGATE.with_borrow_mut(|navigate| {
        *navigate = Some(Rc::new(move |address| {
            go(address, NavigateOptions::default())
        }));
    });
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
