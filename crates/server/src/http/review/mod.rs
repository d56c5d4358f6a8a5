//! The reviewers' side: the queue, the case, who works on it, what was decided, the templates of decisions.

mod bulk;
mod case;
mod claim;
mod credentials;
mod decisions;
pub(super) mod export;
mod facets;
mod next;
mod notes;
pub(super) mod queue;
mod references;
mod release;
mod statistics;
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
        .routes(routes!(references::facets))
        .routes(routes!(references::export))
        .routes(routes!(case::get))
        .routes(routes!(templates::get))
        .routes(routes!(summary::get))
        .routes(routes!(statistics::get))
        .routes(routes!(credentials::list))
        .routes(routes!(credentials::settle))
        .routes(routes!(next::post))
        .routes(routes!(notes::post))
        .routes(routes!(claim::application))
        .routes(routes!(claim::training))
        .routes(routes!(release::application))
        .routes(routes!(release::training))
        .routes(routes!(bulk::preview))
        .routes(routes!(bulk::decide))
        .routes(routes!(bulk::get))
        .routes(routes!(bulk::undo))
        .routes(routes!(decisions::get))
        .routes(routes!(decisions::undo))
        .routes(routes!(decisions::dismiss))
}
