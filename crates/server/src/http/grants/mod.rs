//! Grants on cloud services: asking for one, and what was observed of all.

mod list;
mod request;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::get))
        .routes(routes!(request::post))
}

#[cfg(test)]
mod tests;
