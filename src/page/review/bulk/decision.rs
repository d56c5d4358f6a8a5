//! The decision and its words, with the texts that they begin from.

use super::super::decide::{about, choice};
use super::KEPT;
use crate::dom::{El, live, nothing, run, watch};
use crate::form::{Choice, Field, Form};
use crate::words::{bulk as w, review, shared as s};
use accede_api::application::FieldComment;
use accede_api::bulk::BulkDecision;
use accede_api::review::{DecisionTemplate, RejectApplication, ReturnApplication};
use accede_domain::application::Field as Answer;
use accede_domain::application::checklist::TRAINING_POINTER;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::text::is_blank;
use leptos::prelude::*;
use std::rc::Rc;

const KIND: &str = "/kind";
const TEMPLATE: &str = "/decision/reject/template";
const REASON: &str = "/decision/reject/comment";
const ABOUT: &str = "/decision/return_for_changes/comments";
const COMMENT: &str = "/comment";
const MESSAGE: &str = "/decision/return_for_changes/message";

const REJECT: &str = "reject";
const RETURN: &str = "return";

/// Everything that may be asked. Copies are handles to the same fields.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub form: Form,
    kind: Field,
    template: Field,
    reason: Field,
    about: Field,
    comment: Field,
    message: Field,
}

impl Words {
    /// `edited` is called whenever something is decided otherwise than it was.
    pub(super) fn new(edited: impl Fn() + Send + Sync + Copy + 'static) -> Self {
        let form = Form::new(problems).kept_as(KEPT);
        let field = |pointer, noun| form.field(pointer, noun, "").on_edit(edited);
        Self {
            form,
            kind: field(KIND, &w::KIND_NOUN),
            template: field(TEMPLATE, &review::TEMPLATE_NOUN),
            reason: field(REASON, &review::TEXT_NOUN),
            about: field(ABOUT, &w::ANSWER_NOUN),
            comment: field(COMMENT, &review::TEXT_NOUN),
            message: field(MESSAGE, &review::TEXT_NOUN),
        }
    }

    /// As it goes to the server.
    pub(super) fn read(self) -> BulkDecision {
        if self.kind.get() == REJECT {
            return BulkDecision {
                reject: Some(RejectApplication {
                    template: self.template.get(),
                    comment: self.reason.get(),
                }),
                return_for_changes: None,
            };
        }
        BulkDecision {
            reject: None,
            return_for_changes: Some(ReturnApplication {
                comments: vec![FieldComment {
                    pointer: self.about.get(),
                    text: self.comment.get(),
                }],
                message: self.message.get(),
            }),
        }
    }

    /// Which decision, and below it what belongs to that one.
    pub(super) fn draw(self, templates: Vec<DecisionTemplate>) -> El {
        let kind = |value, label| Choice {
            value,
            label,
            hint: "",
        };
        let kinds = self
            .kind
            .radios(&w::KIND)
            .hint(&w::KIND_HINT)
            .choices(&[kind(REJECT, &w::REJECT), kind(RETURN, &w::RETURN)])
            .draw();
        let of = |kind: &str| {
            let fits = |one: &&DecisionTemplate| one.kind == kind && one.subject == "application";
            Rc::new(templates.iter().filter(fits).cloned().collect::<Vec<_>>())
        };
        let (reasons, comments) = (of(REJECT), of(RETURN));
        self.follow_reason(Rc::clone(&reasons));
        let rest = live(move || match self.kind.value.get().as_str() {
            REJECT => self.draw_reject(&reasons),
            RETURN => self.draw_return(Rc::clone(&comments)),
            _ => nothing(),
        });
        run(&[kinds, rest])
    }

    /// Choosing a reason writes its words, unless the reviewer has written some.
    fn follow_reason(self, reasons: Rc<Vec<DecisionTemplate>>) {
        watch(move || {
            let key = self.template.value.get();
            let words = self.reason.get();
            let untouched = words.is_empty() || reasons.iter().any(|one| one.text == words);
            let chosen = reasons.iter().find(|one| one.key == key);
            if let Some(chosen) = chosen.filter(|one| untouched && one.text != words) {
                self.reason.edit(chosen.text.clone());
            }
        });
    }

    fn draw_reject(self, reasons: &[DecisionTemplate]) -> El {
        let mut choices = vec![("", s::CHOOSE.get())];
        choices.extend(
            reasons
                .iter()
                .map(|one| (one.key.as_str(), one.title.as_str())),
        );
        run(&[
            self.template.select(&review::TEMPLATE, &choices).draw(),
            self.reason
                .text_area(&review::REJECT_COMMENT)
                .hint(&review::REJECT_HINT)
                .rows(6)
                .draw(),
        ])
    }

    fn draw_return(self, comments: Rc<Vec<DecisionTemplate>>) -> El {
        let mut answers = vec![("", s::CHOOSE.get())];
        let pointers = Answer::ALL.iter().map(|answer| answer.pointer());
        answers.extend(
            pointers
                .chain([TRAINING_POINTER])
                .map(|pointer| (pointer, about(pointer))),
        );
        run(&[
            choice(comments, move |chosen| {
                self.about.edit(chosen.pointer.clone().unwrap_or_default());
                self.comment.edit(chosen.text.clone());
            }),
            self.about.select(&w::ANSWER, &answers).draw(),
            self.comment
                .text_area(&review::RETURN_COMMENT)
                .rows(4)
                .draw(),
            self.message
                .text_area(&review::RETURN_MESSAGE)
                .optional()
                .rows(3)
                .draw(),
        ])
    }
}

/// What the chosen decision must have.
fn problems(form: Form) -> Vec<FieldProblem> {
    let needed: &[&str] = match form.value(KIND).as_str() {
        REJECT => &[TEMPLATE, REASON],
        RETURN => &[ABOUT, COMMENT],
        _ => &[KIND],
    };
    let blank = needed.iter().filter(|at| is_blank(&form.value(at)));
    blank
        .map(|at| FieldProblem::new(*at, FieldCode::Required))
        .collect()
}
