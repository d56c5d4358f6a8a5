//! Sending what was decided, a batch at a time, and what the server knows of it then, until the last has taken effect.

use super::super::keys::{self, Action};
use super::{KEPT, Run, address, became, item_of};
use crate::api::{Call, Failure, endpoint};
use crate::app;
use crate::browser;
use crate::dom::{El, el, live, nothing, run, when};
use crate::form::{Form, failure_notice};
use crate::route::Route;
use crate::session;
use crate::task;
use crate::ui::{
    ButtonKind, NoticeKind, action, button, failure_text, h2, link_to, notice_titled, p, skeleton,
};
use crate::words::{bulk as w, review, shared as s};
use accede_api::bulk::{Bulk, BulkAnswer, DecideBulk};
use accede_domain::review::bulk::BATCH;
use accede_domain::review::decision::DecisionState;
use accede_domain::time::{Duration as Span, Timestamp};
use leptos::prelude::*;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);
/// After their time the server needs a moment to carry decisions out.
const GRACE: Span = Span::seconds(1);

/// Everything that is known of one bulk. Copies are handles to the same.
#[derive(Clone, Copy)]
struct Work {
    /// What has to be sent; nothing where this page did not begin it.
    run: StoredValue<Option<Run>>,
    id: StoredValue<String>,
    of: usize,
    sent: RwSignal<usize>,
    sending: RwSignal<bool>,
    known: RwSignal<Option<Bulk>>,
    failed: RwSignal<Option<Failure>>,
    now: RwSignal<Timestamp>,
}

/// What became of a bulk, after it was sent where `begun` holds it.
pub(super) fn draw(id: String, begun: RwSignal<Option<Run>>) -> El {
    let begun = untrack(|| begun.get()).filter(|run| run.id == id);
    let next = begun.as_ref().and_then(|run| run.next.clone());
    let work = Work {
        of: begun.as_ref().map_or(0, |run| run.items.len()),
        run: StoredValue::new(begun),
        id: StoredValue::new(id),
        sent: RwSignal::new(0),
        sending: RwSignal::new(false),
        known: RwSignal::new(None),
        failed: RwSignal::new(None),
        now: RwSignal::new(session::get().now()),
    };
    // Leaving the page does not leave half of them behind.
    task::spawn_to_the_end(work.send());
    task::spawn(work.follow());
    run(&[
        live(move || progress(work)),
        live(move || trouble(work)),
        result(work),
        live(move || {
            let known = work.known.get();
            known.map_or_else(nothing, |bulk| became::left_out(&bulk.left_out))
        }),
        on_from_here(next.as_deref()),
    ])
}

impl Work {
    /// Sends what has not been sent; then asks what became of it. Sent again after a failure, a batch has the same key.
    async fn send(self) {
        self.sending.try_set(true);
        self.failed.try_set(None);
        while let Some(call) = self.next_batch() {
            let answer = call.send().await;
            match answer.and_then(|answer| answer.read::<BulkAnswer>()) {
                Ok(answer) => self.took(&answer),
                Err(failure) => {
                    self.failed.try_set(Some(failure));
                    break;
                }
            }
        }
        self.sending.try_set(false);
        self.refresh().await;
    }

    fn next_batch(self) -> Option<Call> {
        let sent = self.sent.try_get_untracked()?;
        self.run.try_with_value(|run| {
            let run = run.as_ref()?;
            let items: Vec<_> = run
                .items
                .iter()
                .skip(sent)
                .take(BATCH)
                .map(item_of)
                .collect();
            if items.is_empty() {
                return None;
            }
            Some(Call::post(endpoint::review_bulk()).body(&DecideBulk {
                bulk: run.id.clone(),
                decision: run.decision.clone(),
                items,
            }))
        })?
    }

    fn took(self, answer: &BulkAnswer) {
        let sent = self.sent.try_get_untracked().unwrap_or_default();
        self.sent.try_set(sent + answer.results.len());
    }

    async fn refresh(self) {
        let Some(id) = self.id.try_get_value() else {
            return;
        };
        let answer = Call::get(endpoint::review_bulk_of(&id)).send().await;
        self.learned(answer.and_then(|answer| answer.read::<Bulk>()));
    }

    async fn undo(self) {
        let Some(id) = self.id.try_get_value() else {
            return;
        };
        self.failed.try_set(None);
        let answer = Call::post(endpoint::review_bulk_undo(&id)).send().await;
        self.learned(answer.and_then(|answer| answer.read::<Bulk>()));
    }

    fn learned(self, answer: Result<Bulk, Failure>) {
        match answer {
            Ok(bulk) => {
                if bulk
                    .items
                    .iter()
                    .any(|one| one.state == DecisionState::CarriedOut)
                {
                    // The words stand on the cases now.
                    Form::new(Form::blanks).kept_as(KEPT).forget();
                }
                if self.known.try_get_untracked().flatten().as_ref() != Some(&bulk) {
                    self.known.try_set(Some(bulk));
                }
            }
            // What could not be sent is told already.
            Err(failure) => {
                self.failed.try_update(|failed| {
                    failed.get_or_insert(failure);
                });
            }
        }
    }

    /// When the last of those that wait takes effect.
    fn ends(self) -> Option<Timestamp> {
        self.known.with(|known| {
            let items = known.iter().flat_map(|bulk| &bulk.items);
            let waiting = items.filter(|one| one.state == DecisionState::Pending);
            waiting.map(|one| one.takes_effect_at).max()
        })
    }

    /// Lets the seconds pass, and asks what happened when the time has come.
    async fn follow(self) {
        loop {
            browser::sleep(TICK).await;
            let Some(ends) = untrack(|| self.ends()) else {
                continue;
            };
            let at = session::get().now();
            self.now.set(at);
            if ends.plus(GRACE) <= at {
                self.refresh().await;
            }
        }
    }
}

/// How far sending has come.
fn progress(work: Work) -> El {
    if !work.sending.get() || work.of == 0 {
        return nothing();
    }
    let bar = el("progress")
        .class("progress")
        .attr("max", &work.of.to_string())
        .attr("aria-label", &w::SENDING)
        .attr_live("value", move || Some(work.sent.get().to_string()));
    let words = el("span")
        .attr("role", "status")
        .text_live(move || w::sent(work.sent.get(), work.of));
    el("div").class("upload").kids(&[bar, words])
}

fn trouble(work: Work) -> El {
    let Some(failure) = work.failed.get() else {
        return nothing();
    };
    // Not the button's own: it goes with the failure, and sending goes on.
    let again = button(ButtonKind::Secondary, &s::TRY_AGAIN, move || {
        task::spawn_to_the_end(work.send());
    });
    if work.sent.get() >= work.of {
        return run(&[failure_notice(&failure), again]);
    }
    let parts = [p(&w::NOT_ALL_SENT_TEXT), failure_text(&failure), again];
    notice_titled(NoticeKind::Error, &w::NOT_ALL_SENT, &parts).attr("role", "alert")
}

/// What the server knows. The heading takes the focus once; what changes after that is said, and moves nothing.
fn result(work: Work) -> El {
    let is_known = move || !work.sending.get() && work.known.with(Option::is_some);
    let heading = when(is_known, || {
        let heading = h2(&w::RESULT);
        let focused = heading.clone();
        browser::after_paint(move || focused.focus());
        heading
    });
    let words = Memo::new(move |_| {
        let known = work
            .known
            .with(|known| known.as_ref().map(became::in_words));
        known.filter(|_| !work.sending.get()).unwrap_or_default()
    });
    let waits = move || is_known() && work.ends().is_some();
    let act = move |action| {
        let undoes = action == Action::Undo && untrack(waits);
        if undoes {
            task::spawn(work.undo());
        }
        undoes
    };
    let parts = [
        heading,
        el("p")
            .attr("role", "status")
            .text_live(move || words.get()),
        when(waits, move || undo(work)),
        live(move || {
            if work.sending.get() {
                return nothing();
            }
            match work.known.get() {
                Some(bulk) if !bulk.items.is_empty() => became::table(&bulk),
                None if work.failed.get().is_none() => skeleton(false),
                _ => nothing(),
            }
        }),
    ];
    keys::region(act, &parts)
}

fn undo(work: Work) -> El {
    let seconds = el("span")
        .class("pending__seconds")
        .attr("aria-hidden", "true")
        .text_live(move || {
            let left = work.ends().map(|ends| ends.since(work.now.get()));
            review::seconds(left.map_or(0, Span::whole_seconds).max(0))
        });
    let button = action(ButtonKind::Secondary, &w::UNDO_ALL, move || work.undo());
    el("div").class("bulk__undo").kids(&[button, seconds])
}

/// To what the list holds besides, and to deciding on it again.
fn on_from_here(next: Option<&str>) -> El {
    let anew = address(&untrack(app::query), "");
    let again = el("p").kid(link_to(&anew, &w::ANEW));
    if let Some(next) = next {
        let query = super::query::with(&untrack(app::query), super::BULK, "");
        let query = super::query::at_cursor(&query, "after", next);
        let further = [Route::ReviewBulk.path(), query].concat();
        return run(&[el("p").kid(link_to(&further, &w::GO_ON)), again]);
    }
    again
}
