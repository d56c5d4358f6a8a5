//! The page of one application.

use crate::words::{Text, filled, t};
use accede_domain::reference::{MailRefusal, ReferenceState};

pub const MESSAGE: Text = Text("A reviewer wrote");
pub const COMMENTS: Text = Text("What they ask you to change");
pub const ANSWER_COMMENTS: Text = Text("Answer the comments");
pub const GO_ON: Text = Text("Go on with it");
pub const LAPSES: Text = Text("If you do not submit it again, it ends ");
pub const REFERENCE: Text = Text("Your reference");
pub const NAME: Text = Text("Name");
pub const EMAIL: Text = Text("E-mail address");
pub const ORGANISATION: Text = Text("Organisation");
pub const STATE: Text = Text("State");
pub const ASKED: Text = Text("Asked");
pub const LAST_MAIL: Text = Text("Last mail");
pub const ANSWERED: Text = Text("Answered");
pub const UNTIL: Text = Text("Can answer until");
pub const ANSWER_HIDDEN: Text = Text("What your reference answers is for the reviewers only.");
pub const RESEND: Text = Text("Send the request again");
pub const RESEND_HINT: Text = Text("The same link again. At most three mails go out in a day.");
pub const REPLACE: Text = Text("Correct the address, or name someone else");
pub const REPLACE_TEXT: Text = Text("The link in earlier mails ends. A reviewer sees the change.");
pub const REPLACE_SUBMIT: Text = Text("Save and ask this person");
/// As long as nobody is asked yet.
pub const REPLACE_SAVE: Text = Text("Save the reference");
pub const BOUNCED: Text = Text("Our mail did not arrive");
pub const PUT_OFF_TITLE: Text = Text("Our mail has not arrived yet");
pub const PUT_OFF: Text = Text(
    "Their mail server asked us to try again later, as many do with a sender that they do not know.",
);
pub const DELAYED: Text =
    Text("A mail server took it and could not pass it on yet. It tries again by itself.");
pub const NOT_REACHED: Text = Text("No mail server has taken it so far.");
/// Before a time.
pub const TRY_AGAIN: Text = Text(" We try again at ");
pub const HISTORY: Text = Text("What happened");
pub const ANSWERS: Text = Text("Your answers");
pub const WITHDRAW: Text = Text("Withdraw this application");
pub const WITHDRAW_TITLE: Text = Text("Withdraw this application?");
pub const WITHDRAW_TEXT: Text = Text(
    "It leaves the queue and your reference is not asked any further. You can apply again with these answers, at the end of the queue.",
);
pub const DISCARD: Text = Text("Discard this draft");
pub const DISCARD_TITLE: Text = Text("Discard this draft?");
pub const DISCARD_TEXT: Text =
    Text("Everything you wrote in it is deleted. This cannot be taken back.");
pub const AGAIN: Text = Text("Apply again");
pub const AGAIN_TEXT: Text = Text("The new application begins with these answers.");
pub const REJECTED: Text = Text("This application was rejected");
pub const REVOKED: Text = Text("The credential was revoked");

/// How the request to the reference stands. Nothing is claimed of delivery but what a mail server said.
pub fn reference(state: ReferenceState) -> &'static str {
    t(match state {
        ReferenceState::Nominated => {
            "Not asked yet; we write to them after a reviewer has looked at the application"
        }
        ReferenceState::Invited => "Asked; our mail is on its way",
        ReferenceState::Sent => "Asked; our mail has gone out to them",
        ReferenceState::Bounced => "The mail was refused",
        ReferenceState::Answered => "Answered",
        ReferenceState::Expired => "Did not answer in time",
        ReferenceState::Replaced => "Replaced",
        ReferenceState::Cancelled => "Not needed any more",
    })
}

/// Why a mail did not arrive, and what helps.
pub fn refusal(refusal: MailRefusal) -> &'static str {
    t(match refusal {
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
    })
}

/// `2 more people can be named for this application.`
pub fn replacements_left(number: u8) -> String {
    match number {
        0 => t("Nobody else can be named for this application.").to_owned(),
        1 => t("One more person can be named for this application.").to_owned(),
        number => filled(
            "{1} more people can be named for this application.",
            &[&number.to_string()],
        ),
    }
}
