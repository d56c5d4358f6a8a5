//! What the desk's pages have in common: the heading, the ways between them, the keyboard's help.

use super::keys::{self, Action};
use super::summary::Summary;
use crate::dom::{El, el, run};
use crate::route::Route;
use crate::ui::{Dialog, h1, link};
use crate::words::{review as w, shared as s};
use accede_api::review::QueueSummary;

type Figure = fn(&QueueSummary) -> u32;

/// The lists, each with how much waits in it.
const LISTS: &[(Route, &str, Figure)] = &[
    (Route::Review, w::APPLICATIONS, |summary| summary.staff),
    (Route::ReviewTrainings, w::TRAININGS, |summary| {
        summary.trainings
    }),
];

/// A page with a list: its heading, the neighbouring lists, and the region in which the keys work. `act` does what a key
/// asks for; opening the help is done here.
pub(super) fn page(
    title: &str,
    here: Route,
    summary: Summary,
    act: impl Fn(Action) -> bool + 'static,
    parts: &[El],
) -> El {
    let help = Dialog::default();
    let head = el("div").class("desk__head").kids(&[
        h1(title),
        ways(&here, summary),
        keys::help_button(help),
    ]);
    run(&[
        keys::region(
            move |action| match action {
                Action::Help => {
                    help.show();
                    true
                }
                other => act(other),
            },
            &[head, run(parts)],
        ),
        keys::help_dialog(help),
    ])
}

fn ways(here: &Route, summary: Summary) -> El {
    let list = el("ul");
    for (route, words, figure) in LISTS {
        let way = link(route, words).kids(&[
            " ".into(),
            el("span").class("figure").text_live(move || {
                let count = summary.figure(*figure);
                count
                    .map(|count| s::grouped(u64::from(count)))
                    .unwrap_or_default()
            }),
        ]);
        let way = if route == here {
            way.attr("aria-current", "page")
        } else {
            way
        };
        let _ = list.clone().kid(el("li").kid(way));
    }
    el("nav")
        .class("ways")
        .attr("aria-label", w::WAYS)
        .kid(list)
}
