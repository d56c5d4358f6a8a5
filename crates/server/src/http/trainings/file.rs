//! `GET /api/v1/trainings/{id}/file`

use accede_store::training;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::{bytes_of, inert};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::Path;
use crate::http::files::attachment;
use crate::http::openapi::ReadProblems;
use crate::record::{self, Event};
use crate::state::AppState;
use crate::training::KIND;

/// The report as a file to save: for its person, and for staff. A download by staff stands in the audit log.
#[utoipa::path(get, path = "/api/v1/trainings/{id}/file", tag = "trainings", params(("id" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), ReadProblems),
    security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
) -> Answer<Response> {
    let record = training::by_id(&mut state.store.read().await?, &id).await?;
    let record = record
        .filter(|of| of.account_id == actor.account_id || actor.role.is_staff())
        .ok_or_else(ApiError::not_found)?;
    let bytes = bytes_of(&state, &record).await?;
    if record.account_id != actor.account_id {
        let mut tx = state.store.write().await?;
        let event = Event {
            action: "training.download",
            object: (KIND, &record.id),
            concerns: Some(&record.account_id),
            ..Event::default()
        };
        record::audit(&mut tx, &state, &actor, event).await?;
        tx.commit().await?;
    }
    let mut response = bytes.into_response();
    if let Ok(kind) = header::HeaderValue::from_str(&record.file.media_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    attachment(&mut response, &record.file.file_name);
    inert(&mut response);
    Ok(response)
}
