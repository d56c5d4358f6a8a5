//! The request to a reference: its states, answers, limits and the one schedule of its reminders.

use crate::problem::FieldCode;
use crate::refusal::Refusal;
use crate::schedule::{self, Due, StepOnDay};
use crate::text;
use crate::time::{Duration, Timestamp};

choice! {
    /// How the request to one person stands.
    pub enum ReferenceState {
        /// Named in the form; nobody has been asked.
        Nominated = "nominated",
        /// The mail is in the outbox.
        Invited = "invited",
        /// A mail server took it. Nothing else is claimed of delivery.
        Sent = "sent",
        /// A mail server, or a delivery report later, refused it.
        Bounced = "bounced",
        /// They answered.
        Answered = "answered",
        /// 30 days went by without an answer.
        Expired = "expired",
        /// The applicant named someone else, or corrected the address.
        Replaced = "replaced",
        /// The application went on or ended without it.
        Cancelled = "cancelled",
    }
}

impl ReferenceState {
    /// True while the person can answer through the link.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Invited | Self::Sent | Self::Bounced)
    }

    /// True when the request has ended without an answer.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Expired | Self::Replaced | Self::Cancelled)
    }
}

choice! {
    /// Why a mail to a reference did not arrive, as far as a mail server said.
    pub enum MailRefusal {
        /// There is no such mailbox, or it is closed.
        NoSuchAddress = "no_such_address",
        /// Nothing takes mail for what stands behind the `@`.
        NoSuchDomain = "no_such_domain",
        /// The mailbox is full.
        MailboxFull = "mailbox_full",
        /// Mail from us is not let in.
        NotLetIn = "not_let_in",
        /// It was tried for two days, and no mail server took it.
        GivenUp = "given_up",
        /// For another reason.
        Other = "other",
    }
}

impl MailRefusal {
    /// What a reply begins with when nobody refused, and it was given up.
    pub const GIVEN_UP: &'static str = "given up: ";

    /// What a reply means, by the enhanced status code that stands in it (RFC 3463): `550 5.1.1 No such user`.
    #[must_use]
    pub fn of(reply: &str) -> Self {
        if reply.starts_with(Self::GIVEN_UP) {
            return Self::GivenUp;
        }
        let code = reply
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .find_map(|word| word.strip_prefix("5."));
        let Some((subject, detail)) = code.and_then(|code| code.split_once('.')) else {
            return Self::Other;
        };
        match (subject, detail) {
            ("1", "2") => Self::NoSuchDomain,
            ("1", "0" | "1" | "3" | "6" | "10") | ("2", "1") => Self::NoSuchAddress,
            ("2", "2") => Self::MailboxFull,
            ("7", _) => Self::NotLetIn,
            _ => Self::Other,
        }
    }
}

choice! {
    /// What became of a request, as staff read it where the same person was named before.
    pub enum ReferenceOutcome {
        /// They confirmed.
        Confirmed = "confirmed",
        /// They do not know the applicant, cannot vouch, or have a concern.
        SaidNo = "said_no",
        /// They took back what they had answered.
        TookBack = "took_back",
        /// Their time ran out.
        NoAnswer = "no_answer",
        /// Somebody else was named, or the request was cancelled, before they answered.
        Ended = "ended",
        /// They have not been asked, or have time left.
        Open = "open",
    }
}

impl ReferenceOutcome {
    /// Of a request in this state, with what was chosen and whether that was taken back.
    #[must_use]
    pub const fn of(
        state: ReferenceState,
        answer: Option<ReferenceAnswer>,
        withdrawn: bool,
    ) -> Self {
        match (answer, state) {
            (Some(_), _) if withdrawn => Self::TookBack,
            (Some(ReferenceAnswer::Confirms), _) => Self::Confirmed,
            (Some(_), _) => Self::SaidNo,
            (None, ReferenceState::Expired) => Self::NoAnswer,
            (None, ReferenceState::Replaced | ReferenceState::Cancelled) => Self::Ended,
            (None, _) => Self::Open,
        }
    }
}

choice! {
    /// What a reference chose. For staff only, never shown to the applicant.
    pub enum ReferenceAnswer {
        /// Knows the applicant and supports the application.
        Confirms = "confirms",
        /// Does not know the applicant.
        DoesNotKnow = "does_not_know",
        /// Knows them, and cannot vouch for them now.
        CannotVouchNow = "cannot_vouch_now",
        /// Has a concern.
        Concern = "concern",
    }
}

choice! {
    /// What happens to a request.
    pub enum ReferenceEvent {
        /// The request, a reminder or a resend is put into the outbox.
        Invite = "invite",
        /// A mail server took it.
        MailTaken = "mail_taken",
        /// A mail server or a delivery report refused it.
        MailRefused = "mail_refused",
        /// The person answers, or changes the answer.
        Answer = "answer",
        /// 30 days have gone by.
        Expire = "expire",
        /// The applicant names someone else, or corrects the address.
        Replace = "replace",
        /// The application goes on or ends without it.
        Cancel = "cancel",
    }
}

/// Every move between the states of a request; what is not here does not happen.
pub const TRANSITIONS: &[(&[ReferenceState], ReferenceEvent, ReferenceState)] = {
    use ReferenceEvent as Event;
    use ReferenceState::*;
    &[
        (&[Nominated, Invited, Sent, Bounced], Event::Invite, Invited),
        (&[Invited, Sent], Event::MailTaken, Sent),
        (&[Invited, Sent, Bounced], Event::MailRefused, Bounced),
        (&[Invited, Sent, Bounced, Answered], Event::Answer, Answered),
        (&[Invited, Sent, Bounced], Event::Expire, Expired),
        (
            &[Nominated, Invited, Sent, Bounced, Expired],
            Event::Replace,
            Replaced,
        ),
        (
            &[Nominated, Invited, Sent, Bounced],
            Event::Cancel,
            Cancelled,
        ),
    ]
};

/// The state after an event.
///
/// # Errors
/// [`Refusal::ReferenceAnswered`] or [`Refusal::ReferenceRequestOver`] where the request has come
/// to that, else [`Refusal::NotFromHere`].
pub fn after(state: ReferenceState, event: ReferenceEvent) -> Result<ReferenceState, Refusal> {
    TRANSITIONS
        .iter()
        .find(|(from, on, _)| *on == event && from.contains(&state))
        .map(|&(_, _, to)| to)
        .ok_or(match state {
            ReferenceState::Answered => Refusal::ReferenceAnswered,
            over if over.is_over() => Refusal::ReferenceRequestOver,
            _ => Refusal::NotFromHere,
        })
}

/// Unicode scalar values of the text that goes with an answer.
pub const ANSWER_TEXT_MAX: usize = 2000;
/// For so long the link shows the answer with "Change".
pub const CORRECTION_WINDOW: Duration = Duration::hours(24);
/// Requests and resends that go to a reference in 24 hours.
pub const MAILS_A_DAY: usize = 3;
/// People that one application may name, one after the other.
pub const REFERENCES_AN_APPLICATION: usize = 5;

/// Judges the text about the working relationship, which only an answer of somebody who knows of none can be without.
///
/// # Errors
/// What is wrong with it.
pub fn check_answer_text(answer: ReferenceAnswer, typed: &str) -> Result<&str, FieldCode> {
    if answer == ReferenceAnswer::DoesNotKnow {
        text::check_lines(typed, ANSWER_TEXT_MAX).map(|()| text::trimmed(typed))
    } else {
        check_withdrawal_text(typed)
    }
}

/// Judges why an answer is taken back.
///
/// # Errors
/// What is wrong with it.
pub fn check_withdrawal_text(typed: &str) -> Result<&str, FieldCode> {
    text::required_lines(typed, ANSWER_TEXT_MAX)
}

/// True while an answer given first at `answered_at` can be changed.
#[must_use]
pub fn may_correct(answered_at: Timestamp, now: Timestamp) -> bool {
    now < answered_at.plus(CORRECTION_WINDOW)
}

/// True where one more request or resend may go to the reference; `sent_at` are the earlier ones.
#[must_use]
pub fn may_mail(sent_at: &[Timestamp], now: Timestamp) -> bool {
    let day_ago = now.minus(Duration::days(1));
    sent_at.iter().filter(|&&at| at > day_ago).count() < MAILS_A_DAY
}

choice! {
    /// The steps of a request, in the order of their days.
    pub enum ReferenceStep {
        /// The request itself, day 0.
        Invite = "invite",
        /// The reference is reminded, day 5.
        Remind = "remind",
        /// The applicant is asked whether to name someone else, day 10.
        Nudge = "nudge",
        /// The same again, and told that the request ends on day 30; day 25.
        Warn = "warn",
        /// The request ends, day 30: the application returns at the reference task.
        End = "end",
    }
}

/// Days after the first request on which it ends.
pub const REQUEST_DAYS: i64 = 30;

/// The one schedule of reminders and ends (`domain.md`, Reference; #2528), counted from the first
/// request to this person. A resend does not restart it; a replacement is another request.
pub const STEPS: &[StepOnDay<ReferenceStep>] = &[
    (0, ReferenceStep::Invite),
    (5, ReferenceStep::Remind),
    (10, ReferenceStep::Nudge),
    (25, ReferenceStep::Warn),
    (REQUEST_DAYS, ReferenceStep::End),
];

/// What is due on a request first made at `first_requested_at`, delivered or not. At most one step
/// is ever due; one that was missed is passed over by the next.
#[must_use]
pub fn schedule(
    first_requested_at: Timestamp,
    already_sent: &[ReferenceStep],
    now: Timestamp,
) -> Option<Due<ReferenceStep>> {
    schedule::due(STEPS, first_requested_at, already_sent, now)
}

/// When a request first made at `first_requested_at` ends.
#[must_use]
pub const fn ends_at(first_requested_at: Timestamp) -> Timestamp {
    first_requested_at.plus(Duration::days(REQUEST_DAYS))
}
