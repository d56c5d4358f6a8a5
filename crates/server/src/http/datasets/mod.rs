//! Datasets, what access to them takes, their agreements and how-to pages.

mod agreement;
mod detail;
mod files;
mod how_to;
mod list;
mod sign;
pub mod view;

use accede_content::Dataset;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::ApiError;
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::get))
        .routes(routes!(detail::get))
        .routes(routes!(files::get))
        .routes(routes!(agreement::get))
        .routes(routes!(sign::post))
        .routes(routes!(how_to::get))
}

/// The dataset with this slug, or 404.
pub(super) fn named<'s>(state: &'s AppState, slug: &str) -> Result<&'s Dataset, ApiError> {
    state
        .catalogue
        .dataset(slug)
        .ok_or_else(ApiError::not_found)
}

#[cfg(test)]
mod tests;
