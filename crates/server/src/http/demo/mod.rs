//! What only the demonstration has: its mailbox and its sign-ins. Elsewhere these paths answer 404.

mod mailbox;
mod sign_ins;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::ApiError;
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(mailbox::list))
        .routes(routes!(mailbox::get))
        .routes(routes!(sign_ins::list))
}

/// # Errors
/// `not_found` outside the demonstration.
fn only_in_the_demonstration(state: &AppState) -> Result<(), ApiError> {
    if state.config.demonstration {
        Ok(())
    } else {
        Err(ApiError::not_found())
    }
}
