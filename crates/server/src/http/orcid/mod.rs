//! The ORCID iD of the person who is signed in. Where the portal has no client id at ORCID, none of this is there.

mod begin;
mod finish;
mod linked;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::ApiError;
use crate::orcid::OrcidClient;
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(linked::get, linked::unlink))
        .routes(routes!(begin::post))
        .routes(routes!(finish::post))
}

/// Lets nobody in where ORCID is not set up; asked before who it is, so that the path is like any that is not there.
pub(super) struct IfOffered(AppState);

impl IfOffered {
    fn client(&self) -> Result<&OrcidClient, ApiError> {
        self.0.orcid.as_ref().ok_or_else(ApiError::not_found)
    }
}

impl FromRequestParts<AppState> for IfOffered {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let offered = Self(state.clone());
        offered.client()?;
        Ok(offered)
    }
}

#[cfg(test)]
mod tests;
