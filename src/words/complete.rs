//! Every text of the page is translated, and nothing else is.

use super::po;
use accede_domain::refusal::Refusal;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What is no text for people, though it has letters: values on the wire beside a text.
const NO_TEXTS: &[&str] = &[
    "newest",
    "stage_age",
    "name",
    "KB",
    "MB",
    "GB",
    "TB",
    "y",
    "n",
];

/// The texts in the sources of the catalogue: what stands in quotes and is no pattern of a `match`.
fn texts() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words/en");
    let mut found: BTreeSet<String> = Refusal::ALL
        .iter()
        .map(|refusal| refusal.detail().to_owned())
        .collect();
    for file in fs::read_dir(root).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        found.extend(quoted(source));
    }
    found.retain(|text| {
        let is_wire = NO_TEXTS.contains(&text.as_str());
        text.chars().any(char::is_alphabetic) && !is_wire
    });
    found
}

fn quoted(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut rest = code.as_str();
    while let Some((_, after)) = rest.split_once('"') {
        let mut text = String::new();
        let mut letters = after.char_indices();
        let mut end = after.len();
        while let Some((place, letter)) = letters.next() {
            match letter {
                '"' => {
                    end = place + 1;
                    break;
                }
                '\\' => match letters.next() {
                    // The text goes on at the first letter of the next line.
                    Some((_, '\n')) => {
                        let skipped = letters.as_str().len() - letters.as_str().trim_start().len();
                        if skipped > 0 {
                            letters.nth(letters.as_str()[..skipped].chars().count() - 1);
                        }
                    }
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, escaped)) => text.push(escaped),
                    None => {}
                },
                _ => text.push(letter),
            }
        }
        rest = &after[end..];
        let next = rest.trim_start();
        let is_pattern = ["=>", "| \"", ") =>"]
            .iter()
            .any(|then| next.starts_with(then));
        if !is_pattern {
            found.push(text);
        }
    }
    found
}

/// The blanks around a text, which keep it apart from what it is joined to.
fn edges(text: &str) -> (usize, usize) {
    let (start, end) = (text.trim_start().len(), text.trim_end().len());
    (text.len() - start, text.len() - end)
}

/// What the page has from the server in English and shows in the reader's language ([`super::known`]) is in the catalogue.
#[test]
fn what_the_datasets_say_is_among_the_texts_of_the_page() {
    let texts = texts();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/content/data/datasets");
    let mut seen = 0;
    for folder in fs::read_dir(root).unwrap() {
        let file = fs::read_to_string(folder.unwrap().path().join("dataset.toml")).unwrap();
        for fact in file.split("[[facts]]").skip(1) {
            let label = fact.lines().find_map(|line| line.strip_prefix("label = "));
            let label = label.unwrap().trim_matches('"');
            assert!(texts.contains(label), "{label}");
            seen += 1;
        }
        let said = ["value = ", "note = "].map(|name| {
            let lines = file.lines().filter_map(move |line| line.strip_prefix(name));
            lines.map(|said| said.trim_matches('"'))
        });
        for said in said.into_iter().flatten() {
            // A number is written by the reader's language.
            if said.replace(',', "").parse::<u64>().is_err() {
                assert!(texts.contains(said), "{said}");
            }
        }
    }
    assert!(seen > 10, "{seen} facts");
}

/// So is the sentence of consent, which is signed in English and read in the reader's language.
#[test]
fn the_consent_that_is_signed_is_among_the_texts_of_the_page() {
    let path = "crates/server/src/http/datasets/sign.rs";
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let (_, after) = source.split_once("const CONSENT: &str = ").unwrap();
    let consent = quoted(after.split_once(';').unwrap().0);
    assert!(texts().contains(&consent[0]), "{consent:?}");
}

#[test]
fn spanish_is_complete() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/lang-es.po");
    let catalogue = po::read(&fs::read_to_string(path).unwrap());
    let mut texts = texts();
    assert!(texts.len() > 1000, "{} texts found", texts.len());
    // A point between digits.
    texts.insert(".".to_owned());
    assert_eq!(po::faults(&catalogue, &texts), Vec::<String>::new());
    for (english, text) in &catalogue {
        assert_eq!(edges(english), edges(text), "{english:?}: {text:?}");
    }
}
