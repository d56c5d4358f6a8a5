//! Reading a file of translations: the part of gettext's PO format that the page's `public/lang-*.po` and the mails'
//! `crates/mail/lang/*.po` use.

use std::collections::BTreeSet;

/// English words and what is said in their place, in the order of the English.
pub type Catalogue = Vec<(String, &'static str)>;

/// What is said in place of this English text; none where it is not translated.
#[must_use]
pub fn find(catalogue: &'static Catalogue, english: &str) -> Option<&'static &'static str> {
    let place = catalogue.binary_search_by(|(known, _)| known.as_str().cmp(english));
    catalogue.get(place.ok()?).map(|(_, text)| text)
}

/// What a file holds, in the order of the English; texts that are not translated are left out. They stay in memory for
/// good, as those of the program itself do.
#[must_use]
pub fn read(file: &str) -> Catalogue {
    let mut found = Catalogue::new();
    let (mut english, mut text) = (String::new(), String::new());
    let mut is_text = false;
    // The blank line at the end closes the last entry as it does the others.
    for line in file.lines().chain([""]) {
        let line = line.trim();
        if let Some(quoted) = line.strip_prefix("msgid ") {
            is_text = false;
            english.push_str(&unquoted(quoted));
        } else if let Some(quoted) = line.strip_prefix("msgstr ") {
            is_text = true;
            text.push_str(&unquoted(quoted));
        } else if line.starts_with('"') {
            let part = unquoted(line);
            if is_text { &mut text } else { &mut english }.push_str(&part);
        } else if line.is_empty() {
            let (english, text) = (std::mem::take(&mut english), std::mem::take(&mut text));
            // The first entry, of nothing, is about the file.
            if !english.is_empty() && !text.is_empty() {
                // Sorted as it grows: sorting it afterwards would take more bytes than all the rest here.
                let place = found.partition_point(|(known, _)| *known < english);
                found.insert(place, (english, &*text.leak()));
            }
        }
    }
    found
}

/// What keeps a catalogue from being the translation of just these texts, in words: one that is missing, one that is said
/// nowhere, one that stands twice, one that lacks a `{1}` of the English. For the tests of whoever has a catalogue.
#[must_use]
pub fn faults(catalogue: &Catalogue, texts: &BTreeSet<String>) -> Vec<String> {
    let translated: BTreeSet<&String> = catalogue.iter().map(|(english, _)| english).collect();
    let mut faults = Vec::new();
    if translated.len() != catalogue.len() {
        faults.push("a text stands twice".to_owned());
    }
    let missing = texts.iter().filter(|text| !translated.contains(text));
    faults.extend(missing.map(|text| format!("not translated: {text:?}")));
    for (english, text) in catalogue {
        if !texts.contains(english) {
            faults.push(format!("said nowhere any more: {english:?}"));
        }
        if parts(english) != parts(text) {
            faults.push(format!("other parts: {english:?}: {text:?}"));
        }
    }
    faults
}

/// What stands in braces.
fn parts(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts.filter_map(|part| part.split('}').next()).collect()
}

fn unquoted(line: &str) -> String {
    let inner = line.strip_prefix('"').unwrap_or(line);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_whole_and_in_order() {
        let file = "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n#: somewhere\nmsgid \"Yes\"\nmsgstr \"Sí\"\n\nmsgid \"\"\n\"A \\\"long\\\" \"\n\
                    \"one\"\nmsgstr \"\"\n\"Uno \"\n\"\\\"largo\\\"\"\n\nmsgid \"Not yet\"\nmsgstr \"\"";
        let pair = |english: &str, text: &'static str| (english.to_owned(), text);
        assert_eq!(
            read(file),
            [pair("A \"long\" one", "Uno \"largo\""), pair("Yes", "Sí")]
        );
    }
}
