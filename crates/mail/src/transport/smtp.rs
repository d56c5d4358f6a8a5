//! SMTP. The dialogue is led command by command, because an answer means different things at different places: 550 to
//! the recipient is news about the recipient, 535 to our sign-in is a fault in our settings.

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{
    Credentials as LettreCredentials, DEFAULT_MECHANISMS,
};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use super::{ComposeError, MailTransport, OutgoingMail, SendOutcome, SenderIdentity, compose};
use crate::clean;

/// A server's reply is kept in the outbox; longer ones are cut.
const REPLY_MAX: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually port 465.
    ImplicitTls,
    /// STARTTLS, required: a server that does not offer it gets no mail. Usually port 587.
    StartTls,
    /// Not encrypted; taken for a loopback host only.
    LoopbackOnly,
}

#[derive(Clone)]
pub struct Credentials {
    pub user: String,
    pub secret: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone)]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<Credentials>,
    /// What we call ourselves in EHLO: our own host name.
    pub hello_name: String,
    /// A certificate authority of the institution (PEM), trusted beside the system's.
    pub extra_root_certificate: Option<Vec<u8>>,
    /// For the whole attempt; RFC 5321 4.5.3.2 lets a server take minutes, relays take seconds.
    pub timeout: Duration,
}

#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("mail without encryption is possible to a loopback host only, not to {0:?}")]
    UnencryptedRemote(String),
    #[error("the mail server's TLS settings do not work: {0}")]
    Tls(String),
}

/// Opens one connection a mail: a portal sends hundreds a day, and a fresh connection has no stale state to recover.
pub struct SmtpTransport {
    settings: SmtpSettings,
    identity: SenderIdentity,
    tls: Option<TlsParameters>,
}

impl SmtpTransport {
    pub fn new(settings: SmtpSettings, identity: SenderIdentity) -> Result<Self, SetupError> {
        let tls = match settings.security {
            Security::LoopbackOnly if is_loopback(&settings.host) => None,
            Security::LoopbackOnly => {
                return Err(SetupError::UnencryptedRemote(settings.host));
            }
            Security::ImplicitTls | Security::StartTls => Some(tls_parameters(&settings)?),
        };
        Ok(Self {
            settings,
            identity,
            tls,
        })
    }

    async fn deliver(&self, message: &Message) -> Result<String, Failure> {
        let mut connection = self.connect().await.map_err(Failure::ours)?;
        let result = transfer(&mut connection, message).await;
        // The mail is taken or not, whatever becomes of the goodbye.
        match &result {
            Ok(_) => drop(connection.quit().await),
            Err(_) => connection.abort().await,
        }
        result
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let settings = &self.settings;
        let hello = ClientId::Domain(settings.hello_name.clone());
        let implicit = if settings.security == Security::ImplicitTls {
            self.tls.clone()
        } else {
            None
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (settings.host.as_str(), settings.port),
            Some(settings.timeout),
            &hello,
            implicit,
            None,
        )
        .await?;
        if let (Security::StartTls, Some(tls)) = (settings.security, &self.tls) {
            connection.starttls(tls.clone(), &hello).await?;
        }
        if let Some(credentials) = &settings.credentials {
            let credentials =
                LettreCredentials::new(credentials.user.clone(), credentials.secret.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

async fn transfer(
    connection: &mut AsyncSmtpConnection,
    message: &Message,
) -> Result<String, Failure> {
    let envelope = message.envelope();
    let mut parameters = Vec::new();
    let addresses = envelope.to().iter().chain(envelope.from());
    if addresses
        .map(|address| -> &str { address.as_ref() })
        .any(|address| !address.is_ascii())
    {
        if !connection
            .server_info()
            .supports_feature(Extension::SmtpUtfEight)
        {
            return Err(Failure {
                concerns_mail: true,
                permanent: true,
                reply: "the mail server cannot send to an address with other than ASCII letters"
                    .to_owned(),
            });
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    // A refusal of the sender is about us: our address, our quota.
    connection
        .command(Mail::new(envelope.from().cloned(), parameters))
        .await
        .map_err(Failure::ours)?;
    for recipient in envelope.to() {
        connection
            .command(Rcpt::new(recipient.clone(), Vec::new()))
            .await
            .map_err(Failure::about_mail)?;
    }
    connection
        .command(Data)
        .await
        .map_err(Failure::about_mail)?;
    let response = connection
        .message(&message.formatted())
        .await
        .map_err(Failure::about_mail)?;
    let lines: Vec<&str> = response.message().collect();
    Ok(clean::line(
        &format!("{} {}", response.code(), lines.join(" ")),
        REPLY_MAX,
    ))
}

struct Failure {
    /// Whether the answer is to the recipient or the content, not to us.
    concerns_mail: bool,
    permanent: bool,
    reply: String,
}

impl Failure {
    fn ours(error: SmtpError) -> Self {
        Self {
            concerns_mail: false,
            ..Self::about_mail(error)
        }
    }

    fn about_mail(error: SmtpError) -> Self {
        Self {
            concerns_mail: true,
            permanent: error.is_permanent(),
            reply: reply_of(&error),
        }
    }
}

/// Code and words of the server where it answered, else what failed on the way.
fn reply_of(error: &SmtpError) -> String {
    let words = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    let reply = match error.status() {
        Some(code) => format!("{code} {words}"),
        None => error.to_string(),
    };
    clean::line(&reply, REPLY_MAX)
}

#[async_trait]
impl MailTransport for SmtpTransport {
    async fn send(&self, mail: &OutgoingMail) -> SendOutcome {
        let message = match compose(mail, &self.identity) {
            Ok(message) => message,
            Err(error @ ComposeError::Recipient) => {
                return SendOutcome::Refused {
                    reply: error.to_string(),
                };
            }
            Err(error) => {
                return SendOutcome::Deferred {
                    reply: error.to_string(),
                };
            }
        };
        match tokio::time::timeout(self.settings.timeout, self.deliver(&message)).await {
            Ok(Ok(server_reply)) => SendOutcome::Accepted { server_reply },
            Ok(Err(failure)) if failure.concerns_mail && failure.permanent => {
                SendOutcome::Refused {
                    reply: failure.reply,
                }
            }
            Ok(Err(failure)) => SendOutcome::Deferred {
                reply: failure.reply,
            },
            // The server may have taken the mail in the last moment; the stable Message-ID lets it drop the second.
            Err(_) => SendOutcome::Deferred {
                reply: "the mail server did not answer in time".to_owned(),
            },
        }
    }
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, SetupError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.extra_root_certificate {
        let certificate =
            Certificate::from_pem(pem).map_err(|error| SetupError::Tls(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder
        .build()
        .map_err(|error| SetupError::Tls(error.to_string()))
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_goes_unencrypted() {
        for host in ["localhost", "127.0.0.1", "127.3.2.1", "::1", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["mail.example.org", "10.0.0.1", "localhost.example.org", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
