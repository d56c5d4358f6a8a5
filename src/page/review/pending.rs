//! What was decided and can still be undone, and what did not happen: a bar at the foot of every page of the desk.
//!
//! The decisions are kept beyond any page, because after one the next case is opened; the server is asked what became of
//! them when their time has come.

use super::decide;
use crate::api::{Call, Failure, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::failure_notice;
use crate::route::Route;
use crate::session;
use crate::ui::{ButtonKind, NoticeKind, action, hidden, link, notice_titled, p};
use crate::words::review as w;
use crate::{browser, navigate, task};
use accede_api::page::List;
use accede_api::problem::ProblemCode;
use accede_api::work::Decision;
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;
use accede_domain::time::{Duration as Span, Timestamp};
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// More lines than this are said in one.
const LINES: usize = 3;
const TICK: Duration = Duration::from_secs(1);
const SAID_FOR: Duration = Duration::from_secs(8);
/// After its time the server needs a moment to carry a decision out.
const GRACE: Span = Span::seconds(1);

/// Called with the case on which a decision took effect, was undone or did not happen.
type Changed = Rc<dyn Fn(&str)>;

thread_local! {
    static DECISIONS: ArcRwSignal<Vec<Decision>> = ArcRwSignal::new(Vec::new());
    /// The cases on which a decision of this tab took effect.
    static DONE: ArcRwSignal<Vec<String>> = ArcRwSignal::new(Vec::new());
    /// What came of the last undoing, in words.
    static SAID: ArcRwSignal<String> = ArcRwSignal::new(String::new());
    static FAILED: ArcRwSignal<Option<Failure>> = ArcRwSignal::new(None);
}

fn decisions() -> ArcRwSignal<Vec<Decision>> {
    DECISIONS.with(Clone::clone)
}

fn waits(one: &Decision) -> bool {
    one.state == DecisionState::Pending
}

/// A decision was taken.
pub(super) fn took(decision: Decision) {
    quiet();
    decisions().update(|all| all.insert(0, decision));
}

/// Whether this reviewer decided on a case while the list that shows it was open. Follows.
pub(super) fn is_decided(case_id: &str) -> bool {
    let waiting =
        decisions().with(|all| all.iter().any(|one| waits(one) && one.case_id == case_id));
    waiting || DONE.with(|done| done.with(|done| done.iter().any(|id| id == case_id)))
}

/// The lists are asked for anew: they know themselves what was decided.
pub(super) fn forget_done() {
    DONE.with(|done| done.set(Vec::new()));
}

/// The page of the case that a decision was taken on.
fn route(decision: &Decision) -> Route {
    match decision.case_kind {
        CaseKind::Application => Route::Case(decision.case_id.clone()),
        CaseKind::Training => Route::TrainingCase(decision.case_id.clone()),
    }
}

/// Asks the server what waits and what did not happen.
async fn refresh(changed: &Changed) {
    let answer = Call::get(endpoint::review_decisions()).send().await;
    let Ok(Ok(list)) = answer.map(|answer| answer.read::<List<Decision>>()) else {
        return;
    };
    let before = decisions().get_untracked();
    let mut over = Vec::new();
    for one in before {
        match list.items.iter().find(|now| now.id == one.id) {
            Some(now) if now.state == one.state => continue,
            Some(_) => {}
            None => DONE.with(|done| done.update(|done| done.push(one.case_id.clone()))),
        }
        over.push(one.case_id);
    }
    decisions().set(list.items);
    for case in over {
        changed(&case);
    }
}

/// Takes back the last decision that can be taken back; false where there is none.
pub(super) fn undo_last(changed: impl Fn(&str) + 'static) -> bool {
    let last = decisions().with_untracked(|all| all.iter().find(|one| one.may_undo).cloned());
    last.is_some_and(|last| {
        task::spawn(undo(last, Rc::new(changed)));
        true
    })
}

async fn undo(decision: Decision, changed: Changed) {
    let path = endpoint::review_decision_command(&decision.id, "undo");
    FAILED.with(|failed| failed.set(None));
    match Call::post(path).send().await {
        Ok(_) => {
            // Its words stay: they stand in the questions again.
            decide::keep_words(decision.case_kind, &decision.case_id);
            decisions().update(|all| all.retain(|one| one.id != decision.id));
            say_for_a_while(w::undone(
                w::decided_label(decision.case_kind, &decision.command),
                &decision.case_name,
            ));
            changed(&decision.case_id);
            navigate(&route(&decision).path());
        }
        Err(failure) if failure.is(ProblemCode::NotPossibleNow) => {
            say_for_a_while(w::TOO_LATE.to_owned());
            refresh(&changed).await;
        }
        Err(failure) => FAILED.with(|failed| failed.set(Some(failure))),
    }
}

/// What was said of the last decision has been read.
pub(super) fn quiet() {
    say(String::new());
}

fn say(words: String) {
    SAID.with(|said| said.set(words));
}

/// Says it for as long as one needs to read it: the bar stands over what is written below.
fn say_for_a_while(words: String) {
    say(words.clone());
    task::spawn_to_the_end(async move {
        browser::sleep(SAID_FOR).await;
        // What was said since has its own time.
        if SAID.with(|said| said.with_untracked(|said| *said == words)) {
            quiet();
        }
    });
}

/// The bar. `changed` is told of a case on which a decision took effect, was undone or did not happen.
pub(super) fn bar(changed: impl Fn(&str) + 'static) -> El {
    let changed: Changed = Rc::new(changed);
    let now = RwSignal::new(session::get().now());
    follow(now, Rc::clone(&changed));
    let newest = Memo::new(move |_| {
        decisions().with(|all| {
            let newest = all.iter().find(|one| waits(one));
            newest.map(label).unwrap_or_default()
        })
    });
    el("div").class("pending").kids(&[
        // Said once for each decision; the seconds are for the eye only.
        hidden("")
            .attr("role", "status")
            .text_live(move || newest.get()),
        el("p")
            .class("pending__said")
            .attr("role", "status")
            .text_live(|| SAID.with(|said| said.get())),
        live(|| {
            let failed = FAILED.with(|failed| failed.get());
            failed.as_ref().map_or_else(nothing, failure_notice)
        }),
        live(move || lines(now, &changed)),
    ])
}

/// `Confirm the identity: Ada Lovelace`
fn label(one: &Decision) -> String {
    let label = w::decided_label(one.case_kind, &one.command);
    [label, ": ", &one.case_name].concat()
}

/// Lets the seconds pass, and asks what became of a decision when its time has come.
fn follow(now: RwSignal<Timestamp>, changed: Changed) {
    task::spawn(async move {
        refresh(&changed).await;
        loop {
            browser::sleep(TICK).await;
            if !decisions().with_untracked(|all| all.iter().any(waits)) {
                continue;
            }
            let at = session::get().now();
            now.set(at);
            let is_over = |one: &Decision| waits(one) && one.takes_effect_at.plus(GRACE) <= at;
            if decisions().with_untracked(|all| all.iter().any(is_over)) {
                refresh(&changed).await;
            }
        }
    });
}

fn lines(now: RwSignal<Timestamp>, changed: &Changed) -> El {
    let (waiting, others): (Vec<_>, Vec<_>) = decisions().get().into_iter().partition(waits);
    let whole = run(&[]);
    for one in others {
        let _ = whole.clone().kid(did_not_happen(one, Rc::clone(changed)));
    }
    let more = waiting.len().saturating_sub(LINES);
    for one in waiting.into_iter().take(LINES) {
        let _ = whole.clone().kid(line(one, now, Rc::clone(changed)));
    }
    if more > 0 {
        return whole.kid(
            el("p")
                .class("pending__line")
                .text(&w::more_decisions(more)),
        );
    }
    whole
}

fn line(one: Decision, now: RwSignal<Timestamp>, changed: Changed) -> El {
    let ends = one.takes_effect_at;
    let seconds = el("span")
        .class("pending__seconds")
        .attr("aria-hidden", "true")
        .text_live(move || w::seconds(ends.since(now.get()).whole_seconds().max(0)));
    let open = link(&route(&one), &label(&one));
    let button = action(ButtonKind::Secondary, &w::UNDO, move || {
        undo(one.clone(), Rc::clone(&changed))
    });
    el("div")
        .class("pending__line")
        .kids(&[open, seconds, button])
}

fn did_not_happen(one: Decision, changed: Changed) -> El {
    let why = one.why.as_deref().map(decide::sentence).unwrap_or_default();
    let title = w::did_not_happen(&label(&one));
    let open = link(&route(&one), &w::OPEN_CASE);
    // What was written stands here, too: the case may have no place for it any more.
    let written = run(&[]);
    for words in one
        .comments
        .iter()
        .map(|comment| &comment.text)
        .chain(&one.text)
    {
        let _ = written.clone().kid(p(words).class("pre-line"));
    }
    let put_away = action(ButtonKind::Quiet, &w::PUT_AWAY, move || {
        let path = endpoint::review_decision_command(&one.id, "dismiss");
        let changed = Rc::clone(&changed);
        async move {
            match Call::post(path).send().await {
                Ok(_) => refresh(&changed).await,
                Err(failure) => FAILED.with(|failed| failed.set(Some(failure))),
            }
        }
    });
    notice_titled(
        NoticeKind::Error,
        &title,
        &[
            p(why),
            written,
            el("div").class("button-row").kids(&[open, put_away]),
        ],
    )
}
