//! What every answer gets: headers, the written-out problem, one line in the log.

use accede_api::problem::{Problem, ProblemCode};
use accede_store::tallied;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::context::RequestContext;
use crate::state::AppState;

const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; \
                   font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
                   base-uri 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), \
                           encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
                           identity-credentials-get=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), \
                           payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), \
                           serial=(), usb=(), xr-spatial-tracking=(), clipboard-write=(self)";
/// A year, as browsers' preload lists ask at least. Sub-domains are not ours to decide for.
const HSTS: &str = "max-age=31536000";
const BUILD: HeaderName = HeaderName::from_static("accede-build");

/// A handler's own value stands: a download, for one, has a stricter policy.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];

/// Headers and the line in the log.
pub(super) async fn finish(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let started = state.clock.now();
    let context = request.extensions().get::<RequestContext>().cloned();
    let (mut response, statements) = tallied(next.run(request)).await;

    let path = context
        .as_ref()
        .map(|c| c.path.as_str())
        .unwrap_or_default();
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if state.config.public_origin.is_secure() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(HSTS),
        );
    }
    if path.starts_with("/api/") || is_error {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    if let Ok(build) = HeaderValue::from_str(&state.build) {
        headers.insert(BUILD, build);
    }

    let code = response
        .extensions()
        .get::<Problem>()
        .map_or("", |p| p.code.as_str());
    let milliseconds = state.clock.now().since(started).0 / 1000;
    tracing::info!(
        status = response.status().as_u16(),
        problem = code,
        milliseconds,
        statements,
        "request"
    );
    response
}

/// Put into the extensions of an answer whose body is to stay as the handler made it, whatever its status.
#[derive(Debug, Clone, Copy)]
pub struct AsItIs;

/// Writes out the problem of an answer; an error that came without one (axum's own 404, 405, 413 …) gets one.
pub(super) async fn status_to_problem(request: Request, next: Next) -> Response {
    let context = request.extensions().get::<RequestContext>().cloned();
    let mut response = next.run(request).await;
    let status = response.status();
    let as_it_is = response.extensions().get::<AsItIs>().is_some();
    if as_it_is || (!status.is_client_error() && !status.is_server_error()) {
        return response;
    }
    let mut problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None => from_status(status),
    };
    if let Some(context) = context {
        problem.instance = Some(context.path);
        problem.request_id = Some(context.request_id);
    }
    if status == StatusCode::UNAUTHORIZED {
        // A browser asks nothing on `Bearer`; the file routes put `Basic` here themselves, for wget.
        response
            .headers_mut()
            .entry(header::WWW_AUTHENTICATE)
            .or_insert(HeaderValue::from_static("Bearer"));
    }
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    headers.remove(header::CONTENT_ENCODING);
    *response.body_mut() = Body::from(body);
    response
}

fn from_status(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => (
            ProblemCode::NotFound,
            "Nothing is known under this address.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            ProblemCode::MethodNotAllowed,
            "The header `Allow` lists the methods.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            ProblemCode::BodyTooLarge,
            "The body is larger than this route accepts.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            ProblemCode::UnsupportedMediaType,
            "Another kind of content is needed.",
        ),
        StatusCode::RANGE_NOT_SATISFIABLE => (
            ProblemCode::RangeNotSatisfiable,
            "The range lies behind the end.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (ProblemCode::Unavailable, "Try again in a moment."),
        other if other.is_client_error() => {
            (ProblemCode::MalformedRequest, "The request cannot be read.")
        }
        _ => (ProblemCode::Internal, "It has been noted. Try again later."),
    };
    let mut problem = Problem::new(code, detail);
    // The line of the answer and its body must not disagree.
    problem.status = status.as_u16();
    problem
}
