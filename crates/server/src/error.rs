//! What a handler returns when it cannot do what was asked. Every kind becomes one problem document.

use accede_api::problem::{FieldError, Problem, ProblemCode};
use accede_domain::problem::FieldProblem;
use accede_domain::refusal::Refusal;
use accede_store::StoreError;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, http::StatusCode};

/// A failure on its way out. `?` turns the store's and the keys' errors into it.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The caller's doing, or the state of things: said in full.
    #[error("{}: {}", .0.code.as_str(), .0.detail)]
    Problem(Box<Problem>),
    /// Ours: logged with its cause, answered without it.
    #[error("{0}")]
    Internal(String),
    /// Not a failure: the stored answer of an earlier request with the same idempotency key, which ends the handler.
    #[error("answered from the store")]
    Replay(Box<Response>),
}

impl ApiError {
    /// A problem of this kind. `detail` is for tools and names nobody.
    #[must_use]
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::Problem(Box::new(Problem::new(code, detail)))
    }

    /// Absent, or somebody else's: the two are never told apart.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            ProblemCode::NotFound,
            "Nothing is known under this address, or it is not yours.",
        )
    }

    #[must_use]
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(ProblemCode::Forbidden, detail)
    }

    /// The state of the thing does not allow it.
    #[must_use]
    pub fn not_possible_now(detail: impl Into<String>) -> Self {
        Self::new(ProblemCode::NotPossibleNow, detail)
    }

    /// The domain's rules name these fields.
    #[must_use]
    pub fn invalid(problems: &[FieldProblem]) -> Self {
        Self::Problem(Box::new(Problem::invalid(problems)))
    }

    /// One field that a rule of the server refuses.
    #[must_use]
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem = Problem::new(
            ProblemCode::Invalid,
            "Correct the fields listed in `errors` and send again.",
        );
        problem.errors = vec![FieldError {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail,
        }];
        Self::Problem(Box::new(problem))
    }

    /// The request itself is malformed: not a matter of any field.
    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(ProblemCode::MalformedRequest, detail)
    }

    #[must_use]
    pub fn too_many_attempts(seconds: u32) -> Self {
        let mut problem = Problem::new(
            ProblemCode::TooManyAttempts,
            format!("Try again in {seconds} seconds."),
        );
        problem.retry_after = Some(seconds);
        Self::Problem(Box::new(problem))
    }

    /// The version in `If-Match` is not the present one.
    #[must_use]
    pub fn stale(current: serde_json::Value) -> Self {
        Self::with_current(
            ProblemCode::StaleVersion,
            "It was changed since it was read. `current` holds what it is now; merge, and send with the new ETag.",
            current,
        )
    }

    /// Somebody was faster: with what is there now.
    #[must_use]
    pub fn with_current(
        code: ProblemCode,
        detail: impl Into<String>,
        current: serde_json::Value,
    ) -> Self {
        let mut problem = Problem::new(code, detail);
        problem.current = Some(current);
        Self::Problem(Box::new(problem))
    }

    /// A fault of ours. `cause` reaches the log only, and must hold no personal data.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// The kind of failure, for tests and for callers that treat one kind differently.
    #[must_use]
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Internal(_) => Some(ProblemCode::Internal),
            Self::Replay(_) => None,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            // A handler that can word it better looks for the constraint's name first.
            StoreError::Unique(_) => Self::new(
                ProblemCode::AlreadyOpen,
                "There is one of this kind already.",
            ),
            StoreError::NotFound => Self::not_found(),
            StoreError::Busy => {
                let mut problem = Problem::new(
                    ProblemCode::Unavailable,
                    "The database is busy. Nothing was changed.",
                );
                problem.retry_after = Some(1);
                Self::Problem(Box::new(problem))
            }
            // No text of a store error holds SQL or a person's data.
            other => Self::internal(format!("database: {other}")),
        }
    }
}

impl From<Refusal> for ApiError {
    /// What a state machine refuses.
    fn from(refusal: Refusal) -> Self {
        let code = match refusal {
            Refusal::NotYours => return Self::not_found(),
            // The role would allow it, the tie to the person does not: no other state of things will help.
            actor if actor.is_about_the_actor() => ProblemCode::Forbidden,
            Refusal::CredentialingPaused => ProblemCode::CredentialingPaused,
            _ => ProblemCode::NotPossibleNow,
        };
        let mut problem = Problem::new(code, refusal.detail());
        problem.refusal = Some(refusal);
        Self::Problem(Box::new(problem))
    }
}

impl From<crate::keys::KeyError> for ApiError {
    fn from(error: crate::keys::KeyError) -> Self {
        Self::internal(error)
    }
}

impl From<object_store::Error> for ApiError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::not_found(),
            // The path in it may hold an id, never a name: files are stored under generated names.
            other => Self::internal(format!("file store: {other}")),
        }
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        // Its text may quote a value; the position is enough to find the fault.
        Self::internal(format!(
            "JSON of our own at line {} column {}",
            error.line(),
            error.column()
        ))
    }
}

impl IntoResponse for ApiError {
    /// The problem travels as an extension; the edge writes it out once request id and path are known.
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Replay(response) => return *response,
            Self::Problem(problem) => *problem,
            Self::Internal(cause) => {
                tracing::error!(cause, "a request failed by our fault");
                Problem::new(
                    ProblemCode::Internal,
                    "It has been noted. Try again later, or write to the support address.",
                )
            }
        };
        problem_response(problem)
    }
}

/// The answer to a problem, without its body: see [`crate::http::edge`].
#[must_use]
pub fn problem_response(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut extra: Vec<(HeaderName, HeaderValue)> = Vec::new();
    if let Some(seconds) = problem.retry_after {
        extra.push((header::RETRY_AFTER, HeaderValue::from(seconds)));
    }
    let mut response = (status, Extension(problem)).into_response();
    response.headers_mut().extend(extra);
    response
}
