//! A person's names: visible text without digits and without `< > @ /` (`domain.md`, credential
//! application). One letter is a name; `Émile`, `李`, `O’Brien`, `J. Smith`, `Gal·la` are names.

use crate::problem::FieldCode;
use crate::text::{self, folded};

/// Unicode scalar values that the given names hold.
pub const GIVEN_NAMES_MAX: usize = 100;
/// Unicode scalar values that the family name holds.
pub const FAMILY_NAME_MAX: usize = 50;

/// Judges given names, which everyone has; gives them without outer blanks.
///
/// # Errors
/// The first thing that is wrong with them.
pub fn given_names(typed: &str) -> Result<&str, FieldCode> {
    text::required_line(typed, GIVEN_NAMES_MAX)?;
    check_characters(typed)?;
    Ok(text::trimmed(typed))
}

/// Judges a family name, which is empty where the person says they have one name.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn family_name(typed: &str, has_one_name: bool) -> Result<Option<&str>, FieldCode> {
    if text::is_blank(typed) {
        return if has_one_name {
            Ok(None)
        } else {
            Err(FieldCode::Required)
        };
    }
    text::check_line(typed, FAMILY_NAME_MAX)?;
    check_characters(typed)?;
    Ok(Some(text::trimmed(typed)))
}

/// Judges a suffix, which few have: `Jr.`, `3rd`, `MD/PhD`. At most `max` Unicode scalar values.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn suffix(typed: &str, max: usize) -> Result<Option<&str>, FieldCode> {
    text::check_line(typed, max)?;
    if typed.contains(['<', '>', '@']) {
        return Err(FieldCode::CharacterNotAllowed);
    }
    Ok(Some(text::trimmed(typed)).filter(|suffix| !suffix.is_empty()))
}

/// Given names and family name as one text, the way receipts and signatures show it.
#[must_use]
pub fn full_name(given_names: &str, family_name: &str) -> String {
    let (given, family) = (text::trimmed(given_names), text::trimmed(family_name));
    if family.is_empty() {
        given.to_owned()
    } else {
        format!("{given} {family}")
    }
}

/// How much two spellings of a name have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The same name: one may leave out further names or shorten them to a letter, turn the order, or do without accents.
    Same,
    /// Some of it is the same.
    Part,
    /// One is in Latin letters and the other is not.
    OtherScript,
    /// Nothing is the same.
    Different,
}

/// Compares a name as it is printed somewhere with the one somebody gave.
#[must_use]
pub fn likeness(printed: &str, given: &str) -> Likeness {
    if folded(printed) == folded(given) {
        return Likeness::Same;
    }
    let (mut fewer, mut more) = (words(printed), words(given));
    if fewer.len() > more.len() {
        std::mem::swap(&mut fewer, &mut more);
    }
    let (mut whole, mut initials) = (0_usize, 0_usize);
    // Whole words first, so that an initial does not take the place of a word that is there.
    fewer.retain(|word| take(&mut more, |other| same_word(word, other), &mut whole));
    let count = whole + fewer.len();
    fewer.retain(|word| take(&mut more, |other| is_initial(word, other), &mut initials));
    if whole == 0 {
        let has_letters = !folded(printed).is_empty() && !folded(given).is_empty();
        return if has_letters && is_latin(printed) != is_latin(given) {
            Likeness::OtherScript
        } else {
            Likeness::Different
        };
    }
    if fewer.is_empty() && count > 1 {
        Likeness::Same
    } else {
        Likeness::Part
    }
}

/// Takes away the first that fits and counts it; true where none does.
fn take(words: &mut Vec<Word>, fits: impl Fn(&Word) -> bool, taken: &mut usize) -> bool {
    let Some(place) = words.iter().position(fits) else {
        return true;
    };
    words.remove(place);
    *taken += 1;
    false
}

/// A word of a name without accents, in the two ways in which people leave them out: Müller is Muller or Mueller.
struct Word([String; 2]);

/// A name takes some two hundred characters; a text of thousands of words is none, and is not compared in all its words.
const WORDS_MAX: usize = 40;

fn words(name: &str) -> Vec<Word> {
    name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | ',' | '.' | ';'))
        .map(|word| Word([folded(word), folded(&in_two_letters(word))]))
        .filter(|word| !word.0[0].is_empty())
        .take(WORDS_MAX)
        .collect()
}

fn in_two_letters(word: &str) -> String {
    let mut written = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => written.push_str("ae"),
            'ö' | 'ø' => written.push_str("oe"),
            'ü' => written.push_str("ue"),
            'å' => written.push_str("aa"),
            other => written.push(other),
        }
    }
    written
}

fn same_word(a: &Word, b: &Word) -> bool {
    a.0.iter().any(|one| b.0.contains(one))
}

fn is_initial(a: &Word, b: &Word) -> bool {
    let (a, b) = (&a.0[0], &b.0[0]);
    (a.chars().count() == 1 || b.chars().count() == 1) && a.chars().next() == b.chars().next()
}

fn is_latin(name: &str) -> bool {
    folded(name).chars().any(|c| c.is_ascii_alphabetic())
}

fn check_characters(typed: &str) -> Result<(), FieldCode> {
    if typed.chars().any(is_digit) {
        Err(FieldCode::DigitsNotAllowed)
    } else if typed.contains(['<', '>', '@', '/']) {
        Err(FieldCode::CharacterNotAllowed)
    } else {
        Ok(())
    }
}

/// Digits of any script. `〇` counts as a number in Unicode, and is a character of Chinese names.
fn is_digit(c: char) -> bool {
    c.is_numeric() && c != '〇'
}
