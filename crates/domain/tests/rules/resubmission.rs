//! Where a returned application goes when it is sent again.

use accede_domain::application::state::{
    ActorRole, Command, CommandKind, Effect, Facts, MailKind, Position, decide,
};
use accede_domain::application::{Field, Stage};
use accede_domain::reference::{ReferenceAnswer, ReferenceEvent, ReferenceState};

use crate::support::{answered, everything_holds, now, reference};
use crate::transitions::{command, facts_for};

fn returned(
    by: Stage,
    changed: &[Field],
    present: accede_domain::application::state::ReferenceFacts,
) -> Facts {
    Facts {
        returned_by: Some(by),
        changed_fields: changed.to_vec(),
        reference: Some(present),
        ..everything_holds(ActorRole::Applicant)
    }
}

fn sent_again(facts: &Facts) -> (Position, Vec<Effect>) {
    let outcome = decide(Position::RETURNED, &Command::Submit, facts, now()).unwrap();
    (outcome.position, outcome.effects)
}

#[test]
fn it_goes_to_the_earliest_stage_whose_facts_changed() {
    let vouching = || answered(ReferenceAnswer::Confirms);
    let cases = [
        (Stage::Final, vec![], Position::FINAL),
        (Stage::Final, vec![Field::City], Position::FINAL),
        (
            Stage::Final,
            vec![Field::ReferenceEmail],
            Position::REFERENCE,
        ),
        (
            Stage::Final,
            vec![Field::ReferenceEmail, Field::Organisation],
            Position::IDENTITY,
        ),
        (
            Stage::Final,
            vec![Field::ResearchSummary],
            Position::IDENTITY,
        ),
        (Stage::Identity, vec![], Position::IDENTITY),
        (
            Stage::Identity,
            vec![Field::ReferenceEmail],
            Position::IDENTITY,
        ),
    ];
    for (by, changed, to) in cases {
        assert_eq!(
            sent_again(&returned(by, &changed, vouching())).0,
            to,
            "{by} {changed:?}"
        );
    }
    let asked = returned(
        Stage::Response,
        &[Field::City],
        reference(ReferenceState::Sent),
    );
    assert_eq!(sent_again(&asked).0, Position::RESPONSE);
    let nominated = returned(Stage::Reference, &[], reference(ReferenceState::Nominated));
    assert_eq!(sent_again(&nominated).0, Position::REFERENCE);
}

#[test]
fn it_never_passes_an_identity_that_nobody_confirmed() {
    let mut facts = returned(Stage::Final, &[], answered(ReferenceAnswer::Confirms));
    facts.identity_confirmed = false;
    assert_eq!(sent_again(&facts).0, Position::IDENTITY);
}

#[test]
fn a_changed_reference_forgets_the_old_answer_and_the_place_is_kept() {
    let (_, effects) = sent_again(&returned(
        Stage::Final,
        &[Field::ReferenceName],
        answered(ReferenceAnswer::Confirms),
    ));
    assert_eq!(
        effects,
        [
            Effect::TakeSnapshot,
            Effect::ForgetReference,
            Effect::NominateReference,
            Effect::SendMail(MailKind::ApplicationReceived),
        ]
    );
    let (_, effects) = sent_again(&returned(
        Stage::Response,
        &[Field::ReferenceName],
        reference(ReferenceState::Sent),
    ));
    assert!(effects.contains(&Effect::MoveReference(ReferenceEvent::Replace)));
    assert!(effects.contains(&Effect::SendMail(MailKind::ReferenceReplaced)));
    assert!(!effects.contains(&Effect::EnterQueue));
}

#[test]
fn a_changed_name_forgets_the_identity_and_keeps_the_answer() {
    let (to, effects) = sent_again(&returned(
        Stage::Final,
        &[Field::FamilyName],
        answered(ReferenceAnswer::Confirms),
    ));
    assert_eq!(to, Position::IDENTITY);
    assert!(
        effects.contains(&Effect::ForgetIdentity) && !effects.contains(&Effect::ForgetReference)
    );
    let mut facts = facts_for(CommandKind::ConfirmIdentity, ActorRole::Reviewer);
    facts.reference = Some(answered(ReferenceAnswer::Confirms));
    let outcome = decide(
        Position::IDENTITY,
        &command(CommandKind::ConfirmIdentity),
        &facts,
        now(),
    )
    .unwrap();
    assert_eq!(
        outcome.position,
        Position::FINAL,
        "who answered is not asked twice"
    );
}

#[test]
fn a_request_that_timed_out_returns_at_the_reference_and_can_be_made_again() {
    let facts = facts_for(CommandKind::ReferenceTimesOut, ActorRole::Clock);
    let outcome = decide(
        Position::RESPONSE,
        &Command::ReferenceTimesOut,
        &facts,
        now(),
    )
    .unwrap();
    assert_eq!(outcome.position, Position::RETURNED);
    assert_eq!(
        outcome.effects,
        [
            Effect::MoveReference(ReferenceEvent::Expire),
            Effect::RememberReturnedBy(Stage::Reference),
            Effect::SendMail(MailKind::ReferenceTimedOut),
        ]
    );
    let (to, effects) = sent_again(&returned(
        Stage::Reference,
        &[],
        reference(ReferenceState::Expired),
    ));
    assert_eq!(to, Position::REFERENCE);
    assert!(effects.contains(&Effect::NominateReference));
}

#[test]
fn a_reference_that_was_left_out_leads_to_final() {
    let mut facts = returned(
        Stage::Final,
        &[Field::ReferenceEmail],
        answered(ReferenceAnswer::Confirms),
    );
    facts.reference_named = false;
    let (to, effects) = sent_again(&facts);
    assert_eq!(to, Position::FINAL);
    assert!(!effects.contains(&Effect::NominateReference));
}
