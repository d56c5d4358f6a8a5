//! Boxes before the lines of the queue, and the bar that says how many are marked and leads to deciding on them together.

use super::super::keys::{self, Action};
use super::super::marks::{self, Marks};
use super::super::tick::tick;
use super::super::{list, query};
use crate::app;
use crate::dom::{El, el, live, nothing};
use crate::form::Form;
use crate::route::Route;
use crate::ui::{ButtonKind, link_to, quiet};
use crate::words::bulk as w;
use leptos::prelude::*;

/// The marks of the open queue, as texts ([`Marks`]). Copies are handles to the same.
#[derive(Clone, Copy)]
pub(super) struct Marking {
    marks: RwSignal<String>,
    /// The lines that are shown, by their ids.
    shown: RwSignal<String>,
    last: RwSignal<String>,
    keeper: Form,
}

impl Marking {
    pub(super) fn new() -> Self {
        let keeper = marks::keeper();
        Self {
            marks: RwSignal::new(marks::kept(keeper)),
            shown: RwSignal::new(String::new()),
            last: RwSignal::new(String::new()),
            keeper,
        }
    }

    /// These lines are shown now.
    pub(super) fn show(self, ids: &[&str]) {
        self.shown.set(ids.join(","));
    }

    fn change(self, change: &dyn Fn(&mut Marks, &str)) {
        let before = self.marks.get_untracked();
        let mut marks = Marks::parse(&before, self.last.get_untracked());
        change(&mut marks, &self.shown.get_untracked());
        let now = marks.written();
        marks::keep(self.keeper, &now);
        self.last.set(marks.last);
        // Even where nothing changed: a box that was ticked once too often is drawn as it is.
        self.marks.set(now);
    }

    fn set(self, id: &str, on: bool, from_last: bool) {
        self.change(&|marks, shown| marks.set(shown, id, on, from_last));
    }

    /// What a key asks for: the line with the focus, or those from the last one to it.
    pub(super) fn act(self, action: Action) -> bool {
        let line = keys::current_of(list::OPENS).and_then(|line| line.get_attribute("data-id"));
        let Some(id) = line else {
            return false;
        };
        let on = !marks::has(&self.marks.get_untracked(), &id);
        self.set(&id, on, action == Action::MarkTo);
        true
    }

    /// The box of a line.
    pub(super) fn tick(self, id: &str, name: &str) -> El {
        let (own, id) = (id.to_owned(), id.to_owned());
        let input = tick(
            move |on, from_last| self.set(&own, on, from_last),
            move || (marks::has(&self.marks.get(), &id), false),
        );
        input.attr("aria-label", &w::mark(name))
    }

    /// How many are marked, and how many of them are not shown. Follows.
    fn number(self) -> (usize, usize) {
        let (marks, shown) = (self.marks.get(), self.shown.get());
        let elsewhere = marks::ids(&marks).filter(|id| !marks::has(&shown, id));
        (marks::ids(&marks).count(), elsewhere.count())
    }

    /// Above the lines: the box for all that are shown, and what can be done with those that are marked.
    pub(super) fn bar(self) -> El {
        let all = tick(
            move |on, _| self.change(&|marks, shown| marks.set_all(shown, on)),
            move || {
                let (marks, shown) = (self.marks.get(), self.shown.get());
                let of = marks::ids(&shown).count();
                let on = marks::ids(&shown).filter(|id| marks::has(&marks, id));
                let on = on.count();
                (on > 0 && on == of, on > 0 && on < of)
            },
        );
        let any = Memo::new(move |_| self.number().0 > 0);
        let ways = live(move || {
            if !any.get() {
                return nothing();
            }
            let to = move || {
                let filter = query::filter(&app::query());
                let query = query::with(&filter, query::MARKED, &self.marks.get());
                [Route::ReviewBulk.path(), query].concat()
            };
            let way = link_to(&untrack(to), &w::TOGETHER)
                .class(ButtonKind::Secondary.class())
                .attr_live("href", move || Some(to()));
            let clear = quiet(&w::UNMARK, move || {
                self.change(&|marks, _| *marks = Marks::default());
                // The button goes with them.
                keys::focus_on(".marks__all input");
            });
            el("div").class("marks__ways").kids(&[way, clear])
        });
        el("div")
            .class("marks")
            .attr_live("data-any", move || any.get().then(String::new))
            .kids(&[
                el("label")
                    .class("marks__all")
                    .shown(move || !self.shown.get().is_empty())
                    .kids(&[all, w::MARK_ALL.into()]),
                el("span").attr("role", "status").text_live(move || {
                    let (number, elsewhere) = self.number();
                    w::marked(number, elsewhere)
                }),
                ways,
            ])
    }
}
