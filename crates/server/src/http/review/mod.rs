//! The reviewers' side: the queue, the case, the templates of decisions.

mod case;
pub(super) mod export;
mod facets;
pub(super) mod queue;
mod references;
mod summary;
mod templates;

#[cfg(test)]
mod tests;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(queue::get))
        .routes(routes!(facets::get))
        .routes(routes!(export::get))
        .routes(routes!(references::get))
        .routes(routes!(references::export))
        .routes(routes!(case::get))
        .routes(routes!(templates::get))
        .routes(routes!(summary::get))
}
