//! Why a case cannot be decided by this reviewer now, and what was decided last.

use super::decide;
use crate::dom::{El, nothing};
use crate::ui::{NoticeKind, notice_titled, p};
use crate::words::review as w;
use accede_api::work::Decision;
use accede_domain::refusal::Refusal;
use accede_domain::review::decision::DecisionState;

/// Above the case. Who works on it stands in its head, with a way to take it over.
pub(super) fn notice(may_not_because: Option<&str>, decision: Option<&Decision>) -> El {
    if let Some(decision) = decision {
        return of_decision(decision);
    }
    match may_not_because {
        None => nothing(),
        Some(why) => notice_titled(
            NoticeKind::Info,
            if why == Refusal::ClaimedByAnother.as_str() {
                &w::CLAIMED
            } else {
                &w::MAY_NOT
            },
            &[p(decide::sentence(why))],
        ),
    }
}

fn of_decision(decision: &Decision) -> El {
    let label = w::decided_label(decision.case_kind, &decision.command);
    match decision.state {
        DecisionState::Pending if decision.mine => notice_titled(
            NoticeKind::Success,
            &w::decided_by_you(label),
            &[p(&w::CAN_UNDO)],
        ),
        DecisionState::Pending => notice_titled(
            NoticeKind::Info,
            &w::decided_by(&decision.name, label),
            &[p(&w::IN_A_MOMENT)],
        ),
        _ => {
            let why = decision.why.as_deref().map(decide::sentence);
            notice_titled(
                NoticeKind::Warning,
                &w::did_not_happen(label),
                &[p(why.unwrap_or_default())],
            )
        }
    }
}
