//! `GET /api/v1/review/trainings/{id}/pages/{n}`

use accede_api::problem::ProblemCode;
use accede_store::training;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::http::trainings::{bytes_of, inert};
use crate::http::version::none_match;
use crate::record::{self, Event};
use crate::state::AppState;
use crate::training::KIND;
use crate::uploads::Kind;
use crate::uploads::render::RenderError;

/// One page of a report as a picture, from 1. A picture is its own only page. Each view stands in the audit log.
#[utoipa::path(get, path = "/api/v1/review/trainings/{id}/pages/{n}", tag = "review",
    params(("id" = String, Path), ("n" = u32, Path, description = "From 1.")),
    responses((status = 200, body = Vec<u8>, content_type = "image/png"), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(in crate::http::trainings) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path((id, n)): Path<(String, u32)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let record = training::by_id(&mut state.store.read().await?, &id).await?;
    let record = record
        .filter(|of| (1..=of.file.pages).contains(&i64::from(n)))
        .ok_or_else(ApiError::not_found)?;
    // The same bytes make the same picture, until another program draws it.
    let etag = format!("\"{}-{n}-{}\"", record.file.sha256, state.build);
    let mut response = if none_match(&headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = bytes_of(&state, &record).await?;
        let (kind, picture) = if record.file.media_type == Kind::Pdf.media_type() {
            let drawn = state.draw(&bytes, n).await;
            (Kind::Png.media_type(), drawn.map_err(not_drawn)?)
        } else {
            (record.file.media_type.as_str(), bytes)
        };
        let mut tx = state.store.write().await?;
        let event = Event {
            action: "training.view_page",
            object: (KIND, &id),
            concerns: Some(&record.account_id),
            after: Some(serde_json::json!({ "page": n })),
            ..Event::default()
        };
        record::audit(&mut tx, &state, &actor, event).await?;
        tx.commit().await?;
        let mut response = picture.into_response();
        if let Ok(kind) = HeaderValue::from_str(kind) {
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        response
    };
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    inert(&mut response);
    Ok(response)
}

fn not_drawn(error: RenderError) -> ApiError {
    tracing::warn!(%error, "a page of an upload was not drawn");
    match error {
        RenderError::Io(_) => ApiError::new(
            ProblemCode::Unavailable,
            "The program that draws pages cannot be run. Save the file instead.",
        ),
        RenderError::NotDrawn | RenderError::TooLong => {
            ApiError::not_possible_now("This page cannot be drawn. Save the file instead.")
        }
    }
}
