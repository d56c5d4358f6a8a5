//! Text fields of one line and of several, and the list to choose from: one control with one label.

use super::Field;
use crate::browser;
use crate::dom::{El, el, nothing, value_of, watch};
use crate::words::shared as s;
use accede_domain::text::scalar_len;
use accede_domain::url::completed;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// A control in the making. Every setter takes and gives it; [`Input::draw`] ends it.
pub struct Input {
    field: Field,
    label: String,
    hint: String,
    control: El,
    /// Width in characters: 2, 3, 4, 5, 10, 20 or 30; 0 for the whole line.
    width: u8,
    max: usize,
    optional: bool,
    reveal: bool,
}

impl Input {
    pub(super) fn line(field: Field, label: &str) -> Self {
        Self::new(field, label, el("input").attr("type", "text"))
    }

    pub(super) fn area(field: Field, label: &str) -> Self {
        Self::new(field, label, el("textarea").attr("rows", "7"))
    }

    pub(super) fn select(field: Field, label: &str, choices: &[(&str, &str)]) -> Self {
        let list = el("select");
        // A list with an answer for "no choice" of its own needs no invitation to choose.
        if choices.first().is_none_or(|(value, _)| !value.is_empty()) {
            let _ = list
                .clone()
                .kid(el("option").attr("value", "").text(&s::CHOOSE));
        }
        for (value, words) in choices {
            let _ = list
                .clone()
                .kid(el("option").attr("value", value).text(words));
        }
        Self::new(field, label, list)
    }

    fn new(field: Field, label: &str, control: El) -> Self {
        Self {
            field,
            label: label.to_owned(),
            hint: String::new(),
            control,
            width: 0,
            max: 0,
            optional: false,
            reveal: false,
        }
    }

    /// A sentence of help between label and control.
    pub fn hint(mut self, words: &str) -> Self {
        words.clone_into(&mut self.hint);
        self
    }

    /// What the browser may fill in (`family-name`, `email`, …); `off` on the fields about somebody else.
    pub fn autocomplete(self, token: &str) -> Self {
        self.attr("autocomplete", token)
    }

    /// The kind of `<input>`, with the keyboard that goes with it on a phone.
    pub fn kind(self, kind: &str) -> Self {
        // A mail or web address is not prose: no capitals, no corrections.
        self.attr("type", kind)
            .attr("spellcheck", "false")
            .attr("autocapitalize", "none")
    }

    /// A web address. What was left out of it is put in where the person can see it, once the field is left.
    pub fn web_address(self) -> Self {
        let field = self.field;
        let input = self.kind("url");
        let _ = input.control.clone().on("blur", move |_| {
            let (typed, whole) = (field.get(), completed(&field.get()));
            if whole != typed {
                field.edit(whole);
            }
        });
        input
    }

    /// A passphrase, with a button that shows it.
    pub fn passphrase(mut self, autocomplete: &str) -> Self {
        self.reveal = true;
        self.field = self.field.never_kept();
        self.kind("password").autocomplete(autocomplete)
    }

    /// A code of digits.
    pub fn digits(self) -> Self {
        self.attr("inputmode", "numeric")
            .attr("spellcheck", "false")
            .attr("autocapitalize", "none")
    }

    /// Width in characters: 2, 3, 4, 5, 10, 20 or 30.
    pub fn width(mut self, characters: u8) -> Self {
        self.width = characters;
        self
    }

    /// Lines that a text area shows.
    pub fn rows(self, rows: u8) -> Self {
        self.attr("rows", &rows.to_string())
    }

    /// Says how many characters are left of so many. Typing more stays possible; the rules say so later.
    pub fn count(mut self, max: usize) -> Self {
        self.max = max;
        self.field.set_measure(max);
        self
    }

    /// Says beside the label that it may stay empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Any other attribute of the control.
    pub fn attr(mut self, name: &str, value: &str) -> Self {
        self.control = self.control.attr(name, value);
        self
    }

    /// The whole: label, hint, error, control, count.
    pub fn draw(self) -> El {
        let field = self.field;
        let label = el("label")
            .class("govuk-label")
            .attr("for", &field.id())
            .text(&self.label);
        let label = if self.optional {
            label.kid(el("span").class("optional").text(&s::OPTIONAL))
        } else {
            label
        };
        let control = connect(
            field,
            self.control.class(&class_of(self.width)).id(&field.id()),
        )
        .attr_live(
            "aria-describedby",
            field.described_by(!self.hint.is_empty()),
        );
        let control = if self.reveal {
            with_reveal(control, &self.label)
        } else {
            control
        };
        let count = if self.max > 0 {
            remaining(field, self.max)
        } else {
            nothing()
        };
        field.group().kids(&[
            label,
            field.hint(&self.hint),
            field.error_line(),
            control,
            count,
        ])
    }
}

/// The class sets width and, for every kind of control, the look; the element decides which of them apply.
fn class_of(width: u8) -> String {
    match width {
        0 => "control".to_owned(),
        width => ["control govuk-input--width-", &width.to_string()].concat(),
    }
}

/// Ties the control to the field, both ways.
fn connect(field: Field, control: El) -> El {
    let node = control.clone();
    watch(move || set_value(&node, &field.value.get()));
    control
        .attr_live("aria-invalid", move || {
            field.error.with(Option::is_some).then(|| "true".to_owned())
        })
        .on("input", move |event| field.edit(value_of(&event)))
        .on("blur", move |_| field.left())
}

/// Sets the control's value where it differs: setting the same one would move the cursor.
pub fn set_value(control: &El, value: &str) {
    let node = control.node();
    if let Some(input) = node.dyn_ref::<web_sys::HtmlInputElement>() {
        if input.value() != value {
            input.set_value(value);
        }
    } else if let Some(area) = node.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        if area.value() != value {
            area.set_value(value);
        }
    } else if let Some(select) = node.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.set_value(value);
    }
}

/// The button beside a passphrase.
fn with_reveal(control: El, label: &str) -> El {
    let shown = RwSignal::new(false);
    let input = control.clone();
    watch(move || {
        let _ = input
            .clone()
            .attr("type", if shown.get() { "text" } else { "password" });
    });
    let button = el("button")
        .attr("type", "button")
        .class("button button--quiet reveal")
        .attr_live("aria-pressed", move || Some(shown.get().to_string()))
        .attr("aria-label", &[&*s::SHOW, " ", label].concat())
        .text_live(move || if shown.get() { &*s::HIDE } else { &*s::SHOW }.to_owned())
        .on_press(move || shown.update(|shown| *shown = !*shown));
    el("div").class("with-reveal").kids(&[control, button])
}

/// The remaining count: shown at once, spoken only when typing pauses.
fn remaining(field: Field, max: usize) -> El {
    let words = move || s::characters(field.value.with(|value| scalar_len(value)), max);
    let spoken = RwSignal::new(String::new());
    let edits = StoredValue::new(0_u32);
    watch(move || {
        let now = words();
        let edit = edits.try_update_value(|edits| {
            *edits += 1;
            *edits
        });
        // The first is what was there from the start: nobody needs to hear it.
        if edit > Some(1) {
            crate::task::spawn(async move {
                browser::sleep(Duration::from_millis(1000)).await;
                if edits.try_get_value() == edit {
                    spoken.try_set(now);
                }
            });
        }
    });
    let over = move || field.value.with(|value| scalar_len(value) > max);
    el("div").class("count").kids(&[
        el("span")
            .attr("aria-hidden", "true")
            .attr_live("class", move || over().then(|| "count--over".to_owned()))
            .text_live(words),
        el("span")
            .class("govuk-visually-hidden")
            .attr("role", "status")
            .text_live(move || spoken.get()),
    ])
}
