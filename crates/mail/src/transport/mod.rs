//! Handing a rendered mail to a mail server.

mod compose;
mod identity;
mod smtp;

use accede_domain::time::Timestamp;
use async_trait::async_trait;

pub use compose::{ComposeError, compose};
pub use identity::{IdentityError, ReturnPath, SenderIdentity};
pub use smtp::{Credentials, Security, SetupError, SmtpSettings, SmtpTransport};

use crate::render::Rendered;

/// One mail, ready to go.
#[derive(Debug, Clone)]
pub struct OutgoingMail {
    /// The row in the outbox. The Message-ID and the envelope sender come from it, so that a repeated attempt looks the
    /// same to every mail server, and a delivery report finds its mail.
    pub outbox_id: String,
    pub to_address: String,
    pub to_name: Option<String>,
    /// Written into the mail; when it was queued or is sent, as the caller decides.
    pub date: Timestamp,
    pub rendered: Rendered,
    pub attachments: Vec<Attachment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub file_name: String,
    /// For example `application/json`.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// What one attempt came to. Only [`Refused`](Self::Refused) says something about the recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// A mail server took responsibility for it. That is all that is known: not that it arrived.
    Accepted { server_reply: String },
    /// Try again later: a temporary refusal, no connection, or a fault on our side of the line (sign-in, TLS, our own
    /// address). The last kind must never count against the recipient.
    Deferred { reply: String },
    /// A mail server refused this recipient or this mail for good (5xx), or the address cannot be one.
    Refused { reply: String },
}

#[async_trait]
pub trait MailTransport: Send + Sync {
    async fn send(&self, mail: &OutgoingMail) -> SendOutcome;
}
