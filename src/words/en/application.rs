//! The page of one application.

use accede_domain::reference::{MailRefusal, ReferenceState};

pub const MESSAGE: &str = "A reviewer wrote";
pub const COMMENTS: &str = "What they ask you to change";
pub const ANSWER_COMMENTS: &str = "Answer the comments";
pub const GO_ON: &str = "Go on with it";
pub const LAPSES: &str = "If you do not submit it again, it ends ";
pub const REFERENCE: &str = "Your reference";
pub const NAME: &str = "Name";
pub const EMAIL: &str = "E-mail address";
pub const ORGANISATION: &str = "Organisation";
pub const STATE: &str = "State";
pub const ASKED: &str = "Asked";
pub const LAST_MAIL: &str = "Last mail";
pub const ANSWERED: &str = "Answered";
pub const UNTIL: &str = "Can answer until";
pub const ANSWER_HIDDEN: &str = "What your reference answers is for the reviewers only.";
pub const RESEND: &str = "Send the request again";
pub const RESEND_HINT: &str = "The same link again. At most three mails go out in a day.";
pub const REPLACE: &str = "Correct the address, or name someone else";
pub const REPLACE_TEXT: &str = "The link in earlier mails ends. A reviewer sees the change.";
pub const REPLACE_SUBMIT: &str = "Save and ask this person";
pub const BOUNCED: &str = "Our mail did not arrive";
pub const PUT_OFF_TITLE: &str = "Our mail has not been taken yet";
pub const PUT_OFF: &str = "Their mail server asked us to try again later, as many do with a sender that they do not know.";
pub const NOT_REACHED: &str = "No mail server has taken it so far.";
/// Before a time.
pub const TRY_AGAIN: &str = " We try again at ";
pub const HISTORY: &str = "What happened";
pub const ANSWERS: &str = "Your answers";
pub const WITHDRAW: &str = "Withdraw this application";
pub const WITHDRAW_TITLE: &str = "Withdraw this application?";
pub const WITHDRAW_TEXT: &str = "It leaves the queue and your reference is not asked any further. You can apply again with these answers, at the end of the queue.";
pub const DISCARD: &str = "Discard this draft";
pub const DISCARD_TITLE: &str = "Discard this draft?";
pub const DISCARD_TEXT: &str = "Everything you wrote in it is deleted. This cannot be taken back.";
pub const AGAIN: &str = "Apply again";
pub const AGAIN_TEXT: &str = "The new application begins with these answers.";
pub const REJECTED: &str = "This application was rejected";
pub const REVOKED: &str = "The credential was revoked";

/// How the request to the reference stands. Nothing is claimed of delivery but what a mail server said.
pub fn reference(state: ReferenceState) -> &'static str {
    match state {
        ReferenceState::Nominated => "Named; we write to them after a reviewer has looked",
        ReferenceState::Invited => "Asked; our mail is on its way",
        ReferenceState::Sent => "Asked; their mail server has taken our mail",
        ReferenceState::Bounced => "The mail was refused",
        ReferenceState::Answered => "Answered",
        ReferenceState::Expired => "Did not answer in time",
        ReferenceState::Replaced => "Replaced",
        ReferenceState::Cancelled => "Not needed any more",
    }
}

/// Why a mail did not arrive, and what helps.
pub fn refusal(refusal: MailRefusal) -> &'static str {
    match refusal {
        MailRefusal::NoSuchAddress => {
            "Their mail server does not know this address. Correct it, or name someone else."
        }
        MailRefusal::NoSuchDomain => {
            "Nothing takes mail for what stands behind the @. Correct the address, or name someone else."
        }
        MailRefusal::MailboxFull => {
            "Their mailbox is full. Tell them and send the request again, or give another address of theirs."
        }
        MailRefusal::NotLetIn => {
            "Their mail server does not let mail from us in. Give another address of theirs, or name someone else."
        }
        MailRefusal::GivenUp => {
            "We tried for two days, and no mail server took it. Check the address, or name someone else."
        }
        MailRefusal::Other => {
            "Their mail server refused it. Correct the address, or name someone else."
        }
    }
}

/// `2 more people can be named for this application.`
pub fn replacements_left(number: u8) -> String {
    match number {
        0 => "Nobody else can be named for this application.".to_owned(),
        1 => "One more person can be named for this application.".to_owned(),
        number => [
            &number.to_string(),
            " more people can be named for this application.",
        ]
        .concat(),
    }
}
