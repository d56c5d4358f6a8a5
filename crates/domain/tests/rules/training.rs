//! Training records: each move, allowed and refused, for each role; dates; the checklist.

use accede_domain::application::state::Relation;
use accede_domain::problem::FieldCode;
use accede_domain::refusal::Refusal;
use accede_domain::review::Holds;
use accede_domain::schedule::ExpiryStep;
use accede_domain::time::Date;
use accede_domain::training::{
    TRANSITIONS, TrainingActor, TrainingChecklist, TrainingCommand, TrainingCommandKind,
    TrainingFacts, TrainingState, check_completed_on, decide, expires_on, reminder, valid_until,
};

use crate::support::now;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn command(kind: TrainingCommandKind) -> TrainingCommand {
    let (completed_on, comment) = (
        day("2026-09-12"),
        "The certificate is not the report.".to_owned(),
    );
    match kind {
        TrainingCommandKind::Resubmit => TrainingCommand::Resubmit { completed_on },
        TrainingCommandKind::Withdraw => TrainingCommand::Withdraw,
        TrainingCommandKind::Accept => TrainingCommand::Accept {
            checklist: TrainingChecklist::all(true),
            completed_on,
        },
        TrainingCommandKind::Return => TrainingCommand::Return { comment },
        TrainingCommandKind::Reject => TrainingCommand::Reject { comment },
        TrainingCommandKind::Expire => TrainingCommand::Expire,
    }
}

fn facts(actor: TrainingActor) -> TrainingFacts {
    TrainingFacts {
        actor,
        relation: Relation {
            is_applicant: actor == TrainingActor::Owner,
            ..Relation::default()
        },
        holds: Holds::default(),
        version_seen: Some(3),
        version: 3,
        validity_years: 3,
        expires_on: Some(day("2026-11-21")),
    }
}

#[test]
fn each_move_is_allowed_to_whom_the_table_says_and_refused_to_everyone_else() {
    for &state in TrainingState::ALL {
        for &actor in TrainingActor::ALL {
            for &kind in TrainingCommandKind::ALL {
                let row = TRANSITIONS
                    .iter()
                    .find(|row| row.0.contains(&state) && row.1 == actor && row.2 == kind);
                let decided = decide(state, &command(kind), &facts(actor), now());
                assert_eq!(
                    decided.ok(),
                    row.map(|row| row.3),
                    "{actor} {kind} from {state}"
                );
            }
        }
    }
}

#[test]
fn a_reviewer_never_decides_where_they_have_a_part() {
    let with = |relation| {
        let facts = TrainingFacts {
            relation,
            ..facts(TrainingActor::Reviewer)
        };
        decide(
            TrainingState::Submitted,
            &command(TrainingCommandKind::Accept),
            &facts,
            now(),
        )
    };
    assert_eq!(
        with(Relation {
            is_applicant: true,
            ..Relation::default()
        }),
        Err(Refusal::OwnCase)
    );
    assert_eq!(
        with(Relation {
            is_or_was_named_reference: true,
            ..Relation::default()
        }),
        Err(Refusal::NamedAsReference)
    );
    assert_eq!(
        with(Relation {
            applicant_is_my_reference: true,
            ..Relation::default()
        }),
        Err(Refusal::ApplicantIsOwnReference)
    );
    let stale = TrainingFacts {
        version: 4,
        ..facts(TrainingActor::Reviewer)
    };
    assert_eq!(
        decide(
            TrainingState::Submitted,
            &command(TrainingCommandKind::Accept),
            &stale,
            now()
        ),
        Err(Refusal::Stale)
    );
}

#[test]
fn accepting_needs_every_answer_and_a_date_that_holds() {
    let accept = |checklist, completed_on| {
        let command = TrainingCommand::Accept {
            checklist,
            completed_on,
        };
        decide(
            TrainingState::Submitted,
            &command,
            &facts(TrainingActor::Reviewer),
            now(),
        )
    };
    for question in TrainingChecklist::QUESTIONS {
        let mut checklist = TrainingChecklist::all(true);
        checklist.set(question, None);
        assert_eq!(
            accept(checklist, day("2026-09-12")),
            Err(Refusal::ChecklistUnanswered)
        );
        checklist.set(question, Some(false));
        assert_eq!(
            accept(checklist, day("2026-09-12")),
            Err(Refusal::ChecklistHasNo)
        );
    }
    assert_eq!(
        accept(TrainingChecklist::all(true), day("2023-11-21")),
        Err(Refusal::DateInvalid)
    );
    let wordless = TrainingCommand::Return {
        comment: " ".into(),
    };
    assert_eq!(
        decide(
            TrainingState::Submitted,
            &wordless,
            &facts(TrainingActor::Reviewer),
            now()
        ),
        Err(Refusal::ReasonRequired)
    );
}

#[test]
fn expiry_counts_from_the_completion_date() {
    assert_eq!(expires_on(day("2026-09-12"), 3), day("2029-09-12"));
    assert_eq!(expires_on(day("2024-02-29"), 3), day("2027-02-28"));
    assert_eq!(check_completed_on(day("2023-11-22"), 3, now()), Ok(()));
    assert_eq!(
        check_completed_on(day("2023-11-21"), 3, now()),
        Err(FieldCode::DateTooOld)
    );
    assert_eq!(
        check_completed_on(day("2026-11-22"), 3, now()),
        Ok(()),
        "tomorrow has begun in Auckland"
    );
    assert_eq!(
        check_completed_on(day("2026-11-23"), 3, now()),
        Err(FieldCode::DateInFuture)
    );
}

#[test]
fn it_expires_on_its_day_and_not_before() {
    let mut tomorrow = facts(TrainingActor::Clock);
    tomorrow.expires_on = Some(day("2026-11-22"));
    assert_eq!(
        decide(
            TrainingState::Accepted,
            &TrainingCommand::Expire,
            &tomorrow,
            now()
        ),
        Err(Refusal::NotDue)
    );
    let warned = reminder(day("2026-11-28"), &[], valid_until(day("2026-11-21"))).unwrap();
    assert_eq!(warned.step, ExpiryStep::Days7);
}
