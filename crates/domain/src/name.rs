//! A person's names: visible text without digits and without `< > @ /` (`domain.md`, credential
//! application). One letter is a name; `Émile`, `李`, `O’Brien`, `J. Smith`, `Gal·la` are names.

use crate::problem::FieldCode;
use crate::text;

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
