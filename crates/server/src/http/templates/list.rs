//! `GET /api/v1/templates`

use accede_api::page::List;
use accede_api::template::ManagedTemplate;
use accede_store::decision_template;
use axum::Json;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::AdminActor;
use crate::http::openapi::ReadProblems;
use crate::review::templates;
use crate::state::AppState;

/// Every text that decisions begin from, the retired ones too.
#[utoipa::path(get, path = "/api/v1/templates", tag = "templates",
    responses((status = 200, body = List<ManagedTemplate>), ReadProblems), security(("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: AdminActor,
) -> Answer<Json<List<ManagedTemplate>>> {
    let all = decision_template::all(&mut state.store.read().await?).await?;
    let items = all.into_iter().map(templates::managed).collect();
    Ok(Json(List { items }))
}
