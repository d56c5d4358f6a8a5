//! `GET /api/v1/training-types`

use accede_api::page::List;
use accede_api::training::TrainingType;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::http::Answer;
use crate::http::extract::Reads;
use crate::http::openapi::ReadProblems;
use crate::http::site::with_site;
use crate::http::version::polled;
use crate::state::AppState;

/// The trainings that datasets ask for, and how to take them.
#[utoipa::path(get, path = "/api/v1/training-types", tag = "trainings",
    responses((status = 200, body = List<TrainingType>), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    headers: HeaderMap,
    Reads(wanted): Reads,
) -> Answer<Response> {
    // The texts are part of the build; settings that they name change with a restart only.
    let etag = format!("\"{}-{wanted}\"", state.build);
    polled(&headers, &etag, async {
        let types = state.catalogue.trainings().iter();
        let items = types
            .map(|of| {
                let (language, text) = of.instructions.spoken(wanted);
                TrainingType {
                    key: of.key.clone(),
                    name: of.title.clone(),
                    provider: of.provider.clone(),
                    instructions_html: with_site(&state, |site| text.html(site, None)),
                    language,
                    validity_years: of.validity_years,
                }
            })
            .collect();
        Ok(List { items })
    })
    .await
}
