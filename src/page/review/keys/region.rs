//! The part of a page in which letter keys work, and moving the focus along its lines.

use super::keys;
use super::model::{self, Action, Place, Press};
use crate::browser;
use crate::dom::{El, el, value_of_node};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

/// Fields: what takes letters, and the choices of a question, which have keys of their own. A box to tick takes none. The
/// button that sends a decision is one of them, so that an answer typed once too often does not leave the case.
const FIELDS: &str = "input:not([type=checkbox]), textarea, select, .decision button[type=submit]";

/// The first choice of each question that has no answer.
const UNANSWERED: &str = ".govuk-radios:not(:has(:checked)) input";

/// The list or the case. `act` does what a key asks for, and says whether it could. When the page is drawn and nothing
/// has the focus, its heading takes it: the keys work at once.
pub fn region(act: impl Fn(Action) -> bool + 'static, parts: &[El]) -> El {
    let region = el("div")
        .class("desk")
        .attr("tabindex", "-1")
        .kids(parts)
        .on("keydown", move |event| {
            let meaning = with_press(&event, |press| keys().meaning(press));
            if let Some(action) = meaning.flatten()
                && act(action)
            {
                event.prevent_default();
            }
        });
    let drawn = region.clone();
    browser::after_paint(move || {
        let focused = document().active_element();
        if focused.is_none_or(|element| element.tag_name() == "BODY") {
            let heading = drawn.element().and_then(|desk| first(desk, "h1"));
            if let Some(heading) = heading {
                focus(&heading);
            }
        }
    });
    region
}

/// What a key answers to a question with yes and no that it was pressed in.
pub fn answer_of(event: &Event) -> Option<bool> {
    with_press(event, |press| keys().answer(press)).flatten()
}

/// Moves the focus one line on, or back, among the elements that a selector finds; false where there are none.
pub fn walk(selector: &str, down: bool) -> bool {
    let lines = all(selector);
    let next = model::step(lines.len(), place_of_focus(&lines), down);
    match next.and_then(|next| lines.get(next)) {
        Some(line) => {
            focus(line);
            true
        }
        None => false,
    }
}

/// The element among those that a selector finds which has the focus, or stands in one line of the table with it.
pub fn current_of(selector: &str) -> Option<Element> {
    let lines = all(selector);
    let place = place_of_focus(&lines)?;
    lines.into_iter().nth(place)
}

/// Moves the focus to the first element that a selector finds; false where there is none.
pub fn focus_on(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    match found {
        Some(found) => {
            focus(&found);
            true
        }
        None => false,
    }
}

/// Moves the focus to the first question within; false where there is none.
pub fn focus_question(within: &Element) -> bool {
    let found =
        first(within, "input[type=radio]:checked").or_else(|| first(within, "input[type=radio]"));
    found.is_some_and(|found| {
        focus(&found);
        true
    })
}

/// Whether a question within is not answered.
pub fn has_unanswered(within: &Element) -> bool {
    first(within, UNANSWERED).is_some()
}

/// Moves the focus to the first thing that is not answered yet: a question, an empty field, and when all is answered the
/// button that sends it.
pub fn focus_unanswered(within: &Element) {
    let found = first(within, UNANSWERED)
        .or_else(|| empty_field(within))
        .or_else(|| first(within, "button[type=submit]"));
    if let Some(found) = found {
        focus(&found);
    }
}

/// Ticks the choice of a question that has this value.
pub fn tick(question: &Element, value: &str) {
    let choice = first(question, &["input[value=", value, "]"].concat());
    if let Some(choice) = choice.and_then(|choice| choice.dyn_into::<HtmlInputElement>().ok()) {
        choice.set_checked(true);
    }
}

fn empty_field(within: &Element) -> Option<Element> {
    let fields = within
        .query_selector_all("textarea, select, input[type=text]")
        .ok()?;
    let mut fields = (0..fields.length()).filter_map(|place| fields.item(place));
    let empty = fields.find(|field| value_of_node(field).is_empty())?;
    empty.dyn_into().ok()
}

fn place_of_focus(lines: &[Element]) -> Option<usize> {
    let focused = document().active_element()?;
    let row = focused.closest("tr").ok().flatten();
    lines.iter().position(|line| {
        line.is_same_node(Some(&focused))
            || row.as_ref().is_some_and(|row| row.contains(Some(line)))
    })
}

fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|place| found.item(place)?.dyn_into().ok())
        .collect()
}

fn first(within: &Element, selector: &str) -> Option<Element> {
    within.query_selector(selector).ok().flatten()
}

fn focus(element: &Element) {
    El::from_node(element.clone().into()).focus();
}

fn with_press<T>(event: &Event, judge: impl Fn(Press<'_>) -> T) -> Option<T> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    let target: HtmlElement = event.target()?.dyn_into().ok()?;
    let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
    let place = if is_in("dialog") {
        Place::Elsewhere
    } else if is_in(FIELDS) {
        Place::Field
    } else {
        Place::Desk
    };
    Some(judge(Press {
        key: &event.key(),
        modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
        shifted: event.shift_key(),
        repeated: event.repeat(),
        place,
    }))
}
