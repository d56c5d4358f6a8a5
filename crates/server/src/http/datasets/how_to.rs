//! `GET /api/v1/datasets/{slug}/how-to/{service}`

use accede_api::dataset::HowTo;
use axum::Json;
use axum::extract::State;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::MaybeActor;
use crate::http::extract::{Path, Reads};
use crate::http::openapi::ReadProblems;
use crate::http::site::with_site;
use crate::state::AppState;

/// How to get the data in one way, with the caller's own user name in its commands.
#[utoipa::path(get, path = "/api/v1/datasets/{slug}/how-to/{service}", tag = "datasets",
    params(("slug" = String, Path),
        ("service" = String, Path, description = "`zip`, `big_query`, `cloud_storage` or `wget`")),
    responses((status = 200, body = HowTo), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    MaybeActor(actor): MaybeActor,
    Path((slug, service)): Path<(String, String)>,
    Reads(wanted): Reads,
) -> Answer<Json<HowTo>> {
    let dataset = super::named(&state, &slug)?;
    let method = dataset
        .methods
        .iter()
        .find(|method| method.kind.as_str() == service);
    let method = method.ok_or_else(ApiError::not_found)?;
    let user_name = actor.as_ref().map(|actor| actor.user_name.as_str());
    let (language, text) = method.howto.spoken(wanted);
    Ok(Json(HowTo {
        dataset: slug,
        dataset_title: dataset.title.clone(),
        title: method.title_in(language).to_owned(),
        html: with_site(&state, |site| text.html(site, user_name)),
        language,
    }))
}
