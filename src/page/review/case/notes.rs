//! What staff write about an application for each other. Only ever added to.

use crate::api::{Call, endpoint};
use crate::dom::{El, el, live, nothing, run};
use crate::form::Form;
use crate::session;
use crate::ui::{moment, muted, p, section};
use crate::words::review as w;
use accede_api::review::{Case, CaseNote, WriteNote};
use leptos::prelude::*;

/// The notes, and a form that adds one. On one's own application there is neither.
pub(super) fn draw(case: &Case) -> El {
    let me = session::get().account_untracked();
    if me.is_none_or(|me| me.id == case.account_id) {
        return nothing();
    }
    let notes = RwSignal::new(case.notes.clone());
    let added = RwSignal::new("");
    section(
        &w::NOTES,
        &[
            muted(&w::NOTES_TEXT).class("muted notes-intro"),
            live(move || notes.with(|notes| list(notes))),
            muted("")
                .attr("role", "status")
                .text_live(move || added.get().to_owned()),
            form(&case.id, move |note| {
                notes.update(|notes| notes.push(note));
                added.set(&w::NOTE_ADDED);
            }),
        ],
    )
}

fn list(notes: &[CaseNote]) -> El {
    if notes.is_empty() {
        return nothing();
    }
    let list = el("ol").class("notes");
    for note in notes {
        let by = [&note.name, ", "].concat();
        let _ = list.clone().kid(el("li").kids(&[
            p(&note.text).class("pre-line"),
            muted("").kids(&[by.as_str().into(), moment(note.at)]),
        ]));
    }
    list
}

/// Its words stay in this tab until they were sent, as those of decisions do.
fn form(id: &str, added: impl Fn(CaseNote) + Clone + 'static) -> El {
    let form = Form::new(Form::blanks)
        .apart("note")
        .kept_as(&["review/", id, "/note"].concat());
    let text = form.field("/text", &w::TEXT_NOUN, "");
    let path = endpoint::review_notes(id);
    let parts = run(&[
        text.text_area(&w::NOTE).rows(3).draw(),
        form.submit_button(&w::ADD_NOTE),
    ]);
    form.draw(&[parts], move || {
        let body = WriteNote { text: text.get() };
        let call = Call::post(path.clone()).body(&body);
        let added = added.clone();
        async move {
            let note = call.send().await?.read::<CaseNote>()?;
            text.edit(String::new());
            form.forget();
            added(note);
            Ok(())
        }
    })
}
