//! Words before a language is chosen. As on the page, a text is known by its English; a language is one file in gettext's
//! PO format, `lang/*.po`, and what it lacks is said in English.

use std::sync::LazyLock;

use accede_domain::language::Language;
use accede_domain::po::{self, Catalogue};
use accede_domain::time::{Date, Timestamp};

use crate::words::dates;

static SPANISH: LazyLock<Catalogue> = LazyLock::new(|| po::read(include_str!("../lang/es.po")));

/// Something to say, in whichever language.
#[derive(Debug, Clone)]
pub(crate) enum Phrase {
    /// Said in every language as it is: a name, a number, somebody's own words.
    AsIs(String),
    /// English words that have a translation; `{1}`, `{2}` … stand for the phrases beside them.
    Words(&'static str, Vec<Phrase>),
    /// English words that came with the message, such as the label of a field.
    Known(String),
    Day(Date),
    Moment(Timestamp),
}

/// Words with what stands for `{1}`, `{2}` … in them.
macro_rules! fill {
    ($english:literal, $($part:expr),+ $(,)?) => {
        $crate::phrase::Phrase::Words($english, vec![$($crate::phrase::Phrase::from($part)),+])
    };
}
pub(crate) use fill;

impl Phrase {
    /// The phrase in this language. What is filled in is never looked at again, whatever it holds.
    pub(crate) fn read(&self, language: Language) -> String {
        match self {
            Self::AsIs(text) => text.clone(),
            Self::Known(english) => translated(language, english).unwrap_or(english).to_owned(),
            Self::Day(date) => dates::day_in(*date, language),
            Self::Moment(at) => dates::moment_in(*at, language),
            Self::Words(english, parts) => {
                let mut text = String::new();
                let mut rest = translated(language, english).unwrap_or(english);
                while let Some((before, after)) = rest.split_once('{') {
                    let (place, after) = after.split_once('}').unwrap_or((after, ""));
                    let place = place.parse::<usize>().unwrap_or(0);
                    text.push_str(before);
                    if let Some(part) = parts.get(place.wrapping_sub(1)) {
                        text.push_str(&part.read(language));
                    }
                    rest = after;
                }
                text.push_str(rest);
                text
            }
        }
    }
}

fn translated(language: Language, english: &str) -> Option<&'static str> {
    match language {
        Language::English => None,
        Language::Spanish => po::find(&SPANISH, english).copied(),
    }
}

/// Words of the program.
impl From<&'static str> for Phrase {
    fn from(english: &'static str) -> Self {
        Self::Words(english, Vec::new())
    }
}

/// What somebody typed, made harmless before.
impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::AsIs(text)
    }
}

impl From<&String> for Phrase {
    fn from(text: &String) -> Self {
        Self::AsIs(text.clone())
    }
}

impl From<&Phrase> for Phrase {
    fn from(phrase: &Phrase) -> Self {
        phrase.clone()
    }
}

impl From<u64> for Phrase {
    fn from(count: u64) -> Self {
        Self::AsIs(count.to_string())
    }
}
