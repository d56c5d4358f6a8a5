//! **The** table of the moves between the states of an application (`domain.md`, States).
//! Whatever is not a row here does not happen.

use super::ActorRole::{self, Administrator, Applicant, Clock, Reference, Reviewer};
use super::CommandKind as Do;
use super::Position;

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To this position.
    At(Position),
    /// It stays where it is; what the command carries is stored.
    Stays,
    /// The draft is deleted.
    Gone,
    /// It stays, and a new draft begins, pre-filled from it.
    NewDraft,
    /// As far as the reference lets it go: `reference` where one is named and was not asked,
    /// `response` where one is being asked or did not vouch, `final` where none is named, one
    /// vouches, or a reviewer went on without.
    ByReference,
    /// A resubmission: the earliest stage whose checked facts changed, and never past the stage
    /// that returned it.
    EarliestChanged,
}

/// One row: from where, who, what, to where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// From each of these positions.
    pub from: &'static [Position],
    /// Who makes the move.
    pub by: ActorRole,
    /// The command.
    pub command: Do,
    /// Where it leads.
    pub to: To,
}

const fn row(from: &'static [Position], by: ActorRole, command: Do, to: To) -> Row {
    Row {
        from,
        by,
        command,
        to,
    }
}

const DRAFT: Position = Position::DRAFT;
const IDENTITY: Position = Position::IDENTITY;
const REFERENCE: Position = Position::REFERENCE;
const RESPONSE: Position = Position::RESPONSE;
const FINAL: Position = Position::FINAL;
const RETURNED: Position = Position::RETURNED;
const ACCEPTED: Position = Position::ACCEPTED;
const REJECTED: Position = Position::REJECTED;
const WITHDRAWN: Position = Position::WITHDRAWN;
const LAPSED: Position = Position::LAPSED;
const REVOKED: Position = Position::REVOKED;
const EXPIRED: Position = Position::EXPIRED;

const UNDER_REVIEW: &[Position] = &[IDENTITY, REFERENCE, RESPONSE, FINAL];
const SUBMITTED: &[Position] = &[IDENTITY, REFERENCE, RESPONSE, FINAL, RETURNED];
/// The stages at which a request may still be open that is not the one waited for: a resubmission
/// can go back behind `response` while the reference is being asked. What they say then is kept.
const NOT_WAITING: &[Position] = &[IDENTITY, REFERENCE, RETURNED];

/// Every move. What each of them must have is checked in `decide.rs`.
pub const TABLE: &[Row] = &[
    // The applicant
    row(&[DRAFT], Applicant, Do::Discard, To::Gone),
    row(&[DRAFT], Applicant, Do::Submit, To::At(IDENTITY)),
    row(&[RETURNED], Applicant, Do::Submit, To::EarliestChanged),
    row(SUBMITTED, Applicant, Do::Withdraw, To::At(WITHDRAWN)),
    row(&[IDENTITY], Applicant, Do::ReplaceReference, To::Stays),
    row(
        &[REFERENCE, RESPONSE],
        Applicant,
        Do::ReplaceReference,
        To::At(RESPONSE),
    ),
    row(&[RESPONSE], Applicant, Do::ResendReference, To::Stays),
    row(
        &[ACCEPTED, REJECTED, WITHDRAWN, LAPSED, REVOKED, EXPIRED],
        Applicant,
        Do::ApplyAgain,
        To::NewDraft,
    ),
    // The reviewer
    row(&[IDENTITY], Reviewer, Do::ConfirmIdentity, To::ByReference),
    row(
        &[REFERENCE],
        Reviewer,
        Do::InviteReference,
        To::At(RESPONSE),
    ),
    row(&[RESPONSE], Reviewer, Do::ResendReference, To::Stays),
    row(
        &[RESPONSE, FINAL],
        Reviewer,
        Do::ConfirmReference,
        To::ByReference,
    ),
    row(
        &[REFERENCE, RESPONSE],
        Reviewer,
        Do::SkipReference,
        To::At(FINAL),
    ),
    row(
        UNDER_REVIEW,
        Reviewer,
        Do::ReturnForChanges,
        To::At(RETURNED),
    ),
    row(UNDER_REVIEW, Reviewer, Do::Reject, To::At(REJECTED)),
    row(&[FINAL], Reviewer, Do::Accept, To::At(ACCEPTED)),
    // The reference. A "no" never rejects by itself: people click it by accident.
    row(&[RESPONSE], Reference, Do::ReferenceConfirms, To::At(FINAL)),
    row(
        &[RESPONSE],
        Reference,
        Do::ReferenceDeclines,
        To::At(RESPONSE),
    ),
    row(NOT_WAITING, Reference, Do::ReferenceConfirms, To::Stays),
    row(NOT_WAITING, Reference, Do::ReferenceDeclines, To::Stays),
    row(
        &[RESPONSE, FINAL],
        Reference,
        Do::ReferenceCorrects,
        To::At(RESPONSE),
    ),
    row(
        &[RESPONSE, FINAL],
        Reference,
        Do::ReferenceWithdraws,
        To::At(RESPONSE),
    ),
    row(NOT_WAITING, Reference, Do::ReferenceCorrects, To::Stays),
    row(NOT_WAITING, Reference, Do::ReferenceWithdraws, To::Stays),
    row(&[ACCEPTED], Reference, Do::ReferenceCorrects, To::Stays),
    row(&[ACCEPTED], Reference, Do::ReferenceWithdraws, To::Stays),
    // The administrator
    row(&[ACCEPTED], Administrator, Do::Revoke, To::At(REVOKED)),
    // Time
    row(&[RESPONSE], Clock, Do::ReferenceTimesOut, To::At(RETURNED)),
    row(NOT_WAITING, Clock, Do::ReferenceTimesOut, To::Stays),
    row(&[RETURNED], Clock, Do::Lapse, To::At(LAPSED)),
    row(&[ACCEPTED], Clock, Do::ExpireCredential, To::At(EXPIRED)),
];

/// The row for a command by an actor from a position, if there is one.
pub(super) fn find(from: Position, by: ActorRole, command: Do) -> Option<&'static Row> {
    TABLE
        .iter()
        .find(|row| row.command == command && row.by == by && row.from.contains(&from))
}
