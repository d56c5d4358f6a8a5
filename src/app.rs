//! The root: the address, the clicks on links and the browser's back and forward, and below it the frame that draws
//! whichever page the address names.
//!
//! Which page an address means is [`Route`]'s business alone. A router of a library would bring its own table of
//! routes, its own way of telling addresses apart, and as many bytes as several pages.

use crate::dom::{El, el, listen};
use crate::route::Route;
use crate::shell;
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlAnchorElement, MouseEvent};

/// The address, as far as pages depend on it. Copies are handles to the same one.
#[derive(Clone, Copy)]
struct Address {
    path: RwSignal<String>,
    /// With its `?`; empty without one.
    query: RwSignal<String>,
}

thread_local! {
    static ADDRESS: Cell<Option<Address>> = const { Cell::new(None) };
}

/// Draws the application into an empty element. Leptos brings the owner of everything and the queue of effects; what
/// it would mount itself is nothing.
pub fn start(root: web_sys::HtmlElement) {
    let place = El::from_node(root.clone().into());
    mount_to(root, move || draw(place)).forget();
}

fn draw(root: El) {
    let address = Address {
        path: RwSignal::new(String::new()),
        query: RwSignal::new(String::new()),
    };
    address.read();
    ADDRESS.set(Some(address));
    listen(&window(), "popstate", Box::new(move |_| address.read()));
    listen(&window(), "click", Box::new(|event| follow_link(&event)));
    let route = Memo::new(move |_| address.path.with(|path| Route::parse(path)));
    let app = el("div").class("app");
    let _ = root.kid(app.clone());
    if let Some(app) = app.element() {
        shell::draw(app.clone(), route);
    }
}

/// Goes to another page of the application.
pub fn navigate(to: &str) {
    let Some(address) = ADDRESS.get() else {
        return;
    };
    let Ok(history) = window().history() else {
        return;
    };
    let location = window().location();
    let here = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    // The page that is open already is no further step to go back from.
    let _ = if here == to {
        history.replace_state_with_url(&JsValue::NULL, "", Some(to))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(to))
    };
    address.read();
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The query of the address, with its `?`; empty without one. Followed: a list draws again when it changes.
pub fn query() -> String {
    ADDRESS
        .get()
        .map(|address| address.query.get())
        .unwrap_or_default()
}

impl Address {
    /// Takes in what the address bar says.
    fn read(self) {
        let location = window().location();
        for (signal, now) in [
            (self.path, location.pathname()),
            (self.query, location.search()),
        ] {
            let now = now.unwrap_or_default();
            if signal.with_untracked(|before| *before != now) {
                signal.set(now);
            }
        }
    }
}

/// A click on a link to another page of ours changes the address without loading anything. Every other click is the
/// browser's: with a key held, into another tab, to a file, to another place, to a part of the same page.
fn follow_link(event: &Event) {
    let Some(click) = event.dyn_ref::<MouseEvent>() else {
        return;
    };
    if click.default_prevented()
        || click.button() != 0
        || click.meta_key()
        || click.ctrl_key()
        || click.shift_key()
        || click.alt_key()
    {
        return;
    }
    let pressed = click
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = pressed
        .and_then(|pressed| pressed.closest("a[href]").ok().flatten())
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let Some(link) = link else {
        return;
    };
    let leaves = link.has_attribute("download")
        || !link.target().is_empty()
        || link.rel().contains("external")
        || !link.hash().is_empty()
        || link.origin() != window().location().origin().unwrap_or_default();
    // What is no page of ours the server may know.
    if leaves || Route::parse(&link.pathname()) == Route::NotFound {
        return;
    }
    click.prevent_default();
    navigate(&[link.pathname(), link.search()].concat());
}
