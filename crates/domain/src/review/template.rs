//! The texts that decisions begin from, and the reasons of rejections. Administrators write them.

use crate::application::Field;
use crate::application::checklist::{COMMENT_MAX, TRAINING_POINTER};
use crate::placeholder;
use crate::problem::{FieldCode, FieldProblem};
use crate::review::CaseKind;
use crate::text;

choice! {
    /// What a text is for.
    pub enum TemplateKind {
        /// A return: a comment, on an application pinned to an answer.
        Return = "return",
        /// A rejection: its reason.
        Reject = "reject",
    }
}

/// The longest title.
pub const TITLE_MAX: usize = 100;

/// A text as somebody wrote it.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// What it is for.
    pub kind: TemplateKind,
    /// On what.
    pub subject: CaseKind,
    /// JSON Pointer of the answer that its comment is pinned to; empty for none.
    pub pointer: &'a str,
    /// How it is chosen.
    pub title: &'a str,
    /// What the applicant reads, with placeholders of [`placeholder::OF_SITE`].
    pub text: &'a str,
}

impl Draft<'_> {
    /// Whether its comment is pinned to an answer.
    #[must_use]
    pub const fn is_pinned(&self) -> bool {
        matches!(
            (self.kind, self.subject),
            (TemplateKind::Return, CaseKind::Application)
        )
    }

    /// What is wrong with it, field by field.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut add = |pointer: &str, code| problems.push(FieldProblem::new(pointer, code));
        if let Err(code) = text::required_line(self.title, TITLE_MAX) {
            add("/title", code);
        }
        if let Err(code) = text::required_lines(self.text, COMMENT_MAX) {
            add("/text", code);
        } else if placeholder::names(self.text).any(|name| !placeholder::OF_SITE.contains(&name)) {
            add("/text", FieldCode::Invalid);
        }
        let is_answer =
            self.pointer == TRAINING_POINTER || Field::from_pointer(self.pointer).is_some();
        match (self.is_pinned(), self.pointer) {
            (true, "") => add("/pointer", FieldCode::Required),
            (true, _) if !is_answer => add("/pointer", FieldCode::NotAChoice),
            (false, pointer) if !pointer.is_empty() => add("/pointer", FieldCode::NotAChoice),
            _ => {}
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Draft<'_> = Draft {
        kind: TemplateKind::Return,
        subject: CaseKind::Application,
        pointer: "/city",
        title: "Which city",
        text: "Say which of the two; or write to {support}.",
    };

    fn wrong(draft: Draft<'_>) -> Vec<(String, FieldCode)> {
        let problems = draft.problems().into_iter();
        problems.map(|one| (one.pointer, one.code)).collect()
    }

    #[test]
    fn each_part_is_judged() {
        assert_eq!(wrong(GOOD), []);
        for (draft, pointer, code) in [
            (Draft { title: " ", ..GOOD }, "/title", FieldCode::Required),
            (Draft { text: "", ..GOOD }, "/text", FieldCode::Required),
            (
                Draft {
                    text: "Ask {reviewer}.",
                    ..GOOD
                },
                "/text",
                FieldCode::Invalid,
            ),
            (
                Draft {
                    pointer: "",
                    ..GOOD
                },
                "/pointer",
                FieldCode::Required,
            ),
            (
                Draft {
                    pointer: "/colour",
                    ..GOOD
                },
                "/pointer",
                FieldCode::NotAChoice,
            ),
            (
                Draft {
                    kind: TemplateKind::Reject,
                    ..GOOD
                },
                "/pointer",
                FieldCode::NotAChoice,
            ),
        ] {
            assert_eq!(wrong(draft), [(pointer.to_owned(), code)], "{draft:?}");
        }
    }
}
