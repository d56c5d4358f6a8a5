//! Claims and decisions that can be undone: over every course of events there is at most one live
//! claim a case, and two people never both decide.

use accede_domain::application::state::{
    ActorRole, Command, CommandKind, TABLE, allowed_commands, decide,
};
use accede_domain::refusal::Refusal;
use accede_domain::review::Holds;
use accede_domain::review::claim::{Claim, LEASE, Taking, take};
use accede_domain::review::decision::{DecisionState, takes_effect_at, undo};
use accede_domain::time::{Duration, Timestamp};
use proptest::prelude::*;

use crate::support::now;
use crate::transitions::{command, facts_for};

const PEOPLE: [&str; 3] = ["rosa", "tom", "vera"];

/// What somebody does with a case, and how many seconds later than whatever was done before.
#[derive(Debug, Clone, Copy)]
enum Step {
    Take { who: usize, on_purpose: bool },
    Release { who: usize },
}

fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let step = (0..PEOPLE.len(), any::<bool>(), 0..4_u8).prop_map(|(who, on_purpose, kind)| {
        if kind == 0 {
            Step::Release { who }
        } else {
            Step::Take { who, on_purpose }
        }
    });
    prop::collection::vec((0..1200_i64, step), 1..60)
}

proptest! {
    /// Whoever was told that the case is theirs keeps it until they let go, do not renew it for 15
    /// minutes, or somebody takes it over on purpose; nobody else is told the same meanwhile.
    #[test]
    fn at_most_one_claim_is_live(course in steps()) {
        let mut present: Option<Claim> = None;
        let mut told: Option<(&str, Timestamp)> = None;
        let mut at = now();
        for (later, step) in course {
            at = at.plus(Duration::seconds(later));
            match step {
                Step::Take { who, on_purpose } => {
                    let who = PEOPLE[who];
                    let others = told.filter(|(holder, until)| *holder != who && at < *until);
                    match take(present.as_ref(), who, on_purpose, at) {
                        Ok((taking, claim)) => {
                            prop_assert_eq!(taking == Taking::TakesOver, others.is_some());
                            prop_assert!(others.is_none() || on_purpose);
                            prop_assert_eq!(claim.ends_at, at.plus(LEASE));
                            prop_assert!(!claim.bars(who, at));
                            prop_assert!(PEOPLE.iter().all(|one| *one == who || claim.bars(one, at)));
                            told = Some((who, claim.ends_at));
                            present = Some(claim);
                        }
                        Err(refusal) => {
                            prop_assert_eq!(refusal, Refusal::ClaimedByAnother);
                            prop_assert!(others.is_some() && !on_purpose);
                        }
                    }
                }
                Step::Release { who } => {
                    if present.as_ref().is_some_and(|claim| claim.holder == PEOPLE[who]) {
                        present = None;
                        told = None;
                    }
                }
            }
        }
    }
}

#[test]
fn a_claim_that_is_renewed_has_one_beginning() {
    let begun = Claim::begin("rosa", now());
    let later = now().plus(Duration::minutes(14));
    let (taking, claim) = take(Some(&begun), "rosa", false, later).unwrap();
    assert_eq!(
        (taking, claim.since, claim.ends_at),
        (Taking::Renews, now(), later.plus(LEASE))
    );
    let over = begun.ends_at;
    assert!(!begun.is_live(over));
    let (taking, claim) = take(Some(&begun), "rosa", false, over).unwrap();
    assert_eq!((taking, claim.since), (Taking::Begins, over));
}

#[test]
fn what_staff_decide_is_refused_while_another_works_on_it_or_a_decision_waits() {
    let held = [
        (
            Holds {
                claimed_by_another: true,
                ..Holds::default()
            },
            Refusal::ClaimedByAnother,
        ),
        (
            Holds {
                claimed_by_another: true,
                decision_pending: true,
            },
            Refusal::DecisionPending,
        ),
    ];
    for row in TABLE {
        for (holds, refusal) in held {
            let mut facts = facts_for(row.command, row.by);
            facts.holds = holds;
            let from = row.from[0];
            let refused = decide(from, &command(row.command), &facts, now()).err();
            let offered = allowed_commands(from, row.by, &facts).contains(&row.command);
            if row.command.may_be_undone() {
                assert_eq!(refused, Some(refusal), "{} {}", row.by, row.command);
                assert!(!offered, "{} {}", row.by, row.command);
            } else {
                assert_eq!(refused, None, "{} {}", row.by, row.command);
            }
        }
    }
}

/// The applicant, the reference and time itself act at once; so does a request that is sent again.
#[test]
fn every_move_of_staff_but_a_mail_sent_again_can_be_undone() {
    for row in TABLE {
        let of_staff = matches!(row.by, ActorRole::Reviewer | ActorRole::Administrator);
        let expected = of_staff && row.command != CommandKind::ResendReference;
        assert_eq!(row.command.may_be_undone(), expected, "{}", row.command);
    }
}

#[test]
fn a_decision_takes_effect_after_its_time_or_at_once() {
    let ten = Duration::seconds(10);
    assert_eq!(takes_effect_at(now(), ten), Some(now().plus(ten)));
    assert_eq!(takes_effect_at(now(), Duration::ZERO), None);
}

#[test]
fn only_whoever_decided_undoes_and_only_what_waits() {
    for &state in DecisionState::ALL {
        assert_eq!(undo(state, false), Err(Refusal::NotYourDecision));
        let expected = if state == DecisionState::Pending {
            Ok(())
        } else {
            Err(Refusal::DecisionOver)
        };
        assert_eq!(undo(state, true), expected);
    }
}

#[test]
fn a_decision_is_kept_in_json_as_it_was_taken() {
    for &kind in CommandKind::ALL {
        let taken = command(kind);
        let text = serde_json::to_string(&taken).unwrap();
        assert_eq!(
            serde_json::from_str::<Command>(&text).unwrap(),
            taken,
            "{text}"
        );
    }
}
