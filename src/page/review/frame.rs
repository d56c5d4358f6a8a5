//! What the desk's pages have in common: the heading, the ways between them, the keyboard's help.

use super::keys::{self, Action};
use super::list;
use super::next::Next;
use super::pending;
use super::summary::Summary;
use crate::dom::{El, el, nothing, run};
use crate::route::Route;
use crate::session;
use crate::ui::{Dialog, h1, link};
use crate::words::{Text, review as w, shared as s};
use accede_api::review::QueueSummary;
use accede_domain::account::Role;
use accede_domain::review::CaseKind;

type Figure = fn(&QueueSummary) -> u32;

/// The pages of the desk; the lists with how much waits in them.
const WAYS: &[(Route, Text, Option<Figure>)] = &[
    (
        Route::Review,
        w::APPLICATIONS,
        Some(|summary| summary.staff),
    ),
    (
        Route::ReviewTrainings,
        w::TRAININGS,
        Some(|summary| summary.trainings),
    ),
    (
        Route::ReviewReferences,
        w::REFERENCES_LATE,
        Some(|summary| summary.references_late),
    ),
    (Route::ReviewStatistics, w::STATISTICS, None),
    // For administrators.
    (Route::ReviewTemplates, w::TEMPLATES, None),
];

/// A page beside the lists: nothing on it is worked on by key.
pub(super) fn plain(title: &str, here: &Route, summary: Summary, parts: &[El]) -> El {
    let head = el("div")
        .class("desk__head")
        .kids(&[h1(title), ways(here, summary)]);
    el("div").class("desk").kids(&[head, run(parts)])
}

/// A page with a list of cases: its heading, the neighbouring lists, and the region in which the keys work. `act` does
/// what a key asks for; the help, the next case and undoing are dealt with here. `next` is which cases are taken in their
/// turn from this list, if any are.
pub(super) fn page(
    title: &str,
    here: Route,
    next: Option<CaseKind>,
    summary: Summary,
    act: impl Fn(Action) -> bool + 'static,
    parts: &[El],
) -> El {
    let help = Dialog::default();
    let next = next.map(|kind| Next::new(kind, None));
    let head = el("div").class("desk__head").kids(&[
        h1(title),
        ways(&here, summary),
        el("div").class("desk__do").kids(&[
            keys::help_button(help),
            next.map_or_else(nothing, Next::draw),
        ]),
    ]);
    // Nothing in a list moves because a decision took effect: its lines say by themselves what was decided.
    let parts = [head, run(parts), pending::bar(|_| ())];
    let act = move |action| match action {
        Action::Help => {
            help.show();
            true
        }
        Action::Next => next.is_some_and(Next::go),
        Action::Undo => pending::undo_last(|_| ()),
        other => act(other),
    };
    run(&[keys::region(act, &parts), keys::help_dialog(help)])
}

fn ways(here: &Route, summary: Summary) -> El {
    let list = el("ul");
    let manages = session::get().has_role(Role::Administrator);
    for (route, words, figure) in WAYS {
        if *route == Route::ReviewTemplates && !manages {
            continue;
        }
        let count = figure.map_or_else(nothing, |figure| {
            el("span").class("figure").text_live(move || {
                let count = summary.figure(figure);
                count
                    .map(|count| s::grouped(u64::from(count)))
                    .unwrap_or_default()
            })
        });
        let way = link(route, words).kids(&[" ".into(), count]);
        let way = match route {
            // The figure is how many are late, and so is what it leads to.
            Route::ReviewReferences => way.attr("href", &list::address(route, "?age=late")),
            _ => way,
        };
        let way = if route == here {
            way.attr("aria-current", "page")
        } else {
            way
        };
        let _ = list.clone().kid(el("li").kid(way));
    }
    el("nav")
        .class("ways")
        .attr("aria-label", &w::WAYS)
        .kid(list)
}
