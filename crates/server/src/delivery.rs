//! Where mails go: to a mail server when one is set, and in the demonstration into its mailbox. Without either they
//! wait in the outbox, and the log says so.

use accede_mail::transport::{
    MailTransport as _, OutgoingMail, SendOutcome, SenderIdentity, SetupError, SmtpTransport,
};

use crate::config::Config;

/// The one way in which this process sends mail.
pub enum Delivery {
    Smtp(Box<SmtpTransport>),
    /// Only in the demonstration: the mail is kept for its mailbox page and goes nowhere.
    Mailbox,
    /// No mail server is set.
    Nowhere,
}

impl Delivery {
    /// As the settings say: `smtp_url` first, the mailbox in a demonstration without one.
    ///
    /// # Errors
    /// When the settings of TLS do not work on this machine.
    pub fn new(config: &Config, identity: &SenderIdentity) -> Result<Self, SetupError> {
        match &config.smtp {
            Some(settings) => {
                let transport = SmtpTransport::new(settings.clone(), identity.clone())?;
                Ok(Self::Smtp(Box::new(transport)))
            }
            None if config.demonstration => Ok(Self::Mailbox),
            None => Ok(Self::Nowhere),
        }
    }

    /// Sends one mail. `None`: there is nowhere to send it, it waits.
    pub async fn send(&self, mail: &OutgoingMail) -> Option<SendOutcome> {
        match self {
            Self::Smtp(transport) => Some(transport.send(mail).await),
            Self::Mailbox => Some(SendOutcome::Accepted {
                server_reply: "kept in the demonstration's mailbox".to_owned(),
            }),
            Self::Nowhere => None,
        }
    }
}
