//! What can become of a request that does not succeed.

use accede_api::problem::{FieldError, ProblemCode};
use accede_api::wire::{self, Reader, Wire};
use std::sync::Arc;

/// What the page reads of a problem document (`accede_api::problem::Problem`): it words its messages from the code, and
/// has no use for the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub code: ProblemCode,
    pub request_id: Option<String>,
    pub errors: Vec<FieldError>,
    pub retry_after: Option<u32>,
}

/// The whole answer that says that a version is stale; the current representation stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale(Arc<str>);

impl Stale {
    /// The current representation, where the server sent it in this shape.
    pub fn current<T: Wire>(&self) -> Option<T> {
        wire::read::<Current<T>>(&self.0).map(|problem| problem.current)
    }
}

/// What is read of a problem that says that a version is stale.
struct Current<T> {
    current: T,
}

impl<T: Wire> Wire for Current<T> {
    fn blank() -> Self {
        Self {
            current: T::blank(),
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        reader.object(&["current"], &[], &mut [&mut self.current])
    }
}

accede_api::wire! {
    Problem { code } { request_id errors retry_after }
}

/// Why there is no answer to go on with.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The server said what is wrong.
    Problem(Box<Problem>),
    /// No answer came: no network, or the portal cannot be reached. Whether it took effect is not known.
    Offline,
    /// Somebody (or another tab) changed it since; the current representation, where the server sent it.
    Stale(Stale),
    /// The session has ended, and the person chose not to sign in again.
    SignedOut,
    /// A newer build answered in a shape that this page does not know.
    NewBuild,
    /// The same, without a newer build: a proxy's page, or a fault of ours.
    Unreadable,
}

impl Failure {
    /// The fields at fault, where the server named some.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Problem(problem) => &problem.errors,
            _ => &[],
        }
    }

    /// Whether it is this kind of problem.
    pub fn is(&self, code: ProblemCode) -> bool {
        matches!(self, Self::Problem(problem) if problem.code == code)
    }

    /// Whether the same request might well succeed a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Offline | Self::Unreadable => true,
            Self::Problem(problem) => matches!(
                problem.code,
                ProblemCode::Internal
                    | ProblemCode::Unavailable
                    | ProblemCode::StillRunning
                    | ProblemCode::TooManyAttempts
            ),
            _ => false,
        }
    }
}

/// Reads the body of an answer that is not a success.
pub fn read(status: u16, body: &str) -> Failure {
    match wire::read::<Problem>(body) {
        Some(problem) if problem.code == ProblemCode::StaleVersion => {
            Failure::Stale(Stale(body.into()))
        }
        Some(problem) => Failure::Problem(Box::new(problem)),
        // A gateway between us and the portal answers in its own words.
        None if matches!(status, 502 | 504) => Failure::Offline,
        None if status == 503 => Failure::Problem(Box::new(Problem {
            code: ProblemCode::Unavailable,
            ..Problem::blank()
        })),
        None => Failure::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(code: ProblemCode) -> String {
        let mut problem = accede_api::problem::Problem::new(code, "");
        problem.current = Some(serde_json::json!({ "version": 7 }));
        serde_json::to_string(&problem).unwrap()
    }

    #[test]
    fn a_stale_version_brings_the_current_one() {
        struct Thing {
            version: i64,
        }
        accede_api::wire! {
            Thing { version } {}
        }
        let Failure::Stale(stale) = read(412, &body(ProblemCode::StaleVersion)) else {
            panic!("not stale")
        };
        assert_eq!(stale.current::<Thing>().map(|thing| thing.version), Some(7));
        assert!(stale.current::<String>().is_none());
    }

    #[test]
    fn a_problem_is_read_and_a_gateways_page_is_not() {
        assert!(read(404, &body(ProblemCode::NotFound)).is(ProblemCode::NotFound));
        assert_eq!(read(502, "<html>Bad gateway</html>"), Failure::Offline);
        assert!(read(503, "<html>Busy</html>").is(ProblemCode::Unavailable));
        assert_eq!(read(400, "<html>"), Failure::Unreadable);
    }

    #[test]
    fn only_what_may_pass_is_worth_trying_again() {
        assert!(read(503, &body(ProblemCode::Unavailable)).may_pass());
        assert!(Failure::Offline.may_pass());
        assert!(!read(422, &body(ProblemCode::Invalid)).may_pass());
        assert!(!Failure::SignedOut.may_pass());
    }
}
