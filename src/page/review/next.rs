//! The next case: the oldest that nobody works on and that one may decide, with the filter of the list that one came from.

use super::{keys, pending, returning};
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::failure_notice;
use crate::route::Route;
use crate::ui::{ButtonKind, action};
use crate::words::review as w;
use crate::{browser, navigate, session, task};
use accede_api::work::{AskNext, NextCase};
use accede_domain::account::Role;
use accede_domain::review::CaseKind;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};

/// As many as the server takes.
const PASSED_MAX: usize = 100;
const BUTTON: &str = "next-case";

thread_local! {
    /// Cases that were left without a decision, the latest last: they do not come again at once.
    static PASSED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// A decision was taken: the case that is drawn next has the button in focus, if there is nothing left to decide on it.
    static DECIDED: Cell<bool> = const { Cell::new(false) };
}

/// Opens the next case from a list or from a case. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub(super) struct Next {
    kind: CaseKind,
    /// The case that is left with it.
    leave: StoredValue<Option<String>>,
    /// There is something to decide on it: who leaves it passes over it.
    waits: StoredValue<bool>,
    /// Why no case was opened; empty where one was.
    nothing_left: RwSignal<String>,
    failed: RwSignal<Option<Failure>>,
    busy: StoredValue<bool>,
}

/// Administrators read the queue, and work on no case in their turn.
fn reviews() -> bool {
    session::get()
        .account_untracked()
        .is_some_and(|account| account.role == Role::Reviewer)
}

/// A decision was taken on the case that is open.
pub(super) fn decided() {
    DECIDED.set(true);
}

impl Next {
    pub(super) fn new(kind: CaseKind, leave: Option<&str>) -> Self {
        Self {
            kind,
            leave: StoredValue::new(leave.map(str::to_owned)),
            waits: StoredValue::new(true),
            nothing_left: RwSignal::new(String::new()),
            failed: RwSignal::new(None),
            busy: StoredValue::new(false),
        }
    }

    /// The case is drawn: whether there is something to decide on it now.
    pub(super) fn opened(self, waits: bool) {
        self.waits.set_value(waits);
        if DECIDED.take() && !waits {
            browser::after_paint(|| {
                keys::focus_on(&["#", BUTTON, " button"].concat());
            });
        }
    }

    /// What the key does.
    pub(super) fn go(self) -> bool {
        let works = reviews();
        if works {
            task::spawn(self.open());
        }
        works
    }

    /// The button, and what came of it where no case was opened.
    pub(super) fn draw(self) -> El {
        if !reviews() {
            return nothing();
        }
        let button = action(ButtonKind::Secondary, &w::NEXT_CASE, move || self.open());
        run(&[
            button.id(BUTTON),
            el("span")
                .class("aside")
                .attr("role", "status")
                .text_live(move || self.nothing_left.get()),
            live(move || {
                let failed = self.failed.get();
                failed.as_ref().map_or_else(nothing, failure_notice)
            }),
        ])
    }

    async fn open(self) {
        // Pressed twice: the first press is under way.
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        pending::quiet();
        let leave = self.leave.get_value();
        if let Some(id) = leave.clone().filter(|_| self.waits.get_value()) {
            pass_over(id);
        }
        let body = AskNext {
            leave,
            passed: PASSED.with_borrow(Clone::clone),
        };
        let filter = returning::filter(&self.list());
        let path = endpoint::review_next(self.kind.as_str(), &filter);
        let outcome = Call::post(path).body(&body).send().await;
        self.busy.set_value(false);
        self.nothing_left.set(String::new());
        self.failed.set(None);
        match outcome.and_then(|answer| answer.read::<NextCase>()) {
            Ok(NextCase { id: Some(id), .. }) => navigate(&self.case(id).path()),
            Ok(NextCase { looked_until, .. }) => {
                // From the beginning again, the next time.
                PASSED.with_borrow_mut(Vec::clear);
                self.nothing_left.set(w::nothing_left(looked_until));
            }
            Err(failure) => self.failed.set(Some(failure)),
        }
    }

    fn case(self, id: String) -> Route {
        match self.kind {
            CaseKind::Application => Route::Case(id),
            CaseKind::Training => Route::TrainingCase(id),
        }
    }

    fn list(self) -> Route {
        match self.kind {
            CaseKind::Application => Route::Review,
            CaseKind::Training => Route::ReviewTrainings,
        }
    }
}

fn pass_over(id: String) {
    PASSED.with_borrow_mut(|passed| {
        passed.retain(|known| *known != id);
        if passed.len() >= PASSED_MAX {
            passed.remove(0);
        }
        passed.push(id);
    });
}
