//! Failures: RFC 9457 problem documents, with one list of codes for server and page.

use accede_domain::problem::FieldProblem;
use accede_domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// `application/problem+json`, the body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A stable URI reference for this kind of failure, `/api/docs#problem-…`.
    pub r#type: String,
    /// The kind of failure as a stable word; the page words its message from it.
    pub code: ProblemCode,
    pub title: String,
    pub status: u16,
    /// For tools: what is wrong with this request and what to do.
    pub detail: String,
    /// Which rule refuses a command, as a stable word; `detail` says it in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The path that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The fields at fault, where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With `stale_version`, `claimed` and `decision_pending`: what is there now, so that both can be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
    /// With `too_many_attempts`: seconds to wait, as in `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// One field at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the request body.
    pub pointer: String,
    /// A stable word; those of the domain are in `accede_domain::problem::FieldCode`.
    pub code: String,
    pub detail: String,
}

impl From<&FieldProblem> for FieldError {
    fn from(problem: &FieldProblem) -> Self {
        Self {
            pointer: problem.pointer.clone(),
            code: problem.code.as_str().to_owned(),
            detail: problem.code.detail().to_owned(),
        }
    }
}

/// Declares the codes with their status and title, so that each stands in one line.
macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:literal, $title:literal;)*) => {
        /// Every kind of failure that the API knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl ProblemCode {
            /// All codes, in the order in which the documentation lists them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            /// A short title that does not change from case to case.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

problem_codes! {
    /// The request cannot be read: its JSON, path, query or a header is malformed.
    MalformedRequest = "malformed_request", 400, "The request cannot be read";
    /// A POST that has an effect came without `Idempotency-Key`, or with one that is not a UUID.
    IdempotencyKeyRequired = "idempotency_key_required", 400, "An Idempotency-Key header is needed";
    SignInRequired = "sign_in_required", 401, "Sign in first";
    /// Address or user name, passphrase or code do not fit together. Deliberately no closer.
    WrongCredentials = "wrong_credentials", 401, "These sign-in details do not fit together";
    SecondFactorRequired = "second_factor_required", 401, "A second factor is needed";
    SecondFactorSetupRequired = "second_factor_setup_required", 403, "Set up a second factor first";
    /// Signed in, but the role or the token's scope does not allow it.
    Forbidden = "forbidden", 403, "This is not allowed";
    CrossSite = "cross_site", 403, "The request came from another site";
    /// The rule of access says no; the dataset's page says what is missing.
    AccessRestricted = "access_restricted", 403, "Access to this dataset is restricted";
    /// It is not there, or it is somebody else's.
    NotFound = "not_found", 404, "There is nothing here";
    MethodNotAllowed = "method_not_allowed", 405, "This method does not exist here";
    NotAcceptable = "not_acceptable", 406, "This format cannot be given";
    /// The thing is in a state in which this cannot be done; `detail` says which.
    NotPossibleNow = "not_possible_now", 409, "This cannot be done now";
    /// Another of the same kind is open already.
    AlreadyOpen = "already_open", 409, "There is one already";
    /// Somebody else works on the case: `current` says who, or holds the case. It can be taken over on purpose.
    Claimed = "claimed", 409, "Somebody else is working on this";
    /// A decision was taken and has not taken effect yet: `current` holds the case with it.
    DecisionPending = "decision_pending", 409, "A decision has been taken already";
    /// Another account has this ORCID iD.
    OrcidTaken = "orcid_taken", 409, "This ORCID iD is linked to another account";
    /// ORCID answered, and what it answered proves no iD.
    OrcidRefused = "orcid_refused", 409, "ORCID did not confirm an iD";
    StillRunning = "still_running", 409, "The same request is still being carried out";
    /// A mailed link or its code is used up, replaced or too old.
    LinkEnded = "link_ended", 410, "This link does not work any more";
    StaleVersion = "stale_version", 412, "It was changed in the meantime";
    BodyTooLarge = "body_too_large", 413, "The body is too large";
    UnsupportedMediaType = "unsupported_media_type", 415, "This kind of content is not accepted";
    RangeNotSatisfiable = "range_not_satisfiable", 416, "The file is shorter than that";
    /// The host of the request is not the portal's.
    MisdirectedRequest = "misdirected_request", 421, "This host is not served here";
    /// The fields listed in `errors` need another value.
    Invalid = "invalid", 422, "Some fields need another value";
    IdempotencyKeyReused = "idempotency_key_reused", 422, "This Idempotency-Key belongs to another request";
    /// The file is not one of the accepted kinds, or cannot be read safely; `detail` says what to do.
    FileRefused = "file_refused", 422, "The file cannot be accepted";
    /// A change without `If-Match`.
    VersionRequired = "version_required", 428, "An If-Match header is needed";
    TooManyAttempts = "too_many_attempts", 429, "Too many attempts";
    HeadersTooLarge = "headers_too_large", 431, "The request's headers are too large";
    Internal = "internal", 500, "Something went wrong on our side";
    /// The database or the file store cannot be reached now; nothing was changed.
    Unavailable = "unavailable", 503, "The portal is busy or being restarted";
    /// ORCID does not answer now; nothing was changed.
    OrcidUnreachable = "orcid_unreachable", 503, "ORCID cannot be reached";
    CredentialingPaused = "credentialing_paused", 503, "Applications are paused";
}

impl Problem {
    /// A problem of this kind, with one sentence for tools.
    #[must_use]
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            r#type: format!("/api/docs#problem-{}", code.as_str()),
            code,
            title: code.title().to_owned(),
            status: code.status(),
            detail: detail.into(),
            refusal: None,
            instance: None,
            request_id: None,
            errors: Vec::new(),
            current: None,
            retry_after: None,
        }
    }

    /// The fields named by the domain's rules, as one `invalid` problem.
    #[must_use]
    pub fn invalid(problems: &[FieldProblem]) -> Self {
        let mut problem = Self::new(
            ProblemCode::Invalid,
            "Correct the fields listed in `errors` and send again.",
        );
        problem.errors = problems.iter().map(FieldError::from).collect();
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_survives_the_wire() {
        let mut problem = Problem::new(ProblemCode::StaleVersion, "Version 3 is current.");
        problem.current = Some(serde_json::json!({"version": 3}));
        let text = serde_json::to_string(&problem).unwrap();
        assert!(
            text.contains(r#""type":"/api/docs#problem-stale_version""#),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Problem>(&text).unwrap(), problem);
    }

    #[test]
    fn words_are_unique_and_statuses_are_errors() {
        let mut words: Vec<_> = ProblemCode::ALL.iter().map(|c| c.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), ProblemCode::ALL.len());
        assert!(
            ProblemCode::ALL
                .iter()
                .all(|c| (400..600).contains(&c.status()))
        );
    }
}
