//! The house itself: is it up, is it ready, what may robots read, which keys sign.

use accede_api::problem::ProblemCode;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Answer;
use crate::error::ApiError;
use crate::keys::PublicKey;
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(ready))
        .routes(routes!(robots))
        .routes(routes!(keys))
}

/// Whether the process answers at all.
#[utoipa::path(get, path = "/healthz", tag = "house", responses((status = 200, body = String, content_type = "text/plain")))]
async fn health() -> &'static str {
    "ok\n"
}

/// Whether it can do its work: the database answers and has this build's schema, and the data folder takes files.
#[utoipa::path(get, path = "/readyz", tag = "house", responses((status = 200, body = String, content_type = "text/plain")))]
async fn ready(State(state): State<AppState>) -> Answer<&'static str> {
    let unavailable = |what: &str| ApiError::new(ProblemCode::Unavailable, what);
    match state.store.is_migrated().await {
        Ok(true) => {}
        Ok(false) => return Err(unavailable("The database is being migrated.")),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            return Err(unavailable("The database does not answer."));
        }
    }
    let folder = state.config.files_dir();
    let write = tokio::task::spawn_blocking(move || probe(&folder)).await;
    match write {
        Ok(Ok(())) => Ok("ready\n"),
        _ => Err(unavailable("The data folder cannot be written.")),
    }
}

/// Writes and removes a small file.
pub(crate) fn probe(folder: &std::path::Path) -> std::io::Result<()> {
    let path = folder.join(format!(".probe-{}", std::process::id()));
    std::fs::write(&path, b"probe")?;
    std::fs::remove_file(&path)
}

/// `/files/` is left open on purpose: `wget -r` obeys this file, and would end well without the data.
const ROBOTS: &str = "User-agent: *\nDisallow: /api/\n";

/// What robots may read.
#[utoipa::path(get, path = "/robots.txt", tag = "house", responses((status = 200, body = String, content_type = "text/plain")))]
async fn robots() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "max-age=3600"),
        ],
        ROBOTS,
    )
}

/// Every key that ever signed, so that an old receipt can still be verified.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PublishedKeys {
    pub keys: Vec<PublicKey>,
}

/// The public keys of receipts and of the audit log.
#[utoipa::path(get, path = "/.well-known/accede-keys.json", tag = "house", responses((status = 200, body = PublishedKeys)))]
async fn keys(State(state): State<AppState>) -> Json<PublishedKeys> {
    Json(PublishedKeys {
        keys: state.keys.public(),
    })
}
