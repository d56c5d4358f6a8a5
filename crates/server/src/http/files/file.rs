//! `GET /files/{slug}/{version}/{path}`: a file, or the list of a folder.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use futures_util::stream::{StreamExt as _, TryStreamExt as _};

use super::conditional::Representation;
use super::gate::{Asking, Passed};
use super::{Head, attachment, encoded, files_of, head, index};
use crate::datasets::archive::blob;
use crate::datasets::{FileEntry, store_of};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// A file, or what lies in a folder. `Range`, `If-Range`, `If-None-Match` and `If-Modified-Since` hold. Tools send user
/// name and a personal access token by `Basic`, or the token as `Bearer`.
#[utoipa::path(get, path = "/files/{slug}/{version}/{*path}", tag = "files",
    params(("slug" = String, Path), ("version" = String, Path), ("*path" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, body = Vec<u8>, content_type = "application/octet-stream", description = "The range asked for."),
        (status = 304, description = "The client has it already."), ReadProblems),
    security(("session" = []), ("token" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    Path((slug, version, path)): Path<(String, String, String)>,
    mut asking: Asking,
) -> Answer<Response> {
    let dataset = state
        .catalogue
        .dataset(&slug)
        .ok_or_else(ApiError::not_found)?;
    let passed = match asking.pass(&state, dataset).await {
        Ok(passed) => passed,
        Err(refusal) => return Ok(refusal),
    };
    let files = files_of(&state, dataset, &version).await?;
    if let Some(file) = files.file(&path) {
        let of = Representation {
            etag: format!("\"{}\"", file.sha256),
            modified: file.modified,
            length: file.size,
        };
        let head = head(
            &asking.method,
            &asking.headers,
            &of,
            content_type(&file.path),
        );
        return send(
            &state,
            head,
            &passed,
            &format!("{slug}/{version}/{path}"),
            file,
        )
        .await;
    }
    let folder = if path.ends_with('/') {
        path
    } else {
        format!("{path}/")
    };
    let entries = files.folder(&folder).ok_or_else(ApiError::not_found)?;
    let address = format!("/files/{slug}/{version}/{folder}");
    if !asking.path().ends_with('/') {
        // Relative links in a list work below its own slash only.
        return Ok(Redirect::permanent(&encoded(&address)).into_response());
    }
    Ok(index::list(
        &asking, dataset, &address, &folder, &files, &entries,
    ))
}

/// `name` is for the audit log: dataset, version and path.
async fn send(
    state: &AppState,
    mut head: Head,
    passed: &Passed,
    name: &str,
    file: &FileEntry,
) -> Answer<Response> {
    attachment(
        &mut head.response,
        file.path.rsplit('/').next().unwrap_or(&file.path),
    );
    let Some(part) = head.part.take() else {
        return Ok(head.response);
    };
    passed.note(state, name, &part).await?;
    let mut response = head.response;
    if part.start < part.end {
        let chunks = blob(store_of(state).as_ref(), &file.sha256, part).await?;
        *response.body_mut() = Body::from_stream(chunks.map_err(std::io::Error::other).boxed());
    }
    Ok(response)
}

/// By the name's ending. Never HTML or anything else that a browser would carry out.
fn content_type(path: &str) -> &'static str {
    let ending = path
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "txt" | "md" | "sql" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "gz" => "application/gzip",
        "zip" => "application/zip",
        "pdf" => "application/pdf",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "dcm" => "application/dicom",
        _ => "application/octet-stream",
    }
}
