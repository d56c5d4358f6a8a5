//! What follows from a decision, as data: the server carries it out in the same transaction, and
//! a test reads it as behaviour.

use super::decide::{identity_changed, reference_changed};
use super::{Command, Facts, Position, Stage};
use crate::reference::{self, ReferenceAnswer, ReferenceEvent, ReferenceState};

choice! {
    /// The mails that decisions on an application send.
    pub enum MailKind {
        /// To the applicant: it was received.
        ApplicationReceived = "application_received",
        /// To the applicant: it was returned for changes, with the comments.
        ApplicationReturned = "application_returned",
        /// To the applicant: the reference has not answered, name someone else.
        ReferenceTimedOut = "reference_timed_out",
        /// To the applicant: accepted, with the next steps.
        ApplicationAccepted = "application_accepted",
        /// To the applicant: rejected, with the reason.
        ApplicationRejected = "application_rejected",
        /// To the applicant: it was taken back.
        ApplicationWithdrawn = "application_withdrawn",
        /// To the applicant: it lapsed.
        ApplicationLapsed = "application_lapsed",
        /// To the person: the credential was taken away, with the reason.
        CredentialRevoked = "credential_revoked",
        /// To the person: the credential ran out.
        CredentialExpired = "credential_expired",
        /// To the reference: the request.
        ReferenceInvited = "reference_invited",
        /// To the reference: the request again, with the same link.
        ReferenceResent = "reference_resent",
        /// To the reference: thanks, and how to change the answer.
        ReferenceThanked = "reference_thanked",
        /// To a reference who was asked: the request has ended, an answer is no longer needed.
        ReferenceReplaced = "reference_replaced",
    }
}

choice! {
    /// What staff have to look at, shown as a signal until somebody has.
    pub enum Flag {
        /// The reference answered something else than yes.
        ReferenceDeclined = "reference_declined",
        /// The reference changed the answer.
        ReferenceCorrected = "reference_corrected",
        /// The reference took the answer back.
        ReferenceWithdrew = "reference_withdrew",
        /// The applicant named someone else after identity was confirmed.
        ReferenceReplaced = "reference_replaced",
        /// The holder of a credential goes by another name in the profile now.
        NameChanged = "name_changed",
    }
}

/// One thing that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Delete the draft.
    DeleteDraft,
    /// Begin a new draft, pre-filled from the latest snapshot.
    StartDraft,
    /// Keep an immutable snapshot of the form.
    TakeSnapshot,
    /// Take a place in the queue. Only the first submission does: a resubmission keeps its place.
    EnterQueue,
    /// Remember the stage that returned it.
    RememberReturnedBy(Stage),
    /// A reviewer confirmed who the applicant is.
    MarkIdentityConfirmed,
    /// The identity confirmed so far no longer counts: what it rests on changed.
    ForgetIdentity,
    /// The present request's answer no longer counts: the reference fields changed.
    ForgetReference,
    /// Keep the named person as the present reference, not yet asked.
    NominateReference,
    /// Move the present request by an event; `Invite` of a nominated one starts its clock.
    MoveReference(ReferenceEvent),
    /// The answer and its text are kept, for staff only.
    KeepAnswer,
    /// A reviewer stands for the present reference.
    MarkReferenceConfirmed,
    /// A reviewer went on without an answer.
    MarkReferenceSkipped,
    /// An earlier "went on without" no longer counts.
    ForgetSkip,
    /// Show it to the reviewers.
    FlagForReviewer(Flag),
    /// Show it to the administrators, on the credential.
    FlagForAdministrator(Flag),
    /// The credential holds from now on; an earlier one of the person gives way to it.
    GrantCredential,
    /// The credential holds no longer.
    EndCredential,
    /// What the person may use has changed: recompute every grant in this transaction.
    RecomputeGrants,
    /// Put a mail into the outbox.
    SendMail(MailKind),
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Where the application stands afterwards.
    pub position: Position,
    /// What follows, in the order to do it.
    pub effects: Vec<Effect>,
}

/// What follows from a command that was found in order.
pub(super) fn of(from: Position, to: Position, command: &Command, facts: &Facts) -> Vec<Effect> {
    use Effect::*;
    match command {
        Command::Discard => vec![DeleteDraft],
        Command::Submit if from == Position::DRAFT => first_submission(facts),
        Command::Submit => resubmission(facts),
        Command::Withdraw => ending(facts, MailKind::ApplicationWithdrawn),
        Command::ApplyAgain => vec![StartDraft],
        Command::ReplaceReference(_) => replacement(from, facts),
        Command::ResendReference => {
            vec![
                MoveReference(ReferenceEvent::Invite),
                SendMail(MailKind::ReferenceResent),
            ]
        }
        Command::ConfirmIdentity { .. } => vec![MarkIdentityConfirmed],
        Command::InviteReference { .. } => vec![
            MarkReferenceConfirmed,
            MoveReference(ReferenceEvent::Invite),
            SendMail(MailKind::ReferenceInvited),
        ],
        Command::ConfirmReference => vec![MarkReferenceConfirmed],
        Command::SkipReference { .. } => {
            let mut effects = vec![MarkReferenceSkipped];
            effects.extend(end_request(facts, ReferenceEvent::Cancel));
            effects
        }
        Command::ReturnForChanges { .. } => {
            let by = from.stage.map(RememberReturnedBy);
            by.into_iter()
                .chain([SendMail(MailKind::ApplicationReturned)])
                .collect()
        }
        Command::Accept { .. } => {
            vec![
                GrantCredential,
                RecomputeGrants,
                SendMail(MailKind::ApplicationAccepted),
            ]
        }
        Command::Reject { .. } => ending(facts, MailKind::ApplicationRejected),
        Command::ReferenceAnswers { answer, .. } => {
            let mut effects = vec![KeepAnswer, MoveReference(ReferenceEvent::Answer)];
            if *answer != ReferenceAnswer::Confirms {
                effects.push(FlagForReviewer(Flag::ReferenceDeclined));
            }
            effects.push(SendMail(MailKind::ReferenceThanked));
            effects
        }
        Command::ReferenceCorrects { .. } => vec![
            KeepAnswer,
            MoveReference(ReferenceEvent::Answer),
            flag(from, Flag::ReferenceCorrected),
        ],
        Command::ReferenceWithdraws { .. } => vec![KeepAnswer, flag(from, Flag::ReferenceWithdrew)],
        Command::Revoke { .. } => credential_end(MailKind::CredentialRevoked),
        Command::ReferenceTimesOut => {
            let mut effects = vec![MoveReference(ReferenceEvent::Expire)];
            if to == Position::RETURNED && from != to {
                // It is returned at the reference task: sent again, it stands there, also where
                // the same person is named once more.
                effects.push(RememberReturnedBy(Stage::Reference));
                effects.push(SendMail(MailKind::ReferenceTimedOut));
            }
            effects
        }
        Command::Lapse => ending(facts, MailKind::ApplicationLapsed),
        Command::ExpireCredential => credential_end(MailKind::CredentialExpired),
    }
}

fn first_submission(facts: &Facts) -> Vec<Effect> {
    let mut effects = vec![Effect::TakeSnapshot, Effect::EnterQueue];
    if facts.reference_named {
        effects.push(Effect::NominateReference);
    }
    effects.push(Effect::SendMail(MailKind::ApplicationReceived));
    effects
}

/// The place in the queue is kept; what rests on changed facts is not.
fn resubmission(facts: &Facts) -> Vec<Effect> {
    let mut effects = vec![Effect::TakeSnapshot];
    if identity_changed(facts) {
        effects.push(Effect::ForgetIdentity);
    }
    let changed = reference_changed(facts);
    if changed {
        effects.extend(end_request(facts, ReferenceEvent::Replace));
        if facts
            .reference
            .as_ref()
            .is_some_and(|old| old.state == ReferenceState::Answered)
        {
            effects.push(Effect::ForgetReference);
        }
        if facts.reference_skipped {
            effects.push(Effect::ForgetSkip);
        }
    }
    // A request that is over cannot be asked again; naming the person once more is a new one.
    let is_over = facts
        .reference
        .as_ref()
        .is_none_or(|old| old.state.is_over());
    if facts.reference_named && (changed || (is_over && !facts.reference_skipped)) {
        effects.push(Effect::NominateReference);
    }
    effects.push(Effect::SendMail(MailKind::ApplicationReceived));
    effects
}

/// Before identity is confirmed nobody is asked; afterwards the new person is, at once, and a
/// reviewer sees it (`domain.md`, Reference; #2632).
fn replacement(from: Position, facts: &Facts) -> Vec<Effect> {
    let mut effects = vec![Effect::TakeSnapshot];
    effects.extend(end_request(facts, ReferenceEvent::Replace));
    effects.push(Effect::NominateReference);
    if from != Position::IDENTITY {
        effects.push(Effect::MoveReference(ReferenceEvent::Invite));
        effects.push(Effect::SendMail(MailKind::ReferenceInvited));
        effects.push(Effect::FlagForReviewer(Flag::ReferenceReplaced));
    }
    effects
}

/// Ends the present request where it has not ended, and tells whoever was asked.
fn end_request(facts: &Facts, by: ReferenceEvent) -> Vec<Effect> {
    let Some(present) = &facts.reference else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    if reference::after(present.state, by).is_ok() {
        effects.push(Effect::MoveReference(by));
    }
    if present.state.is_asked() {
        effects.push(Effect::SendMail(MailKind::ReferenceReplaced));
    }
    effects
}

fn ending(facts: &Facts, mail: MailKind) -> Vec<Effect> {
    let mut effects = end_request(facts, ReferenceEvent::Cancel);
    effects.push(Effect::SendMail(mail));
    effects
}

fn credential_end(mail: MailKind) -> Vec<Effect> {
    vec![
        Effect::EndCredential,
        Effect::RecomputeGrants,
        Effect::SendMail(mail),
    ]
}

/// Before the decision reviewers look at it, after it administrators do; neither revokes by itself.
fn flag(from: Position, flag: Flag) -> Effect {
    if from == Position::ACCEPTED {
        Effect::FlagForAdministrator(flag)
    } else {
        Effect::FlagForReviewer(flag)
    }
}
