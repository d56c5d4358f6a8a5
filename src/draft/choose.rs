//! Two versions of a draft that contradict each other: the person chooses, answer by answer. Nothing is preferred, and
//! nothing goes on before each is chosen.

use crate::dom::{El, el};
use crate::form::{Field, Form};
use crate::ui::{NoticeKind, notice_titled, p};
use crate::words::shared as s;
use leptos::prelude::document;
use std::rc::Rc;

/// Which of two versions of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// What stands on this page.
    Here,
    /// The other version.
    Other,
    /// Both, one below the other, to be made one by hand.
    Both,
}

/// One answer in its two versions.
pub struct Question {
    pub pointer: &'static str,
    pub label: &'static str,
    /// Read anew while it is shown: the person may go on typing.
    pub here: Box<dyn Fn() -> String>,
    pub other: String,
    /// Whether both can stand in it.
    pub is_long: bool,
}

/// Where the other version comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Saved by another tab or device.
    Elsewhere,
    /// Kept on this device since an earlier visit.
    Earlier,
}

const ID: &str = "choose";

/// The questions, with one button for all of them; `done` is given a pick for each, in their order.
pub fn choose(origin: Origin, questions: Vec<Question>, done: impl Fn(&[Pick]) + 'static) -> El {
    let (title, text, other) = match origin {
        Origin::Elsewhere => (&s::CONFLICT_TITLE, &s::CONFLICT_TEXT, &s::CONFLICT_THEIRS),
        Origin::Earlier => (&s::LEFT_TITLE, &s::LEFT_TEXT, &s::LEFT_KEPT),
    };
    let form = Form::new(Form::blanks).apart("choose-");
    let mut parts = Vec::new();
    let mut fields: Vec<Field> = Vec::new();
    for question in questions {
        let field = form.field(question.pointer, &s::CONFLICT_NOUN, "");
        let given = question.other;
        let mut radios = field
            .radios(question.label)
            .quoted("here", &s::CONFLICT_MINE, move || quote((question.here)()))
            .quoted("other", other, move || quote(given.clone()));
        if question.is_long {
            radios = radios.quoted("both", &s::CONFLICT_BOTH, || {
                s::CONFLICT_BOTH_HINT.to_owned()
            });
        }
        parts.push(radios.draw());
        fields.push(field);
    }
    parts.push(form.submit_button(&s::CONFLICT_KEEP));
    let done = Rc::new(done);
    let drawn = form.draw(&parts, move || {
        let picks: Vec<_> = fields.iter().map(|field| pick(&field.get())).collect();
        let done = done.clone();
        async move {
            done(&picks);
            Ok(())
        }
    });
    el("section")
        .id(ID)
        .attr("tabindex", "-1")
        .attr("aria-label", title)
        .kid(notice_titled(NoticeKind::Warning, title, &[p(text), drawn]))
}

/// Takes whoever wants to go on to what has to be chosen first.
pub fn focus_choice() {
    if let Some(choice) = document().get_element_by_id(ID) {
        choice.scroll_into_view();
        El::from_node(choice.into()).focus();
    }
}

fn pick(value: &str) -> Pick {
    match value {
        "other" => Pick::Other,
        "both" => Pick::Both,
        _ => Pick::Here,
    }
}

fn quote(words: String) -> String {
    if words.trim().is_empty() {
        s::CONFLICT_EMPTY.to_owned()
    } else {
        words
    }
}
