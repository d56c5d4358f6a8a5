//! What can become of a request that does not succeed.

use accede_api::problem::{FieldError, Problem, ProblemCode};
use serde_json::Value;

/// Why there is no answer to go on with.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The server said what is wrong.
    Problem(Box<Problem>),
    /// No answer came: no network, or the portal cannot be reached. Whether it took effect is not known.
    Offline,
    /// Somebody (or another tab) changed it since; the current representation, where the server sent it.
    Stale(Value),
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
    match serde_json::from_str::<Problem>(body) {
        Ok(mut problem) if problem.code == ProblemCode::StaleVersion => {
            Failure::Stale(problem.current.take().unwrap_or(Value::Null))
        }
        Ok(problem) => Failure::Problem(Box::new(problem)),
        // A gateway between us and the portal answers in its own words.
        Err(_) if matches!(status, 502..=504) => Failure::Offline,
        Err(_) => Failure::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(code: ProblemCode) -> String {
        let mut problem = Problem::new(code, "");
        problem.current = Some(serde_json::json!({ "version": 7 }));
        serde_json::to_string(&problem).unwrap()
    }

    #[test]
    fn a_stale_version_brings_the_current_one() {
        let failure = read(412, &body(ProblemCode::StaleVersion));
        assert_eq!(failure, Failure::Stale(serde_json::json!({ "version": 7 })));
    }

    #[test]
    fn a_problem_is_read_and_a_gateways_page_is_not() {
        assert!(read(404, &body(ProblemCode::NotFound)).is(ProblemCode::NotFound));
        assert_eq!(read(502, "<html>Bad gateway</html>"), Failure::Offline);
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
