//! Signing an agreement: the typed name is the profile's, and the consent is given.

use crate::name;
use crate::problem::{FieldCode, FieldProblem};
use crate::text;

/// Unicode scalar values of a typed full name: given names, a blank, family name.
pub const SIGNED_NAME_MAX: usize = name::GIVEN_NAMES_MAX + 1 + name::FAMILY_NAME_MAX;

/// Everything that is wrong with a signature, at `/full_name` and `/consent`.
#[must_use]
pub fn check_signature(
    typed_name: &str,
    consents_to_sign_electronically: bool,
    given_names: &str,
    family_name: &str,
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if let Err(code) = check_name(typed_name, &name::full_name(given_names, family_name)) {
        problems.push(FieldProblem::new("/full_name", code));
    }
    if !consents_to_sign_electronically {
        problems.push(FieldProblem::new("/consent", FieldCode::ConsentRequired));
    }
    problems
}

fn check_name(typed: &str, full_name: &str) -> Result<(), FieldCode> {
    text::required_line(typed, SIGNED_NAME_MAX)?;
    if words(typed) == words(full_name) {
        Ok(())
    } else {
        Err(FieldCode::NameDiffers)
    }
}

/// Case, accents, hyphens and blanks do not tell names apart: not every keyboard has `ê`, nor `’`.
fn words(name: &str) -> Vec<String> {
    name.split_whitespace()
        .flat_map(|word| word.split('-'))
        .map(text::folded)
        .filter(|word| !word.is_empty())
        .collect()
}
