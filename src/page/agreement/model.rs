//! What is wrong with a signature, at the fields of the request.

use accede_domain::agreement::check_signature;
use accede_domain::problem::FieldProblem;

/// Where the typed name stands in the request.
pub const NAME: &str = "/typed_name";
/// Where the consent stands in the request.
pub const CONSENT: &str = "/consent";

/// The domain's judgement, with the name of the wire's field. `signer` is the full name, joined as the server sent it.
pub fn problems(typed: &str, consents: bool, signer: &str) -> Vec<FieldProblem> {
    let mut problems = check_signature(typed, consents, signer, "");
    for problem in &mut problems {
        if problem.pointer != CONSENT {
            NAME.clone_into(&mut problem.pointer);
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_domain::problem::FieldCode;

    #[test]
    fn a_signature_needs_the_name_of_the_profile_and_the_consent() {
        assert_eq!(problems("ada  LOVELACE", true, "Ada Lovelace"), []);
        assert_eq!(
            problems("A. Lovelace", false, "Ada Lovelace"),
            [
                FieldProblem::new(NAME, FieldCode::NameDiffers),
                FieldProblem::new(CONSENT, FieldCode::ConsentRequired)
            ]
        );
    }
}
