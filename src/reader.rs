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
    /// The words for whoever reads: the applicant's, or those of staff. A build that has pages for one of them only holds
    /// no words for the other.
    pub fn pick<T>(self, applicant: T, staff: T) -> T {
        const APPLICANTS: bool = cfg!(any(
            feature = "site",
            feature = "apply",
            feature = "account"
        ));
        const STAFF: bool = cfg!(any(feature = "desk", feature = "office"));
        match self {
            _ if !STAFF => applicant,
            _ if !APPLICANTS => staff,
            Self::Applicant => applicant,
            Self::Staff => staff,
        }
    }
}
