//! What follows from a decision.

use accede_domain::application::state::{
    ActorRole::{self, *},
    CommandKind, Effect, Facts, Flag, MailKind, Position, decide,
};
use accede_domain::reference::{ReferenceEvent, ReferenceState};

use crate::support::{now, reference};
use crate::transitions::{command, facts_for};

fn effects(
    from: Position,
    by: ActorRole,
    kind: CommandKind,
    change: impl FnOnce(&mut Facts),
) -> Vec<Effect> {
    let mut facts = facts_for(kind, by);
    change(&mut facts);
    decide(from, &command(kind), &facts, now()).unwrap().effects
}

#[test]
fn a_no_never_rejects_it_is_flagged() {
    let follows = effects(
        Position::RESPONSE,
        Reference,
        CommandKind::ReferenceDeclines,
        |_| (),
    );
    assert!(follows.contains(&Effect::FlagForReviewer(Flag::ReferenceDeclined)));
    assert!(
        !follows
            .iter()
            .any(|effect| matches!(effect, Effect::SendMail(MailKind::ApplicationRejected)))
    );
}

#[test]
fn after_the_decision_a_reference_flags_to_an_administrator_and_revokes_nothing() {
    for kind in [
        CommandKind::ReferenceCorrects,
        CommandKind::ReferenceWithdraws,
    ] {
        let follows = effects(Position::ACCEPTED, Reference, kind, |_| ());
        assert!(
            follows
                .iter()
                .any(|effect| matches!(effect, Effect::FlagForAdministrator(_)))
        );
        assert!(!follows.contains(&Effect::EndCredential));
        let before = effects(Position::FINAL, Reference, kind, |_| ());
        assert!(
            before
                .iter()
                .any(|effect| matches!(effect, Effect::FlagForReviewer(_)))
        );
    }
}

#[test]
fn the_end_of_a_credential_removes_grants_and_tells_the_person() {
    let revoked = effects(
        Position::ACCEPTED,
        Administrator,
        CommandKind::Revoke,
        |_| (),
    );
    assert_eq!(
        revoked,
        [
            Effect::EndCredential,
            Effect::RecomputeGrants,
            Effect::SendMail(MailKind::CredentialRevoked)
        ]
    );
    let expired = effects(
        Position::ACCEPTED,
        Clock,
        CommandKind::ExpireCredential,
        |_| (),
    );
    assert_eq!(
        expired,
        [
            Effect::EndCredential,
            Effect::RecomputeGrants,
            Effect::SendMail(MailKind::CredentialExpired)
        ]
    );
}

#[test]
fn naming_someone_else_ends_the_old_link_and_asks_the_new_person_at_once() {
    assert_eq!(
        effects(
            Position::RESPONSE,
            Applicant,
            CommandKind::ReplaceReference,
            |_| ()
        ),
        [
            Effect::TakeSnapshot,
            Effect::MoveReference(ReferenceEvent::Replace),
            Effect::SendMail(MailKind::ReferenceReplaced),
            Effect::NominateReference,
            Effect::MoveReference(ReferenceEvent::Invite),
            Effect::SendMail(MailKind::ReferenceInvited),
            Effect::FlagForReviewer(Flag::ReferenceReplaced),
        ]
    );
    let early = effects(
        Position::IDENTITY,
        Applicant,
        CommandKind::ReplaceReference,
        |f| f.reference = Some(reference(ReferenceState::Nominated)),
    );
    assert_eq!(
        early,
        [
            Effect::TakeSnapshot,
            Effect::MoveReference(ReferenceEvent::Replace),
            Effect::NominateReference
        ]
    );
}
