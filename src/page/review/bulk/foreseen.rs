//! What would happen to whom: a line for each, with a box to leave it out; and those that would not be decided, with why.

use super::super::query;
use super::super::tick::tick;
use super::{Run, became};
use crate::app;
use crate::browser;
use crate::carried;
use crate::dom::{El, el, live, nothing, run};
use crate::route::Route;
use crate::ui::{Table, h2, link_to, muted, p};
use crate::words::{bulk as w, review};
use accede_api::bulk::{BulkDecision, BulkLeftOut, BulkPreview, BulkPreviewItem};
use leptos::prelude::*;
use std::rc::Rc;

/// A preview, with the decision that it is of.
#[derive(Clone)]
pub(super) struct Foreseen {
    decision: BulkDecision,
    preview: BulkPreview,
}

impl Foreseen {
    pub(super) fn new(decision: BulkDecision, preview: BulkPreview) -> Self {
        Self { decision, preview }
    }
}

/// `begin` takes what was left ticked.
pub(super) fn draw(seen: Foreseen, begin: impl Fn(Run) + 'static) -> El {
    let Foreseen { decision, preview } = seen;
    let (shown, total, next) = (preview.items.len(), preview.total, preview.next);
    let (mut left_out, mut free) = (Vec::new(), Vec::new());
    for one in preview.items {
        match one.refused {
            None => free.push(one),
            Some(refused) => left_out.push(BulkLeftOut {
                application_id: one.id,
                reference_number: one.reference_number,
                applicant_name: one.applicant_name,
                refused,
            }),
        }
    }
    let heading = h2(&w::WOULD);
    let focused = heading.clone();
    browser::after_paint(move || focused.focus());
    let more = match next.as_deref() {
        Some(next) => run(&[
            p(&w::shown_of(
                shown,
                &review::total(total.count, total.exact),
            )),
            el("p").kid(link_to(&further(next), &w::GO_ON)),
        ]),
        None => nothing(),
    };
    let chosen = if free.is_empty() {
        p(&w::NOBODY)
    } else {
        choose(decision, free, next.clone(), begin)
    };
    run(&[heading, chosen, became::left_out(&left_out), more])
}

/// The same page about what the list holds behind what was shown.
fn further(next: &str) -> String {
    let query = query::at_cursor(&untrack(app::query), "after", next);
    [Route::ReviewBulk.path(), query].concat()
}

fn choose(
    decision: BulkDecision,
    free: Vec<BulkPreviewItem>,
    next: Option<String>,
    begin: impl Fn(Run) + 'static,
) -> El {
    let ticked = carried::signal("ticked", vec![true; free.len()]);
    let warned = RwSignal::new(false);
    let number = move || ticked.with(|all| all.iter().filter(|one| **one).count());
    let columns = [
        review::APPLICANT.into(),
        w::STANDS_AT.into(),
        w::WOULD_STAND_AT.into(),
        w::MAIL.into(),
    ];
    let table = Table::new(&w::WOULD, false, &columns);
    for (place, one) in free.iter().enumerate() {
        row(&table, one, place, ticked);
    }
    let all = tick(
        move |on, _| ticked.update(|all| all.fill(on)),
        move || {
            let (on, of) = (number(), ticked.with(Vec::len));
            (on == of, on > 0 && on < of)
        },
    );
    let all = el("label")
        .class("marks__all")
        .kids(&[all, w::TICK_ALL.into()]);
    let rejects = decision.reject.is_some();
    let (free, decision) = (Rc::new(free), Rc::new(decision));
    let press = move || {
        let mut chosen = untrack(|| ticked.get()).into_iter();
        let items: Vec<_> = free
            .iter()
            .filter(|_| chosen.next().unwrap_or(false))
            .cloned()
            .collect();
        warned.set(items.is_empty());
        if !items.is_empty() {
            begin(Run {
                id: String::new(),
                decision: (*decision).clone(),
                items,
                next: next.clone(),
            });
        }
    };
    let kind = if rejects {
        "button button--danger"
    } else {
        "button button--primary"
    };
    let button = el("button")
        .attr("type", "button")
        .class(kind)
        .text_live(move || w::decide(rejects, number()))
        .on_press(press);
    let said = live(move || {
        if warned.get() && number() == 0 {
            p(&w::TICK_ONE).attr("role", "alert")
        } else {
            nothing()
        }
    });
    run(&[
        all,
        table.draw(),
        said,
        el("div").class("button-row").kid(button),
    ])
}

fn row(table: &Table, one: &BulkPreviewItem, place: usize, ticked: RwSignal<Vec<bool>>) {
    let id = ["bulk-", &place.to_string()].concat();
    let set = move |on, _| {
        ticked.update(|all| {
            if let Some(one) = all.get_mut(place) {
                *one = on;
            }
        });
    };
    let is = move || ticked.with(|all| all.get(place).copied().unwrap_or(false));
    let label = el("label").attr("for", &id).text(&one.applicant_name);
    let who = [
        tick(set, move || (is(), false)).id(&id),
        el("div").kids(&[label, muted(&one.reference_number)]),
    ];
    let mail = match (&one.mail_subject, &one.mail_to) {
        (Some(subject), Some(to)) => run(&[el("div").text(subject), muted(to)]),
        _ => (&*w::NO_MAIL).into(),
    };
    let stands = review::standing(one.state, one.stage);
    let would = one
        .to_state
        .map_or("", |to| review::standing(to, one.to_stage));
    let cells = [
        el("div").class("markable").kids(&who),
        stands.into(),
        would.into(),
        el("div").kid(mail),
    ];
    let _ = table.row(&cells);
}
