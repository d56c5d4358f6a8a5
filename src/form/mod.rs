//! Forms: fields with a value and an error, an error summary, and a submit that cannot be pressed into sending twice.
//!
//! ```ignore
//! let form = Form::new(|form| model::validate(&form.value("/family_name")));
//! let family = form.field("/family_name", w::FAMILY_NAME_NOUN, &profile.family_name);
//! form.draw(
//!     &[family.text_input(w::FAMILY_NAME).autocomplete("family-name").draw(), form.submit_button(&s::SAVE)],
//!     move || async move { save().await },
//! )
//! ```
//!
//! The rules are the domain's: the page hands over its validation, which names each problem by JSON Pointer and code,
//! as the server's answer does. Both end at the same field in the same words.

mod choice;
mod date;
mod field;
mod file;
mod input;
mod kept;
mod press;
mod submit;

pub use choice::{CheckBox, Choice, ChoiceInput};
pub use date::DateInput;
pub use field::{Field, TICKED};
pub use file::{FileInput, upload_progress};
pub use input::{Input, set_value};
pub use kept::{forget_all as forget_typed, forget_old as forget_old_typed};
pub use press::{once_released, watch as watch_presses};
pub use submit::{busy_button, submit_button};

use crate::api::Failure;
use crate::dom::{El, el, live, nothing};
use crate::shell;
use crate::ui::{self, NoticeKind};
use crate::words::{problem as words, shared as s};
use crate::{browser, carried, task};
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::text::is_blank;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

type Remedy = Rc<dyn Fn(&Failure) -> El>;
type Sending = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// A form. Copies are handles to the same one: one word, because every field and every closure about one holds it.
#[derive(Clone, Copy)]
pub struct Form(StoredValue<Rc<Parts>, LocalStorage>);

struct Parts {
    fields: RefCell<Vec<Field>>,
    rules: Rc<dyn Fn(Form) -> Vec<FieldProblem>>,
    /// What is listed above the form: raised by submitting, renewed by the next submit only, so that it holds still.
    summary: RwSignal<Vec<Listed>>,
    /// What went wrong with the request as a whole.
    failure: RwSignal<Option<Failure>>,
    /// What helps there, below the words for it.
    remedy: RefCell<Option<Remedy>>,
    /// A request is under way.
    busy: RwSignal<bool>,
    /// How often it was submitted.
    submits: Cell<usize>,
    /// Where the browser keeps what is typed; empty where it does not.
    kept: RefCell<String>,
    /// What was typed before, and not sent, stands in it again.
    back: RwSignal<bool>,
    /// What the ids of its controls begin with, where a page holds several forms with fields of the same name.
    apart: Cell<&'static str>,
}

/// A line of the error summary.
#[derive(Clone, PartialEq)]
struct Listed {
    /// The id of the control that takes the focus; empty where no field of this form is at fault.
    target: String,
    words: String,
}

impl Form {
    /// A form whose content is judged by `rules`, which reads the fields ([`Form::value`]) and names what is wrong. It is
    /// called when a field is left and on submit, never while somebody types.
    pub fn new(rules: impl Fn(Form) -> Vec<FieldProblem> + 'static) -> Self {
        Self::judged_by(Rc::new(rules))
    }

    fn judged_by(rules: Rc<dyn Fn(Form) -> Vec<FieldProblem>>) -> Self {
        Self(StoredValue::new_local(Rc::new(Parts {
            fields: RefCell::default(),
            rules,
            summary: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            remedy: RefCell::default(),
            busy: RwSignal::new(false),
            submits: Cell::new(0),
            kept: RefCell::default(),
            back: RwSignal::new(false),
            apart: Cell::new(""),
        })))
    }

    #[inline(never)]
    fn at(self) -> Rc<Parts> {
        self.0.get_value()
    }

    fn fields(self) -> Vec<Field> {
        self.at().fields.borrow().clone()
    }

    /// Keeps the ids of its controls apart from those of other forms on the page. Before anything of it is drawn.
    pub fn apart(self, name: &'static str) -> Self {
        self.at().apart.set(name);
        self
    }

    /// Says what helps where a request as a whole failed.
    pub fn remedied(self, remedy: impl Fn(&Failure) -> El + 'static) -> Self {
        self.at().remedy.replace(Some(Rc::new(remedy)));
        self
    }

    /// Adds a field. `pointer` is its JSON Pointer in the request, `noun` what it asks for as it stands within a
    /// sentence ("your family name").
    pub fn field(self, pointer: &'static str, noun: &'static str, value: &str) -> Field {
        let field = Field::new(self, pointer, noun, value);
        if let Some(kept) = self.kept(pointer).filter(|kept| kept != value) {
            field.value.set(kept);
            self.at().back.set(true);
        }
        field.carry();
        self.at().fields.borrow_mut().push(field);
        field
    }

    /// What stands in a field now, without following it; empty for one that the form does not have.
    pub fn value(self, pointer: &str) -> String {
        let mut fields = self.fields().into_iter();
        let field = fields.find(|field| field.pointer == pointer);
        field.map(Field::get).unwrap_or_default()
    }

    /// The rule that every field has to be filled in: `Form::new(Form::blanks)`.
    pub fn blanks(self) -> Vec<FieldProblem> {
        let fields = self.fields().into_iter();
        fields
            .filter(|field| is_blank(&field.get()))
            .map(|field| FieldProblem::new(field.pointer, FieldCode::Required))
            .collect()
    }

    /// Whether something is listed above it. Followed.
    pub fn has_problems(self) -> bool {
        self.at().summary.with(|listed| !listed.is_empty())
            || self.at().failure.with(Option::is_some)
    }

    /// Whether what was typed before, and not sent, stands in it again. Followed.
    pub fn is_back(self) -> bool {
        self.at().back.get()
    }

    /// Whether a request is under way.
    pub fn is_busy(self) -> bool {
        self.at().busy.get()
    }

    /// Shows what went wrong outside a submit (a button beside the form).
    pub fn fail(self, failure: Failure) {
        self.show(failure);
    }

    /// The form's element: error summary, the parts, and `send` on submit once the rules find nothing.
    pub fn draw<F>(self, parts: &[El], send: impl Fn() -> F + 'static) -> El
    where
        F: Future<Output = Result<(), Failure>> + 'static,
    {
        self.draw_inner(parts, Rc::new(move || -> Sending { Box::pin(send()) }))
    }

    /// The button that submits.
    pub fn submit_button(self, label: &str) -> El {
        submit_button(self.at().busy, label)
    }

    /// The button that submits what cannot be taken back.
    pub fn danger_button(self, label: &str) -> El {
        busy_button(
            self.at().busy,
            "submit",
            "button button--danger",
            label,
            Box::new(|| ()),
        )
    }

    fn draw_inner(self, parts: &[El], send: Rc<dyn Fn() -> Sending>) -> El {
        let form = el("form")
            .attr("novalidate", "")
            .attr("method", "post")
            .kids(&[self.draw_back(), self.draw_summary()])
            .kids(parts)
            .on("submit", move |event| {
                event.prevent_default();
                self.submit(&send);
            });
        self.carry();
        // The tab's title says "Error: " while the summary stands.
        crate::dom::watch(move || {
            shell::set_title_error(self.has_problems());
        });
        on_cleanup(|| shell::set_title_error(false));
        form
    }

    /// What is said of it is said in another language too, and no more.
    fn carry(self) {
        let Some(first) = self.fields().first().copied() else {
            return;
        };
        let id = [&first.id(), "-wrong"].concat();
        if let Some((is_listed, is_back, failure)) =
            carried::take::<(bool, bool, Option<Failure>)>(&id)
        {
            self.at().back.set(is_back);
            if is_listed {
                untrack(|| self.judge());
            }
            self.at().failure.set(failure);
        }
        carried::leave(id, move || {
            let is_listed = !self.at().summary.with_untracked(Vec::is_empty);
            let is_back = self.at().back.get_untracked();
            Some((is_listed, is_back, self.at().failure.get_untracked()))
        });
    }

    /// Takes what was wrong with a field before out of the summary and from above the form, which would go on blaming for it.
    fn mended(self, field: Field) {
        let target = field.focus_id();
        self.at().failure.set(None);
        self.at()
            .summary
            .update(|listed| listed.retain(|line| line.target != target));
    }

    /// Takes away that the server could not be reached, or was not able to: it has done since what was asked.
    pub fn reached(self) {
        let failure = self.at().failure;
        let passed = failure.get_untracked();
        if passed.is_some_and(|passed| passed.may_pass()) {
            failure.set(None);
        }
    }

    /// Takes out of the summary what names a field that another answer has put away.
    pub(super) fn tidy(self) {
        let is_away = |line: &Listed| {
            let target = document().get_element_by_id(&line.target);
            !line.target.is_empty()
                && target.is_none_or(|target| !matches!(target.closest("[hidden]"), Ok(None)))
        };
        // The page may be gone by then.
        let Some(listed) = self.0.try_get_value().map(|at| at.summary) else {
            return;
        };
        if listed.try_with_untracked(|listed| listed.iter().any(is_away)) == Some(true) {
            listed.update(|listed| listed.retain(|line| !is_away(line)));
        }
    }

    fn submit(self, send: &Rc<dyn Fn() -> Sending>) {
        // Pressed twice, or Enter while it is under way: once is enough.
        let busy = self.at().busy;
        if busy.get_untracked() {
            return;
        }
        let at = self.at();
        at.submits.set(at.submits.get() + 1);
        self.at().failure.set(None);
        if !self.check() {
            return;
        }
        busy.set(true);
        let sending = send();
        task::spawn(async move {
            let outcome = sending.await;
            busy.try_set(false);
            if let Err(failure) = outcome {
                self.show(failure);
            }
        });
    }

    /// Applies the rules to every field; false, with the summary shown and focused, if something is wrong.
    pub fn check(self) -> bool {
        let fine = self.judge();
        if !fine {
            self.focus_problems();
        }
        fine
    }

    fn problems(self) -> Vec<FieldProblem> {
        (self.at().rules)(self)
    }

    fn judge(self) -> bool {
        let problems = self.problems();
        let named: Vec<_> = problems
            .iter()
            .map(|problem| (problem.pointer.as_str(), problem.code.as_str()))
            .collect();
        self.list(&named, true)
    }

    /// Applies the rules for one field, when the person has left it.
    fn check_field(self, field: Field) {
        let problems = self.problems();
        let fields = self.fields();
        for other in fields {
            // What was wrong with another field may be mended here.
            let is_wrong = other.error.with_untracked(Option::is_some);
            // What the server found may come before the field that was left is looked at, and stays until it is edited.
            let is_due = other.is_judged() || !is_wrong;
            if is_due && (is_wrong || other.pointer == field.pointer) {
                let problem = problems
                    .iter()
                    .find(|problem| problem.pointer == other.pointer);
                let error = problem.map(|problem| other.wrong(problem.code.as_str()));
                other.set_judged(true);
                if other.error.with_untracked(|shown| *shown != error) {
                    other.error.set(error);
                }
            }
        }
    }

    fn show(self, failure: Failure) {
        let named: Vec<_> = failure
            .fields()
            .iter()
            .map(|error| (error.pointer.as_str(), error.code.as_str()))
            .collect();
        if named.is_empty() {
            self.at().summary.set(Vec::new());
            self.at().failure.set(Some(failure));
        } else {
            self.list(&named, false);
        }
        self.focus_problems();
    }

    /// Puts each problem at its field and into the summary; true if there is none. `judged`: the rules found them.
    fn list(self, problems: &[(&str, &str)], judged: bool) -> bool {
        let fields = self.fields();
        let mut listed: Vec<Listed> = Vec::new();
        for field in &fields {
            let problem = problems
                .iter()
                .find(|(pointer, _)| *pointer == field.pointer);
            let error = problem.map(|(_, code)| field.wrong(code));
            if let Some(words) = &error {
                listed.push(Listed {
                    target: field.focus_id(),
                    words: words.clone(),
                });
            }
            field.set_judged(judged);
            field.error.set(error);
        }
        // What names no field of this page is said all the same.
        for (pointer, code) in problems {
            if !fields.iter().any(|field| field.pointer == *pointer) {
                let noun = pointer.trim_start_matches('/').replace('_', " ");
                listed.push(Listed {
                    target: String::new(),
                    words: words::field(code, &noun),
                });
            }
        }
        let fine = listed.is_empty();
        self.at().summary.set(listed);
        fine
    }

    fn draw_summary(self) -> El {
        live(move || {
            if let Some(failure) = self.at().failure.get() {
                let remedy = self.at().remedy.borrow().clone();
                let remedy = remedy.map_or_else(nothing, |remedy| remedy(&failure));
                return summary_box(&[ui::failure_text(&failure), remedy]).id(&self.summary_id());
            }
            let listed = self.at().summary.get();
            if listed.is_empty() {
                return nothing();
            }
            let list = el("ul").class("govuk-list govuk-error-summary__list");
            for line in listed {
                let line = if line.target.is_empty() {
                    el("li").text(&line.words)
                } else {
                    el("li").kid(jump(line))
                };
                let _ = list.clone().kid(line);
            }
            summary_box(&[
                el("h2")
                    .class("govuk-error-summary__title")
                    .text(&s::PROBLEM_TITLE),
                list,
            ])
            .id(&self.summary_id())
        })
    }

    fn summary_id(self) -> String {
        [SUMMARY_ID, self.at().apart.get()].concat()
    }

    fn focus_problems(self) {
        let id = self.summary_id();
        browser::after_paint(move || focus_id(&id));
    }
}

/// A link from the summary to the control. It moves the focus; the address stays as it is.
fn jump(line: Listed) -> El {
    let target = line.target.clone();
    el("a")
        .attr("href", &["#", &line.target].concat())
        .text(&line.words)
        .on("click", move |event| {
            event.prevent_default();
            focus_id(&target);
        })
}

const SUMMARY_ID: &str = "problems";

/// The box above a form that names what is wrong in it.
pub fn summary_box(parts: &[El]) -> El {
    el("div")
        .class("govuk-error-summary")
        .id(SUMMARY_ID)
        .attr("tabindex", "-1")
        .attr("role", "alert")
        .kids(parts)
}

/// Moves the focus to the element with this id, where there is one.
pub fn focus_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        El::from_node(element.into()).focus();
    }
}

/// A failure that belongs to no form, as a notice.
pub fn failure_notice(failure: &Failure) -> El {
    ui::notice(NoticeKind::Error, &[ui::failure_text(failure)])
}
