//! `GET /api/v1/datasets/{slug}/files`

use accede_api::dataset::{DatasetFile, DatasetFiles};
use accede_api::problem::ProblemCode;
use axum::Json;
use axum::extract::State;

use super::view;
use crate::access;
use crate::datasets::manifest;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::MaybeActor;
use crate::http::extract::Path;
use crate::http::files::encoded;
use crate::http::openapi::ReadProblems;
use crate::state::AppState;

/// The files of the version that is offered, with sizes and digests, for who may get in.
#[utoipa::path(get, path = "/api/v1/datasets/{slug}/files", tag = "datasets", params(("slug" = String, Path)),
    responses((status = 200, body = DatasetFiles), ReadProblems))]
pub(super) async fn get(
    State(state): State<AppState>,
    MaybeActor(actor): MaybeActor,
    Path(slug): Path<String>,
) -> Answer<Json<DatasetFiles>> {
    let dataset = super::named(&state, &slug)?;
    let account_id = actor.as_ref().map(|actor| actor.account_id.as_str());
    let mut tx = state.store.read().await?;
    let decision = access::decide(&mut tx, account_id, dataset, state.now()).await?;
    drop(tx);
    if !decision.allowed {
        let detail = "`GET /api/v1/datasets/{slug}` lists what is missing.";
        return Err(ApiError::new(ProblemCode::AccessRestricted, detail));
    }
    let version = dataset.current().to_string();
    let manifest = manifest(&state, &slug, &version)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let folder = view::files_path(dataset);
    let file = |entry: &crate::datasets::FileEntry| DatasetFile {
        path: entry.path.clone(),
        size: entry.size,
        sha256: entry.sha256.clone(),
        url: format!("{folder}{}", encoded(&entry.path)),
    };
    let files = manifest.files.values().map(file).collect();
    Ok(Json(DatasetFiles {
        version,
        total_size: manifest.total_size,
        files,
    }))
}
