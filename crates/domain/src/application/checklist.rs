//! The reviewer's questions, stored answer by answer (`domain.md`, States).

use serde::{Deserialize, Serialize};

/// How a checklist stands. A "no" is an answer, and bars the way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistState {
    /// At least one question has no answer.
    Unanswered,
    /// Each is answered, at least one with no.
    HasNo,
    /// Each is answered with yes.
    AllYes,
}

pub(crate) fn judge_answers(answers: &[Option<bool>]) -> ChecklistState {
    if answers.contains(&None) {
        ChecklistState::Unanswered
    } else if answers.contains(&Some(false)) {
        ChecklistState::HasNo
    } else {
        ChecklistState::AllYes
    }
}

/// Declares a checklist: one optional answer a question, with its spelling in one list.
macro_rules! checklist {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $( $(#[$question_meta:meta])* $question:ident ),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name {
            $( $(#[$question_meta])* pub $question: Option<bool> ),+
        }

        impl $name {
            /// The questions, by their name in JSON, in the order they are asked.
            pub const QUESTIONS: &'static [&'static str] = &[$(stringify!($question)),+];

            /// Each question answered so.
            #[must_use]
            pub const fn all(answer: bool) -> Self {
                Self { $($question: Some(answer)),+ }
            }

            /// The answer to a question by its name.
            #[must_use]
            pub fn answer(&self, question: &str) -> Option<bool> {
                $( if question == stringify!($question) { return self.$question; } )+
                None
            }

            /// Answers a question by its name; a name that is none changes nothing.
            pub fn set(&mut self, question: &str, answer: Option<bool>) {
                $( if question == stringify!($question) { self.$question = answer; } )+
            }

            /// How it stands.
            #[must_use]
            pub fn state(&self) -> $crate::application::checklist::ChecklistState {
                $crate::application::checklist::judge_answers(&[$(self.$question),+])
            }
        }
    };
}
pub(crate) use checklist;

checklist! {
    /// Answered at the stage `identity`.
    pub struct IdentityChecklist {
        /// Can be found by name: a directory, a publication, the webpage.
        found_by_name,
        /// The organisation fits the e-mail domain.
        organisation_fits_email,
        /// The category fits the position.
        category_fits_position,
        /// The summary says enough.
        summary_sufficient,
        /// The summary shows that data will not be shared.
        summary_no_sharing,
    }
}

checklist! {
    /// Answered at the stage `final`, from the reference's answer.
    pub struct ResponseChecklist {
        /// The reference knows the applicant.
        knows_applicant,
        /// The reference supports the use.
        supports_use,
        /// The reference understands the privacy duty.
        understands_privacy,
    }
}

/// A reviewer's comment pinned to a field of what is returned.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldComment {
    /// JSON Pointer to the field, for example `/research_summary`, or [`TRAINING_POINTER`].
    pub pointer: String,
    /// What to change, in the reviewer's words; see [`COMMENT_MAX`].
    pub text: String,
}

/// Where a comment on the training that goes with an application is pinned.
pub const TRAINING_POINTER: &str = "/training";

/// Unicode scalar values of a comment, a reason or a message: room for a page of text, and a bound.
pub const COMMENT_MAX: usize = 4000;
