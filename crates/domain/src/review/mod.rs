//! How staff share the work on cases: who works on one ([`claim`]), what they decided that can still
//! be undone ([`decision`]), also on many at once ([`bulk`]), what they begin from ([`template`]), and what is counted of it all
//! ([`figures`]).

pub mod bulk;
pub mod claim;
pub mod decision;
pub mod figures;
pub mod template;

use crate::refusal::Refusal;

choice! {
    /// What a case is about.
    pub enum CaseKind {
        /// A credential application.
        Application = "application",
        /// A training report.
        Training = "training",
    }
}

/// What on a case keeps this reviewer from deciding now, whatever the case itself allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Holds {
    /// Somebody else works on it.
    pub claimed_by_another: bool,
    /// A decision has been taken and waits for its time.
    pub decision_pending: bool,
}

impl Holds {
    /// Refuses a decision where one of them bars it.
    ///
    /// # Errors
    /// [`Refusal::DecisionPending`], [`Refusal::ClaimedByAnother`].
    pub const fn check(self) -> Result<(), Refusal> {
        if self.decision_pending {
            Err(Refusal::DecisionPending)
        } else if self.claimed_by_another {
            Err(Refusal::ClaimedByAnother)
        } else {
            Ok(())
        }
    }
}
