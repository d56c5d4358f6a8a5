//! The bytes of a mail: MIME structure and headers. The same mail gives the same bytes at every attempt.

use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::identity::outbox_id;
use super::{Attachment, OutgoingMail, SenderIdentity};
use crate::clean;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    #[error("not an e-mail address that mail can be sent to")]
    Recipient,
    #[error("the outbox id is not a ULID")]
    OutboxId,
    #[error("the attachment's media type {0:?} is not one")]
    MediaType(String),
    #[error("the mail could not be put together: {0}")]
    Format(String),
}

/// Envelope and bytes of a mail.
pub fn compose(mail: &OutgoingMail, identity: &SenderIdentity) -> Result<Message, ComposeError> {
    let id = outbox_id(&mail.outbox_id).ok_or(ComposeError::OutboxId)?;
    let recipient: Address = mail
        .to_address
        .parse()
        .map_err(|_| ComposeError::Recipient)?;
    let envelope_sender: Address = identity
        .envelope_sender(&id)
        .parse()
        .map_err(|_| ComposeError::Format("the return path is not an address".to_owned()))?;
    let envelope = Envelope::new(Some(envelope_sender), vec![recipient.clone()])
        .map_err(|error| ComposeError::Format(error.to_string()))?;

    let name = mail
        .to_name
        .as_deref()
        .map(clean::name)
        .filter(|name| !name.is_empty());
    let mut builder = Message::builder()
        .envelope(envelope)
        .from(identity.from().clone())
        .to(Mailbox::new(name, recipient))
        .date(system_time(mail.date.seconds()))
        .subject(clean::subject(&mail.rendered.subject))
        .message_id(Some(identity.message_id(&id)))
        .raw_header(constant_header(
            "Content-Language",
            mail.rendered.language.as_str(),
        ))
        // RFC 3834: no automatic answers to automatic mail, please. The second header says the same to Exchange, which
        // would also drop delivery reports if told "All".
        .raw_header(constant_header("Auto-Submitted", "auto-generated"))
        .raw_header(constant_header(
            "X-Auto-Response-Suppress",
            "OOF, AutoReply",
        ));
    if let Some(reply_to) = identity.reply_to() {
        builder = builder.reply_to(reply_to.clone());
    }

    let bodies = MultiPart::alternative()
        .boundary(boundary(&id, "alternative"))
        .singlepart(text_part(&mail.rendered.text, ContentType::TEXT_PLAIN))
        .singlepart(text_part(&mail.rendered.html, ContentType::TEXT_HTML));
    let whole = if mail.attachments.is_empty() {
        bodies
    } else {
        let mut mixed = MultiPart::mixed()
            .boundary(boundary(&id, "mixed"))
            .multipart(bodies);
        for attachment in &mail.attachments {
            mixed = mixed.singlepart(attachment_part(attachment)?);
        }
        mixed
    };
    builder
        .multipart(whole)
        .map_err(|error| ComposeError::Format(error.to_string()))
}

/// "=_" occurs in no quoted-printable or base64 text, and all parts are one of the two: no body can hold the boundary.
fn boundary(id: &str, kind: &str) -> String {
    format!("=_{kind}_{id}")
}

fn text_part(text: &str, content_type: ContentType) -> SinglePart {
    // Quoted-printable holds any text, so this encoding never fails; the builder's default is as good.
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .unwrap_or_else(Body::new);
    SinglePart::builder().header(content_type).body(body)
}

fn attachment_part(attachment: &Attachment) -> Result<SinglePart, ComposeError> {
    let content_type = ContentType::parse(&attachment.media_type)
        .map_err(|_| ComposeError::MediaType(attachment.media_type.clone()))?;
    let body = Body::new_with_encoding(attachment.bytes.clone(), ContentTransferEncoding::Base64)
        .unwrap_or_else(Body::new);
    Ok(SinglePart::builder()
        .header(ContentDisposition::attachment(&clean::line(
            &attachment.file_name,
            100,
        )))
        .header(content_type)
        .body(body))
}

fn constant_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn system_time(seconds: i64) -> SystemTime {
    // Before 1970 no mail was queued; such a date is written as the epoch.
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
}
