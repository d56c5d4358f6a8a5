//! The data itself: file lists that `wget -r` follows, single files, and the ZIP file. Not part of the JSON API: a
//! browser's navigation is led to a page, a tool is asked for user name and token.

mod archive;
mod conditional;
mod file;
mod gate;
mod index;

use std::fmt::Write as _;

use accede_domain::time::Timestamp;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::datasets::Manifest;
use crate::error::ApiError;
use crate::state::AppState;
use conditional::{Outcome, Representation};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(archive::get))
        .routes(routes!(index::get))
        .routes(routes!(file::get))
}

/// A path as it stands in a URL: every byte but unreserved ones (RFC 3986) and the slash is escaped.
#[must_use]
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// What is said of every answer here: it may be kept by the person's own tools, asked about each time, and is inert.
const HEADERS: [(HeaderName, &str); 2] = [
    (header::CACHE_CONTROL, "private, no-cache"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    ),
];

/// The answer before its body: what stands there, and the part of it that is asked for.
struct Head {
    response: Response,
    /// The bytes to send; nothing where no body goes out.
    part: Option<std::ops::Range<u64>>,
}

/// Judges the conditions of a request and writes the head of its answer.
fn head(method: &Method, asked: &HeaderMap, of: &Representation, content_type: &str) -> Head {
    let outcome = conditional::judge(method, asked, of);
    let (status, range) = match &outcome {
        Outcome::NotModified => (StatusCode::NOT_MODIFIED, None),
        Outcome::Whole => (StatusCode::OK, Some(0..of.length)),
        Outcome::Part(range) => (StatusCode::PARTIAL_CONTENT, Some(range.clone())),
        Outcome::BeyondTheEnd => {
            return Head {
                response: beyond_the_end(of.length),
                part: None,
            };
        }
    };
    let mut response = status.into_response();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let mut put = |name, value: &str| {
        // Digests, numbers, dates and types of our own are ASCII.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(header::ETAG, &of.etag);
    put(header::LAST_MODIFIED, &http_date(of.modified));
    put(header::ACCEPT_RANGES, "bytes");
    if let Some(range) = &range {
        put(header::CONTENT_TYPE, content_type);
        put(
            header::CONTENT_LENGTH,
            &(range.end - range.start).to_string(),
        );
        if status == StatusCode::PARTIAL_CONTENT {
            put(
                header::CONTENT_RANGE,
                &format!("bytes {}-{}/{}", range.start, range.end - 1, of.length),
            );
        }
    }
    let part = range.filter(|_| method == Method::GET);
    Head { response, part }
}

fn beyond_the_end(length: u64) -> Response {
    let detail = "The range lies behind the end.";
    let mut response = ApiError::new(
        accede_api::problem::ProblemCode::RangeNotSatisfiable,
        detail,
    )
    .into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("bytes */{length}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

/// As `Last-Modified` has it: to the second.
fn http_date(at: Timestamp) -> String {
    let seconds = u64::try_from(at.seconds()).unwrap_or(0);
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
}

/// The name that a browser gives the file.
pub(crate) fn attachment(response: &mut Response, name: &str) {
    let value = format!(
        "attachment; filename*=UTF-8''{}",
        encoded(name).replace('/', "%2F")
    );
    if let Ok(value) = HeaderValue::from_str(&value) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, value);
    }
}

impl Head {
    /// With the body that `make` gives for the part asked for.
    fn with_body(self, make: impl FnOnce(std::ops::Range<u64>) -> Body) -> Response {
        let mut response = self.response;
        if let Some(part) = self.part {
            *response.body_mut() = make(part);
        }
        response
    }
}

/// The files of a version that the catalogue serves, or 404.
async fn files_of(
    state: &AppState,
    dataset: &accede_content::Dataset,
    version: &str,
) -> Result<std::sync::Arc<Manifest>, ApiError> {
    let known = dataset
        .version(version)
        .filter(|of| of.served)
        .ok_or_else(ApiError::not_found)?;
    let manifest = crate::datasets::manifest(state, &dataset.slug, known.version.as_str()).await?;
    manifest.ok_or_else(ApiError::not_found)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod wget;
