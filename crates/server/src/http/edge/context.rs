//! Who asks: the request's id and the client's address.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;
use tracing::Instrument as _;

use crate::entropy::random;
use crate::error::ApiError;
use crate::state::AppState;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Facts of the request that handlers and the log need.
#[derive(Debug, Clone)]
pub struct RequestContext {
    pub request_id: String,
    /// The client's address as far as it can be trusted; absent in tests without a connection.
    pub address: Option<IpAddr>,
    pub user_agent: String,
    pub method: Method,
    /// The path as asked for, without the query.
    pub path: String,
    /// The route's template, such as `/api/v1/applications/{id}`; this, not the path, is logged.
    pub route: String,
}

impl RequestContext {
    /// The address as text; empty where there is none.
    #[must_use]
    pub fn address_text(&self) -> String {
        self.address.map(|a| a.to_string()).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| ApiError::internal("the request has no context"))
    }
}

/// The longest user agent that is kept.
const USER_AGENT_LENGTH: usize = 300;

pub(super) async fn establish(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(a)| a.ip());
    let headers = request.headers();
    let context = RequestContext {
        request_id: given_id(headers)
            .unwrap_or_else(|| hex::encode(random::<12>(state.entropy.as_ref()))),
        address: peer.map(|peer| client_address(peer, headers, &state.config.trusted_proxies)),
        user_agent: user_agent(headers),
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        route: request
            .extensions()
            .get::<MatchedPath>()
            .map_or("(page)", |m| m.as_str())
            .to_owned(),
    };
    let span = tracing::info_span!("request", id = context.request_id, method = %context.method, route = context.route);
    let id = HeaderValue::from_str(&context.request_id);
    request.extensions_mut().insert(context);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// A proxy's id is taken over where it is well-formed, so that its log and ours can be read together.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fits = (8..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fits.then(|| text.to_owned())
}

fn user_agent(headers: &HeaderMap) -> String {
    let text = headers
        .get(axum::http::header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    text.chars().take(USER_AGENT_LENGTH).collect()
}

/// The peer, unless it is a proxy of ours: then the last address in `X-Forwarded-For` that no proxy of ours has.
/// Everything left of that one is the client's own claim.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_ours = |address: &IpAddr| {
        trusted
            .iter()
            .any(|net| net.contains(&address.to_canonical()))
    };
    let mut client = peer.to_canonical();
    if !is_ours(&client) {
        return client;
    }
    let forwarded: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .collect();
    for entry in forwarded.into_iter().rev() {
        let Ok(address) = entry.trim().parse::<IpAddr>() else {
            break;
        };
        client = address.to_canonical();
        if !is_ours(&client) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(value).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_forwarded_address_counts_from_our_own_proxies_only() {
        assert_eq!(client("203.0.113.5", &["1.2.3.4"], &[]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["1.2.3.4"], &["10.0.0.0/8"]), "1.2.3.4");
        assert_eq!(
            client("203.0.113.5", &["1.2.3.4"], &["10.0.0.0/8"]),
            "203.0.113.5"
        );
        assert_eq!(
            client("10.0.0.1", &["6.6.6.6, 1.2.3.4, 10.0.0.2"], &["10.0.0.0/8"]),
            "1.2.3.4"
        );
        assert_eq!(
            client("10.0.0.1", &["6.6.6.6", "1.2.3.4"], &["10.0.0.0/8"]),
            "1.2.3.4"
        );
        assert_eq!(
            client("10.0.0.1", &["1.2.3.4, nonsense"], &["10.0.0.0/8"]),
            "10.0.0.1"
        );
        assert_eq!(
            client("::ffff:10.0.0.1", &["2001:db8::1"], &["10.0.0.0/8"]),
            "2001:db8::1"
        );
        assert_eq!(client("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.1");
    }

    #[test]
    fn only_a_well_formed_id_is_taken_over() {
        let given = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(text).unwrap());
            given_id(&headers)
        };
        assert_eq!(given("abc-123_X").as_deref(), Some("abc-123_X"));
        for wrong in ["short", "with space", "a\"quote\"d-id", &"x".repeat(65)] {
            assert_eq!(given(wrong), None, "{wrong}");
        }
    }
}
