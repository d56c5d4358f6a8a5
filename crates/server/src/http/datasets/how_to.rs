//! `GET /api/v1/datasets/{slug}/how-to/{service}`

use accede_api::dataset::HowTo;
use axum::Json;
use axum::extract::State;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::MaybeActor;
use crate::http::extract::Path;
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
) -> Answer<Json<HowTo>> {
    let dataset = super::named(&state, &slug)?;
    let method = dataset
        .methods
        .iter()
        .find(|method| method.kind.as_str() == service);
    let method = method.ok_or_else(ApiError::not_found)?;
    let user_name = actor.as_ref().map(|actor| actor.user_name.as_str());
    Ok(Json(HowTo {
        dataset: slug,
        dataset_title: dataset.title.clone(),
        title: method.howto_title.clone(),
        html: with_site(&state, |site| method.howto.html(site, user_name)),
    }))
}
