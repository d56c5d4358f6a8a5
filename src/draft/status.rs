//! Where a draft stands, in words: a quiet line, until there is trouble.

use super::{DraftKeeper, SaveState};
use crate::api::Failure;
use crate::dom::{El, el, live, nothing, run, when};
use crate::form::{Form, failure_notice};
use crate::ui::icon;
use crate::words::shared as s;
use leptos::prelude::*;

/// The line, and what is wrong where the draft is refused. That everything is saved is said once something was typed, and
/// not beside what is wrong with the form.
///
/// It is spoken politely when it is new: that all is saved once, and again after trouble. What happens with every pause is
/// only seen.
pub fn draft_status(keeper: DraftKeeper, form: Form) -> El {
    let said = Memo::new(
        move |before: Option<&&'static str>| match keeper.state.get() {
            SaveState::Saving => before.copied().unwrap_or_default(),
            SaveState::Saved if form.has_problems() || !keeper.has_edits() => "",
            state => line(&state),
        },
    );
    // Trouble stays in sight until it is over.
    let is_trouble = Memo::new(move |_| {
        let said = said.get();
        !said.is_empty() && said != &*s::DRAFT_SAVED
    });
    let is_saving =
        Memo::new(move |_| keeper.state.get() == SaveState::Saving && !is_trouble.get());
    let status = el("div")
        .attr_live("class", move || {
            let class = if is_trouble.get() {
                "draft-status draft-status--trouble"
            } else {
                "draft-status"
            };
            Some(class.to_owned())
        })
        .kids(&[
            when(move || is_trouble.get(), icon::warning),
            el("span")
                .attr("aria-hidden", "true")
                .text_live(move || seen(is_saving.get(), &s::DRAFT_SAVING)),
            el("span")
                .attr("role", "status")
                .attr_live("class", move || {
                    is_saving.get().then(|| "govuk-visually-hidden".to_owned())
                })
                .text_live(move || said.get().to_owned()),
        ]);
    let rest = live(move || match keeper.state.get() {
        SaveState::Refused(failure) => failure_notice(&failure),
        _ => nothing(),
    });
    run(&[el("div").class("draft").kid(status), rest])
}

fn seen(is_seen: bool, words: &str) -> String {
    if is_seen { words } else { "" }.to_owned()
}

fn line(state: &SaveState) -> &'static str {
    match state {
        SaveState::Saved => &s::DRAFT_SAVED,
        SaveState::Saving => &s::DRAFT_SAVING,
        SaveState::Waiting(Failure::Offline) => &s::DRAFT_OFFLINE,
        SaveState::Waiting(_) => &s::DRAFT_NOT_NOW,
        SaveState::SignedOut => &s::DRAFT_SIGNED_OUT,
        SaveState::Refused(_) => &s::DRAFT_REFUSED,
        SaveState::Conflict(_) => &s::DRAFT_CONFLICT,
    }
}
