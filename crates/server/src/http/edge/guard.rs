//! Requests that are turned away before any handler sees them.

use std::time::Duration;

use accede_api::problem::ProblemCode;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::config::PublicOrigin;
use crate::error::ApiError;
use crate::state::AppState;

/// Answered under any host name: a load balancer asks by address, and learns nothing else.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// Another host's request is answered 421: else a page of another name could be served from here.
pub(super) async fn host(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let given = request
        .uri()
        .authority()
        .map(|a| a.as_str().to_owned())
        .or_else(|| {
            let mut hosts = request.headers().get_all(header::HOST).iter();
            let only = hosts
                .next()
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned);
            only.filter(|_| hosts.next().is_none())
        });
    let origin = &state.config.public_origin;
    if given.is_some_and(|host| origin.is_host(&host)) || PROBES.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    ApiError::new(
        ProblemCode::MisdirectedRequest,
        format!("This portal is reached at {origin}."),
    )
    .into_response()
}

/// Turns away what another site's page makes a browser send.
pub(super) async fn same_site(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if is_safe(request.method())
        || may_change_things(request.headers(), &state.config.public_origin)
    {
        return next.run(request).await;
    }
    ApiError::new(
        ProblemCode::CrossSite,
        "A change must come from the portal's own page, or from a tool without cookies.",
    )
    .into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// `Sec-Fetch-Site` decides where a browser sends it; else `Origin`; with neither, only a request without a cookie
/// passes, which is a tool and carries no one's authority by accident.
fn may_change_things(headers: &HeaderMap, origin: &PublicOrigin) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    if let Some(given) = headers.get(header::ORIGIN) {
        return given.as_bytes() == origin.to_string().as_bytes();
    }
    !headers.contains_key(header::COOKIE)
}

/// Slowest line on which an upload is still waited for, in bytes a second.
const SLOWEST_UPLOAD: u64 = 16 * 1024;

/// Ends a handler that takes too long; what it had not committed never happened. The body of an answer is not
/// part of it: a download takes its time. A large upload gets the time that a slow line needs.
pub(super) async fn time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    let limit = state.config.request_timeout
        + Duration::from_secs(length.unwrap_or(0).min(1 << 30) / SLOWEST_UPLOAD);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("a request took longer than the limit");
            ApiError::new(
                ProblemCode::Unavailable,
                "It took too long and was ended. Try again.",
            )
            .into_response()
        }
    }
}
