//! What was stated, answer by answer: what changed, what speaks for and against it with where that comes from, what was
//! asked about it before, and a way to comment on it.

use super::super::decide::{Comments, about};
use super::super::words_of;
use crate::dom::{El, el, live, nothing, run};
use crate::page::apply::model::{is_listed, shown};
use crate::ui::{Table, external_link, h3, hidden, icon, moment, muted, section};
use crate::words::{account, review as w, title};
use accede_api::review::{Case, Signal};
use accede_domain::application::{Field, Task};

/// The buttons that comment on an answer; the keys walk along these.
pub(super) const COMMENTS_ON: &str = ".answer__comment";

/// The signals that are about the verified addresses and the webpage; the others stand with reference and training.
const OF_ADDRESSES: &[Signal] = &[Signal::InstitutionalMail, Signal::PersonalMailOnly];

/// Everything that was stated about the applicant. What they stated about their reference stands with the reference.
pub(super) fn draw(case: &Case, comments: Option<&Comments>) -> El {
    let whole = run(&[]);
    for &task in Task::ALL.iter().filter(|task| **task != Task::Reference) {
        let list = el("dl").class("answers");
        if task == Task::AboutYou {
            let _ = list.clone().kids(&[addresses(case), orcid(case)]);
        }
        for field in Field::of_task(task).filter(|&field| is_listed(&case.form, field)) {
            let _ = list.clone().kid(answer(case, field, comments));
        }
        let _ = whole.clone().kids(&[h3(w::task(task)), list]);
    }
    section(&w::STATED, &[whole])
}

fn addresses(case: &Case) -> El {
    let holds: Vec<Signal> = case
        .signals
        .iter()
        .copied()
        .filter(|signal| OF_ADDRESSES.contains(signal))
        .collect();
    el("div").kids(&[
        el("dt").text(&w::ADDRESSES),
        el("dd").kids(&[
            el("span").class("pre-line").text(&case.emails.join("\n")),
            words_of::signals(&holds),
        ]),
    ])
}

/// The iD that they have shown to be theirs, and when.
fn orcid(case: &Case) -> El {
    case.orcid.as_ref().map_or_else(nothing, |linked| {
        el("div").kids(&[
            el("dt").text(&title::ORCID),
            el("dd").kids(&[
                external_link(&linked.url, &linked.url),
                muted(&account::ORCID_SINCE).kid(moment(linked.verified_at)),
            ]),
        ])
    })
}

/// One answer: its question, what was stated, and the button that comments on it.
pub(super) fn answer(case: &Case, field: Field, comments: Option<&Comments>) -> El {
    let pointer = field.pointer();
    let before = case.changed.iter().find(|change| change.pointer == pointer);
    let asked = case
        .comments
        .iter()
        .find(|comment| comment.pointer == pointer);
    let value = el("dd").kids(&[
        value(case, field),
        before.map_or_else(nothing, |change| words_of::changed(field, &change.before)),
        asked.map_or_else(nothing, |asked| {
            muted(&[&*w::ASKED_BEFORE, &asked.text].concat())
        }),
        comments.map_or_else(nothing, |comments| written(comments, pointer)),
    ]);
    el("div").class("answer").kids(&[
        el("dt").text(w::field(field)),
        value,
        comments.map_or_else(nothing, |comments| {
            el("dd").kid(comment_button(comments, pointer))
        }),
    ])
}

/// A page or a record that is stated can be opened.
fn value(case: &Case, field: Field) -> El {
    let words = shown(&case.form, field);
    let words = words.trim();
    let is_address = matches!(
        field,
        Field::Webpage | Field::RorId | Field::ReferencePageUrl
    );
    let opens = words.starts_with("https://") || words.starts_with("http://");
    if words.is_empty() {
        el("span")
            .class("muted")
            .text(&crate::words::shared::NOT_GIVEN)
    } else if is_address && opens {
        external_link(words, words)
    } else {
        el("span").class("pre-line").text(words)
    }
}

/// A button that begins a comment on this.
pub(super) fn comment_button(comments: &Comments, pointer: &'static str) -> El {
    let begins = comments.clone();
    el("button")
        .attr("type", "button")
        .class("answer__comment")
        .kids(&[icon::comment(), hidden(&w::comment_on(about(pointer)))])
        .on_press(move || begins.begin(pointer))
}

/// The comment that is being written on it.
pub(super) fn written(comments: &Comments, pointer: &'static str) -> El {
    let comments = comments.clone();
    live(move || {
        let words = comments.words(pointer);
        if words.trim().is_empty() {
            nothing()
        } else {
            el("p")
                .class("field-comment pre-line")
                .text(&[&*w::YOUR_COMMENT, &words].concat())
        }
    })
}

/// What changed since the submission before, field by field.
pub(super) fn changed(case: &Case) -> El {
    if case.changed.is_empty() {
        return nothing();
    }
    let columns = [w::FIELD.into(), w::BEFORE.into(), w::NOW.into()];
    let table = Table::new(&w::CHANGED, false, &columns);
    for change in &case.changed {
        let field = Field::from_pointer(&change.pointer);
        let now = field
            .map(|field| shown(&case.form, field))
            .unwrap_or_default();
        table.row(&[
            field.map_or(title::TRAINING.get(), w::field_alone).into(),
            el("del")
                .class("pre-line")
                .text(&words_of::stated(field, &change.before)),
            el("ins").class("pre-line").text(&now),
        ]);
    }
    section(&w::CHANGED, &[table.draw()])
}
