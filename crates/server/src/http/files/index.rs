//! `GET /files/{slug}/{version}/`: what lies there, as plain links that `wget -r` follows.

use std::fmt::Write as _;

use accede_content::Dataset;
use accede_domain::time::Timestamp;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::gate::Asking;
use super::{HEADERS, encoded, files_of, http_date};
use crate::datasets::Manifest;
use crate::datasets::manifest::Entry;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::edge::AsItIs;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::http::version::none_match;
use crate::state::AppState;

/// The list of a version's files. Tools send user name and a personal access token by `Basic`.
#[utoipa::path(get, path = "/files/{slug}/{version}/", tag = "files",
    params(("slug" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html"),
        (status = 304, description = "The client has it already."), ReadProblems),
    security(("session" = []), ("token" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    Path((slug, version)): Path<(String, String)>,
    mut asking: Asking,
) -> Answer<Response> {
    let dataset = state
        .catalogue
        .dataset(&slug)
        .ok_or_else(ApiError::not_found)?;
    if let Err(refusal) = asking.pass(&state, dataset).await {
        return Ok(refusal);
    }
    let files = files_of(&state, dataset, &version).await?;
    let entries = files.folder("").ok_or_else(ApiError::not_found)?;
    Ok(list(
        &asking,
        dataset,
        &format!("/files/{slug}/{version}/"),
        "",
        &files,
        &entries,
    ))
}

/// The list of a folder, for a tool that comes back: it is sent whole or not at all.
///
/// `wget -r -N -c` stops at a list that is answered 304, before it has looked at any file. It goes on below a list that
/// it asks the rest of and is told, 416 and `text/html`, that there is no more: so that is how an unchanged list is
/// answered, and `If-Modified-Since` is passed over. A list of another length is sent whole.
pub(super) fn list(
    asking: &Asking,
    dataset: &Dataset,
    address: &str,
    folder: &str,
    files: &Manifest,
    entries: &[Entry<'_>],
) -> Response {
    let html = page(dataset, address, folder, entries);
    let etag = format!("\"{}\"", hex::encode(Sha256::digest(html.as_bytes())));
    let length = html.len();
    let (status, body) = if none_match(&asking.headers, &etag) {
        (StatusCode::NOT_MODIFIED, Body::empty())
    } else if has_all(&asking.headers, length) {
        (StatusCode::RANGE_NOT_SATISFIABLE, Body::empty())
    } else {
        (StatusCode::OK, Body::from(html))
    };
    let mut response = (status, AppendHeaders(HEADERS), body).into_response();
    let mut put = |name, value: String| {
        // Digests, numbers and dates are ASCII.
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned());
    put(header::ETAG, etag);
    put(header::LAST_MODIFIED, http_date(files.imported_at));
    if status == StatusCode::RANGE_NOT_SATISFIABLE {
        put(header::CONTENT_RANGE, format!("bytes */{length}"));
        response.extensions_mut().insert(AsItIs);
    }
    response
}

/// Whether a tool asks for what comes after exactly so many bytes.
fn has_all(asked: &HeaderMap, length: usize) -> bool {
    asked
        .get(header::RANGE)
        .is_some_and(|range| range.as_bytes() == format!("bytes={length}-").as_bytes())
}

fn page(dataset: &Dataset, address: &str, folder: &str, entries: &[Entry<'_>]) -> String {
    let title = escaped(&format!("{}: {address}", dataset.title));
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n"
    );
    if !folder.is_empty() {
        html.push_str("<p><a href=\"../\">Folder above</a></p>\n");
    }
    html.push_str(
        "<table>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Bytes</th>\
         <th scope=\"col\">Last modified (UTC)</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n",
    );
    for entry in entries {
        row(&mut html, entry);
    }
    html.push_str("</tbody>\n</table>\n</main>\n</body>\n</html>\n");
    html
}

fn row(html: &mut String, entry: &Entry<'_>) {
    // Writing into a string cannot fail. `./` keeps a colon in a name from being read as a scheme.
    let _ = match entry {
        Entry::Folder(name) => writeln!(
            html,
            "<tr><td><a href=\"./{}/\">{}/</a></td><td></td><td></td><td></td></tr>",
            encoded(name),
            escaped(name)
        ),
        Entry::File(name, file) => writeln!(
            html,
            "<tr><td><a href=\"./{}\">{}</a></td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>",
            encoded(name),
            escaped(name),
            file.size,
            to_the_second(file.modified),
            file.sha256
        ),
    };
}

fn to_the_second(at: Timestamp) -> String {
    Timestamp::from_seconds(at.seconds()).to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
