//! Reads delivery reports: RFC 3464 (`multipart/report` with `message/delivery-status`), as Postfix, Exim, Exchange and
//! Gmail write it, and Exim's older `X-Failed-Recipients`.
//!
//! Reports come from the open Internet: any input is read without failing, and a report says what it *claims*. Whoever
//! acts on one compares its recipient with the mail that the outbox holds under [`DeliveryReport::outbox_id`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Address, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders};

use crate::clean;
use crate::transport::SenderIdentity;

/// Reports quote the mail they are about, and ours are small. More is not read.
pub const MAX_REPORT_BYTES: usize = 2 * 1024 * 1024;
/// A mail of ours has one recipient; a report of more than this many is not about one of ours.
const MAX_RECIPIENTS: usize = 20;
const DIAGNOSTIC_MAX: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It will not arrive; nobody tries again.
    Failed,
    /// It has not arrived yet; the server still tries.
    Delayed,
    Delivered,
    /// Handed on to a system that makes no reports.
    Relayed,
    /// Sent on to the members of a list.
    Expanded,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// Of our mail, with its angle brackets, where the report quotes its headers.
    pub message_id: Option<String>,
    /// From the address the report was sent to, else from our Message-ID.
    pub outbox_id: Option<String>,
    /// In lower case, as we addressed it where the report says so, else where it ended.
    pub recipient: Option<String>,
    pub action: Action,
    /// RFC 3463, for example "5.1.1".
    pub status: Option<String>,
    /// The words of the mail server; for staff, never for applicants.
    pub diagnostic: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAReport {
    #[error("this is not a mail")]
    NotAMail,
    #[error("this mail is not a delivery report")]
    OtherMail,
}

/// One entry a recipient that the report names. Never panics, whatever the bytes.
pub fn parse(raw: &[u8], identity: &SenderIdentity) -> Result<Vec<DeliveryReport>, NotAReport> {
    // The MIME parser asserts on some malformed mails (damaged multiparts, in builds with debug assertions). It keeps
    // no state between mails, so nothing is left half-done when it gives up.
    catch_unwind(AssertUnwindSafe(|| read(raw, identity))).unwrap_or(Err(NotAReport::NotAMail))
}

fn read(raw: &[u8], identity: &SenderIdentity) -> Result<Vec<DeliveryReport>, NotAReport> {
    let raw = raw.get(..MAX_REPORT_BYTES).unwrap_or(raw);
    let report = MessageParser::default()
        .parse(raw)
        .ok_or(NotAReport::NotAMail)?;
    if report.parts.is_empty() {
        return Err(NotAReport::NotAMail);
    }
    let original = Original::find(&report, identity);
    let mut entries = Vec::new();
    for part in report.parts.iter().filter(|part| is_delivery_status(part)) {
        entries.extend(delivery_status(part.contents(), &original));
    }
    if entries.is_empty() {
        entries = failed_recipients_header(&report, &original);
    }
    entries.truncate(MAX_RECIPIENTS);
    if entries.is_empty() {
        Err(NotAReport::OtherMail)
    } else {
        Ok(entries)
    }
}

/// What the report says of the mail it is about.
struct Original {
    message_id: Option<String>,
    outbox_id: Option<String>,
}

impl Original {
    fn find(report: &Message<'_>, identity: &SenderIdentity) -> Self {
        let message_id = quoted_headers(report).or_else(|| quoted_in_text(report));
        let outbox_id = addressed_to(report)
            .iter()
            .find_map(|address| identity.outbox_id_of_return_path(address))
            .or_else(|| {
                message_id
                    .as_deref()
                    .and_then(|id| identity.outbox_id_of_message_id(id))
            });
        Self {
            message_id,
            outbox_id,
        }
    }
}

/// The Message-ID in the returned mail or its returned headers.
fn quoted_headers(report: &Message<'_>) -> Option<String> {
    report.parts.iter().skip(1).find_map(|part| {
        if let Some(message) = part.message() {
            return message.message_id().and_then(bracketed);
        }
        let is_headers = media_type(part).is_some_and(|(main, sub)| {
            matches!(
                (main.as_str(), sub.as_str()),
                ("text", "rfc822-headers") | ("message", "global-headers")
            )
        });
        if !is_headers {
            return None;
        }
        let headers = MessageParser::default().parse_headers(part.contents())?;
        if headers.parts.is_empty() {
            None
        } else {
            headers.message_id().and_then(bracketed)
        }
    })
}

/// Older servers copy the headers into the text.
fn quoted_in_text(report: &Message<'_>) -> Option<String> {
    report
        .parts
        .iter()
        .filter_map(|part| part.text_contents())
        .flat_map(str::lines)
        .filter_map(|line| {
            let (label, value) = line.trim_start_matches(['>', ' ']).split_once(':')?;
            label.eq_ignore_ascii_case("message-id").then_some(value)
        })
        .find_map(bracketed)
}

fn bracketed(message_id: &str) -> Option<String> {
    let inner = message_id
        .trim()
        .trim_start_matches('<')
        .trim_end_matches('>');
    let looks_right = inner.contains('@')
        && inner.len() <= 250
        && !inner
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || c == '<' || c == '>');
    looks_right.then(|| format!("<{inner}>"))
}

/// Every address the report itself was sent to, by any of the headers that delivery leaves.
fn addressed_to(report: &Message<'_>) -> Vec<String> {
    const HEADERS: [&str; 5] = [
        "To",
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
    ];
    let mut found = Vec::new();
    for name in HEADERS {
        for value in report.header_values(name) {
            collect_addresses(value, &mut found);
        }
    }
    found
}

fn collect_addresses(value: &HeaderValue<'_>, found: &mut Vec<String>) {
    match value {
        HeaderValue::Address(Address::List(list)) => {
            found.extend(
                list.iter()
                    .filter_map(|a| a.address.as_deref().map(str::to_owned)),
            );
        }
        HeaderValue::Address(Address::Group(groups)) => {
            for group in groups {
                found.extend(
                    group
                        .addresses
                        .iter()
                        .filter_map(|a| a.address.as_deref().map(str::to_owned)),
                );
            }
        }
        HeaderValue::Text(text) => {
            found.push(text.trim().trim_matches(['<', '>']).to_owned());
        }
        HeaderValue::TextList(list) => {
            found.extend(
                list.iter()
                    .map(|text| text.trim().trim_matches(['<', '>']).to_owned()),
            );
        }
        _ => {}
    }
}

fn is_delivery_status(part: &MessagePart<'_>) -> bool {
    media_type(part).is_some_and(|(main, sub)| {
        main == "message" && matches!(sub.as_str(), "delivery-status" | "global-delivery-status")
    })
}

fn media_type(part: &MessagePart<'_>) -> Option<(String, String)> {
    let content_type = part.content_type()?;
    let sub = content_type.subtype().unwrap_or_default();
    Some((
        content_type.ctype().to_ascii_lowercase(),
        sub.to_ascii_lowercase(),
    ))
}

/// The first group of fields is about the message, each further one about a recipient (RFC 3464, 2.1). Some servers
/// leave out the first, so every group that names a recipient or an action counts.
fn delivery_status(contents: &[u8], original: &Original) -> Vec<DeliveryReport> {
    let text = String::from_utf8_lossy(contents);
    groups(&text)
        .into_iter()
        .filter_map(|group| {
            let status = group.get("status").and_then(status_code);
            let action = group
                .get("action")
                .and_then(action_word)
                .or_else(|| status.as_deref().and_then(action_of_status))?;
            let recipient = group
                .get("original-recipient")
                .and_then(recipient_address)
                .or_else(|| group.get("final-recipient").and_then(recipient_address));
            let diagnostic = group.get("diagnostic-code").map(|value| {
                let words = value.split_once(';').map_or(value, |(_, words)| words);
                clean::line(words, DIAGNOSTIC_MAX)
            });
            Some(DeliveryReport {
                message_id: original.message_id.clone(),
                outbox_id: original.outbox_id.clone(),
                recipient,
                action,
                status,
                diagnostic: diagnostic.filter(|words| !words.is_empty()),
            })
        })
        .collect()
}

struct Group(Vec<(String, String)>);

impl Group {
    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(label, _)| label == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Groups of fields, separated by empty lines; a line that begins with white space continues the one before.
fn groups(text: &str) -> Vec<Group> {
    let mut groups = vec![Group(Vec::new())];
    for line in text.lines() {
        let Some(group) = groups.last_mut() else {
            break;
        };
        if line.trim().is_empty() {
            if !group.0.is_empty() {
                groups.push(Group(Vec::new()));
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.0.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((label, value)) = line.split_once(':') {
            group
                .0
                .push((label.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

fn action_word(value: &str) -> Option<Action> {
    // A comment may follow: "failed (user unknown)".
    let word = value
        .split(|c: char| c.is_whitespace() || c == '(' || c == ';')
        .find(|w| !w.is_empty())?;
    match word.to_ascii_lowercase().as_str() {
        "failed" => Some(Action::Failed),
        "delayed" => Some(Action::Delayed),
        "delivered" => Some(Action::Delivered),
        "relayed" => Some(Action::Relayed),
        "expanded" => Some(Action::Expanded),
        _ => None,
    }
}

fn action_of_status(status: &str) -> Option<Action> {
    match status.as_bytes().first()? {
        b'2' => Some(Action::Delivered),
        b'4' => Some(Action::Delayed),
        b'5' => Some(Action::Failed),
        _ => None,
    }
}

/// "5.1.1" out of "5.1.1 (bad destination mailbox address)".
fn status_code(value: &str) -> Option<String> {
    let code = value
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .find(|word| !word.is_empty())?;
    let numbers: Vec<&str> = code.split('.').collect();
    let well_formed = numbers.len() == 3
        && matches!(numbers.first(), Some(&("2" | "4" | "5")))
        && numbers.iter().all(|number| (1..=3).contains(&number.len()));
    well_formed.then(|| code.to_owned())
}

/// "rfc822; user@example.org" or "utf-8;…", with or without angle brackets.
fn recipient_address(value: &str) -> Option<String> {
    let address = value.split_once(';').map_or(value, |(_, address)| address);
    let address = address.trim().trim_matches(['<', '>']).to_lowercase();
    let looks_right = address.contains('@')
        && address.len() <= 320
        && !address.chars().any(|c| c.is_whitespace() || c.is_control());
    looks_right.then_some(address)
}

/// Exim before 4.83, and others set to write plain text.
fn failed_recipients_header(report: &Message<'_>, original: &Original) -> Vec<DeliveryReport> {
    let Some(list) = report.header_raw("X-Failed-Recipients") else {
        return Vec::new();
    };
    let body = report.body_text(0).unwrap_or_default();
    let diagnostic = body
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("550") || line.starts_with("55") || line.contains(" 55"))
        .map(|line| clean::line(line, DIAGNOSTIC_MAX));
    list.split(',')
        .filter_map(recipient_address)
        .map(|recipient| DeliveryReport {
            message_id: original.message_id.clone(),
            outbox_id: original.outbox_id.clone(),
            recipient: Some(recipient),
            action: Action::Failed,
            status: diagnostic.as_deref().and_then(enhanced_status_in),
            diagnostic: diagnostic.clone(),
        })
        .collect()
}

fn enhanced_status_in(line: &str) -> Option<String> {
    line.split_whitespace().find_map(status_code)
}
