//! Training reports: a person's own, and their review.

mod decide;
mod file;
mod list;
mod review;
mod rules;
mod types;
mod upload;
mod withdraw;

use accede_store::training::Training;
use accede_store::{Tx, training};
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::Response;
use object_store::ObjectStoreExt as _;
use object_store::path::Path as Key;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actor::Actor;
use crate::error::ApiError;
use crate::state::AppState;
use crate::uploads::MAX_BYTES;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let with_a_file = OpenApiRouter::new()
        .routes(routes!(list::get, upload::post))
        .layer(DefaultBodyLimit::max(MAX_BYTES));
    OpenApiRouter::new()
        .routes(routes!(types::get))
        .routes(routes!(rules::get))
        .merge(with_a_file)
        .routes(routes!(withdraw::post))
        .routes(routes!(file::get))
        .routes(routes!(decide::accept))
        .routes(routes!(decide::give_back))
        .routes(routes!(decide::reject))
        .routes(routes!(review::list::get))
        .routes(routes!(review::next::post))
        .routes(routes!(review::list::facets))
        .routes(routes!(review::list::export))
        .routes(routes!(review::case::get))
        .routes(routes!(review::page::get))
}

/// A record of the caller's own, held against other writers; anybody else's is not there.
async fn own(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Training, ApiError> {
    tx.lock("training", id).await?;
    let found = training::by_id(tx, id).await?;
    found
        .filter(|of| of.account_id == actor.account_id)
        .ok_or_else(ApiError::not_found)
}

/// The stored bytes of a record's file.
async fn bytes_of(state: &AppState, record: &Training) -> Result<Vec<u8>, ApiError> {
    let key = Key::from(record.file.object_key.as_str());
    Ok(state.files.get(&key).await?.bytes().await?.to_vec())
}

/// What a person uploaded is inert wherever it is opened: no script, no form, no frame, an origin of its own.
fn inert(response: &mut Response) {
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        header::HeaderValue::from_static("default-src 'none'; sandbox"),
    );
}

#[cfg(test)]
mod tests;
