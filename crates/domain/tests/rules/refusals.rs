//! What each command must have, and the conflicts of interest.

use accede_domain::application::checklist::{FieldComment, IdentityChecklist, ResponseChecklist};
use accede_domain::application::state::{
    ActorRole::{self, *},
    Command, CommandKind, Facts, Position, TABLE, allowed_commands, decide,
};
use accede_domain::reference::{ReferenceAnswer, ReferenceState};
use accede_domain::refusal::Refusal;
use accede_domain::time::Duration;

use crate::support::{answered, days_ago, now, reference};
use crate::transitions::{command, facts_for};

fn refused(
    from: Position,
    by: ActorRole,
    command: Command,
    change: impl FnOnce(&mut Facts),
) -> Option<Refusal> {
    let mut facts = facts_for(command.kind(), by);
    change(&mut facts);
    decide(from, &command, &facts, now()).err()
}

#[test]
fn a_reviewer_never_decides_where_they_have_a_part() {
    for row in TABLE.iter().filter(|row| row.by == Reviewer) {
        for &from in row.from {
            let with =
                |change: fn(&mut Facts)| refused(from, Reviewer, command(row.command), change);
            assert_eq!(
                with(|f| f.relation.is_applicant = true),
                Some(Refusal::OwnCase)
            );
            assert_eq!(
                with(|f| f.relation.is_or_was_named_reference = true),
                Some(Refusal::NamedAsReference)
            );
            assert_eq!(
                with(|f| f.relation.applicant_is_my_reference = true),
                Some(Refusal::ApplicantIsOwnReference)
            );
            let mut facts = facts_for(row.command, Reviewer);
            facts.relation.is_applicant = true;
            assert_eq!(
                allowed_commands(from, Reviewer, &facts),
                [],
                "no button on one's own application"
            );
        }
    }
}

#[test]
fn a_role_without_the_relation_is_refused() {
    for row in TABLE {
        let without = |f: &mut Facts| {
            f.relation.is_applicant = false;
            f.relation.is_reference = false;
        };
        if matches!(row.by, Applicant | Reference) {
            assert_eq!(
                refused(row.from[0], row.by, command(row.command), without),
                Some(Refusal::NotYours)
            );
        }
    }
}

#[test]
fn what_changed_since_it_was_seen_is_not_decided() {
    for row in TABLE {
        let stale = |f: &mut Facts| f.version_seen = Some(6);
        assert_eq!(
            refused(row.from[0], row.by, command(row.command), stale),
            Some(Refusal::Stale)
        );
    }
}

#[test]
fn submitting_needs_a_valid_form_a_training_and_open_doors() {
    for from in [Position::DRAFT, Position::RETURNED] {
        let submit = |change: fn(&mut Facts)| refused(from, Applicant, Command::Submit, change);
        assert_eq!(
            submit(|f| f.form_problems = 1),
            Some(Refusal::FormIncomplete)
        );
        assert_eq!(
            submit(|f| f.training_uploaded = false),
            Some(Refusal::TrainingMissing)
        );
        assert_eq!(
            submit(|f| f.credentialing_paused = true),
            Some(Refusal::CredentialingPaused)
        );
    }
}

#[test]
fn identity_is_confirmed_answer_by_answer() {
    for question in IdentityChecklist::QUESTIONS {
        let mut checklist = IdentityChecklist::all(true);
        checklist.set(question, None);
        let unanswered = Command::ConfirmIdentity { checklist };
        assert_eq!(
            refused(Position::IDENTITY, Reviewer, unanswered, |_| ()),
            Some(Refusal::ChecklistUnanswered)
        );
        checklist.set(question, Some(false));
        let no = Command::ConfirmIdentity { checklist };
        assert_eq!(
            refused(Position::IDENTITY, Reviewer, no, |_| ()),
            Some(Refusal::ChecklistHasNo)
        );
    }
}

#[test]
fn without_a_named_reference_identity_leads_to_final() {
    let mut facts = facts_for(CommandKind::ConfirmIdentity, Reviewer);
    facts.reference_named = false;
    facts.reference = None;
    let outcome = decide(
        Position::IDENTITY,
        &command(CommandKind::ConfirmIdentity),
        &facts,
        now(),
    )
    .unwrap();
    assert_eq!(outcome.position, Position::FINAL);
    let accept = |f: &mut Facts| {
        f.reference_named = false;
        f.reference = None;
    };
    assert_eq!(
        refused(
            Position::FINAL,
            Reviewer,
            Command::Accept {
                checklist: ResponseChecklist::default()
            },
            accept
        ),
        None
    );
}

#[test]
fn accepting_needs_identity_training_and_a_confirmed_reference_who_vouches() {
    let accept = |change: fn(&mut Facts)| {
        refused(
            Position::FINAL,
            Reviewer,
            command(CommandKind::Accept),
            change,
        )
    };
    assert_eq!(
        accept(|f| f.identity_confirmed = false),
        Some(Refusal::IdentityNotConfirmed)
    );
    assert_eq!(
        accept(|f| f.training_valid = false),
        Some(Refusal::TrainingNotValid)
    );
    assert_eq!(
        accept(|f| f.reference = Some(reference(ReferenceState::Sent))),
        Some(Refusal::ReferenceNotAnswered)
    );
    assert_eq!(
        accept(|f| f.reference = Some(answered(ReferenceAnswer::Concern))),
        Some(Refusal::ReferenceNotAnswered)
    );
    assert_eq!(
        accept(|f| if let Some(r) = &mut f.reference {
            r.confirmed_by_reviewer = false
        }),
        Some(Refusal::ReferenceNotConfirmed)
    );
    assert_eq!(
        accept(|f| if let Some(r) = &mut f.reference {
            r.withdrawn = true
        }),
        Some(Refusal::ReferenceNotAnswered)
    );
    assert_eq!(
        accept(|f| {
            f.reference = Some(reference(ReferenceState::Cancelled));
            f.reference_skipped = true;
        }),
        None
    );
    for question in ResponseChecklist::QUESTIONS {
        let mut checklist = ResponseChecklist::all(true);
        checklist.set(question, None);
        let unanswered = Command::Accept { checklist };
        assert_eq!(
            refused(Position::FINAL, Reviewer, unanswered, |_| ()),
            Some(Refusal::ChecklistUnanswered)
        );
    }
}

#[test]
fn decisions_need_their_words() {
    let blank = || " \u{200B}".to_owned();
    let at = |from, command| refused(from, Reviewer, command, |_| ());
    let comment = |pointer: &str, text: &str| FieldComment {
        pointer: pointer.into(),
        text: text.into(),
    };
    let returned = |comments| Command::ReturnForChanges {
        comments,
        message: String::new(),
    };
    assert_eq!(
        at(Position::FINAL, returned(vec![])),
        Some(Refusal::CommentRequired)
    );
    assert_eq!(
        at(Position::FINAL, returned(vec![comment("/city", " ")])),
        Some(Refusal::CommentRequired)
    );
    assert_eq!(
        at(Position::FINAL, returned(vec![comment("/nowhere", "x")])),
        Some(Refusal::CommentFieldUnknown)
    );
    assert_eq!(
        at(Position::FINAL, returned(vec![comment("/training", "x")])),
        None
    );
    assert_eq!(
        at(
            Position::REFERENCE,
            Command::SkipReference { reason: blank() }
        ),
        Some(Refusal::ReasonRequired)
    );
    assert_eq!(
        at(
            Position::FINAL,
            Command::Reject {
                template: blank(),
                comment: "x".into()
            }
        ),
        Some(Refusal::TemplateRequired)
    );
    assert_eq!(
        at(
            Position::FINAL,
            Command::Reject {
                template: "x".into(),
                comment: blank()
            }
        ),
        Some(Refusal::ReasonRequired)
    );
    assert_eq!(
        at(
            Position::REFERENCE,
            Command::InviteReference {
                message: "a\u{202E}".into()
            }
        ),
        Some(Refusal::TextInvalid)
    );
    let revoke = Command::Revoke { reason: blank() };
    assert_eq!(
        refused(Position::ACCEPTED, Administrator, revoke, |_| ()),
        Some(Refusal::ReasonRequired)
    );
}

#[test]
fn a_reference_answers_with_words_once_and_corrects_for_a_day() {
    let answer = |text: String| Command::ReferenceAnswers {
        answer: ReferenceAnswer::Confirms,
        text,
    };
    let at =
        |command, change: fn(&mut Facts)| refused(Position::RESPONSE, Reference, command, change);
    assert_eq!(
        at(answer(" ".into()), |_| ()),
        Some(Refusal::ReasonRequired)
    );
    assert_eq!(
        at(answer("x".repeat(2001)), |_| ()),
        Some(Refusal::TextInvalid)
    );
    assert_eq!(at(answer("x".repeat(2000)), |_| ()), None);
    assert_eq!(
        at(answer("x".into()), |f| f.reference_is_applicant = true),
        Some(Refusal::OwnReference)
    );
    let confirms = || command(CommandKind::ReferenceConfirms);
    assert_eq!(
        at(confirms(), |f| f.reference =
            Some(answered(ReferenceAnswer::Confirms))),
        Some(Refusal::ReferenceAnswered)
    );
    for over in [
        ReferenceState::Expired,
        ReferenceState::Replaced,
        ReferenceState::Cancelled,
    ] {
        let gone = refused(Position::RESPONSE, Reference, confirms(), |f| {
            f.reference = Some(reference(over))
        });
        assert_eq!(gone, Some(Refusal::ReferenceRequestOver));
    }
    let later = |f: &mut Facts| {
        if let Some(r) = &mut f.reference {
            r.answered_at = Some(now().minus(Duration::hours(24)))
        }
    };
    assert_eq!(
        at(command(CommandKind::ReferenceCorrects), later),
        Some(Refusal::CorrectionOver)
    );
    assert_eq!(at(command(CommandKind::ReferenceWithdraws), later), None);
    let unanswered: fn(&mut Facts) = |f| f.reference = Some(reference(ReferenceState::Sent));
    assert_eq!(
        at(command(CommandKind::ReferenceWithdraws), unanswered),
        Some(Refusal::ReferenceNotAnswered)
    );
}

#[test]
fn the_limits_on_references_hold() {
    let replace = |change: fn(&mut Facts)| {
        refused(
            Position::RESPONSE,
            Applicant,
            command(CommandKind::ReplaceReference),
            change,
        )
    };
    assert_eq!(replace(|f| f.references_named = 4), None);
    assert_eq!(
        replace(|f| f.references_named = 5),
        Some(Refusal::TooManyReferences)
    );
    assert_eq!(
        replace(|f| f.form_problems = 1),
        Some(Refusal::FormIncomplete)
    );
    assert_eq!(
        replace(|f| f.reference_mailed_at = vec![now(); 3]),
        Some(Refusal::TooManyMails)
    );
    assert_eq!(
        replace(|f| f.reference = Some(answered(ReferenceAnswer::Concern))),
        Some(Refusal::ReferenceAnswered)
    );
    let resend = |change: fn(&mut Facts)| {
        refused(
            Position::RESPONSE,
            Applicant,
            command(CommandKind::ResendReference),
            change,
        )
    };
    assert_eq!(resend(|f| f.reference_mailed_at = vec![now(); 2]), None);
    assert_eq!(
        resend(|f| f.reference_mailed_at = vec![now(); 3]),
        Some(Refusal::TooManyMails)
    );
    assert_eq!(
        resend(|f| f.reference_mailed_at = vec![days_ago(1); 3]),
        None
    );
    let at_identity = refused(
        Position::IDENTITY,
        Applicant,
        command(CommandKind::ReplaceReference),
        |f| f.reference_mailed_at = vec![now(); 3],
    );
    assert_eq!(
        at_identity, None,
        "nobody is mailed before identity is confirmed"
    );
}

#[test]
fn the_clock_waits_for_the_day() {
    let late = |f: &mut Facts| {
        if let Some(r) = &mut f.reference {
            r.first_requested_at = Some(days_ago(29))
        }
        f.returned_at = Some(days_ago(89));
        f.credential_ends_at = Some(now().plus(Duration::seconds(1)));
    };
    for (from, kind) in [
        (Position::RESPONSE, CommandKind::ReferenceTimesOut),
        (Position::RETURNED, CommandKind::Lapse),
        (Position::ACCEPTED, CommandKind::ExpireCredential),
    ] {
        assert_eq!(
            refused(from, Clock, command(kind), late),
            Some(Refusal::NotDue),
            "{kind}"
        );
    }
    let endless = refused(
        Position::ACCEPTED,
        Clock,
        command(CommandKind::ExpireCredential),
        |f| f.credential_ends_at = None,
    );
    assert_eq!(
        endless,
        Some(Refusal::NotDue),
        "by default a credential has no end"
    );
}

#[test]
fn applying_again_needs_that_none_is_open() {
    let open = |f: &mut Facts| f.has_open_application = true;
    assert_eq!(
        refused(Position::ACCEPTED, Applicant, Command::ApplyAgain, open),
        Some(Refusal::OpenApplicationExists)
    );
}
