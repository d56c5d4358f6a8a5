//! `GET /api/v1/review/applications/facets`

use accede_api::review::Facets;
use accede_store::application_queue::{self, Facet};
use axum::Json;
use axum::extract::State;

use super::queue::Params;
use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::cursor;
use crate::http::extract::Query;
use crate::http::openapi::ListProblems;
use crate::state::AppState;

/// How many applications the queue would have with one more filter.
#[utoipa::path(get, path = "/api/v1/review/applications/facets", tag = "review", params(Params),
    responses((status = 200, body = Facets), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Facets>> {
    let now = state.now();
    let filter = params.filter(&actor.account_id, now)?;
    let mut tx = state.store.read().await?;
    let found = application_queue::facets(&mut tx, &filter, now).await?;
    let found = found.into_iter().filter(|one| one.facet != Facet::All);
    let found = found.map(|one| (one.facet.as_str(), one.value, one.total));
    Ok(Json(cursor::facets(found)))
}
