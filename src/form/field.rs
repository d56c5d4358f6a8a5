//! One field: its value, and what is wrong with it.

use super::Form;
use super::choice::{CheckBox, ChoiceInput};
use super::date::DateInput;
use super::input::Input;
use super::press;
use crate::dom::{El, el, live, nothing};
use crate::words::{problem, shared as s};
use crate::{browser, carried};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// A field of a form. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Field {
    pub form: Form,
    /// Where the value stands in the request: `/family_name`.
    pub pointer: &'static str,
    /// What it asks for, within a sentence.
    pub noun: &'static str,
    /// As typed. A box is `true` or empty; a date is `YYYY-MM-DD` or what was typed, joined by `-`.
    pub value: RwSignal<String>,
    pub error: RwSignal<Option<String>>,
    /// A comment of a reviewer that stands at the field of a returned application.
    pub comment: RwSignal<Option<String>>,
    rest: StoredValue<Rc<Rest>, LocalStorage>,
}

/// What else there is to a field, in one place: each handle that a field holds is in every closure about it.
#[derive(Default)]
struct Rest {
    /// As the server has it, or nothing.
    first: String,
    /// The error is that of the form's own rules, which can tell when it is mended; the server's stays.
    judged: Cell<bool>,
    /// What follows the field's id in that of the control that takes the focus (`-day`, the first radio's `-0`).
    focus_part: Cell<&'static str>,
    /// Called after every edit: a draft keeper's `touch`.
    edited: Cell<Option<Callback<()>>>,
    /// It stands nowhere but on the page.
    secret: Cell<bool>,
    /// The most characters that it takes, or the bytes of the file in it; 0 where neither is known.
    measure: Cell<usize>,
    /// What is wrong with it in words of its page, by the code of a problem.
    wording: Cell<Option<Wording>>,
}

type Wording = fn(&str, Field) -> Option<String>;

impl Field {
    pub(super) fn new(form: Form, pointer: &'static str, noun: &'static str, value: &str) -> Self {
        Self {
            form,
            pointer,
            noun,
            value: RwSignal::new(value.to_owned()),
            error: RwSignal::new(None),
            comment: RwSignal::new(None),
            rest: StoredValue::new_local(Rc::new(Rest {
                first: value.to_owned(),
                ..Rest::default()
            })),
        }
    }

    #[inline(never)]
    fn rest(self) -> Rc<Rest> {
        self.rest.get_value()
    }

    fn edited(self) {
        if let Some(edited) = self.rest().edited.get() {
            edited.run(());
        }
    }

    pub(super) fn is_judged(self) -> bool {
        self.rest().judged.get()
    }

    pub(super) fn set_judged(self, judged: bool) {
        self.rest().judged.set(judged);
    }

    pub(super) fn is_secret(self) -> bool {
        self.rest().secret.get()
    }

    /// What stands here is nowhere but on the page.
    pub fn never_kept(self) -> Self {
        self.rest().secret.set(true);
        self
    }

    /// Tells the most characters that it takes, or the bytes of the file in it.
    pub(super) fn set_measure(self, measure: usize) {
        self.rest().measure.set(measure);
    }

    /// Calls `act` after every edit.
    pub fn on_edit(self, act: impl Fn() + Send + Sync + 'static) -> Self {
        let act = Callback::new(move |()| act());
        self.rest().edited.set(Some(act));
        self
    }

    /// The value now, without following it.
    pub fn get(self) -> String {
        self.value.get_untracked()
    }

    /// The value, followed.
    pub fn followed(self) -> String {
        self.value.get()
    }

    /// Whether a box is ticked, without following it.
    pub fn is_ticked(self) -> bool {
        self.value.with_untracked(|value| value == TICKED)
    }

    /// What is wrong with what stands in it, by the code of a problem.
    pub fn wrong(self, code: &str) -> String {
        let own = self.rest().wording.get();
        let own = own.and_then(|own| own(code, self));
        own.unwrap_or_else(|| {
            problem::typed(code, self.noun, self.pointer, &self.get(), self.measure())
        })
    }

    /// Words a problem in a way of its own, where `own` gives words.
    pub fn worded_by(self, own: Wording) -> Self {
        self.rest().wording.set(Some(own));
        self
    }

    /// The most characters that it takes, or the bytes of the file in it; 0 where neither is known.
    pub fn measure(self) -> usize {
        self.rest().measure.get()
    }

    /// A text field of one line.
    pub fn text_input(self, label: &str) -> Input {
        Input::line(self, label)
    }

    /// A text field of several lines.
    pub fn text_area(self, label: &str) -> Input {
        Input::area(self, label)
    }

    /// A list to choose one from; for many choices, such as countries.
    pub fn select(self, label: &str, choices: &[(&str, &str)]) -> Input {
        Input::select(self, label, choices)
    }

    /// Radio buttons; for a few choices.
    pub fn radios(self, legend: &str) -> ChoiceInput {
        ChoiceInput::new(self, legend)
    }

    /// One box to tick.
    pub fn check_box(self, label: &str) -> CheckBox {
        CheckBox::new(self, label)
    }

    /// Three fields for a date that the person knows.
    pub fn date_input(self, legend: &str) -> DateInput {
        DateInput::new(self, legend)
    }

    /// The id of the control (or of its group), made of the pointer.
    pub fn id(self) -> String {
        [
            "f",
            self.form.at().apart.get(),
            &self.pointer.replace(['/', '_'], "-"),
        ]
        .concat()
    }

    /// The id of the control that takes the focus.
    pub fn focus_id(self) -> String {
        let part = self.rest().focus_part.get();
        [&self.id(), part].concat()
    }

    pub(super) fn set_focus_part(self, part: &'static str) {
        self.rest().focus_part.set(part);
    }

    /// Takes in an edit. The error stays until the field is left: text that goes while one types makes the page jump.
    pub fn edit(self, value: String) {
        self.value.set(value);
        // What the server said of it was about what stood here before.
        self.set_judged(true);
        self.keep();
        self.edited();
        // Once what follows from this answer is drawn.
        browser::after_paint(move || self.form.tidy());
    }

    /// Puts in what stood here first. What is kept nowhere did not come back either, and stays.
    pub(super) fn put_back(self) {
        if self.is_secret() {
            return;
        }
        self.value.set(self.rest().first.clone());
        self.error.set(None);
        self.edited();
    }

    /// Puts in what is right in place of what is typed, and goes there: the button that did so goes.
    pub fn correct(self, value: String) {
        self.put_in(value);
        super::focus_id(&self.focus_id());
    }

    /// Puts in what the page found out, and takes back what it was blamed for, if that is mended by it.
    pub fn put_in(self, value: String) {
        self.edit(value);
        if self.error.with_untracked(Option::is_some) {
            untrack(|| self.form.check_field(self));
        }
        if self.error.with_untracked(Option::is_none) {
            self.form.mended(self);
        }
    }

    /// What stands here and is kept nowhere is there in another language too. What hears of every edit keeps it itself.
    pub(super) fn carry(self) {
        let id = self.id();
        if let Some(value) = carried::take(&id) {
            self.value.set(value);
        }
        carried::leave(id, move || {
            let is_kept = self.form.keeps() && !self.is_secret();
            let is_heard = self.rest().edited.get().is_some();
            (!is_kept && !is_heard).then(|| self.get())
        });
    }

    pub(super) fn left(self) {
        let submits = self.form.at().submits.get();
        press::once_released(move || {
            // What is submitted is looked at as a whole, and may be another thing by now.
            if self.form.at().submits.get() == submits {
                self.form.check_field(self);
            }
        });
    }

    pub(super) fn error_id(self) -> String {
        [&self.id(), "-error"].concat()
    }

    pub(super) fn hint_id(self) -> String {
        [&self.id(), "-hint"].concat()
    }

    fn comment_id(self) -> String {
        [&self.id(), "-comment"].concat()
    }

    /// `aria-describedby`: the hint, a reviewer's comment and the error, as far as they are there.
    pub(super) fn described_by(self, has_hint: bool) -> impl Fn() -> Option<String> + 'static {
        move || {
            let parts = [
                (has_hint, self.hint_id()),
                (self.comment.with(Option::is_some), self.comment_id()),
                (self.error.with(Option::is_some), self.error_id()),
            ];
            let mut ids = String::new();
            for (there, id) in parts {
                if there {
                    ids.push_str(&id);
                    ids.push(' ');
                }
            }
            Some(ids).filter(|ids| !ids.is_empty())
        }
    }

    /// The wrapper that marks an error, or a comment, along its side.
    pub(super) fn group(self) -> El {
        el("div").attr_live("class", move || {
            let class = if self.error.with(Option::is_some) {
                "govuk-form-group govuk-form-group--error"
            } else if self.comment.with(Option::is_some) {
                "govuk-form-group govuk-form-group--error commented"
            } else {
                "govuk-form-group"
            };
            Some(class.to_owned())
        })
    }

    pub(super) fn hint(self, words: &str) -> El {
        if words.is_empty() {
            return nothing();
        }
        el("div")
            .class("govuk-hint")
            .id(&self.hint_id())
            .text(words)
    }

    /// The error, and a reviewer's comment, above the control.
    pub(super) fn error_line(self) -> El {
        live(move || {
            let comment = self.comment.get().map_or_else(nothing, |words| {
                el("p")
                    .class("field-comment")
                    .id(&self.comment_id())
                    .kids(&[el("b").text(&s::COMMENT_PREFIX), crate::dom::text(&words)])
            });
            let error = self.error.get().map_or_else(nothing, |words| {
                el("p")
                    .class("govuk-error-message")
                    .id(&self.error_id())
                    .kids(&[
                        el("span")
                            .class("govuk-visually-hidden")
                            .text(&s::ERROR_PREFIX),
                        crate::dom::text(&words),
                    ])
            });
            crate::dom::run(&[comment, error])
        })
    }
}

/// The value of a box that is ticked.
pub const TICKED: &str = "true";
