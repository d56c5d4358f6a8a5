//! What may be sent.

use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::reference::{ReferenceAnswer, check_answer_text, check_withdrawal_text};

/// Where choice and words stand in a request.
pub const ANSWER: &str = "/answer";
pub const TEXT: &str = "/text";

/// What is wrong with an answer.
pub fn problems(answer: &str, text: &str) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let chosen = ReferenceAnswer::parse(answer);
    if chosen.is_none() {
        problems.push(FieldProblem::new(ANSWER, FieldCode::NotAChoice));
    }
    // Whatever else they choose needs words.
    let judged = check_answer_text(chosen.unwrap_or(ReferenceAnswer::Confirms), text);
    problems.extend(judged.err().map(|code| FieldProblem::new(TEXT, code)));
    problems
}

/// What is wrong with why an answer is taken back.
pub fn withdrawal_problems(text: &str) -> Vec<FieldProblem> {
    let code = check_withdrawal_text(text).err();
    Vec::from_iter(code.map(|code| FieldProblem::new(TEXT, code)))
}

/// The applicant in one line: the name, and what else is known of them.
pub fn who(name: &str, title: &str, organisation: &str) -> String {
    match (title, organisation) {
        ("", "") => name.to_owned(),
        ("", one) | (one, "") => [name, " (", one, ")"].concat(),
        (title, organisation) => [name, " (", title, ", ", organisation, ")"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_needs_a_choice_and_words() {
        let codes = |answer, text| -> Vec<_> {
            problems(answer, text)
                .into_iter()
                .map(|problem| (problem.pointer, problem.code))
                .collect()
        };
        assert_eq!(
            codes("", " "),
            [
                ("/answer".to_owned(), FieldCode::NotAChoice),
                ("/text".to_owned(), FieldCode::Required),
            ]
        );
        assert_eq!(codes("confirms", "My student since 2024."), []);
        // Whoever does not know them has nothing to say.
        assert_eq!(codes("does_not_know", " "), []);
        assert_eq!(
            codes("concern", &"x".repeat(2001)),
            [("/text".to_owned(), FieldCode::TooLong)]
        );
    }

    #[test]
    fn the_applicant_is_one_line() {
        assert_eq!(
            who("Wei Muster", "Postdoc", "Example University"),
            "Wei Muster (Postdoc, Example University)"
        );
        assert_eq!(who("Wei Muster", "", "Clinic"), "Wei Muster (Clinic)");
        assert_eq!(who("Wei Muster", "Nurse", ""), "Wei Muster (Nurse)");
        assert_eq!(who("Wei Muster", "", ""), "Wei Muster");
    }
}
