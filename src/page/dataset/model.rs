//! What the page of a dataset decides: pure, tested natively.

use accede_api::dataset::{AccessMethod, MethodKind};
use accede_domain::access::{Requirement, RequirementState, RequirementStatus, WaitingOn};
use accede_domain::grant::{GrantState, Service};

use crate::ui::Tone;

/// The cloud service behind a method, where it is one.
pub fn service(kind: MethodKind) -> Option<Service> {
    match kind {
        MethodKind::BigQuery => Some(Service::BigQuery),
        MethodKind::CloudStorage => Some(Service::CloudStorage),
        MethodKind::Zip | MethodKind::Wget => None,
    }
}

/// The method as the address of its how-to page spells it.
pub fn word(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Zip => "zip",
        MethodKind::BigQuery => "big_query",
        MethodKind::CloudStorage => "cloud_storage",
        MethodKind::Wget => "wget",
    }
}

/// The one method whose button is the page's primary one: the first that is recommended and not in use yet.
pub fn primary(methods: &[AccessMethod]) -> Option<MethodKind> {
    let is_open = |method: &&AccessMethod| {
        let standing = method.grant.as_ref().map(|grant| grant.state);
        method.recommended && !standing.is_some_and(|state| state.is_in_place() || is_moving(state))
    };
    methods.iter().find(is_open).map(|method| method.kind)
}

/// Whether somebody else has to do something before a grant stands still: worth asking again.
pub fn is_moving(state: GrantState) -> bool {
    matches!(state, GrantState::Requested | GrantState::Removing)
}

/// Whether nothing more is to be observed of a grant.
pub fn is_settled(state: GrantState) -> bool {
    !is_moving(state) && state != GrantState::Accepted
}

/// How a requirement's state looks.
pub fn tone(state: RequirementState) -> Tone {
    match state {
        RequirementState::Met { .. } => Tone::Done,
        RequirementState::Waiting {
            on: WaitingOn::Applicant,
        } => Tone::Attention,
        RequirementState::Waiting { .. } => Tone::Waiting,
        RequirementState::Missing => Tone::Todo,
    }
}

/// The first requirement that the person can do something about, else the first that is not met.
pub fn first_open(requirements: &[RequirementStatus]) -> Option<&RequirementStatus> {
    let open = || {
        requirements
            .iter()
            .filter(|status| !status.state.is_met() && status.next_step.is_some())
    };
    let theirs =
        |status: &&RequirementStatus| matches!(tone(status.state), Tone::Todo | Tone::Attention);
    open().find(theirs).or_else(|| open().next())
}

/// Whether nobody is signed in.
pub fn is_visitor(requirements: &[RequirementStatus]) -> bool {
    requirements
        .iter()
        .any(|status| status.requirement == Requirement::SignedIn && !status.state.is_met())
}

/// What is worth a line: an account with its address is one thing to a visitor, and nothing to say to whoever has it.
pub fn listed(requirements: &[RequirementStatus]) -> impl Iterator<Item = &RequirementStatus> {
    let is_visitor = is_visitor(requirements);
    requirements
        .iter()
        .filter(move |status| match status.requirement {
            Requirement::SignedIn => is_visitor,
            Requirement::VerifiedEmail => !is_visitor && !status.state.is_met(),
            _ => true,
        })
}

/// Whether a training is asked for, so that the names of trainings are needed.
pub fn asks_training(requirements: &[RequirementStatus]) -> bool {
    requirements
        .iter()
        .any(|status| matches!(status.requirement, Requirement::Training { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_api::dataset::Grant;
    use accede_domain::next::NextStep;
    use accede_domain::time::Timestamp;

    fn method(kind: MethodKind, recommended: bool, state: Option<GrantState>) -> AccessMethod {
        AccessMethod {
            kind,
            recommended,
            size: None,
            url: None,
            command: None,
            grant: state.map(|state| Grant {
                id: String::new(),
                dataset: String::new(),
                dataset_title: String::new(),
                service: Service::BigQuery,
                state,
                address: String::new(),
                requested_at: Timestamp::from_seconds(0),
                accepted_at: None,
                verified_at: None,
                removed_at: None,
            }),
        }
    }

    #[test]
    fn one_button_is_primary_and_it_is_one_that_is_left_to_press() {
        let mut methods = [
            method(MethodKind::Zip, false, None),
            method(MethodKind::BigQuery, true, None),
            method(MethodKind::CloudStorage, true, None),
        ];
        assert_eq!(primary(&methods), Some(MethodKind::BigQuery));
        methods[1] = method(MethodKind::BigQuery, true, Some(GrantState::Verified));
        assert_eq!(primary(&methods), Some(MethodKind::CloudStorage));
        methods[1] = method(MethodKind::BigQuery, true, Some(GrantState::Removed));
        assert_eq!(primary(&methods), Some(MethodKind::BigQuery));
    }

    #[test]
    fn a_grant_is_watched_until_nothing_more_can_be_seen() {
        assert!(!is_settled(GrantState::Requested));
        assert!(!is_settled(GrantState::Accepted));
        assert!(is_settled(GrantState::Verified));
        assert!(is_settled(GrantState::Failed));
        assert!(is_settled(GrantState::Removed));
    }

    fn status(
        requirement: Requirement,
        state: RequirementState,
        next_step: Option<NextStep>,
    ) -> RequirementStatus {
        RequirementStatus {
            requirement,
            state,
            next_step,
        }
    }

    #[test]
    fn an_account_is_asked_of_whoever_has_none() {
        let kinds = |state| {
            let list = [
                status(Requirement::SignedIn, state, None),
                status(Requirement::VerifiedEmail, state, None),
                status(Requirement::Agreement, RequirementState::Missing, None),
            ];
            let listed: Vec<_> = listed(&list)
                .map(|status| status.requirement.clone())
                .collect();
            (is_visitor(&list), listed)
        };
        assert_eq!(
            kinds(RequirementState::Missing),
            (true, vec![Requirement::SignedIn, Requirement::Agreement])
        );
        assert_eq!(
            kinds(RequirementState::Met { until: None }),
            (false, vec![Requirement::Agreement])
        );
    }

    #[test]
    fn what_the_person_can_do_comes_before_what_they_wait_for() {
        let list = [
            status(
                Requirement::SignedIn,
                RequirementState::Met { until: None },
                None,
            ),
            status(
                Requirement::Credential,
                RequirementState::Waiting {
                    on: WaitingOn::Reviewer,
                },
                Some(NextStep::WaitForReviewer),
            ),
            status(
                Requirement::Agreement,
                RequirementState::Missing,
                Some(NextStep::SignAgreement),
            ),
        ];
        let first = first_open(&list).and_then(|status| status.next_step);
        assert_eq!(first, Some(NextStep::SignAgreement));
        let waiting = first_open(&list[..2]).and_then(|status| status.next_step);
        assert_eq!(waiting, Some(NextStep::WaitForReviewer));
        assert_eq!(first_open(&list[..1]), None);
    }
}
