//! A checklist, answered question by question: by pointer, or by `y` and `n`, each of which goes on to the next.

use super::super::keys;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Choice, Field, Form};
use crate::ui::muted;
use crate::words::{apply as aw, review as w};
use leptos::prelude::*;

/// A question's name on the wire, and where its answer stands in the request.
pub(in super::super) type Question = (&'static str, &'static str);

const YES: &str = "yes";
const NO: &str = "no";

/// The questions with their answers so far. Cloning copies the handle.
#[derive(Clone)]
pub(in super::super) struct Checklist(Vec<(&'static str, Field)>);

impl Checklist {
    /// Adds the questions to a form. `before` is what was answered before; what was typed here since comes first.
    pub(in super::super) fn new(
        form: Form,
        questions: &[Question],
        before: impl Fn(&str) -> Option<bool>,
    ) -> Self {
        let one = |(name, pointer): &Question| {
            let answer = match before(name) {
                Some(true) => YES,
                Some(false) => NO,
                None => "",
            };
            (*name, form.field(pointer, w::question(name), answer))
        };
        Self(questions.iter().map(one).collect())
    }

    /// The questions, and below them what a "no" means.
    pub(in super::super) fn draw(&self, on_no: &'static str) -> El {
        let whole = el("div").class("checklist");
        for (name, field) in &self.0 {
            let _ = whole.clone().kid(question(name, *field));
        }
        let fields: Vec<Field> = self.0.iter().map(|(_, field)| *field).collect();
        run(&[
            whole,
            el("div").attr("role", "status").kid(live(move || {
                let says_no = |field: &Field| field.value.with(|answer| answer == NO);
                if fields.iter().any(says_no) {
                    muted(on_no)
                } else {
                    nothing()
                }
            })),
        ])
    }

    /// Hands each answer to `set`.
    pub(in super::super) fn read(&self, mut set: impl FnMut(&str, Option<bool>)) {
        for (name, field) in &self.0 {
            let answer = match field.get().as_str() {
                YES => Some(true),
                NO => Some(false),
                _ => None,
            };
            set(name, answer);
        }
    }
}

fn question(name: &str, field: Field) -> El {
    let choice = |value, label| Choice {
        value,
        label,
        hint: "",
    };
    let group = field
        .radios(w::question(name))
        .inline()
        .choices(&[choice(YES, &aw::YES), choice(NO, &aw::NO)])
        .draw();
    let whole = group.clone();
    group.on("keydown", move |event| {
        if let Some(answer) = keys::answer_of(&event) {
            event.prevent_default();
            let answer = if answer { YES } else { NO };
            field.edit(answer.to_owned());
            let Some(group) = whole.element() else {
                return;
            };
            // At once, and not when signals are drawn: a key that follows before the next frame answers the next question.
            keys::tick(group, answer);
            // One after the other, also where they were answered before: each key answers the question that is next.
            if group
                .next_element_sibling()
                .is_some_and(|next| keys::focus_question(&next))
            {
                return;
            }
            if let Some(form) = group.closest("form").ok().flatten() {
                keys::focus_unanswered(&form);
            }
        }
    })
}
