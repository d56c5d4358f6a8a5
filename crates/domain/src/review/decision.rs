//! A decision of staff that may be undone: it is kept at once, and takes effect a little later
//! (`domain.md`, States). Until then nothing has left, and nobody but staff knows of it.

use crate::application::CommandKind;
use crate::refusal::Refusal;
use crate::time::{Duration, Timestamp};
use crate::training::TrainingCommandKind;

choice! {
    /// What became of a decision.
    pub enum DecisionState {
        /// It waits for its time, and can be undone.
        Pending = "pending",
        /// It took effect.
        CarriedOut = "carried_out",
        /// Whoever took it took it back.
        Undone = "undone",
        /// When its time came, the case was no longer what it was taken on.
        NotCarriedOut = "not_carried_out",
    }
}

impl CommandKind {
    /// True for what staff decide on a case: it can be undone before it takes effect. The request
    /// to a reference sent once more is no decision.
    #[must_use]
    pub const fn may_be_undone(self) -> bool {
        matches!(
            self,
            Self::ConfirmIdentity
                | Self::InviteReference
                | Self::ConfirmReference
                | Self::SkipReference
                | Self::ReturnForChanges
                | Self::Accept
                | Self::Reject
                | Self::Revoke
        )
    }
}

impl TrainingCommandKind {
    /// True for what staff decide on a report.
    #[must_use]
    pub const fn may_be_undone(self) -> bool {
        matches!(self, Self::Accept | Self::Return | Self::Reject)
    }
}

/// When a decision taken now takes effect; nothing where that is at once.
#[must_use]
pub fn takes_effect_at(decided_at: Timestamp, undo: Duration) -> Option<Timestamp> {
    (undo > Duration::ZERO).then(|| decided_at.plus(undo))
}

/// Judges taking a decision back. It can be undone for as long as it has not taken effect: a server
/// that comes late to it does no harm.
///
/// # Errors
/// [`Refusal::NotYourDecision`] for all but whoever took it, [`Refusal::DecisionOver`] once it is
/// anything but pending.
pub fn undo(state: DecisionState, is_mine: bool) -> Result<(), Refusal> {
    if !is_mine {
        Err(Refusal::NotYourDecision)
    } else if state == DecisionState::Pending {
        Ok(())
    } else {
        Err(Refusal::DecisionOver)
    }
}
