//! Body, path and query, each with a problem document where they cannot be read.

mod strict;

use accede_api::problem::{FieldError, Problem, ProblemCode};
use accede_domain::language::Language;
use accede_domain::problem::FieldCode;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header, request::Parts};
use serde::de::DeserializeOwned;
use std::convert::Infallible;

use crate::error::ApiError;

/// Bytes that a JSON body may have where the route says nothing else.
pub const JSON_LIMIT: usize = 1024 * 1024;

/// The language that the caller reads: the first of `Accept-Language` that the portal speaks, and English without one.
#[derive(Debug, Clone, Copy)]
pub struct Reads(pub Language);

impl<S: Send + Sync> FromRequestParts<S> for Reads {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = parts.headers.get(header::ACCEPT_LANGUAGE);
        let asked = asked.and_then(|asked| asked.to_str().ok());
        let spoken = asked.unwrap_or_default().split(',').find_map(|one| {
            // `es-419;q=0.8` is Spanish.
            let tag = one.trim().split([';', '-']).next()?;
            Language::parse(&tag.to_ascii_lowercase())
        });
        Ok(Self(spoken.unwrap_or_default()))
    }
}

/// A JSON body: strict about its type, its syntax and its fields. `raw` is what the idempotency key is held against.
#[derive(Debug, Clone)]
pub struct JsonBody<T> {
    pub value: T,
    pub raw: Bytes,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::new(
                ProblemCode::UnsupportedMediaType,
                "Send the body as JSON, with the header `Content-Type: application/json`.",
            ));
        }
        let raw = read_body(request, state).await?;
        let value = parse_json(&raw)?;
        Ok(Self { value, raw })
    }
}

/// The body of a POST that takes none. Something else than `{}` or nothing is refused, not ignored.
#[derive(Debug, Clone)]
pub struct NoBody {
    pub raw: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for NoBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let raw = read_body(request, state).await?;
        let text = raw.trim_ascii();
        if text.is_empty() || text == b"{}" {
            return Ok(Self { raw: Bytes::new() });
        }
        Err(ApiError::malformed("This request takes no body."))
    }
}

/// A file as the body, up to the limit of its route. What it is, its content says and no header.
#[derive(Debug, Clone)]
pub struct FileBody {
    pub raw: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for FileBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let raw = read_body(request, state).await?;
        Ok(Self { raw })
    }
}

async fn read_body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| {
            if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                return ApiError::new(
                    ProblemCode::BodyTooLarge,
                    "The body is larger than this route accepts.",
                );
            }
            ApiError::malformed("The body ended early.")
        })
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Reads JSON. Broken syntax is 400; a field that is unknown, missing or of the wrong type is 422 with its pointer.
///
/// # Errors
/// See above.
pub fn parse_json<T: DeserializeOwned>(raw: &[u8]) -> Result<T, ApiError> {
    if holds_nul(raw) {
        return Err(nul_problem(raw));
    }
    let mut reader = serde_json::Deserializer::from_slice(raw);
    let value = serde_path_to_error::deserialize(strict::Strict(&mut reader))
        .map_err(|error| json_problem(&error))?;
    reader
        .end()
        .map_err(|_| ApiError::malformed("There is something behind the JSON value."))?;
    Ok(value)
}

/// Whether a string of the JSON text has the escape of U+0000. PostgreSQL's TEXT cannot hold that character, and nobody
/// types it; refused here, it can surprise no statement. (Unescaped it is a syntax error.)
fn holds_nul(raw: &[u8]) -> bool {
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|b| *b == b'\\') {
        if rest[at..].starts_with(b"\\u0000") {
            return true;
        }
        // The byte behind a backslash belongs to its escape: a second backslash does not begin another one.
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

/// Names the field that holds it.
fn nul_problem(raw: &[u8]) -> ApiError {
    let detail = "A text holds the character U+0000, which no text can.";
    let body: Option<serde_json::Value> = serde_json::from_slice(raw).ok();
    match body.as_ref().and_then(nul_in) {
        Some(pointer) => ApiError::field(&pointer, FieldCode::ControlCharacters.as_str(), detail),
        None => ApiError::malformed(detail),
    }
}

/// Where the first text with it stands.
fn nul_in(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| Some(format!("/{index}{}", nul_in(item)?))),
        Value::Object(fields) => fields
            .iter()
            .find_map(|(name, field)| Some(format!("/{}{}", escape(name), nul_in(field)?))),
        _ => None,
    }
}

fn json_problem(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let cause = error.inner();
    if !cause.is_data() {
        let place = format!("line {}, column {}", cause.line(), cause.column());
        return ApiError::malformed(format!("The body is not well-formed JSON ({place})."));
    }
    // serde words these three; its text is kept from the caller because it may quote what was sent.
    let words = cause.to_string();
    let quoted = words.split('`').nth(1).unwrap_or_default();
    let mut pointer = pointer(error.path());
    let (code, detail) = if words.starts_with("unknown field") {
        push_once(&mut pointer, quoted);
        ("unknown_field", "This field is not known here.")
    } else if words.starts_with("missing field") {
        push_once(&mut pointer, quoted);
        ("required", "This field is needed.")
    } else if words.starts_with("duplicate field") {
        push_once(&mut pointer, quoted);
        ("duplicate_field", "This field stands there twice.")
    } else if words.starts_with("unknown variant") {
        ("unknown_choice", "This is none of the possible values.")
    } else {
        (
            "wrong_type",
            "This value is of the wrong kind, or out of range.",
        )
    };
    let mut problem = Problem::new(
        ProblemCode::Invalid,
        "Correct the fields listed in `errors` and send again.",
    );
    problem.errors = vec![FieldError {
        pointer,
        code: code.to_owned(),
        detail: detail.to_owned(),
    }];
    ApiError::Problem(Box::new(problem))
}

/// Adds the field that serde names, unless the path already ends there.
fn push_once(pointer: &mut String, field: &str) {
    let segment = format!("/{}", escape(field));
    if !pointer.ends_with(&segment) {
        pointer.push_str(&segment);
    }
}

/// RFC 6901.
fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |mut text, segment| {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("/{index}")),
            Segment::Map { key } => text.push_str(&format!("/{}", escape(key))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
        text
    })
}

/// U+0000 in a URL, for the reason that [`holds_nul`] gives.
const NUL: &str = "%00";

/// Parameters of the path. One that cannot be read names nothing: 404.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        if parts.uri.path().contains(NUL) {
            return Err(ApiError::not_found());
        }
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        found
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| ApiError::not_found())
    }
}

/// The query. An unknown or unreadable parameter is refused, never ignored: a misspelt filter would show too much.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let problem = || {
            ApiError::malformed(
                "A parameter of the query is unknown, missing or out of range; see /api/docs.",
            )
        };
        if parts.uri.query().is_some_and(|query| query.contains(NUL)) {
            return Err(problem());
        }
        let read = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        read.map(|axum::extract::Query(value)| Self(value))
            .map_err(|_| problem())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only the reading of it is under test")]
    struct Outer {
        name: String,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only the reading of it is under test")]
    struct Inner {
        count: u8,
    }

    fn fault(text: &str) -> (ProblemCode, String, String) {
        match parse_json::<Outer>(text.as_bytes()) {
            Err(ApiError::Problem(p)) => {
                let first = p.errors.first();
                let pointer = first.map(|e| e.pointer.clone()).unwrap_or_default();
                (
                    p.code,
                    pointer,
                    first.map(|e| e.code.clone()).unwrap_or_default(),
                )
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_fault_points_at_its_field() {
        let invalid =
            |pointer: &str, code: &str| (ProblemCode::Invalid, pointer.to_owned(), code.to_owned());
        assert_eq!(
            fault(r#"{"name":"a","age":1}"#),
            invalid("/age", "unknown_field")
        );
        assert_eq!(fault(r#"{"name":1}"#), invalid("/name", "wrong_type"));
        assert_eq!(fault("{}"), invalid("/name", "required"));
        assert_eq!(
            fault(r#"{"name":"a","inner":[{"count":1},{"count":256}]}"#),
            invalid("/inner/1/count", "wrong_type")
        );
        assert_eq!(
            fault(r#"{"name":"a","inner":[{"count":1,"a/b":1}]}"#),
            invalid("/inner/0/a~1b", "unknown_field")
        );
        assert_eq!(
            fault(r#"{"name":"a","inner":[{}]}"#),
            invalid("/inner/0/count", "required")
        );
        assert_eq!(
            fault(r#"{"name":"a","name":"b"}"#),
            invalid("/name", "duplicate_field")
        );
    }

    #[test]
    fn the_one_character_that_no_database_holds_is_refused() {
        assert!(holds_nul(br#"{"a":"x\u0000"}"#) && holds_nul(br#"{"a":"\\\u0000"}"#));
        assert!(
            !holds_nul(br#"{"a":"\\u0000"}"#)
                && !holds_nul(br#"{"a":"\u0001 \\"}"#)
                && !holds_nul(b"\\")
        );
        let (code, pointer, _) = fault(r#"{"name":"a","inner":[{"x":1},{"a/b":"\u0000"}]}"#);
        assert_eq!(
            (code, pointer.as_str()),
            (ProblemCode::Invalid, "/inner/1/a~1b")
        );
        for no_field in [r#"{"\u0000":"x"}"#, r#"{"name":"\u0000""#] {
            assert_eq!(fault(no_field).0, ProblemCode::MalformedRequest);
        }
    }

    #[tokio::test]
    async fn nor_is_it_read_from_a_url() {
        async fn query(uri: &str) -> bool {
            let (mut parts, ()) = axum::http::Request::builder()
                .uri(uri)
                .body(())
                .unwrap()
                .into_parts();
            Query::<std::collections::BTreeMap<String, String>>::from_request_parts(&mut parts, &())
                .await
                .is_ok()
        }
        assert!(query("/?a=b").await && !query("/?a=%00").await && query("/?a=%2500").await);
    }

    #[test]
    fn broken_syntax_is_malformed() {
        for text in [
            "",
            "{",
            "nul",
            r#"{"name":"a"} x"#,
            "{\"name\":\"\u{1}\"}",
            r#"{"name":"\ud800"}"#,
        ] {
            assert_eq!(fault(text).0, ProblemCode::MalformedRequest, "{text}");
        }
        assert!(
            matches!(parse_json::<Outer>(&[0xff]), Err(ApiError::Problem(p)) if p.status == 400)
        );
        assert!(parse_json::<serde_json::Value>("[".repeat(100_000).as_bytes()).is_err());
    }
}
