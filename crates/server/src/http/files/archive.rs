//! `GET /files/{slug}/{slug}-{version}.zip`

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use futures_util::stream::TryStreamExt as _;

use super::conditional::Representation;
use super::gate::Asking;
use super::{attachment, encoded, files_of, head};
use crate::datasets::archive::Archive;
use crate::datasets::store_of;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// A version as one ZIP file, made while it is sent: `{slug}-{version}.zip`. It can be fetched in ranges, too. The
/// name of a version without a slash leads to its files.
#[utoipa::path(get, path = "/files/{slug}/{name}", tag = "files",
    params(("slug" = String, Path), ("name" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip"),
        (status = 206, body = Vec<u8>, content_type = "application/zip", description = "The range asked for."),
        (status = 304, description = "The client has it already."), ReadProblems),
    security(("session" = []), ("token" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    Path((slug, name)): Path<(String, String)>,
    mut asking: Asking,
) -> Answer<Response> {
    let dataset = state
        .catalogue
        .dataset(&slug)
        .ok_or_else(ApiError::not_found)?;
    if dataset.version(&name).is_some() {
        return Ok(
            Redirect::permanent(&encoded(&format!("/files/{slug}/{name}/"))).into_response(),
        );
    }
    let version = name
        .strip_prefix(&format!("{slug}-"))
        .and_then(|rest| rest.strip_suffix(".zip"));
    let version = version.ok_or_else(ApiError::not_found)?;
    let passed = match asking.pass(&state, dataset).await {
        Ok(passed) => passed,
        Err(refusal) => return Ok(refusal),
    };
    let files = files_of(&state, dataset, version).await?;
    let of = Representation {
        etag: format!("\"{}\"", files.digest),
        modified: files.imported_at,
        length: files.archive_size,
    };
    let mut head = head(&asking.method, &asking.headers, &of, "application/zip");
    attachment(&mut head.response, &name);
    if let Some(part) = &head.part {
        passed.note(&state, &format!("{slug}/{name}"), part).await?;
    }
    Ok(head.with_body(|part| {
        let chunks = Archive::of(files.files.values()).stream(store_of(&state), part);
        Body::from_stream(chunks.map_err(std::io::Error::other))
    }))
}
