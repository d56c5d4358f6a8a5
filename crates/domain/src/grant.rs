//! Grants on cloud services: what is desired, what was observed, and the moves between.

use crate::refusal::Refusal;

choice! {
    /// A service on which a dataset can be used. Each is granted by itself.
    pub enum Service {
        /// Google BigQuery: the Google address joins the dataset's reader group.
        BigQuery = "big_query",
        /// Google Cloud Storage: the same, for the bucket.
        CloudStorage = "cloud_storage",
    }
}

choice! {
    /// How a grant stands: what was observed, never what is hoped.
    pub enum GrantState {
        /// Wanted by the person; the provider has not been told or has not answered.
        Requested = "requested",
        /// The provider took it.
        Accepted = "accepted",
        /// The provider lists it.
        Verified = "verified",
        /// To be taken away.
        Removing = "removing",
        /// Gone, as the provider says.
        Removed = "removed",
        /// The provider refused it for good.
        Failed = "failed",
    }
}

impl GrantState {
    /// True where the page may show the green notice: the provider accepted.
    #[must_use]
    pub const fn is_in_place(self) -> bool {
        matches!(self, Self::Accepted | Self::Verified)
    }

    /// True where the cloud may let the person in, so that it has to be told when they may not.
    #[must_use]
    pub const fn may_be_at_provider(self) -> bool {
        !matches!(self, Self::Removed)
    }
}

choice! {
    /// What happens to a grant.
    pub enum GrantEvent {
        /// The person asks for it (again), or a retry begins.
        Request = "request",
        /// The provider took it.
        ProviderAccepted = "provider_accepted",
        /// The provider lists it.
        ProviderVerified = "provider_verified",
        /// The provider refused for good.
        ProviderFailed = "provider_failed",
        /// The provider does not list what it had.
        ProviderLost = "provider_lost",
        /// It is no longer desired.
        Remove = "remove",
        /// The provider lists it no longer.
        ProviderRemoved = "provider_removed",
    }
}

/// Every move of a grant.
pub const TRANSITIONS: &[(&[GrantState], GrantEvent, GrantState)] = {
    use GrantEvent as Event;
    use GrantState::*;
    &[
        (&[Removing, Removed, Failed], Event::Request, Requested),
        (&[Requested], Event::ProviderAccepted, Accepted),
        (&[Requested, Accepted], Event::ProviderVerified, Verified),
        (&[Requested], Event::ProviderFailed, Failed),
        (&[Accepted, Verified], Event::ProviderLost, Requested),
        (
            &[Requested, Accepted, Verified, Failed],
            Event::Remove,
            Removing,
        ),
        (&[Removing], Event::ProviderRemoved, Removed),
    ]
};

/// The state after an event.
///
/// # Errors
/// [`Refusal::NotFromHere`] where the event has no place.
pub fn after(state: GrantState, event: GrantEvent) -> Result<GrantState, Refusal> {
    TRANSITIONS
        .iter()
        .find(|(from, on, _)| *on == event && from.contains(&state))
        .map(|&(_, _, to)| to)
        .ok_or(Refusal::NotFromHere)
}

choice! {
    /// What the cloud should say.
    pub enum Desired {
        /// The person is in.
        Present = "present",
        /// The person is not in.
        Absent = "absent",
    }
}

/// What a grant should be: present exactly where the person asked for it, the access rule allows it
/// now, and the cloud identity it rests on is still linked.
#[must_use]
pub const fn desired(asked: bool, allowed: bool, identity_linked: bool) -> Desired {
    if asked && allowed && identity_linked {
        Desired::Present
    } else {
        Desired::Absent
    }
}

/// What to record when facts changed: removal of what is no longer desired. Nothing is granted by
/// this alone; a grant that was taken away is asked for again by the person.
#[must_use]
pub fn recompute(state: GrantState, desired: Desired) -> Option<GrantState> {
    match desired {
        Desired::Present => None,
        Desired::Absent => after(state, GrantEvent::Remove).ok(),
    }
}
