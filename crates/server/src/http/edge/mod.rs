//! What every request passes on its way in, and every answer on its way out.

pub mod context;
mod guard;
mod out;

pub use out::AsItIs;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

use accede_api::problem::{Problem, ProblemCode};

use crate::error::problem_response;
use crate::http::extract::JSON_LIMIT;
use crate::state::AppState;

/// Puts the layers around all routes. The last one added is the first that a request meets.
pub fn wrap(router: Router, state: &AppState) -> Router {
    router
        .layer(DefaultBodyLimit::max(JSON_LIMIT))
        .layer(from_fn_with_state(state.clone(), guard::time))
        .layer(from_fn_with_state(state.clone(), guard::same_site))
        .layer(from_fn_with_state(state.clone(), guard::host))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                // The panic hook has logged where; what it said may hold anything and goes nowhere.
                problem_response(Problem::new(
                    ProblemCode::Internal,
                    "It has been noted. Try again later.",
                ))
            },
        ))
        .layer(from_fn_with_state(state.clone(), out::finish))
        .layer(from_fn(out::status_to_problem))
        .layer(from_fn_with_state(state.clone(), context::establish))
}

#[cfg(test)]
mod tests;
