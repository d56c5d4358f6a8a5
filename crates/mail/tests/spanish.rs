//! Every text of the mails is translated, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use accede_domain::language::Language;
use accede_domain::po;
use accede_mail::testing::samples;
use accede_mail::{MailContext, Message, Rendered, render};

/// Quoted in the sources, and no words: names of products, pages elsewhere, commands to copy, parts of dates.
const NO_WORDS: &[&str] = &[
    " on ",
    " de ",
    "Google BigQuery",
    "Google Cloud Storage",
    "https://console.cloud.google.com/bigquery",
    "SELECT * FROM `{project}.{}.<table>` LIMIT 10",
    "gcloud storage cp --recursive --billing-project=YOUR_PROJECT gs://{bucket} .",
    "{}, {hour:02}:{minute:02} UTC",
    "{}{of}{month}{of}{}",
];

fn quoted(source: &str) -> Vec<String> {
    let code: Vec<&str> = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    // No text of a mail holds a quotation mark of the keyboard.
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn texts() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    for file in fs::read_dir(root.join("src/words")).unwrap() {
        let path = file.unwrap().path();
        if path.file_name().unwrap() != "dates.rs" {
            found.extend(quoted(&fs::read_to_string(path).unwrap()));
        }
    }
    found.extend(["1 day".to_owned(), "{1} days".to_owned()]);
    // A comment of a reviewer stands under the label of its field.
    let labels = root.join("../server/src/application/labels.rs");
    found.extend(quoted(&fs::read_to_string(labels).unwrap()));
    found.retain(|text| {
        let words = text.replace(|c: char| !c.is_alphabetic(), "");
        !words.is_empty() && !NO_WORDS.contains(&text.as_str())
    });
    found
}

fn in_spanish(message: &Message) -> Rendered {
    let context = MailContext {
        language: Language::Spanish,
        ..samples::context(message)
    };
    render(message, &context).unwrap()
}

#[test]
fn spanish_is_complete() {
    let catalogue = po::read(include_str!("../lang/es.po"));
    let texts = texts();
    assert!(texts.len() > 150, "{} texts found", texts.len());
    assert_eq!(po::faults(&catalogue, &texts), Vec::<String>::new());
}

/// What a mail says comes from the catalogue, and from nowhere else: no sentence of the English one is left.
#[test]
fn a_mail_in_spanish_says_nothing_in_english() {
    for (name, message) in samples::all() {
        let (english, spanish) = (
            render(&message, &samples::context(&message)).unwrap(),
            in_spanish(&message),
        );
        assert_eq!(spanish.language, Language::Spanish);
        assert!(
            spanish
                .html
                .starts_with("<!doctype html>\n<html lang=\"es\""),
            "{name}"
        );
        assert!(spanish.text.starts_with("Hola"), "{name}");
        assert_ne!(spanish.subject, english.subject, "{name}");
        assert!(
            spanish.subject.chars().count() <= 78 && !spanish.subject.contains('…'),
            "{name}: {}",
            spanish.subject
        );
        for leftover in [" the ", " you ", " your ", "{", "}"] {
            // What people and administrators typed in the samples is English.
            let ours: Vec<&str> = spanish
                .text
                .lines()
                .filter(|line| !line.starts_with('>') && !line.starts_with("    "))
                .collect();
            let ours = ours.join("\n");
            assert!(!ours.contains(leftover), "{name} has “{leftover}”: {ours}");
        }
        for line in spanish.text.lines() {
            let breakable = !line.contains("http") && !line.starts_with("    ");
            assert!(!breakable || line.chars().count() <= 72, "{name}: {line}");
        }
    }
}

#[test]
fn days_are_written_as_the_language_writes_them() {
    let (_, message) = samples::all()
        .into_iter()
        .find(|(_, message)| message.kind() == "verify_address")
        .unwrap();
    let mail = in_spanish(&message);
    assert!(
        mail.text
            .replace('\n', " ")
            .contains("13 de septiembre de 2026, 14:05 UTC"),
        "{}",
        mail.text
    );
}
