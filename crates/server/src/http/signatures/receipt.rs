//! `GET /api/v1/signatures/{id}/receipt`

use accede_store::signature;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// The receipt of a signature of the caller's, as the file that was mailed.
#[utoipa::path(get, path = "/api/v1/signatures/{id}/receipt", tag = "datasets", params(("id" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/json"), ReadProblems),
    security(("session" = [])))]
pub(super) async fn get(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
) -> Answer<impl IntoResponse> {
    let receipt = signature::receipt(&mut state.store.read().await?, &id).await?;
    let receipt = receipt
        .filter(|of| of.account_id == actor.account_id)
        .ok_or_else(ApiError::not_found)?;
    let disposition = format!("attachment; filename=\"{}\"", receipt.file_name());
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, receipt.bytes))
}
