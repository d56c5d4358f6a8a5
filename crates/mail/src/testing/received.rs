//! A mail that the sink took, and what a test wants to know of it.

use mail_parser::{Message, MessageParser, MimeHeaders};

#[derive(Debug, Clone)]
pub struct Received {
    /// MAIL FROM, empty for the null sender.
    pub envelope_from: String,
    /// RCPT TO, as given.
    pub recipients: Vec<String>,
    pub authenticated_as: Option<String>,
    /// As transferred, dots unstuffed, lines ending in CR LF.
    pub bytes: Vec<u8>,
}

impl Received {
    pub fn is_to(&self, address: &str) -> bool {
        self.recipients
            .iter()
            .any(|recipient| recipient.eq_ignore_ascii_case(address))
    }

    fn parsed(&self) -> Message<'_> {
        MessageParser::default()
            .parse(&self.bytes)
            .unwrap_or_default()
    }

    pub fn subject(&self) -> String {
        self.parsed().subject().unwrap_or_default().to_owned()
    }

    pub fn text(&self) -> String {
        self.parsed().body_text(0).unwrap_or_default().into_owned()
    }

    pub fn html(&self) -> String {
        self.parsed().body_html(0).unwrap_or_default().into_owned()
    }

    /// A header as it was written, unfolded at the ends.
    pub fn header(&self, name: &str) -> Option<String> {
        self.parsed()
            .header_raw(name)
            .map(|value| value.trim().to_owned())
    }

    pub fn attachment(&self, file_name: &str) -> Option<Vec<u8>> {
        self.parsed()
            .attachments()
            .find(|part| part.attachment_name() == Some(file_name))
            .map(|part| part.contents().to_vec())
    }

    /// The mailed link: the first address in the text that has a fragment.
    pub fn mailed_link(&self) -> Option<String> {
        self.text()
            .split_whitespace()
            .find(|word| word.starts_with("http") && word.contains('#'))
            .map(str::to_owned)
    }

    /// The code printed beside the mailed link: what follows the sentence that asks for it.
    pub fn mailed_code(&self) -> Option<String> {
        let text = self.text();
        let (_, after) = text.split_once(crate::words::furniture::CODE)?;
        after.split_whitespace().next().map(str::to_owned)
    }
}
