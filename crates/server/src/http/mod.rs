//! HTTP: the routes, and what surrounds them.
//!
//! Each area is a folder with one file an endpoint and a `routes()` that collects them with `routes!`; that macro also
//! puts them into the OpenAPI document, so that a route and its documentation cannot drift apart.

mod account;
pub mod actor;
pub mod applications;
pub mod cloud_identities;
#[cfg(test)]
mod contract;
mod csv;
pub mod cursor;
pub mod dashboard;
pub mod datasets;
pub mod demo;
pub mod docs;
pub mod edge;
pub mod extract;
pub mod files;
pub mod grants;
pub mod house;
pub mod openapi;
pub mod orcid;
pub mod page;
pub mod references;
mod registration;
pub mod review;
pub mod running;
mod session;
pub mod signatures;
pub mod site;
pub mod templates;
mod trainings;
pub mod version;
pub mod write;

use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::error::ApiError;
use crate::state::AppState;

/// Every route of the API with its documentation. A new area is one line here.
fn areas() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::frame())
        .merge(house::routes())
        .merge(docs::routes())
        .merge(demo::routes())
        .merge(site::routes())
        .merge(account::routes())
        .merge(orcid::routes())
        .merge(datasets::routes())
        .merge(files::routes())
        .merge(cloud_identities::routes())
        .merge(grants::routes())
        .merge(dashboard::routes())
        .merge(registration::routes())
        .merge(session::routes())
        .merge(signatures::routes())
        .merge(applications::routes())
        .merge(references::routes())
        .merge(review::routes())
        .merge(templates::routes())
        .merge(trainings::routes())
}

/// The OpenAPI document of this build.
#[must_use]
pub fn document() -> OpenApi {
    openapi::finish(areas().split_for_parts().1)
}

/// Everything that answers a request.
pub fn router(state: AppState) -> Router {
    router_with(state, Router::new())
}

/// With further routes behind the same edge; tests add their own.
pub(crate) fn router_with(state: AppState, further: Router<AppState>) -> Router {
    let routes = areas()
        .split_for_parts()
        .0
        .merge(further)
        .method_not_allowed_fallback(|| async { axum::http::StatusCode::METHOD_NOT_ALLOWED })
        .fallback(page::serve)
        .with_state(state.clone());
    edge::wrap(routes, &state)
}

/// What a handler returns.
pub type Answer<T> = Result<T, ApiError>;
