//! The installation: its name, its switches, its texts.

mod document;
pub mod info;

use accede_content::Site;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(info::get))
        .routes(routes!(document::get))
}

/// Gives `render` what every text may speak of.
pub fn with_site<T>(state: &AppState, render: impl FnOnce(&Site<'_>) -> T) -> T {
    let origin = state.config.public_origin.to_string();
    render(&Site {
        name: &state.config.site_name,
        support: &state.config.support_address,
        origin: &origin,
    })
}
