//! The texts that decisions begin from, as administrators manage them.

mod change;
mod list;
mod new;
mod one;
mod retire;

#[cfg(test)]
mod tests;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::get, new::post))
        .routes(routes!(one::get, change::put))
        .routes(routes!(retire::retire))
        .routes(routes!(retire::restore))
}
