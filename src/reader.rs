//! Who reads about an application: the same facts are worded "your reference" to one and "the reference" to the other.

/// Who looks at an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whose application it is.
    Applicant,
    /// A reviewer or an administrator.
    Staff,
}

impl Reader {
    /// The words for whoever reads: the applicant's, or those of staff.
    pub fn pick<T>(self, applicant: T, staff: T) -> T {
        match self {
            Self::Applicant => applicant,
            Self::Staff => staff,
        }
    }
}
