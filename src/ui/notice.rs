//! Notices: something to know, with the weight of its colour, its shape and its first word.

use crate::api::Failure;
use crate::dom::{El, el, run};
use crate::ui::icon;
use crate::words::problem;

/// What a notice says. Granted things are [`NoticeKind::Success`]; what is closed is [`NoticeKind::Restricted`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    Success,
    Info,
    Warning,
    Restricted,
    Error,
}

/// A notice of free content.
pub fn notice(kind: NoticeKind, parts: &[El]) -> El {
    let (class, mark) = match kind {
        NoticeKind::Success => ("notice notice--success", icon::done()),
        NoticeKind::Info => ("notice notice--info", icon::info()),
        NoticeKind::Warning => ("notice notice--warning", icon::warning()),
        NoticeKind::Restricted => ("notice notice--restricted", icon::closed()),
        NoticeKind::Error => ("notice notice--error", icon::warning()),
    };
    let notice = el("div")
        .class(class)
        .kids(&[mark, el("div").class("notice__text").kids(parts)]);
    // A failure is spoken at once; everything else is part of the page and read in its turn.
    if kind == NoticeKind::Error {
        notice.attr("role", "alert")
    } else {
        notice
    }
}

/// A notice with a heading and sentences.
pub fn notice_titled(kind: NoticeKind, title: &str, parts: &[El]) -> El {
    notice(
        kind,
        &[el("h2").class("notice__title").text(title), run(parts)],
    )
}

/// A failure in words.
pub fn failure_text(failure: &Failure) -> El {
    let (title, words) = problem::failure(failure);
    run(&[
        el("h2").class("notice__title").text(title),
        el("p").text(&words),
    ])
}
