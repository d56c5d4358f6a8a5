//! One step of making a provider agree with one grant.

use accede_domain::grant::{Desired, GrantEvent, GrantState, after};
use accede_domain::time::{Duration, Timestamp};
use accede_store::grant::Grant;

use crate::ProviderError;

/// The first wait after a failure; each further one doubles it.
const FIRST_WAIT: Duration = Duration::seconds(10);
/// The longest wait: a cloud that was away for a day is asked again within the hour.
const LONGEST_WAIT: Duration = Duration::hours(1);

/// What to ask of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Put the principal on the list.
    Add,
    /// Look whether the list holds it.
    Look,
    /// Take it off the list, and look.
    Remove,
}

/// What a grant asks of its provider now; nothing where both agree.
#[must_use]
pub fn next(grant: &Grant) -> Option<Ask> {
    match (grant.state, grant.desired) {
        (GrantState::Requested, Desired::Present) => Some(Ask::Add),
        (GrantState::Accepted, Desired::Present) => Some(Ask::Look),
        (GrantState::Removing, _) => Some(Ask::Remove),
        _ => None,
    }
}

/// What the provider said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It took the principal.
    Added,
    /// Whether its list holds it: after looking, and after removing.
    Listed(bool),
    /// It refused.
    Refused(ProviderError),
}

/// What a step made of a grant, for the mail and the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// The provider took it: the person is told.
    Accepted,
    /// The provider lists it.
    Verified,
    /// It does not list what it took: it is asked again.
    Lost,
    /// It took again what it had lost.
    Restored,
    /// It lists it no longer: the person is told.
    Removed,
    /// It refused for good: the person is told.
    Failed,
    /// It is asked again later.
    Postponed,
}

impl Noted {
    /// The word in the audit log.
    #[must_use]
    pub const fn action(self) -> &'static str {
        match self {
            Self::Accepted => "grant.accepted",
            Self::Verified => "grant.verified",
            Self::Lost => "grant.lost",
            Self::Restored => "grant.restored",
            Self::Removed => "grant.removed",
            Self::Failed => "grant.failed",
            Self::Postponed => "grant.postponed",
        }
    }
}

impl Heard {
    /// Writes down what was heard. The grant is the one of which [`next`] gave the question.
    pub fn note(self, grant: &mut Grant, now: Timestamp) -> Noted {
        let event = match (&self, grant.state) {
            (Self::Added, _) => GrantEvent::ProviderAccepted,
            (Self::Listed(true), GrantState::Accepted | GrantState::Verified) => {
                GrantEvent::ProviderVerified
            }
            (Self::Listed(false), GrantState::Accepted | GrantState::Verified) => {
                GrantEvent::ProviderLost
            }
            (Self::Listed(false), GrantState::Removing) => GrantEvent::ProviderRemoved,
            (Self::Refused(ProviderError::Never(_)), GrantState::Requested) => {
                GrantEvent::ProviderFailed
            }
            _ => return postpone(grant, &self, now),
        };
        let Ok(state) = after(grant.state, event) else {
            return postpone(grant, &self, now);
        };
        grant.state = state;
        grant.next_attempt_at = None;
        match event {
            GrantEvent::ProviderAccepted => accepted(grant, now),
            GrantEvent::ProviderVerified => verified(grant, now),
            GrantEvent::ProviderRemoved => removed(grant, now),
            GrantEvent::ProviderFailed => failed(grant, self),
            _ => lost(grant, now),
        }
    }

    fn words(self) -> String {
        match self {
            Self::Refused(error) => error.to_string(),
            Self::Added | Self::Listed(_) => "the provider's list does not say so yet".to_owned(),
        }
    }
}

fn accepted(grant: &mut Grant, now: Timestamp) -> Noted {
    // Taken again after it was lost: the person was told before.
    let first = grant.accepted_at.is_none();
    grant.accepted_at = grant.accepted_at.or(Some(now));
    grant.next_attempt_at = Some(now);
    if first {
        begin_anew(grant);
        return Noted::Accepted;
    }
    Noted::Restored
}

fn verified(grant: &mut Grant, now: Timestamp) -> Noted {
    grant.verified_at = Some(now);
    begin_anew(grant);
    Noted::Verified
}

fn removed(grant: &mut Grant, now: Timestamp) -> Noted {
    grant.removed_at = Some(now);
    begin_anew(grant);
    Noted::Removed
}

fn failed(grant: &mut Grant, heard: Heard) -> Noted {
    grant.last_error = Some(heard.words());
    Noted::Failed
}

fn lost(grant: &mut Grant, now: Timestamp) -> Noted {
    grant.verified_at = None;
    grant.attempts = grant.attempts.saturating_add(1);
    grant.next_attempt_at = Some(now.plus(wait(grant.attempts)));
    grant.last_error = Some("the provider's list does not hold what it took".to_owned());
    Noted::Lost
}

fn postpone(grant: &mut Grant, heard: &Heard, now: Timestamp) -> Noted {
    grant.attempts = grant.attempts.saturating_add(1);
    grant.last_error = Some(heard.clone().words());
    grant.next_attempt_at = Some(now.plus(wait(grant.attempts)));
    Noted::Postponed
}

fn begin_anew(grant: &mut Grant) {
    grant.attempts = 0;
    grant.last_error = None;
}

/// How long to wait after so many failures in a row.
fn wait(failures: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    FIRST_WAIT.times(1 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_domain::grant::Service;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn grant(state: GrantState, desired: Desired) -> Grant {
        Grant {
            id: "g".to_owned(),
            version: 1,
            account_id: "a".to_owned(),
            dataset: "mimiciii".to_owned(),
            service: Service::BigQuery,
            identity_id: "i".to_owned(),
            address: "ada@example.org".to_owned(),
            identity_linked: true,
            desired,
            state,
            requested_at: NOW,
            accepted_at: None,
            verified_at: None,
            removed_at: None,
            removal_reason: None,
            last_error: None,
            attempts: 0,
            next_attempt_at: Some(NOW),
        }
    }

    #[test]
    fn a_grant_goes_its_way_and_back() {
        let mut of = grant(GrantState::Requested, Desired::Present);
        assert_eq!(next(&of), Some(Ask::Add));
        assert_eq!(Heard::Added.note(&mut of, NOW), Noted::Accepted);
        assert_eq!(
            (of.accepted_at, of.next_attempt_at, next(&of)),
            (Some(NOW), Some(NOW), Some(Ask::Look))
        );
        assert_eq!(Heard::Listed(true).note(&mut of, NOW), Noted::Verified);
        assert_eq!(
            (of.verified_at, of.next_attempt_at, next(&of)),
            (Some(NOW), None, None)
        );
        of.state = GrantState::Removing;
        of.desired = Desired::Absent;
        assert_eq!(next(&of), Some(Ask::Remove));
        assert_eq!(Heard::Listed(true).note(&mut of, NOW), Noted::Postponed);
        assert_eq!(Heard::Listed(false).note(&mut of, NOW), Noted::Removed);
        assert_eq!(
            (of.state, of.removed_at, next(&of)),
            (GrantState::Removed, Some(NOW), None)
        );
    }

    #[test]
    fn a_provider_that_is_away_is_asked_again_ever_more_seldom() {
        let mut of = grant(GrantState::Requested, Desired::Present);
        let away = || Heard::Refused(ProviderError::Later("503".to_owned()));
        let mut waits = Vec::new();
        for _ in 0..20 {
            assert_eq!(away().note(&mut of, NOW), Noted::Postponed);
            waits.push(of.next_attempt_at.unwrap().since(NOW));
        }
        assert_eq!(
            waits[..3],
            [
                Duration::seconds(10),
                Duration::seconds(20),
                Duration::seconds(40)
            ]
        );
        assert_eq!(waits[19], LONGEST_WAIT);
        assert_eq!(of.state, GrantState::Requested);
        assert_eq!(Heard::Added.note(&mut of, NOW), Noted::Accepted);
        assert_eq!((of.attempts, of.last_error), (0, None));
    }

    #[test]
    fn a_refusal_for_good_ends_it_but_a_removal_is_never_given_up() {
        let never = || Heard::Refused(ProviderError::Never("no such address".to_owned()));
        let mut of = grant(GrantState::Requested, Desired::Present);
        assert_eq!(never().note(&mut of, NOW), Noted::Failed);
        assert_eq!((of.state, of.next_attempt_at), (GrantState::Failed, None));
        let mut of = grant(GrantState::Removing, Desired::Absent);
        assert_eq!(never().note(&mut of, NOW), Noted::Postponed);
        assert!(of.next_attempt_at.is_some());
    }

    #[test]
    fn what_the_provider_lost_is_asked_for_again_without_a_second_mail() {
        let mut of = grant(GrantState::Requested, Desired::Present);
        Heard::Added.note(&mut of, NOW);
        assert_eq!(Heard::Listed(false).note(&mut of, NOW), Noted::Lost);
        assert_eq!((of.state, of.attempts), (GrantState::Requested, 1));
        assert_eq!(Heard::Added.note(&mut of, NOW), Noted::Restored);
        assert_eq!(Heard::Listed(true).note(&mut of, NOW), Noted::Verified);
    }
}
