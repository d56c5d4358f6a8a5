//! The one function that decides. It reads: may this actor do it from here (the table and the
//! relation), has it what it must have, where does it lead, what follows.

use super::command::{Command, CommandKind};
use super::effect::Outcome;
use super::facts::{Facts, ReferenceFacts, Relation};
use super::table::{self, Row, TABLE, To};
use super::{ActorRole, Position, Stage, effect};
use crate::application::checklist::{COMMENT_MAX, ChecklistState, FieldComment, TRAINING_POINTER};
use crate::application::{Field, earliest_stage};
use crate::problem::FieldCode;
use crate::reference::{self, ReferenceState};
use crate::refusal::Refusal;
use crate::schedule::RETURNED_DAYS;
use crate::text;
use crate::time::{Duration, Timestamp};

/// Decides a command: where the application stands afterwards and what follows.
///
/// # Errors
/// Why it is refused; nothing follows then.
pub fn decide(
    position: Position,
    command: &Command,
    facts: &Facts,
    now: Timestamp,
) -> Result<Outcome, Refusal> {
    let kind = command.kind();
    let row = permitted(position, kind, facts.actor, facts)?;
    makes_sense(position, kind, facts)?;
    must_have(position, command, facts, now)?;
    let to = destination(row.to, position, facts);
    Ok(Outcome {
        position: to,
        effects: effect::of(position, to, command, facts),
    })
}

/// The commands that an actor in this role is offered here: the buttons. One that then lacks
/// something, such as an answer on a checklist, is offered all the same and says what it lacks.
#[must_use]
pub fn allowed_commands(position: Position, role: ActorRole, facts: &Facts) -> Vec<CommandKind> {
    CommandKind::ALL
        .iter()
        .copied()
        .filter(|&kind| table::find(position, role, kind).is_some())
        .filter(|&kind| {
            related(role, facts.relation).is_ok()
                && not_held(kind, facts).is_ok()
                && makes_sense(position, kind, facts).is_ok()
        })
        .collect()
}

fn permitted(
    position: Position,
    kind: CommandKind,
    role: ActorRole,
    facts: &Facts,
) -> Result<&'static Row, Refusal> {
    if !TABLE
        .iter()
        .any(|row| row.command == kind && row.by == role)
    {
        return Err(Refusal::NotYours);
    }
    related(role, facts.relation)?;
    if facts.version_seen.is_some_and(|seen| seen != facts.version) {
        return Err(Refusal::Stale);
    }
    not_held(kind, facts)?;
    table::find(position, role, kind).ok_or(Refusal::NotFromHere)
}

/// A role alone is not enough: it is checked on the object as well (`domain.md`, People).
fn related(role: ActorRole, relation: Relation) -> Result<(), Refusal> {
    let refused_unless = |holds, refusal| if holds { Ok(()) } else { Err(refusal) };
    match role {
        ActorRole::Applicant => refused_unless(relation.is_applicant, Refusal::NotYours),
        ActorRole::Reference => refused_unless(relation.is_reference, Refusal::NotYours),
        ActorRole::Reviewer => relation.lets_review(),
        ActorRole::Administrator | ActorRole::Clock => Ok(()),
    }
}

/// Two members of staff never both decide: neither where somebody else works on it, nor where a
/// decision waits for its time.
fn not_held(kind: CommandKind, facts: &Facts) -> Result<(), Refusal> {
    if kind.may_be_undone() {
        facts.holds.check()
    } else {
        Ok(())
    }
}

/// What of the facts makes a command pointless, whatever it carries.
fn makes_sense(position: Position, kind: CommandKind, facts: &Facts) -> Result<(), Refusal> {
    use CommandKind as Do;
    match kind {
        Do::ApplyAgain if facts.has_open_application => Err(Refusal::OpenApplicationExists),
        Do::ReplaceReference => may_replace_reference(facts),
        Do::InviteReference => match present(facts)?.state {
            ReferenceState::Nominated => Ok(()),
            state => reference::after(state, reference::ReferenceEvent::Invite).map(|_| ()),
        },
        Do::ResendReference
        | Do::ReferenceConfirms
        | Do::ReferenceDeclines
        | Do::ReferenceTimesOut => asked(present(facts)?),
        Do::ConfirmReference => {
            let reference = present(facts)?;
            let waits_for_it = position == Position::RESPONSE && reference.vouches();
            if reference.state.is_over() {
                Err(Refusal::ReferenceRequestOver)
            } else if reference.confirmed_by_reviewer && !waits_for_it {
                Err(Refusal::NotFromHere)
            } else {
                Ok(())
            }
        }
        Do::ReferenceCorrects | Do::ReferenceWithdraws => answered(present(facts)?),
        _ => Ok(()),
    }
}

/// Nobody vouches for themselves: an address may have become the applicant's own since it was named.
fn somebody_else(facts: &Facts) -> Result<(), Refusal> {
    if facts.reference_is_applicant {
        Err(Refusal::OwnReference)
    } else {
        Ok(())
    }
}

fn present(facts: &Facts) -> Result<&ReferenceFacts, Refusal> {
    facts.reference.as_ref().ok_or(Refusal::NoReferenceNamed)
}

fn asked(reference: &ReferenceFacts) -> Result<(), Refusal> {
    match reference.state {
        state if state.is_asked() => Ok(()),
        ReferenceState::Answered => Err(Refusal::ReferenceAnswered),
        _ => Err(Refusal::ReferenceRequestOver),
    }
}

fn answered(reference: &ReferenceFacts) -> Result<(), Refusal> {
    match reference.state {
        ReferenceState::Answered if reference.withdrawn => Err(Refusal::ReferenceRequestOver),
        ReferenceState::Answered => Ok(()),
        state if state.is_over() => Err(Refusal::ReferenceRequestOver),
        _ => Err(Refusal::ReferenceNotAnswered),
    }
}

fn may_replace_reference(facts: &Facts) -> Result<(), Refusal> {
    if facts
        .reference
        .as_ref()
        .is_some_and(|present| present.state == ReferenceState::Answered)
    {
        Err(Refusal::ReferenceAnswered)
    } else {
        may_name_another(facts)
    }
}

fn may_name_another(facts: &Facts) -> Result<(), Refusal> {
    if facts.references_named >= reference::REFERENCES_AN_APPLICATION {
        Err(Refusal::TooManyReferences)
    } else {
        Ok(())
    }
}

/// What a command of staff says is judged by itself, whatever it is said of.
///
/// # Errors
/// What its words lack.
pub fn check_words(command: &Command) -> Result<(), Refusal> {
    match command {
        Command::InviteReference { message } => optional_text(message),
        Command::ReturnForChanges { comments, message } => {
            optional_text(message)?;
            pinned_comments(comments)
        }
        Command::SkipReference { reason } | Command::Revoke { reason } => reason_text(reason),
        Command::Reject { template, comment } => {
            if text::is_blank(template) {
                return Err(Refusal::TemplateRequired);
            }
            reason_text(comment)
        }
        _ => Ok(()),
    }
}

/// The column "must have" of the table in `domain.md`.
fn must_have(
    position: Position,
    command: &Command,
    facts: &Facts,
    now: Timestamp,
) -> Result<(), Refusal> {
    check_words(command)?;
    match command {
        Command::Submit => submittable(facts),
        Command::ReplaceReference(_) => {
            valid_form(facts)?;
            if position == Position::IDENTITY {
                Ok(())
            } else {
                may_mail(facts, now)
            }
        }
        Command::ResendReference => may_mail(facts, now),
        Command::ConfirmIdentity { checklist } => all_yes(checklist.state()),
        Command::InviteReference { .. } => may_mail(facts, now),
        Command::Accept { checklist } => acceptable(checklist.state(), facts),
        Command::ReferenceAnswers { answer, text } => {
            somebody_else(facts)?;
            judged(reference::check_answer_text(*answer, text))
        }
        Command::ReferenceCorrects { answer, text } => {
            somebody_else(facts)?;
            let answered_at = present(facts)?.answered_at;
            if !answered_at.is_some_and(|at| reference::may_correct(at, now)) {
                return Err(Refusal::CorrectionOver);
            }
            judged(reference::check_answer_text(*answer, text))
        }
        Command::ReferenceWithdraws { text } => judged(reference::check_withdrawal_text(text)),
        Command::ReferenceTimesOut => due(
            present(facts)?.first_requested_at.map(reference::ends_at),
            now,
        ),
        Command::Lapse => due(
            facts
                .returned_at
                .map(|at| at.plus(Duration::days(RETURNED_DAYS))),
            now,
        ),
        Command::ExpireCredential => due(facts.credential_ends_at, now),
        Command::Discard
        | Command::Withdraw
        | Command::ApplyAgain
        | Command::ConfirmReference
        | Command::ReturnForChanges { .. }
        | Command::SkipReference { .. }
        | Command::Revoke { .. }
        | Command::Reject { .. } => Ok(()),
    }
}

fn valid_form(facts: &Facts) -> Result<(), Refusal> {
    if facts.form_problems > 0 {
        Err(Refusal::FormIncomplete)
    } else {
        Ok(())
    }
}

fn submittable(facts: &Facts) -> Result<(), Refusal> {
    valid_form(facts)?;
    if !facts.training_uploaded {
        Err(Refusal::TrainingMissing)
    } else if facts.credentialing_paused {
        Err(Refusal::CredentialingPaused)
    } else if facts.reference_named && reference_changed(facts) {
        may_name_another(facts)
    } else {
        Ok(())
    }
}

/// Identity and training hold; where a reference counts, they vouch, a reviewer stands for exactly
/// that person, and the checklist on their answer is answered.
fn acceptable(checklist: ChecklistState, facts: &Facts) -> Result<(), Refusal> {
    if !facts.identity_confirmed {
        return Err(Refusal::IdentityNotConfirmed);
    }
    if !facts.training_valid {
        return Err(Refusal::TrainingNotValid);
    }
    if !facts.reference_named || facts.reference_skipped {
        return Ok(());
    }
    let reference = present(facts)?;
    if !reference.vouches() {
        Err(Refusal::ReferenceNotAnswered)
    } else if !reference.confirmed_by_reviewer {
        Err(Refusal::ReferenceNotConfirmed)
    } else {
        all_yes(checklist)
    }
}

fn all_yes(checklist: ChecklistState) -> Result<(), Refusal> {
    match checklist {
        ChecklistState::Unanswered => Err(Refusal::ChecklistUnanswered),
        ChecklistState::HasNo => Err(Refusal::ChecklistHasNo),
        ChecklistState::AllYes => Ok(()),
    }
}

fn may_mail(facts: &Facts, now: Timestamp) -> Result<(), Refusal> {
    let may = reference::may_mail(&facts.reference_mailed_at, now);
    if may {
        Ok(())
    } else {
        Err(Refusal::TooManyMails)
    }
}

fn optional_text(typed: &str) -> Result<(), Refusal> {
    text::check_lines(typed, COMMENT_MAX).map_err(|_| Refusal::TextInvalid)
}

pub(crate) fn reason_text(typed: &str) -> Result<(), Refusal> {
    if text::is_blank(typed) {
        Err(Refusal::ReasonRequired)
    } else {
        optional_text(typed)
    }
}

/// The refusal of a reference's words that were judged.
fn judged(words: Result<&str, FieldCode>) -> Result<(), Refusal> {
    match words {
        Ok(_) => Ok(()),
        Err(FieldCode::Required) => Err(Refusal::ReasonRequired),
        Err(_) => Err(Refusal::TextInvalid),
    }
}

fn pinned_comments(comments: &[FieldComment]) -> Result<(), Refusal> {
    if comments.is_empty() {
        return Err(Refusal::CommentRequired);
    }
    comments.iter().try_for_each(|comment| {
        if !may_be_commented(&comment.pointer) {
            Err(Refusal::CommentFieldUnknown)
        } else if text::is_blank(&comment.text) {
            Err(Refusal::CommentRequired)
        } else {
            optional_text(&comment.text)
        }
    })
}

/// Any field of the form, and the training that goes with it.
fn may_be_commented(pointer: &str) -> bool {
    pointer == TRAINING_POINTER || Field::from_pointer(pointer).is_some()
}

fn due(at: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    if at.is_some_and(|at| at <= now) {
        Ok(())
    } else {
        Err(Refusal::NotDue)
    }
}

fn destination(to: To, from: Position, facts: &Facts) -> Position {
    match to {
        To::At(position) => position,
        To::Stays | To::Gone | To::NewDraft => from,
        To::ByReference => by_reference(facts),
        To::EarliestChanged => after_resubmission(facts),
    }
}

fn by_reference(facts: &Facts) -> Position {
    if !facts.reference_named || facts.reference_skipped {
        return Position::FINAL;
    }
    match &facts.reference {
        Some(reference) if reference.vouches() => Position::FINAL,
        Some(reference)
            if reference.state.is_asked() || reference.state == ReferenceState::Answered =>
        {
            Position::RESPONSE
        }
        _ => Position::REFERENCE,
    }
}

/// Identity again where its facts changed, where it returned the application, and where it was
/// never confirmed; else the reference where its fields changed; else where it was, as far as the
/// reference lets it go.
fn after_resubmission(facts: &Facts) -> Position {
    let returned_by = facts.returned_by.unwrap_or(Stage::Identity);
    let changed = earliest_stage(&facts.changed_fields);
    let earliest = changed.map_or(returned_by, |stage| stage.min(returned_by));
    if earliest == Stage::Identity || !facts.identity_confirmed {
        Position::IDENTITY
    } else if !reference_changed(facts) {
        by_reference(facts)
    } else if facts.reference_named {
        Position::REFERENCE
    } else {
        Position::FINAL
    }
}

pub(super) fn identity_changed(facts: &Facts) -> bool {
    checked_field_changed(facts, Stage::Identity)
}

pub(super) fn reference_changed(facts: &Facts) -> bool {
    checked_field_changed(facts, Stage::Reference)
}

fn checked_field_changed(facts: &Facts, stage: Stage) -> bool {
    facts
        .changed_fields
        .iter()
        .any(|field| field.spec().checked_at == Some(stage))
}
