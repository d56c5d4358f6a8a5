//! The decisions that the server offers for a case. The one that takes it forward stands open with its questions; the
//! others are opened when wanted. Each is a form of its own, whose words stay in this tab until it was sent.

mod checklist;
mod forward;
mod give_back;
mod reasons;
mod send;
mod templates;

pub(super) use checklist::{Checklist, Question};
pub(super) use give_back::{Comments, about};
pub(super) use send::{Target, keep_words};
pub(super) use templates::{choice, with_templates};

use super::keys::{self, Action};
use crate::browser;
use crate::dom::{El, el, nothing, run};
use crate::form::Form;
use crate::ui::{details, h3, li, p, ul};
use crate::words::{review as w, t};
use accede_api::review::Case;
use accede_domain::application::CommandKind;
use accede_domain::refusal::Refusal;
use leptos::prelude::*;

/// Where the decisions of a case stand, for the keys.
pub(super) const FORWARD: &str = "decide-forward";
pub(super) const RETURN: &str = "decide-return";
pub(super) const REJECT: &str = "decide-reject";

/// Every decision that may be taken now.
pub(super) fn draw(case: &Case, target: &Target, comments: Option<&Comments>) -> El {
    let whole = run(&[]);
    let mut any = false;
    // What takes the case on stands first, whatever else is possible.
    let all = &case.commands;
    let forward = all.iter().filter(|command| leads_on(**command));
    let others = all.iter().filter(|command| !leads_on(**command));
    for command in forward.chain(others) {
        let form = match command {
            CommandKind::ConfirmIdentity => framed(
                FORWARD,
                &w::CONFIRM_IDENTITY,
                forward::confirm_identity(case, target),
            ),
            CommandKind::InviteReference => {
                framed(FORWARD, &w::INVITE, forward::invite(case, target))
            }
            CommandKind::ConfirmReference => framed(
                FORWARD,
                &w::CONFIRM_REFERENCE,
                forward::confirm_reference(target),
            ),
            CommandKind::Accept => framed(FORWARD, &w::ACCEPT, forward::accept(case, target)),
            CommandKind::SkipReference => reasons::skip(target),
            CommandKind::ReturnForChanges => match comments {
                Some(comments) => give_back::draw(case, comments, target),
                None => continue,
            },
            CommandKind::Reject => reasons::reject(target),
            CommandKind::Revoke => reasons::revoke(target),
            _ => continue,
        };
        any = true;
        let _ = whole.clone().kid(form);
    }
    if any {
        whole.kid(blockers(case))
    } else {
        p(&w::NOTHING_TO_DECIDE)
    }
}

const fn leads_on(command: CommandKind) -> bool {
    matches!(
        command,
        CommandKind::ConfirmIdentity
            | CommandKind::InviteReference
            | CommandKind::ConfirmReference
            | CommandKind::Accept
    )
}

/// Opens the questions of a decision, with the first that is not answered in focus, or the first where all are from before;
/// false where it is not offered now.
pub(super) fn open(action: Action) -> bool {
    let id = match action {
        Action::Accept => FORWARD,
        Action::Return => RETURN,
        Action::Reject => REJECT,
        _ => return false,
    };
    unfold(id).is_some_and(|place| {
        browser::after_paint(move || {
            if keys::has_unanswered(&place) || !keys::focus_question(&place) {
                keys::focus_unanswered(&place);
            }
        });
        true
    })
}

/// Shows what is folded at a decision; none where it is not offered now.
fn unfold(id: &str) -> Option<web_sys::Element> {
    let place = document().get_element_by_id(id)?;
    // No more than an attribute, which nobody else draws.
    let _ = place.set_attribute("open", "");
    Some(place)
}

/// What the server's word for a refusal means.
pub(super) fn sentence(word: &str) -> &str {
    match Refusal::parse(word) {
        Some(refusal) => t(refusal.detail()),
        None => word,
    }
}

fn blockers(case: &Case) -> El {
    if case.accept_blockers.is_empty() || !case.commands.contains(&CommandKind::Reject) {
        return nothing();
    }
    let reasons: Vec<El> = case
        .accept_blockers
        .iter()
        .map(|word| li(sentence(word)))
        .collect();
    details(&w::BLOCKED, &[ul(&reasons)])
}

/// The decision that takes the case forward. The first of several is the one that the key opens.
pub(super) fn framed(id: &str, heading: &str, form: El) -> El {
    el("div")
        .class("decision decision--forward")
        .id(id)
        .kids(&[h3(heading), form])
}

/// Less usual decisions stay closed until asked for, or while one is half written.
pub(super) fn folded(id: &str, heading: &str, form: Form, drawn: El) -> El {
    el("details")
        .class("decision")
        .id(id)
        .flag("open", form.is_begun())
        .kids(&[el("summary").text(heading), drawn])
}
