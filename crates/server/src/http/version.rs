//! Versions on the wire: `ETag`, `If-Match`, `If-None-Match`.

use accede_api::problem::ProblemCode;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::ApiError;

/// The strong ETag of a row's version.
#[must_use]
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// `If-Match`, on every change of something that has an ETag. Without it 428, unreadable 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl IfMatch {
    /// Goes on where the version is the present one; else 412 with `current`, what the caller would read now.
    ///
    /// # Errors
    /// `stale_version`.
    pub fn check<T: Serialize>(
        self,
        present: i64,
        current: impl FnOnce() -> T,
    ) -> Result<(), ApiError> {
        if self.0 == present {
            return Ok(());
        }
        Err(ApiError::stale(serde_json::to_value(current())?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(ApiError::new(
                ProblemCode::VersionRequired,
                "Send the header `If-Match` with the ETag that the change rests on.",
            ));
        };
        let version = value
            .to_str()
            .ok()
            .and_then(|t| t.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
        version.map(Self).ok_or_else(|| {
            ApiError::malformed(
                "`If-Match` takes one ETag as it was given, such as \"3\" with its quotes.",
            )
        })
    }
}

/// Whether `If-None-Match` names this ETag: then 304 says it all. Weak and strong are the same here (RFC 9110, 13.1.2).
#[must_use]
pub fn none_match(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|given| {
            let given = given.trim();
            given == "*" || given.strip_prefix("W/").unwrap_or(given) == etag
        })
}

/// A JSON answer with the ETag of its version.
#[derive(Debug, Clone)]
pub struct Versioned<T> {
    pub version: i64,
    pub value: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        with_etag(&etag(self.version), axum::Json(self.value).into_response())
    }
}

/// A polled read: 304 without body where the client has this state already. `make` runs only where it has not.
///
/// # Errors
/// Those of `make`.
pub async fn polled<T: Serialize>(
    headers: &HeaderMap,
    etag: &str,
    make: impl Future<Output = Result<T, ApiError>>,
) -> Result<Response, ApiError> {
    if none_match(headers, etag) {
        return Ok(with_etag(etag, StatusCode::NOT_MODIFIED.into_response()));
    }
    Ok(with_etag(etag, axum::Json(make.await?).into_response()))
}

fn with_etag(etag: &str, mut response: Response) -> Response {
    if let Ok(etag) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, etag);
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("private, no-cache"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(value: Option<&str>) -> Result<IfMatch, Option<ProblemCode>> {
        let mut request = axum::http::Request::builder();
        if let Some(value) = value {
            request = request.header(header::IF_MATCH, value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        IfMatch::from_request_parts(&mut parts, &())
            .await
            .map_err(|e| e.code())
    }

    #[tokio::test]
    async fn a_change_names_the_version_it_rests_on() {
        assert_eq!(read(Some("\"3\"")).await, Ok(IfMatch(3)));
        assert_eq!(read(None).await, Err(Some(ProblemCode::VersionRequired)));
        for wrong in ["3", "*", "W/\"3\"", "\"a\"", "\"1\", \"2\""] {
            assert_eq!(
                read(Some(wrong)).await,
                Err(Some(ProblemCode::MalformedRequest)),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_stale_change_shows_what_is_there_now() {
        assert!(IfMatch(3).check(3, || ()).is_ok());
        match IfMatch(3).check(4, || serde_json::json!({"name": "x"})) {
            Err(ApiError::Problem(p)) => {
                assert_eq!(
                    (p.status, p.current),
                    (412, Some(serde_json::json!({"name": "x"})))
                );
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let mut headers = HeaderMap::new();
        assert!(!none_match(&headers, "\"3\""));
        headers.insert(
            header::IF_NONE_MATCH,
            HeaderValue::from_static("\"2\", W/\"3\""),
        );
        assert!(
            none_match(&headers, "\"3\"")
                && none_match(&headers, "\"2\"")
                && !none_match(&headers, "\"4\"")
        );
    }
}
