//! `GET /api/v1/templates/{id}`

use accede_api::template::ManagedTemplate;
use axum::extract::State;

use crate::http::Answer;
use crate::http::actor::AdminActor;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::http::version::Versioned;
use crate::review::templates;
use crate::state::AppState;

/// One text, with every wording that it had.
#[utoipa::path(get, path = "/api/v1/templates/{id}", tag = "templates", params(("id" = String, Path)),
    responses((status = 200, body = ManagedTemplate), ReadProblems), security(("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: AdminActor,
    Path(id): Path<String>,
) -> Answer<Versioned<ManagedTemplate>> {
    let value = templates::one(&mut state.store.read().await?, &id).await?;
    Ok(Versioned {
        version: value.version,
        value,
    })
}
