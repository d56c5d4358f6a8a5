//! From a message to a subject, a text and an HTML page. Pure: the same message and context give the same bytes.

use accede_domain::language::Language;
use accede_domain::time::Timestamp;

use crate::message::{LinkPurpose, Message};
use crate::phrase::Phrase;
use crate::words::{self, furniture};
use crate::{clean, html, text};

/// What stands around a message and is not part of it.
#[derive(Debug, Clone)]
pub struct MailContext<'a> {
    pub site_name: &'a str,
    pub support_address: &'a str,
    /// Scheme and host, without a slash at the end: `https://portal.example.org`.
    pub origin: &'a str,
    /// Required where [`Message::needs_link`] says so, ignored elsewhere.
    pub link: Option<MailedLink>,
    pub recipient_name: Option<&'a str>,
    /// The reader's. What people typed stays as they typed it.
    pub language: Language,
}

impl MailContext<'_> {
    /// Words that stand around every letter, in the reader's language.
    pub(crate) fn words(&self, words: impl Into<Phrase>) -> String {
        words.into().read(self.language)
    }
}

/// A link that carries its token in the fragment, and the code that the page asks for when a gateway cut the fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct MailedLink {
    pub url: String,
    pub code: String,
    /// Printed beside the link where it is set.
    pub valid_until: Option<Timestamp>,
}

/// Says nothing of the token: contexts may be logged, links never.
impl std::fmt::Debug for MailedLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailedLink")
            .field("valid_until", &self.valid_until)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// In which language it is.
    pub language: Language,
}

/// The bodies may hold a link.
impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendered")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A mail that asks people to follow a link, without one, helps nobody: it is not sent.
    #[error("the message needs a link of purpose {}", .0.as_str())]
    LinkMissing(LinkPurpose),
}

/// The subject alone, which no link and no recipient changes.
#[must_use]
pub fn subject(message: &Message, site_name: &str, language: Language) -> String {
    words::letter(message, site_name).read(language).subject
}

pub fn render(message: &Message, context: &MailContext<'_>) -> Result<Rendered, RenderError> {
    if let (Some(purpose), None) = (message.needs_link(), &context.link) {
        return Err(RenderError::LinkMissing(purpose));
    }
    let context = MailContext {
        origin: context.origin.trim_end_matches('/'),
        ..context.clone()
    };
    let letter = words::letter(message, context.site_name).read(context.language);
    let name = context
        .recipient_name
        .filter(|_| letter.greets_by_name)
        .map(clean::name);
    let greeting = context.words(furniture::greeting(name.filter(|name| !name.is_empty())));
    Ok(Rendered {
        text: text::write(&letter, &greeting, &context),
        html: html::write(&letter, &greeting, &context),
        subject: letter.subject,
        language: context.language,
    })
}
