//! Buttons do something; links go somewhere. A link that is the next step may look like a button.

use crate::dom::{El, el};
use crate::form;
use crate::route::Route;
use crate::ui::hidden;
use crate::words::shared as s;
use crate::{browser, task};
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// How a button looks. One primary a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    Primary,
    Secondary,
    Quiet,
    Danger,
}

impl ButtonKind {
    /// The class of a button or link that looks so.
    pub fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Quiet => "button button--quiet",
            Self::Danger => "button button--danger",
        }
    }
}

/// A button that does something at once on this page.
pub fn button(kind: ButtonKind, label: &str, act: impl Fn() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class(kind.class())
        .text(label)
        .on_press(act)
}

/// A quiet button: beside others, in tables.
pub fn quiet(label: &str, act: impl Fn() + 'static) -> El {
    button(ButtonKind::Quiet, label, act)
}

/// A button for what cannot be taken back.
pub fn danger(label: &str, act: impl Fn() + 'static) -> El {
    button(ButtonKind::Danger, label, act)
}

/// A button whose work takes a request. Pressed again while it runs, it does nothing; after half a second it says that
/// it is at work. `act` deals with its own failures.
pub fn action<F>(kind: ButtonKind, label: &str, act: impl Fn() -> F + 'static) -> El
where
    F: Future<Output = ()> + 'static,
{
    action_inner(kind, label, Rc::new(move || -> Work { Box::pin(act()) }))
}

type Work = Pin<Box<dyn Future<Output = ()>>>;

fn action_inner(kind: ButtonKind, label: &str, act: Rc<dyn Fn() -> Work>) -> El {
    let busy = RwSignal::new(false);
    let press = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let work = act();
        task::spawn(async move {
            work.await;
            busy.try_set(false);
        });
    };
    form::busy_button(busy, "button", kind.class(), label, Box::new(press))
}

/// A link to another page.
pub fn link(route: &Route, words: &str) -> El {
    link_to(&route.path(), words)
}

/// A link to an address of ours that carries more than a page, such as a query.
pub fn link_to(address: &str, words: &str) -> El {
    el("a").attr("href", address).text(words)
}

/// A link with words that only screen readers need: `Change` + ` your name`.
pub fn quiet_link(route: &Route, words: &str, for_screen_readers: &str) -> El {
    link(route, words).kids(&[" ".into(), hidden(for_screen_readers)])
}

/// A link to a heading further down on the same page, which takes the focus.
pub fn jump(heading: &El, words: &str) -> El {
    let target = heading.clone();
    el("a")
        .attr("href", "#main")
        .text(words)
        .on("click", move |event| {
            event.prevent_default();
            target.focus();
        })
}

/// A link that is the next step of a page, as a button. The first of a page is primary.
pub fn link_button(kind: ButtonKind, route: &Route, words: &str) -> El {
    link(route, words).class(kind.class())
}

/// A link out of the application: another site (in a new tab, said so), or a file of our own server.
pub fn external_link(address: &str, words: &str) -> El {
    let link = el("a").attr("href", address).text(words);
    if address.starts_with('/') {
        // The server answers this itself; `rel` keeps the router's hands off.
        return link.attr("rel", "external").attr("download", "");
    }
    if address.starts_with("mailto:") {
        return link;
    }
    link.attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .kid(hidden(&s::WINDOW_NEW))
}

/// Reloads the page, and with it the newest build.
pub fn reload_button() -> El {
    button(ButtonKind::Secondary, &s::RELOAD, browser::reload)
}
