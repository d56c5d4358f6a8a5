//! Every position × every role × every command, against the table of `domain.md` written out here
//! a second time: what is listed leads there, everything else is refused.

use accede_domain::application::checklist::{FieldComment, IdentityChecklist, ResponseChecklist};
use accede_domain::application::state::{
    ActorRole, Command, CommandKind, Facts, NewReference, Position, TABLE, allowed_commands, decide,
};
use accede_domain::reference::{ReferenceAnswer, ReferenceState};
use accede_domain::refusal::Refusal;

use crate::support::{answered, days_ago, everything_holds, now, reference};

/// Where a command leads that has everything it must have; nothing where it is refused.
fn expected(from: Position, by: ActorRole, command: CommandKind) -> Option<Position> {
    use ActorRole::{Administrator, Applicant, Clock, Reference, Reviewer};
    use CommandKind::*;
    let under_review = [
        Position::IDENTITY,
        Position::REFERENCE,
        Position::RESPONSE,
        Position::FINAL,
    ];
    let submitted = under_review.contains(&from) || from == Position::RETURNED;
    let not_waiting = [Position::IDENTITY, Position::REFERENCE, Position::RETURNED].contains(&from);
    let response = from == Position::RESPONSE;
    match (by, command) {
        (Applicant, Discard) if from == Position::DRAFT => Some(from),
        (Applicant, Submit) if from == Position::DRAFT => Some(Position::IDENTITY),
        (Applicant, Submit) if from == Position::RETURNED => Some(Position::FINAL),
        (Applicant, Withdraw) if submitted => Some(Position::WITHDRAWN),
        (Applicant, ApplyAgain) if !submitted && from != Position::DRAFT => Some(from),
        (Applicant, ReplaceReference) if from == Position::IDENTITY => Some(from),
        (Applicant, ReplaceReference) if from == Position::REFERENCE || response => {
            Some(Position::RESPONSE)
        }
        (Applicant | Reviewer, ResendReference) if response => Some(from),
        (Reviewer, ConfirmIdentity) if from == Position::IDENTITY => Some(Position::REFERENCE),
        (Reviewer, ReturnForChanges) if under_review.contains(&from) => Some(Position::RETURNED),
        (Reviewer, Reject) if under_review.contains(&from) => Some(Position::REJECTED),
        (Reviewer, InviteReference) if from == Position::REFERENCE => Some(Position::RESPONSE),
        (Reviewer, SkipReference) if from == Position::REFERENCE || response => {
            Some(Position::FINAL)
        }
        (Reviewer, ConfirmReference) if response || from == Position::FINAL => {
            Some(Position::FINAL)
        }
        (Reviewer, Accept) if from == Position::FINAL => Some(Position::ACCEPTED),
        (Reference, ReferenceConfirms) if response => Some(Position::FINAL),
        (Reference, ReferenceDeclines) if response => Some(Position::RESPONSE),
        (Reference, ReferenceConfirms | ReferenceDeclines) if not_waiting => Some(from),
        (Reference, ReferenceCorrects | ReferenceWithdraws)
            if response || from == Position::FINAL =>
        {
            Some(Position::RESPONSE)
        }
        (Reference, ReferenceCorrects | ReferenceWithdraws)
            if not_waiting || from == Position::ACCEPTED =>
        {
            Some(from)
        }
        (Administrator, Revoke) if from == Position::ACCEPTED => Some(Position::REVOKED),
        (Clock, ReferenceTimesOut) if response => Some(Position::RETURNED),
        (Clock, ReferenceTimesOut) if not_waiting => Some(from),
        (Clock, Lapse) if from == Position::RETURNED => Some(Position::LAPSED),
        (Clock, ExpireCredential) if from == Position::ACCEPTED => Some(Position::EXPIRED),
        _ => None,
    }
}

/// A command of each kind that carries what it must.
pub fn command(kind: CommandKind) -> Command {
    let text = || "Because of this.".to_owned();
    match kind {
        CommandKind::Discard => Command::Discard,
        CommandKind::Submit => Command::Submit,
        CommandKind::Withdraw => Command::Withdraw,
        CommandKind::ApplyAgain => Command::ApplyAgain,
        CommandKind::ReplaceReference => Command::ReplaceReference(NewReference::default()),
        CommandKind::ResendReference => Command::ResendReference,
        CommandKind::ConfirmIdentity => Command::ConfirmIdentity {
            checklist: IdentityChecklist::all(true),
        },
        CommandKind::InviteReference => Command::InviteReference {
            message: String::new(),
        },
        CommandKind::ConfirmReference => Command::ConfirmReference,
        CommandKind::SkipReference => Command::SkipReference { reason: text() },
        CommandKind::ReturnForChanges => Command::ReturnForChanges {
            comments: vec![FieldComment {
                pointer: "/research_summary".into(),
                text: text(),
            }],
            message: String::new(),
        },
        CommandKind::Accept => Command::Accept {
            checklist: ResponseChecklist::all(true),
        },
        CommandKind::Reject => Command::Reject {
            template: "frivolous".into(),
            comment: text(),
        },
        CommandKind::ReferenceConfirms => Command::ReferenceAnswers {
            answer: ReferenceAnswer::Confirms,
            text: text(),
        },
        CommandKind::ReferenceDeclines => Command::ReferenceAnswers {
            answer: ReferenceAnswer::DoesNotKnow,
            text: text(),
        },
        CommandKind::ReferenceCorrects => Command::ReferenceCorrects {
            answer: ReferenceAnswer::Concern,
            text: text(),
        },
        CommandKind::ReferenceWithdraws => Command::ReferenceWithdraws { text: text() },
        CommandKind::Revoke => Command::Revoke { reason: text() },
        CommandKind::ReferenceTimesOut => Command::ReferenceTimesOut,
        CommandKind::Lapse => Command::Lapse,
        CommandKind::ExpireCredential => Command::ExpireCredential,
    }
}

/// Facts in which a command of this kind lacks nothing.
pub fn facts_for(kind: CommandKind, actor: ActorRole) -> Facts {
    let mut facts = everything_holds(actor);
    facts.returned_by = Some(accede_domain::application::Stage::Final);
    facts.returned_at = Some(days_ago(90));
    facts.credential_ends_at = Some(now());
    facts.reference = Some(match kind {
        CommandKind::ConfirmIdentity | CommandKind::InviteReference => {
            reference(ReferenceState::Nominated)
        }
        CommandKind::Submit
        | CommandKind::Accept
        | CommandKind::ReferenceCorrects
        | CommandKind::ReferenceWithdraws => answered(ReferenceAnswer::Confirms),
        CommandKind::ConfirmReference => {
            let mut replaced = answered(ReferenceAnswer::Confirms);
            replaced.confirmed_by_reviewer = false;
            replaced
        }
        CommandKind::ReferenceTimesOut => {
            let mut old = reference(ReferenceState::Sent);
            old.first_requested_at = Some(days_ago(30));
            old
        }
        _ => reference(ReferenceState::Sent),
    });
    facts
}

#[test]
fn each_transition_is_allowed_to_whom_the_table_says_and_refused_to_everyone_else() {
    let mut allowed = 0;
    for &from in Position::ALL {
        for &by in ActorRole::ALL {
            for &kind in CommandKind::ALL {
                let facts = facts_for(kind, by);
                let decided = decide(from, &command(kind), &facts, now());
                let to = decided.as_ref().map(|outcome| outcome.position).ok();
                assert_eq!(
                    to,
                    expected(from, by, kind),
                    "{by} {kind} from {from:?}: {decided:?}"
                );
                if let Err(refusal) = decided {
                    let known = TABLE.iter().any(|row| row.by == by && row.command == kind);
                    let why = if known {
                        Refusal::NotFromHere
                    } else {
                        Refusal::NotYours
                    };
                    assert_eq!(refusal, why, "{by} {kind} from {from:?}");
                } else {
                    allowed += 1;
                }
                let offered = allowed_commands(from, by, &facts).contains(&kind);
                assert_eq!(offered, to.is_some(), "button: {by} {kind} from {from:?}");
            }
        }
    }
    assert_eq!(
        allowed,
        TABLE.iter().map(|row| row.from.len()).sum::<usize>(),
        "no row is unreachable"
    );
}

#[test]
fn no_position_and_command_stands_twice_in_the_table() {
    for &from in Position::ALL {
        for &by in ActorRole::ALL {
            for &kind in CommandKind::ALL {
                let rows = TABLE
                    .iter()
                    .filter(|row| row.by == by && row.command == kind && row.from.contains(&from));
                assert!(rows.count() <= 1, "{by} {kind} from {from:?}");
            }
        }
    }
}

#[test]
fn a_position_is_two_columns_that_fit_together() {
    for position in Position::ALL {
        assert_eq!(
            Position::from_parts(position.state, position.stage),
            Some(*position)
        );
        assert_eq!(
            position.stage.is_some(),
            position.state == accede_domain::application::ApplicationState::Submitted
        );
    }
    let draft_at_final = (Position::DRAFT.state, Position::FINAL.stage);
    assert_eq!(
        Position::from_parts(draft_at_final.0, draft_at_final.1),
        None
    );
}
