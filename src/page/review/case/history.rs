//! What happened, as staff may know it: who did it, and the words that belong to it.

use super::super::words_of;
use crate::dom::{El, run};
use crate::ui::{TimelineItem, Tone, moment, timeline};
use crate::words::{apply as aw, review as w};
use accede_api::application::TimelineEntry;
use accede_api::review::Case;
use accede_domain::review::CaseKind;

/// The latest first: that is what one comes to read.
pub(super) fn draw(case: &Case) -> El {
    timeline(case.timeline.iter().rev().map(happened).collect())
}

fn happened(entry: &TimelineEntry) -> TimelineItem {
    let tone = match entry.kind.as_str() {
        "returned" | "reference_bounced" | "reference_timed_out" => Tone::Attention,
        "rejected" | "revoked" | "lapsed" | "withdrawn" | "expired" => Tone::Ended,
        "decision_undone" | "decision_not_carried_out" => Tone::Quiet,
        _ => Tone::Done,
    };
    TimelineItem {
        tone,
        title: w::event(&entry.kind).to_owned(),
        when: run(&[moment(entry.at), words_of::by(entry).as_str().into()]),
        text: match (entry.kind.as_str(), entry.text.as_deref()) {
            // What did not come to be is named by its command.
            ("decision_undone" | "decision_not_carried_out", Some(command)) => {
                w::decided_label(CaseKind::Application, command).to_owned()
            }
            (_, text) => aw::with_comments(text.unwrap_or_default(), &entry.comments),
        },
    }
}
