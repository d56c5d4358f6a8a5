//! Where a draft stands, in words: a quiet line, and more than that only when the person has to choose.

use super::{DraftKeeper, SaveState};
use crate::api::Stale;
use crate::dom::{El, el, live, nothing};
use crate::form::failure_notice;
use crate::ui::{ButtonKind, NoticeKind, Table, button, notice_titled, p};
use crate::words::shared as s;
use leptos::prelude::*;

/// A question with what stands on this page and what was saved elsewhere.
pub struct Difference {
    pub label: String,
    pub mine: String,
    pub theirs: String,
}

/// Compares what is on the page with a current representation.
pub type Compare = Box<dyn Fn(&Stale) -> Vec<Difference>>;

/// What the page does about a conflict.
pub struct OnConflict {
    /// The questions that differ, from the current representation.
    pub differences: Compare,
    /// The version of the current representation.
    pub version: fn(&Stale) -> i64,
    /// Puts the current representation into the page's fields.
    pub take: Box<dyn Fn(&Stale)>,
}

/// The line, spoken politely when it changes, and the choice when another tab saved something else.
pub fn draft_status(keeper: DraftKeeper, on_conflict: OnConflict) -> El {
    let on_conflict = std::rc::Rc::new(on_conflict);
    let kind = Memo::new(move |_| line(&keeper.state.get()));
    let status = el("p")
        .class("draft-status")
        .attr("role", "status")
        .text_live(move || kind.get().to_owned());
    let rest = live(move || match keeper.state.get() {
        SaveState::Conflict(current) => conflict(keeper, &on_conflict, &current),
        SaveState::Refused(failure) => failure_notice(&failure),
        _ => nothing(),
    });
    el("div").class("draft").kids(&[status, rest])
}

fn line(state: &SaveState) -> &'static str {
    match state {
        SaveState::Saved => s::DRAFT_SAVED,
        SaveState::Saving => s::DRAFT_SAVING,
        SaveState::OfflineKept => s::DRAFT_OFFLINE,
        SaveState::SignedOut => s::DRAFT_SIGNED_OUT,
        SaveState::Refused(_) => s::DRAFT_REFUSED,
        SaveState::Conflict(_) => s::CONFLICT_TITLE,
    }
}

fn conflict(keeper: DraftKeeper, on_conflict: &std::rc::Rc<OnConflict>, current: &Stale) -> El {
    let table = Table::new(
        s::CONFLICT_TITLE,
        false,
        &[
            s::CONFLICT_FIELD.into(),
            s::CONFLICT_MINE.into(),
            s::CONFLICT_THEIRS.into(),
        ],
    );
    for difference in (on_conflict.differences)(current) {
        table.row(&[
            difference.label.as_str().into(),
            difference.mine.as_str().into(),
            difference.theirs.as_str().into(),
        ]);
    }
    let version = (on_conflict.version)(current);
    let (taken, on_conflict) = (current.clone(), on_conflict.clone());
    let choices = el("div").class("button-row").kids(&[
        button(ButtonKind::Secondary, s::CONFLICT_KEEP_MINE, move || {
            keeper.keep_mine(version)
        }),
        button(ButtonKind::Secondary, s::CONFLICT_TAKE_THEIRS, move || {
            (on_conflict.take)(&taken);
            keeper.took_theirs(version);
        }),
    ]);
    notice_titled(
        NoticeKind::Warning,
        s::CONFLICT_TITLE,
        &[p(s::CONFLICT_TEXT), table.draw(), choices],
    )
}

/// Words that an earlier visit typed and the server never got: offers them once, with what they would change.
pub fn left_behind(
    differences: &[Difference],
    take: impl Fn() + 'static,
    drop: impl Fn() + 'static,
) -> El {
    let table = Table::new(
        s::LEFT_TITLE,
        false,
        &[
            s::CONFLICT_FIELD.into(),
            s::LEFT_KEPT.into(),
            s::LEFT_SAVED.into(),
        ],
    );
    for difference in differences {
        table.row(&[
            difference.label.as_str().into(),
            difference.mine.as_str().into(),
            difference.theirs.as_str().into(),
        ]);
    }
    let choices = el("div").class("button-row").kids(&[
        button(ButtonKind::Secondary, s::LEFT_TAKE, take),
        button(ButtonKind::Quiet, s::LEFT_DROP, drop),
    ]);
    notice_titled(
        NoticeKind::Info,
        s::LEFT_TITLE,
        &[p(s::LEFT_TEXT), table.draw(), choices],
    )
}
