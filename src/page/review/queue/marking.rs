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

/// The marks of the open queue. Copies are handles to the same.
#[derive(Clone, Copy)]
pub(super) struct Marking {
    marks: RwSignal<Marks>,
    /// The lines that are shown, by their ids.
    shown: RwSignal<Vec<String>>,
    keeper: Form,
}

impl Marking {
    pub(super) fn new() -> Self {
        let keeper = marks::keeper();
        Self {
            marks: RwSignal::new(marks::kept(keeper)),
            shown: RwSignal::new(Vec::new()),
            keeper,
        }
    }

    /// These lines are shown now.
    pub(super) fn show(self, ids: Vec<String>) {
        self.shown.set(ids);
    }

    fn change(self, change: &dyn Fn(&mut Marks, &[String])) {
        let shown = self.shown.get_untracked();
        self.marks.update(|marks| change(marks, &shown));
        self.marks
            .with_untracked(|marks| marks::keep(self.keeper, marks));
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
        let on = !self.marks.with_untracked(|marks| marks.has(&id));
        self.set(&id, on, action == Action::MarkTo);
        true
    }

    /// The box of a line.
    pub(super) fn tick(self, id: &str, name: &str) -> El {
        let (own, id) = (id.to_owned(), id.to_owned());
        let input = tick(
            move |on, from_last| self.set(&own, on, from_last),
            move || (self.marks.with(|marks| marks.has(&id)), false),
        );
        input.attr("aria-label", &w::mark(name))
    }

    /// Above the lines: the box for all that are shown, and what can be done with those that are marked.
    pub(super) fn bar(self) -> El {
        let of_shown = move || {
            self.marks.with(|marks| {
                let of = |ids: &Vec<String>| ids.iter().filter(|id| marks.has(id)).count();
                self.shown.with(|ids| (of(ids), ids.len()))
            })
        };
        let all = tick(
            move |on, _| self.change(&|marks, shown| marks.set_all(shown.iter(), on)),
            move || {
                let (marked, shown) = of_shown();
                (marked > 0 && marked == shown, marked > 0 && marked < shown)
            },
        );
        let number = move || self.marks.with(Marks::number);
        let any = Memo::new(move |_| number() > 0);
        let ways = live(move || {
            if !any.get() {
                return nothing();
            }
            let to = move || {
                let marks = self.marks.with(Marks::written);
                let filter = query::filter(&app::query());
                [
                    Route::ReviewBulk.path(),
                    query::with(&filter, query::MARKED, &marks),
                ]
                .concat()
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
                    .shown(move || self.shown.with(|ids| !ids.is_empty()))
                    .kids(&[all, w::MARK_ALL.into()]),
                el("span").attr("role", "status").text_live(move || {
                    let full = self.marks.with(Marks::is_full);
                    w::marked(number(), full)
                }),
                ways,
            ])
    }
}
