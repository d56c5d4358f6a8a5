//! What would happen to whom: a line for each, with a box to leave it out; and those that would not be decided, with why.

use super::super::query;
use super::{Run, became};
use crate::app;
use crate::browser;
use crate::carried;
use crate::dom::{El, checked_of, el, live, nothing, run, watch};
use crate::route::Route;
use crate::ui::{Table, h2, link_to, muted, p};
use crate::words::{bulk as w, review};
use accede_api::bulk::{BulkDecision, BulkLeftOut, BulkPreview, BulkPreviewItem};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

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
        "bulk-all",
        &w::TICK_ALL,
        move || ticked.with(|all| all.iter().all(|one| *one)),
        move |on| ticked.update(|all| all.fill(on)),
    );
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
        el("div").class("bulk__lines").kid(table.draw()),
        said,
        el("div").class("button-row").kid(button),
    ])
}

fn row(table: &Table, one: &BulkPreviewItem, place: usize, ticked: RwSignal<Vec<bool>>) {
    let who = tick(
        &["bulk-", &place.to_string()].concat(),
        &one.applicant_name,
        move || ticked.with(|all| all.get(place).copied().unwrap_or(false)),
        move |on| {
            ticked.update(|all| {
                if let Some(one) = all.get_mut(place) {
                    *one = on;
                }
            });
        },
    );
    let mail = match (&one.mail_subject, &one.mail_to) {
        (Some(subject), Some(to)) => run(&[el("div").text(subject), muted(to)]),
        _ => (&*w::NO_MAIL).into(),
    };
    let stands = review::standing(one.state, one.stage);
    let would = one
        .to_state
        .map_or("", |to| review::standing(to, one.to_stage));
    let cells = [
        el("div").kids(&[who, muted(&one.reference_number)]),
        stands.into(),
        would.into(),
        el("div").kid(mail),
    ];
    let _ = table.row(&cells);
}

/// A box to tick, with its label.
fn tick(
    id: &str,
    label: &str,
    is_on: impl Fn() -> bool + 'static,
    set: impl Fn(bool) + 'static,
) -> El {
    let input = el("input")
        .class("govuk-checkboxes__input")
        .attr("type", "checkbox")
        .id(id)
        .on("change", move |event| set(checked_of(&event)));
    let node = input.clone();
    watch(move || {
        if let Some(input) = node.node().dyn_ref::<HtmlInputElement>() {
            input.set_checked(is_on());
        }
    });
    let label = el("label")
        .class("govuk-label govuk-checkboxes__label")
        .attr("for", id)
        .text(label);
    el("div")
        .class("govuk-checkboxes govuk-checkboxes--small")
        .kid(
            el("div")
                .class("govuk-checkboxes__item")
                .kids(&[input, label]),
        )
}
