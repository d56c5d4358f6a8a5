//! A provider's list held against ours, both ways.

use std::collections::BTreeSet;

use accede_domain::grant::GrantState;
use accede_store::grant::Grant;

/// Where the two differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Grants that we hold for in place, and the provider does not list.
    pub lost: Vec<Grant>,
    /// Principals of grants that were removed, and are listed again or still.
    pub back: Vec<String>,
    /// Principals that we never put there. They are reported, and left to a person.
    pub unknown: Vec<String>,
}

impl Drift {
    /// True where both agree.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.lost.is_empty() && self.back.is_empty() && self.unknown.is_empty()
    }
}

/// Compares all grants of one group with the provider's list. A grant on its way in or out is left to its own step.
#[must_use]
pub fn compare(grants: Vec<Grant>, listed: &BTreeSet<String>) -> Drift {
    let of = |state: fn(GrantState) -> bool| -> BTreeSet<String> {
        grants
            .iter()
            .filter(|grant| state(grant.state))
            .map(|grant| grant.address.clone())
            .collect()
    };
    let expected = of(GrantState::may_be_at_provider);
    let removed = of(|state| state == GrantState::Removed);
    let strangers = listed.difference(&expected);
    let (back, unknown) = strangers
        .cloned()
        .partition(|principal| removed.contains(principal));
    let is_lost =
        |grant: &Grant| grant.state == GrantState::Verified && !listed.contains(&grant.address);
    Drift {
        lost: grants.into_iter().filter(is_lost).collect(),
        back,
        unknown,
    }
}
