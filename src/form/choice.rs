//! Radio buttons and boxes to tick.

use super::Field;
use super::field::TICKED;
use crate::dom::{El, checked_of, el, nothing, value_of, watch};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One of several choices.
pub struct Choice<'a> {
    pub value: &'a str,
    pub label: &'a str,
    /// A sentence below it, or empty.
    pub hint: &'a str,
}

/// Radio buttons in the making.
pub struct ChoiceInput {
    field: Field,
    legend: String,
    hint: String,
    items: Vec<El>,
    inline: bool,
}

impl ChoiceInput {
    pub(super) fn new(field: Field, legend: &str) -> Self {
        field.set_focus_part("-0");
        Self {
            field,
            legend: legend.to_owned(),
            hint: String::new(),
            items: Vec::new(),
            inline: false,
        }
    }

    /// A sentence of help below the legend.
    pub fn hint(mut self, words: &str) -> Self {
        words.clone_into(&mut self.hint);
        self
    }

    /// Side by side; for two or three short choices.
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Adds choices, in order.
    pub fn choices(mut self, choices: &[Choice<'_>]) -> Self {
        for choice in choices {
            let hint = hint_of(choice.hint);
            self.items.push(radio(
                self.field,
                self.items.len(),
                choice.value,
                choice.label,
                hint,
            ));
        }
        self
    }

    /// Adds a choice whose words below it are somebody's own, followed as they change.
    pub fn quoted(
        mut self,
        value: &'static str,
        label: &str,
        words: impl Fn() -> String + 'static,
    ) -> Self {
        let words = el("div").class("pre-line").text_live(words);
        self.items.push(radio(
            self.field,
            self.items.len(),
            value,
            label,
            Some(words),
        ));
        self
    }

    /// The whole: legend, hint, error, buttons.
    pub fn draw(self) -> El {
        let field = self.field;
        let class = if self.inline {
            "govuk-radios govuk-radios--small govuk-radios--inline"
        } else {
            "govuk-radios govuk-radios--small"
        };
        let set = el("fieldset")
            .class("govuk-fieldset")
            .attr_live(
                "aria-describedby",
                field.described_by(!self.hint.is_empty()),
            )
            .kids(&[
                el("legend")
                    .class("govuk-fieldset__legend")
                    .text(&self.legend),
                field.hint(&self.hint),
                field.error_line(),
                el("div").class(class).kids(&self.items),
            ]);
        field.group().kid(set)
    }
}

fn radio(field: Field, place: usize, value: &str, label: &str, hint: Option<El>) -> El {
    let id = [&field.id(), "-", &place.to_string()].concat();
    let input = el("input")
        .class("govuk-radios__input")
        .attr("type", "radio")
        .attr("name", &field.id())
        .attr("value", value)
        .id(&id)
        .on("change", move |event| {
            field.edit(value_of(&event));
            field.left();
        });
    let (node, value) = (input.clone(), value.to_owned());
    watch(move || set_checked(&node, field.value.with(|chosen| *chosen == value)));
    item("govuk-radios", &id, input, label, hint)
}

fn hint_of(words: &str) -> Option<El> {
    (!words.is_empty()).then(|| el("div").text(words))
}

fn item(block: &str, id: &str, input: El, label: &str, hint: Option<El>) -> El {
    let hint_id = [id, "-hint"].concat();
    let (input, hint) = match hint {
        None => (input, nothing()),
        Some(hint) => {
            let class = ["govuk-hint ", block, "__hint"].concat();
            (
                input.attr("aria-describedby", &hint_id),
                el("div").class(&class).id(&hint_id).kid(hint),
            )
        }
    };
    let label = el("label")
        .class(&["govuk-label ", block, "__label"].concat())
        .attr("for", id)
        .text(label);
    el("div")
        .class(&[block, "__item"].concat())
        .kids(&[input, label, hint])
}

fn set_checked(node: &El, on: bool) {
    if let Some(input) = node.node().dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_checked(on);
    }
}

/// One box to tick, in the making.
pub struct CheckBox {
    field: Field,
    label: String,
    hint: String,
}

impl CheckBox {
    pub(super) fn new(field: Field, label: &str) -> Self {
        Self {
            field,
            label: label.to_owned(),
            hint: String::new(),
        }
    }

    /// A sentence below the label.
    pub fn hint(mut self, words: &str) -> Self {
        words.clone_into(&mut self.hint);
        self
    }

    /// The whole: error, box, label, hint.
    pub fn draw(self) -> El {
        let field = self.field;
        let id = field.id();
        let input = el("input")
            .class("govuk-checkboxes__input")
            .attr("type", "checkbox")
            .id(&id)
            .on("change", move |event| {
                field.edit(if checked_of(&event) { TICKED } else { "" }.to_owned());
                field.left();
            });
        let node = input.clone();
        watch(move || set_checked(&node, field.value.with(|value| value == TICKED)));
        let hinted = !self.hint.is_empty();
        let input = input.attr_live("aria-invalid", move || {
            field.error.with(Option::is_some).then(|| TICKED.to_owned())
        });
        // `item` sets the description for the hint; the error joins it while there is one.
        let class = "govuk-checkboxes govuk-checkboxes--small";
        let node = input.clone();
        let whole = item(
            "govuk-checkboxes",
            &id,
            input,
            &self.label,
            hint_of(&self.hint),
        );
        let _ = node.attr_live("aria-describedby", field.described_by(hinted));
        field
            .group()
            .kids(&[field.error_line(), el("div").class(class).kid(whole)])
    }
}
