//! `GET /api/v1/datasets`

use accede_api::dataset::DatasetSummary;
use accede_api::page::List;
use accede_domain::access::{AccessFacts, evaluate};
use axum::Json;
use axum::extract::State;

use crate::access;
use crate::http::Answer;
use crate::http::actor::MaybeActor;
use crate::state::AppState;

/// Every dataset, and whether the caller may get in now.
#[utoipa::path(get, path = "/api/v1/datasets", tag = "datasets", responses((status = 200, body = List<DatasetSummary>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    MaybeActor(actor): MaybeActor,
) -> Answer<Json<List<DatasetSummary>>> {
    let now = state.now();
    let facts = match &actor {
        Some(actor) => access::facts(&mut state.store.read().await?, &actor.account_id).await?,
        None => AccessFacts::default(),
    };
    let summary = |dataset: &accede_content::Dataset| DatasetSummary {
        slug: dataset.slug.clone(),
        title: dataset.title.clone(),
        summary: dataset.summary.clone(),
        version: dataset.current().to_string(),
        policy: dataset.policy,
        allowed: evaluate(&access::rule(dataset, now), &facts, now).allowed,
    };
    Ok(Json(List {
        items: state.catalogue.datasets().iter().map(summary).collect(),
    }))
}
