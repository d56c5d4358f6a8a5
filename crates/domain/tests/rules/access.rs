//! The access rule: each policy, each requirement, and that nothing but facts lets anyone in.

use accede_domain::access::*;
use accede_domain::account::AccountState;
use accede_domain::application::Position;
use accede_domain::next::NextStep;
use accede_domain::reference::ReferenceState;
use accede_domain::time::{Date, Duration};
use accede_domain::training::TrainingState;
use proptest::prelude::*;

use crate::support::now;

fn rule(policy: Policy) -> DatasetRule {
    let version = |version_id: &str, until| AcceptedAgreement {
        version_id: version_id.into(),
        until,
    };
    DatasetRule {
        policy,
        training_types: vec!["citi".into(), "local".into()],
        agreements: vec![
            version("v2", None),
            version("v1", Some(now().plus(Duration::days(5)))),
        ],
    }
}

fn training(key: &str, state: TrainingState, expires_on: &str) -> TrainingFact {
    TrainingFact {
        training_type: key.into(),
        state,
        expires_on: Date::parse(expires_on).unwrap(),
    }
}

fn everything() -> AccessFacts {
    AccessFacts {
        account: Some(AccountState::Active),
        credential: Some(Credential { until: None }),
        application: Some(ApplicationStanding {
            position: Position::ACCEPTED,
            reference: None,
        }),
        trainings: vec![
            training("citi", TrainingState::Accepted, "2027-01-01"),
            training("local", TrainingState::Accepted, "2028-01-01"),
        ],
        signed_versions: vec!["v2".into()],
        approval: Some(ApprovalFact::Approved {
            until: now().plus(Duration::days(100)),
        }),
    }
}

/// State and next step of the one requirement that is not met.
fn unmet(change: impl FnOnce(&mut AccessFacts)) -> (RequirementState, Option<NextStep>) {
    let mut facts = everything();
    change(&mut facts);
    let decision = evaluate(&rule(Policy::Reviewed), &facts, now());
    assert!(!decision.allowed);
    let unmet: Vec<_> = decision
        .requirements
        .into_iter()
        .filter(|of| !of.state.is_met())
        .collect();
    assert_eq!(unmet.len(), 1, "{unmet:?}");
    (unmet[0].state, unmet[0].next_step)
}

#[test]
fn each_policy_asks_what_it_says() {
    let asked = |policy| {
        evaluate(&rule(policy), &everything(), now())
            .requirements
            .len()
    };
    assert_eq!(
        Policy::ALL
            .iter()
            .map(|policy| asked(*policy))
            .collect::<Vec<_>>(),
        [0, 3, 6, 7]
    );
    for policy in Policy::ALL {
        assert!(evaluate(&rule(*policy), &everything(), now()).allowed);
        let visitor = evaluate(&rule(*policy), &AccessFacts::default(), now());
        assert_eq!(visitor.allowed, *policy == Policy::Open);
        assert_eq!(
            visitor.next_step(),
            (*policy != Policy::Open).then_some(NextStep::SignIn)
        );
    }
}

#[test]
fn training_is_a_set_and_not_a_count() {
    let two_of_one = |facts: &mut AccessFacts| {
        facts.trainings = vec![
            training("citi", TrainingState::Accepted, "2027-01-01"),
            training("citi", TrainingState::Accepted, "2028-01-01"),
        ];
    };
    assert_eq!(
        unmet(two_of_one),
        (RequirementState::Missing, Some(NextStep::CompleteTraining))
    );
}

#[test]
fn what_is_missing_says_what_to_do() {
    use RequirementState::{Missing, Waiting};
    let local = |state, expires_on: &'static str| {
        move |f: &mut AccessFacts| f.trainings[1] = training("local", state, expires_on)
    };
    assert_eq!(
        unmet(local(TrainingState::Accepted, "2026-11-21")),
        (Missing, Some(NextStep::RenewTraining)),
        "it stops when it lapses"
    );
    assert_eq!(
        unmet(local(TrainingState::Submitted, "2028-01-01")),
        (
            Waiting {
                on: WaitingOn::Reviewer
            },
            Some(NextStep::WaitForTrainingReview)
        )
    );
    assert_eq!(
        unmet(local(TrainingState::Returned, "2028-01-01")),
        (
            Waiting {
                on: WaitingOn::Applicant
            },
            Some(NextStep::MendTraining)
        )
    );
    assert_eq!(
        unmet(|f| f.signed_versions.clear()),
        (Missing, Some(NextStep::SignAgreement))
    );
    assert_eq!(
        unmet(|f| f.signed_versions = vec!["v0".into()]),
        (Missing, Some(NextStep::SignAgreement))
    );
    assert_eq!(
        unmet(|f| f.approval = None),
        (Missing, Some(NextStep::RequestApproval))
    );
    assert_eq!(
        unmet(|f| f.approval = Some(ApprovalFact::Waiting)),
        (
            Waiting {
                on: WaitingOn::Owner
            },
            Some(NextStep::WaitForOwner)
        )
    );
    assert_eq!(
        unmet(|f| f.account = Some(AccountState::Unverified)),
        (Missing, Some(NextStep::VerifyEmail))
    );
    assert_eq!(
        unmet(|f| f.account = Some(AccountState::Deactivated)),
        (Missing, Some(NextStep::ContactSupport))
    );
}

#[test]
fn a_credential_that_is_not_there_says_whom_it_waits_for() {
    use RequirementState::{Missing, Waiting};
    let standing = |position, reference| {
        unmet(|f| {
            f.credential = None;
            f.application = Some(ApplicationStanding {
                position,
                reference,
            });
        })
    };
    let on = |on| Waiting { on };
    assert_eq!(
        unmet(|f| {
            f.credential = None;
            f.application = None;
        }),
        (Missing, Some(NextStep::Apply))
    );
    assert_eq!(
        standing(Position::DRAFT, None),
        (Missing, Some(NextStep::FinishDraft))
    );
    assert_eq!(
        standing(Position::IDENTITY, None),
        (on(WaitingOn::Reviewer), Some(NextStep::WaitForReviewer))
    );
    assert_eq!(
        standing(Position::RESPONSE, Some(ReferenceState::Sent)),
        (on(WaitingOn::Reference), Some(NextStep::WaitForReference))
    );
    assert_eq!(
        standing(Position::RESPONSE, Some(ReferenceState::Bounced)),
        (on(WaitingOn::Applicant), Some(NextStep::FixReference))
    );
    assert_eq!(
        standing(Position::RESPONSE, Some(ReferenceState::Answered)),
        (on(WaitingOn::Reviewer), Some(NextStep::WaitForReviewer))
    );
    assert_eq!(
        standing(Position::RETURNED, None),
        (on(WaitingOn::Applicant), Some(NextStep::AnswerComments))
    );
    assert_eq!(
        standing(Position::REVOKED, None),
        (Missing, Some(NextStep::ApplyAgain))
    );
    let ended = unmet(|f| f.credential = Some(Credential { until: Some(now()) }));
    assert_eq!(ended, (Missing, Some(NextStep::ApplyAgain)));
}

#[test]
fn an_accepted_credential_holds_while_a_new_application_is_open() {
    let mut facts = everything();
    facts.application = Some(ApplicationStanding {
        position: Position::IDENTITY,
        reference: None,
    });
    assert!(evaluate(&rule(Policy::Credentialed), &facts, now()).allowed);
}

#[test]
fn a_superseded_agreement_counts_until_its_day() {
    let mut facts = everything();
    facts.signed_versions = vec!["v1".into()];
    let until = now().plus(Duration::days(5));
    assert_eq!(
        evaluate(&rule(Policy::Credentialed), &facts, now()).until(),
        Some(until)
    );
    let later = evaluate(&rule(Policy::Credentialed), &facts, until);
    assert_eq!(
        (later.allowed, later.next_step()),
        (false, Some(NextStep::SignAgreementAgain))
    );
    let mut none = rule(Policy::Registered);
    none.agreements.clear();
    assert!(
        !evaluate(&none, &everything(), now()).allowed,
        "a policy that asks for an agreement fails closed without one"
    );
}

#[test]
fn a_status_says_in_json_what_it_is() {
    let decision = evaluate(&rule(Policy::Credentialed), &AccessFacts::default(), now());
    let json = serde_json::to_value(&decision).unwrap();
    assert_eq!(
        json["requirements"][2],
        serde_json::json!({
            "requirement": { "kind": "training", "training_type": "citi" },
            "state": { "kind": "missing" },
            "next_step": "complete_training",
        })
    );
    assert_eq!(
        serde_json::from_value::<AccessDecision>(json).unwrap(),
        decision
    );
}

fn any_facts() -> impl Strategy<Value = AccessFacts> {
    let until = || prop::option::of((-50_i64..50).prop_map(|n| now().plus(Duration::days(n))));
    let record = (
        prop::sample::select(vec!["citi", "local", "other"]),
        prop::sample::select(TrainingState::ALL),
        -50_i64..50,
    )
        .prop_map(|(key, state, day)| TrainingFact {
            training_type: key.into(),
            state,
            expires_on: now().date().add_days(day),
        });
    let application = prop::option::of(
        (
            prop::sample::select(Position::ALL),
            prop::option::of(prop::sample::select(ReferenceState::ALL)),
        )
            .prop_map(|(position, reference)| ApplicationStanding {
                position,
                reference,
            }),
    );
    let approval = prop::option::of(until().prop_map(|until| {
        until.map_or(ApprovalFact::Waiting, |until| ApprovalFact::Approved {
            until,
        })
    }));
    (
        prop::option::weighted(0.9, prop_oneof![3 => Just(AccountState::Active), 1 => prop::sample::select(AccountState::ALL)]),
        prop::option::weighted(0.8, until().prop_map(|until| Credential { until })),
        application,
        prop::collection::vec(record, 0..8),
        prop::collection::vec(prop::sample::select(vec!["v0", "v1", "v2"]).prop_map(String::from), 0..3),
        approval,
    )
        .prop_map(|(account, credential, application, trainings, signed_versions, approval)| AccessFacts {
            account, credential, application, trainings, signed_versions, approval,
        })
}

proptest! {
    #[test]
    fn allowed_exactly_where_everything_is_met(facts in any_facts(), policy in prop::sample::select(Policy::ALL)) {
        let decision = evaluate(&rule(policy), &facts, now());
        prop_assert_eq!(decision.allowed, decision.requirements.iter().all(|of| of.state.is_met()));
        prop_assert_eq!(decision.allowed, decision.next_step().is_none());
        for of in &decision.requirements {
            prop_assert_eq!(of.state.is_met(), of.next_step.is_none());
        }
        if decision.allowed {
            prop_assert!(decision.until().is_none_or(|until| until > now()));
        }
    }

    #[test]
    fn removing_a_fact_never_lets_anyone_in(facts in any_facts(), policy in prop::sample::select(Policy::ALL), which in 0_usize..20) {
        let before = evaluate(&rule(policy), &facts, now()).allowed;
        let mut less = facts;
        match which {
            0 => less.account = None,
            1 => less.credential = None,
            2 => less.application = None,
            3 => less.approval = None,
            4 => { less.signed_versions.pop(); }
            n => { let len = less.trainings.len(); if len > 0 { less.trainings.remove(n % len); } }
        }
        prop_assert!(before || !evaluate(&rule(policy), &less, now()).allowed);
    }

    #[test]
    fn a_stricter_policy_never_lets_in_whom_a_laxer_one_refuses(facts in any_facts()) {
        let allowed: Vec<_> = Policy::ALL.iter().map(|policy| evaluate(&rule(*policy), &facts, now()).allowed).collect();
        prop_assert!(allowed.windows(2).all(|pair| pair[0] || !pair[1]));
    }
}
