//! The return for changes: comments, each pinned to an answer, and a message beside them. A comment is begun at the answer
//! it is about, from a template, or here.

use super::super::keys;
use super::send::Target;
use super::templates::{choice, with_templates};
use super::{RETURN, folded, unfold};
use crate::browser;
use crate::dom::{El, el, live, nothing, run};
use crate::form::{Field, Form};
use crate::page::apply::model::shown as answered;
use crate::ui::{ButtonKind, button, details, muted, p, quiet};
use crate::words::{apply as aw, review as w, shared as s, title};
use accede_api::application::FieldComment;
use accede_api::review::{Case, ReturnApplication};
use accede_domain::application::Field as Answer;
use accede_domain::application::checklist::TRAINING_POINTER;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::text::is_blank;
use leptos::prelude::*;
use std::rc::Rc;

/// Where the message stands in the request.
const MESSAGE: &str = "/message";
/// Where the list of answers to comment on stands in the form; it is not sent.
const ABOUT: &str = "/comments";

/// The comments of one case while they are being written. Cloning copies the handle.
#[derive(Clone)]
pub(in super::super) struct Comments {
    form: Form,
    /// One for everything that can be commented on, by its pointer.
    fields: Rc<Vec<(&'static str, Field)>>,
    /// Those that are begun, in the order in which they were.
    begun: RwSignal<Vec<&'static str>>,
    message: Field,
    /// The answer to comment on next; a tool, and not sent.
    next: Field,
}

/// What a pointer means to staff.
pub(in super::super) fn about(pointer: &str) -> &'static str {
    Answer::from_pointer(pointer).map_or(&title::TRAINING, w::field_alone)
}

/// The same as the applicant reads it.
fn applicants_label(pointer: &str) -> &'static str {
    Answer::from_pointer(pointer).map_or(&title::TRAINING, aw::label)
}

impl Comments {
    pub(in super::super) fn new(target: &Target) -> Self {
        let form = target.form(problems, "return");
        let pointers = Answer::ALL.iter().map(|answer| answer.pointer());
        let fields: Vec<_> = pointers
            .chain([TRAINING_POINTER])
            .map(|pointer| (pointer, form.field(pointer, &w::TEXT_NOUN, "")))
            .collect();
        let begun = fields
            .iter()
            .filter(|(_, field)| !is_blank(&field.get()))
            .map(|(pointer, _)| *pointer)
            .collect();
        Self {
            form,
            fields: Rc::new(fields),
            begun: RwSignal::new(begun),
            message: form.field(MESSAGE, &w::TEXT_NOUN, ""),
            next: form.field(ABOUT, &w::COMMENT_NOUN, ""),
        }
    }

    fn field(&self, pointer: &str) -> Option<(&'static str, Field)> {
        self.fields
            .iter()
            .copied()
            .find(|(known, _)| *known == pointer)
    }

    fn add(&self, pointer: &'static str) {
        self.begun.update(|begun| {
            if !begun.contains(&pointer) {
                begun.push(pointer);
            }
        });
    }

    /// Begins a comment, or goes on with it: opens the return with the focus in its words.
    pub(in super::super) fn begin(&self, pointer: &str) {
        let Some((pointer, field)) = self.field(pointer) else {
            return;
        };
        self.add(pointer);
        if unfold(RETURN).is_some() {
            let id = field.focus_id();
            browser::after_paint(move || {
                keys::focus_on(&["#", &id].concat());
            });
        }
    }

    fn drop_one(&self, pointer: &'static str) {
        if let Some((_, field)) = self.field(pointer) {
            field.edit(String::new());
        }
        self.begun
            .update(|begun| begun.retain(|known| *known != pointer));
    }

    /// The words of a comment that is begun, to show at the answer. Follows.
    pub(in super::super) fn words(&self, pointer: &str) -> String {
        let field = self.field(pointer);
        field
            .map(|(_, field)| field.value.get())
            .unwrap_or_default()
    }

    fn read(&self) -> Vec<FieldComment> {
        let begun = self.begun.get_untracked();
        let comments = begun.iter().filter_map(|pointer| self.field(pointer));
        comments
            .map(|(pointer, field)| FieldComment {
                pointer: pointer.to_owned(),
                text: field.get(),
            })
            .filter(|comment| !is_blank(&comment.text))
            .collect()
    }
}

/// At least one answer is commented on.
fn problems(form: Form) -> Vec<FieldProblem> {
    let commented = Answer::ALL
        .iter()
        .map(|answer| answer.pointer())
        .chain([TRAINING_POINTER])
        .any(|pointer| !is_blank(&form.value(pointer)));
    if commented {
        Vec::new()
    } else {
        vec![FieldProblem::new(ABOUT, FieldCode::Required)]
    }
}

pub(super) fn draw(case: &Case, comments: &Comments, target: &Target) -> El {
    let form = comments.form;
    let parts = [
        begun(case, comments),
        add(comments),
        comments
            .message
            .text_area(&w::RETURN_MESSAGE)
            .optional()
            .rows(3)
            .draw(),
        preview(comments),
        form.submit_button(&w::RETURN),
    ];
    let (sent, target) = (comments.clone(), target.clone());
    let drawn = form.draw(&parts, move || {
        let body = ReturnApplication {
            comments: sent.read(),
            message: sent.message.get(),
        };
        target.clone().send(form, target.with("return", &body))
    });
    folded(RETURN, &w::RETURN, form, drawn)
}

/// The comments that are being written, each with the answer that it is about.
fn begun(case: &Case, comments: &Comments) -> El {
    let whole = el("div");
    for (pointer, field) in comments.fields.iter().copied() {
        let answer = Answer::from_pointer(pointer).map(|answer| answered(&case.form, answer));
        let answer = answer.unwrap_or_default();
        let (of, removes) = (comments.begun, comments.clone());
        let shown = Memo::new(move |_| of.with(|begun| begun.contains(&pointer)));
        let _ = whole.clone().kid(live(move || {
            if !shown.get() {
                return nothing();
            }
            let removes = removes.clone();
            el("div").class("comment").kids(&[
                field
                    .text_area(&w::comment_on(about(pointer)))
                    .hint(&answer)
                    .rows(3)
                    .draw(),
                quiet(&w::drop_comment(about(pointer)), move || {
                    removes.drop_one(pointer)
                }),
            ])
        }));
    }
    whole
}

/// Two ways to begin one: about an answer, or from a text.
fn add(comments: &Comments) -> El {
    let mut choices = vec![("", s::CHOOSE.get())];
    choices.extend(
        comments
            .fields
            .iter()
            .map(|(pointer, _)| (*pointer, about(pointer))),
    );
    let (begins, from, said) = (
        comments.clone(),
        comments.clone(),
        RwSignal::new(String::new()),
    );
    run(&[
        el("div").class("comment-next").kids(&[
            comments.next.select(&w::RETURN_FIELD, &choices).draw(),
            button(ButtonKind::Secondary, &w::ADD_COMMENT, move || {
                let pointer = begins.next.get();
                begins.next.edit(String::new());
                begins.begin(&pointer);
            }),
        ]),
        with_templates("return", "application", move |templates| {
            let from = from.clone();
            choice(templates, move |chosen| {
                let pointer = chosen.pointer.as_deref().unwrap_or_default();
                if let Some((pointer, field)) = from.field(pointer) {
                    field.edit(joined(&field.get(), &chosen.text));
                    from.add(pointer);
                    said.set(w::comment_added(about(pointer)));
                }
            })
        }),
        muted("")
            .attr("role", "status")
            .text_live(move || said.get()),
    ])
}

/// A text after what stands there already.
fn joined(before: &str, text: &str) -> String {
    match before.trim_end() {
        "" => text.trim().to_owned(),
        before => [before, "\n\n", text.trim()].concat(),
    }
}

/// What the applicant will read.
fn preview(comments: &Comments) -> El {
    let shown = comments.clone();
    details(
        &w::PREVIEW,
        &[live(move || {
            let whole = run(&[]);
            let message = shown.message.value.get();
            if !is_blank(&message) {
                let _ = whole.clone().kid(p(&message).class("pre-line"));
            }
            let mut any = false;
            for pointer in shown.begun.get() {
                let words = shown.words(pointer);
                any |= !is_blank(&words);
                let _ = whole.clone().kid(el("p").class("pre-line").kids(&[
                    el("b").text(applicants_label(pointer)),
                    "\n".into(),
                    words.as_str().into(),
                ]));
            }
            if any { whole } else { muted(&w::NO_COMMENTS) }
        })],
    )
}
