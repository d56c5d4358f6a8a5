//! Words: how a text is cut into them, and how a search for some of them is put to each database.
//!
//! A word is a run of letters and digits in small letters without their marks (`Émile` is `emile`, `Søren` is `soren`). Scripts that are
//! written without blanks are cut character by character. What is kept and what is searched for go through the same cut,
//! so that neither database has a say in what a word is.

use std::collections::BTreeSet;

use accede_domain::text::base_letters;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::Value;
use crate::sql::bind;

/// Words of a search beyond these are not looked at: nobody types more to find a person.
const WORDS_MAX: usize = 8;
/// Letters of a word beyond these are not looked at.
const LETTERS_MAX: usize = 40;

/// The words of a text, in its order.
pub fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            all.push(std::mem::take(word));
        }
    };
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c));
    for c in plain
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
    {
        if !c.is_alphanumeric() {
            end(&mut word);
        } else if is_written_without_blanks(c) {
            end(&mut word);
            word.push(c);
            end(&mut word);
        } else if word.chars().count() < LETTERS_MAX {
            match base_letters(c) {
                "" => word.push(c),
                letters => word.push_str(letters),
            }
        }
    }
    end(&mut word);
    all
}

/// The words of some texts, each once, with a blank between: a text to be found by them.
pub fn document<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let each: BTreeSet<String> = texts
        .into_iter()
        .flat_map(|text| words(text).into_iter().chain(joined(text)))
        .collect();
    each.into_iter().collect::<Vec<_>>().join(" ")
}

/// The words of a text with apostrophes as they are where nobody types those: O'Brien is found as `obrien` too.
fn joined(text: &str) -> Vec<String> {
    const APOSTROPHES: [char; 4] = ['\'', '’', '‘', 'ʼ'];
    if text.contains(APOSTROPHES) {
        words(&text.replace(APOSTROPHES, ""))
    } else {
        Vec::new()
    }
}

/// Han, Kana, Thai, Lao, Khmer, Burmese.
fn is_written_without_blanks(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// What somebody searches for: each word must begin a word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search(Vec<String>);

impl Search {
    /// The words of what was typed; nothing where there are none.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let mut words = words(typed);
        words.truncate(WORDS_MAX);
        (!words.is_empty()).then_some(Self(words))
    }

    /// The condition that the text of [`document`] in a column or query has the words; begins with ` AND `.
    pub(crate) fn looked_at(&self, text: &str, values: &mut Vec<Value>) -> String {
        // In `coalesce`, PostgreSQL takes it to hold for half the lines, and stops at a full page. It takes a pattern that it has
        // no statistics for to hold for next to none, and reads all of them first.
        let each = self.patterns();
        each.map(|pattern| {
            format!(
                " AND coalesce(' ' || {text} LIKE {}, false)",
                bind(values, pattern)
            )
        })
        .collect()
    }

    /// A `LIKE` pattern for each word, for a blank and the text of [`document`]. Words hold nothing that `LIKE` minds.
    fn patterns(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|word| ["% ", word, "%"].concat())
    }

    /// For FTS5, of texts that have one of `marks` as a word besides.
    pub(crate) fn fts5(&self, marks: &[String]) -> String {
        let marks: Vec<String> = marks
            .iter()
            .map(|mark| ["\"", mark, "\""].concat())
            .collect();
        let words = self.0.iter().map(|word| [" AND \"", word, "\" *"].concat());
        [["(", &marks.join(" OR "), ")"].concat(), words.collect()].concat()
    }

    /// As [`Search::fts5`], as a `tsquery`.
    pub(crate) fn tsquery(&self, marks: &[String]) -> String {
        let marks: Vec<String> = marks.iter().map(|mark| ["'", mark, "'"].concat()).collect();
        let words = self.0.iter().map(|word| [" & '", word, "':*"].concat());
        [["(", &marks.join(" | "), ")"].concat(), words.collect()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_small_letters_without_marks() {
        assert_eq!(
            words("Émile Gal·la-Świątek"),
            ["emile", "gal", "la", "swiatek"]
        );
        assert_eq!(
            words("ada.o’brien+x@École.example"),
            ["ada", "o", "brien", "x", "ecole", "example"]
        );
        assert_eq!(
            words("Søren Łukasz Strauß Þór Đặng Æbelø"),
            ["soren", "lukasz", "strauss", "thor", "dang", "aebelo"]
        );
        assert_eq!(words("CR-0A1B 3M"), ["cr", "0a1b", "3m"]);
        assert_eq!(words("ﬁnal Ⅳ"), ["final", "iv"]);
        assert_eq!(words(" \u{0} % _ ' \" "), Vec::<String>::new());
    }

    #[test]
    fn scripts_without_blanks_are_cut_by_character() {
        assert_eq!(words("李明 Li"), ["李", "明", "li"]);
        assert_eq!(words("한국대학교"), words("한국대학교"));
        assert_eq!(words("Ольга Иванова"), ["ольга", "иванова"]);
    }

    #[test]
    fn a_document_has_each_word_once() {
        assert_eq!(document(["Ada Ada", "ada@uni.example"]), "ada example uni");
    }

    #[test]
    fn a_name_with_an_apostrophe_is_found_with_a_blank_and_without() {
        assert_eq!(document(["Sinéad O’Brien"]), "brien o obrien sinead");
        assert_eq!(document(["D'Angelo d'Angelo"]), "angelo d dangelo");
    }

    #[test]
    fn a_search_is_put_to_either_database_without_a_way_out_of_its_quotes() {
        let search = Search::parse("Ada O'Brien\") OR *").unwrap();
        let marks = ["§a".to_owned(), "§b".to_owned()];
        assert_eq!(
            search.fts5(&marks),
            "(\"§a\" OR \"§b\") AND \"ada\" * AND \"o\" * AND \"brien\" * AND \"or\" *"
        );
        assert_eq!(
            search.tsquery(&marks),
            "('§a' | '§b') & 'ada':* & 'o':* & 'brien':* & 'or':*"
        );
        assert_eq!(search.patterns().next().unwrap(), "% ada%");
        assert_eq!(Search::parse(" - "), None);
        assert_eq!(
            Search::parse(&"ab ".repeat(100)).unwrap().0.len(),
            WORDS_MAX
        );
    }
}
