//! What may be sent.

use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::reference::{ReferenceAnswer, check_answer_text};

/// Where choice and words stand in a request.
pub const ANSWER: &str = "/answer";
pub const TEXT: &str = "/text";

/// What is wrong with an answer.
pub fn problems(answer: &str, text: &str) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if ReferenceAnswer::parse(answer).is_none() {
        problems.push(FieldProblem::new(ANSWER, FieldCode::NotAChoice));
    }
    problems.append(&mut text_problem(text));
    problems
}

/// What is wrong with the words of an answer, or of taking one back.
pub fn text_problem(text: &str) -> Vec<FieldProblem> {
    let code = check_answer_text(text).err();
    let problem = code.map(|code| FieldProblem::new(TEXT, code));
    problem.into_iter().collect()
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
