//! Where a draft stands, in words: a quiet line.

use super::{DraftKeeper, SaveState};
use crate::dom::{El, el, live, nothing};
use crate::form::{Form, failure_notice};
use crate::words::shared as s;
use leptos::prelude::*;

/// The line, spoken politely when it changes, and what is wrong where the draft is refused. That everything is saved is
/// said once something was typed, and not beside what is wrong with the form.
pub fn draft_status(keeper: DraftKeeper, form: Form) -> El {
    let kind = Memo::new(move |_| match keeper.state.get() {
        SaveState::Saved if form.has_problems() || !keeper.has_edits() => "",
        state => line(&state),
    });
    let status = el("p")
        .class("draft-status")
        .attr("role", "status")
        .text_live(move || kind.get().to_owned());
    let rest = live(move || match keeper.state.get() {
        SaveState::Refused(failure) => failure_notice(&failure),
        _ => nothing(),
    });
    el("div").class("draft").kids(&[status, rest])
}

fn line(state: &SaveState) -> &'static str {
    match state {
        SaveState::Saved => &s::DRAFT_SAVED,
        SaveState::Saving => &s::DRAFT_SAVING,
        SaveState::OfflineKept => &s::DRAFT_OFFLINE,
        SaveState::SignedOut => &s::DRAFT_SIGNED_OUT,
        SaveState::Refused(_) => &s::DRAFT_REFUSED,
        SaveState::Conflict(_) => &s::DRAFT_CONFLICT,
    }
}
