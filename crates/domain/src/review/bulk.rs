//! Decisions on many applications at once. Each is judged, kept and undone like one that is taken alone; together they have
//! a preview and one time at which they take effect.
//!
//! Only what asks the same of every applicant is offered. What takes an application forward rests on a checklist that is
//! answered case by case, and is decided on the case.

use crate::application::CommandKind;

/// The most that are decided with one request.
pub const BATCH: usize = 25;
/// The most decisions of one bulk, and the most that a preview shows: as many as somebody can look through.
pub const BULK: usize = 100;

impl CommandKind {
    /// True for what may be decided on many applications at once.
    #[must_use]
    pub const fn may_be_bulk(self) -> bool {
        matches!(self, Self::ReturnForChanges | Self::Reject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decided_on_many_can_be_undone_and_asks_no_checklist() {
        use CommandKind as Do;
        for kind in CommandKind::ALL {
            assert!(!kind.may_be_bulk() || kind.may_be_undone(), "{kind:?}");
        }
        for forward in [Do::ConfirmIdentity, Do::Accept, Do::InviteReference] {
            assert!(!forward.may_be_bulk());
        }
        assert!(Do::Reject.may_be_bulk() && Do::ReturnForChanges.may_be_bulk());
    }
}
