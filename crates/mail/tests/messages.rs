//! Every message, as its readers see it.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeSet;

use accede_mail::testing::samples;
use accede_mail::{LinkPurpose, MailContext, Message, RenderError, Rendered, render};
use serde_json::Value;

fn rendered(message: &Message) -> Rendered {
    render(message, &samples::context(message)).unwrap()
}

#[test]
fn there_is_a_sample_of_every_kind_and_json_calls_it_the_same() {
    let mut seen = BTreeSet::new();
    for (_, message) in samples::all() {
        let json = serde_json::to_value(&message).unwrap();
        assert_eq!(json["kind"], message.kind());
        assert_eq!(serde_json::from_value::<Message>(json).unwrap(), message);
        seen.insert(message.kind());
    }
    assert_eq!(seen, Message::KINDS.iter().copied().collect());
}

#[test]
fn every_mail_has_the_support_address_and_reads_well_as_text() {
    for (name, message) in samples::all() {
        let mail = rendered(&message);
        for body in [&mail.text, &mail.html] {
            assert!(body.contains("support@portal.example"), "{name}");
            assert!(body.contains("https://portal.example"), "{name}");
        }
        let subject_length = mail.subject.chars().count();
        assert!(
            (10..=78).contains(&subject_length),
            "{name}: {}",
            mail.subject
        );
        assert!(
            !mail.subject.contains('…'),
            "{name} is cut: {}",
            mail.subject
        );
        assert!(mail.text.starts_with("Hello"), "{name}");
        assert!(
            mail.text.ends_with('\n') && !mail.text.contains("\n\n\n"),
            "{name}"
        );
        for line in mail.text.lines() {
            assert_eq!(line, line.trim_end(), "{name}");
            let breakable = !line.contains("http") && !line.starts_with("    ");
            assert!(!breakable || line.chars().count() <= 72, "{name}: {line}");
        }
        for leftover in ["{", "}", "Some(", "None"] {
            assert!(!mail.text.contains(leftover), "{name} has {leftover}");
        }
    }
}

#[test]
fn html_is_simple_and_fetches_nothing() {
    for (name, message) in samples::all() {
        let html = rendered(&message).html;
        assert!(
            html.starts_with("<!doctype html>\n<html lang=\"en\""),
            "{name}"
        );
        assert!(html.contains("<title>") && html.contains("<h1>"), "{name}");
        for forbidden in [
            "<img",
            "<table",
            "<script",
            "<link",
            "<iframe",
            " style=",
            " src=",
            "url(",
            "@import",
            "http-equiv",
        ] {
            assert!(!html.contains(forbidden), "{name} has {forbidden}");
        }
        for href in html.split("href=\"").skip(1) {
            assert!(
                href.starts_with("https://") || href.starts_with("mailto:support@"),
                "{name}"
            );
        }
        assert_tags_close(&name, &html);
    }
}

/// Opens and closes in order; enough of a parser for what the writer can make.
fn assert_tags_close(name: &str, html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap();
        let word = tag.split([' ', '\n']).next().unwrap();
        match word.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}: </{closed}>"),
            None if matches!(word, "!doctype" | "meta" | "br") => {}
            None => open.push(word),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

#[test]
fn a_link_stands_with_its_code_and_its_end() {
    for (name, message) in samples::all() {
        let mail = rendered(&message);
        let context = samples::context(&message);
        match context.link {
            Some(link) => {
                assert!(mail.text.lines().any(|line| line == link.url), "{name}");
                assert!(
                    mail.text.contains(&link.code) && mail.html.contains(&link.code),
                    "{name}"
                );
                assert!(
                    mail.html.contains(&format!("href=\"{}\"", link.url)),
                    "{name}"
                );
                assert!(
                    mail.text
                        .contains("The link works until 13 September 2026, 14:05 UTC."),
                    "{name}"
                );
                assert!(!mail.subject.contains(&link.code), "{name}");
            }
            None => assert!(!mail.text.contains('#'), "{name}"),
        }
    }
}

#[test]
fn a_mail_that_needs_a_link_is_not_rendered_without_one() {
    let purposes: BTreeSet<&str> = samples::all()
        .iter()
        .filter_map(|(_, message)| {
            let context = MailContext {
                link: None,
                ..samples::context(message)
            };
            match render(message, &context) {
                Err(RenderError::LinkMissing(purpose)) => {
                    assert_eq!(Some(purpose), message.needs_link());
                    Some(purpose.as_str())
                }
                Ok(_) => {
                    assert_eq!(message.needs_link(), None);
                    None
                }
            }
        })
        .collect();
    let all = [
        LinkPurpose::VerifyAddress,
        LinkPurpose::ResetPassphrase,
        LinkPurpose::Reference,
        LinkPurpose::ReferenceList,
        LinkPurpose::VerifyCloudAddress,
    ];
    assert_eq!(
        purposes,
        all.iter().map(|purpose| purpose.as_str()).collect()
    );
}

#[test]
fn nothing_that_opens_a_door_is_ever_shown_by_debug() {
    let message = Message::PassphraseReset;
    let context = samples::context(&message);
    let link = context.link.clone().unwrap();
    let shown = format!("{context:?} {:?}", rendered(&message));
    assert!(!shown.contains(&link.code) && !shown.contains('#'));
}

/// The mails to people who have no account with us, or have not proved an address.
#[test]
fn strangers_are_not_greeted_by_a_name_that_somebody_typed() {
    for (name, message) in samples::all() {
        let to_stranger = matches!(
            message,
            Message::VerifyAddress { .. }
                | Message::NoAccountHere
                | Message::ReferenceListEmpty
                | Message::CloudAddressVerify { .. }
        );
        assert_eq!(
            rendered(&message).text.starts_with("Hello,\n"),
            to_stranger,
            "{name}"
        );
    }
}

/// Every string of every message is replaced by something hostile.
#[test]
fn no_typed_text_breaks_out_of_its_place() {
    let hostile = "</title><script>alert(1)</script>\r\nBcc: x@evil.example\u{202E} \"><img src=x> 'y' & https://evil.example/#t";
    for (name, message) in samples::all() {
        let json = serde_json::to_value(&message).unwrap();
        for path in string_paths(&json) {
            let mut changed = json.clone();
            *changed.pointer_mut(&path).unwrap() = Value::String(hostile.to_owned());
            // Tags, choices and dates are not free text: they refuse it.
            let Ok(message) = serde_json::from_value::<Message>(changed) else {
                continue;
            };
            let context = MailContext {
                site_name: "A & B",
                recipient_name: Some(hostile),
                ..samples::context(&message)
            };
            let mail = render(&message, &context).unwrap();
            let place = format!("{name}{path}");
            assert!(
                !mail.subject.contains(['\r', '\n']) && mail.subject.chars().count() <= 78,
                "{place}"
            );
            assert!(
                !mail.html.contains("<script") && !mail.html.contains("<img"),
                "{place}"
            );
            assert!(
                !mail.html.contains('\u{202E}') && !mail.text.contains('\u{202E}'),
                "{place}"
            );
            assert!(
                mail.html.contains("A &amp; B") || !mail.html.contains("A & B"),
                "{place}"
            );
            assert_tags_close(&place, &mail.html);
        }
    }
}

/// What an applicant types about themselves goes to a third person: it must not carry an advertisement there.
#[test]
fn mails_to_a_reference_carry_no_link_of_the_applicants_making() {
    let advertisement = "Visit https://evil.example/now or www.evil.example, mail me@evil.example";
    let third_party = samples::all().into_iter().filter(|(name, _)| {
        ["invited", "reminded", "thanked", "ended"]
            .iter()
            .any(|kind| name.ends_with(&format!("reference_{kind}")))
    });
    let mut checked = 0;
    for (name, message) in third_party {
        let mut json = serde_json::to_value(&message).unwrap();
        for field in ["applicant_name", "applicant_organisation"] {
            if let Some(value) = json.get_mut(field) {
                *value = Value::String(advertisement.to_owned());
            }
        }
        let message: Message = serde_json::from_value(json).unwrap();
        let context = MailContext {
            recipient_name: Some(advertisement),
            ..samples::context(&message)
        };
        let mail = render(&message, &context).unwrap();
        for part in [&mail.subject, &mail.text, &mail.html] {
            assert!(
                !part.contains("evil.example") && !part.contains("@evil"),
                "{name}: {part}"
            );
        }
        checked += 1;
    }
    assert!(checked >= 6);
}

fn string_paths(value: &Value) -> Vec<String> {
    fn walk(value: &Value, path: String, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(path),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, format!("{path}/{index}"), found);
                }
            }
            Value::Object(fields) => {
                for (key, field) in fields {
                    walk(field, format!("{path}/{key}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, String::new(), &mut found);
    found
}
