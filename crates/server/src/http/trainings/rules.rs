//! `GET /api/v1/training-types/{key}/rules`

use accede_api::training::TrainingRules;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::http::version::polled;
use crate::state::AppState;

/// What reading a report of this type takes: how it looks, and what is asked of it. The page reads files with it before
/// they are sent.
#[utoipa::path(get, path = "/api/v1/training-types/{key}/rules", tag = "trainings", params(("key" = String, Path)),
    responses((status = 200, body = TrainingRules), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let of = state
        .catalogue
        .training(&key)
        .ok_or_else(ApiError::not_found)?;
    // Part of the build, as the types are.
    let etag = format!("\"{}\"", state.build);
    polled(&headers, &etag, async {
        Ok(TrainingRules {
            validity_years: of.validity_years,
            report: of.report.clone(),
            asked_modules: of.asked_modules(),
        })
    })
    .await
}
