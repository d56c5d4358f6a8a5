//! Somebody of the demonstration at work: requests to the real routes, in this process. What the demonstration shows
//! was made the way people make it.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use http_body_util::BodyExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tower::ServiceExt as _;
use ulid::Ulid;

use super::DemoError;
use crate::http::actor::begin_session;
use crate::http::edge::context::RequestContext;
use crate::state::AppState;
use accede_store::session::Level;

/// One person's browser.
pub(super) struct Visitor {
    state: AppState,
    router: Router,
    cookie: String,
}

/// An answer that was a success.
pub(super) struct Reply {
    body: Vec<u8>,
}

impl Visitor {
    /// A browser in which this account is signed in.
    pub(super) async fn signed_in(state: &AppState, account_id: &str) -> Result<Self, DemoError> {
        let context = RequestContext {
            request_id: "demonstration".to_owned(),
            address: None,
            user_agent: "demonstration".to_owned(),
            method: Method::POST,
            path: "/api/v1/session".to_owned(),
            route: "/api/v1/session".to_owned(),
        };
        let mut tx = state.store.write().await?;
        let cookie = begin_session(&mut tx, state, &context, account_id, Level::Full).await?;
        tx.commit().await?;
        let cookie = cookie.0.to_str().unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self {
            state: state.clone(),
            router: crate::http::router(state.clone()),
            cookie,
        })
    }

    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, DemoError> {
        self.send(Method::GET, path, None, Content::None)
            .await?
            .json()
    }

    pub(super) async fn put(
        &self,
        path: &str,
        version: i64,
        body: &impl Serialize,
    ) -> Result<Reply, DemoError> {
        self.send(Method::PUT, path, Some(version), Content::json(body)?)
            .await
    }

    pub(super) async fn post(
        &self,
        path: &str,
        version: Option<i64>,
        body: &impl Serialize,
    ) -> Result<Reply, DemoError> {
        self.send(Method::POST, path, version, Content::json(body)?)
            .await
    }

    pub(super) async fn upload(&self, path: &str, bytes: Vec<u8>) -> Result<Reply, DemoError> {
        self.send(Method::POST, path, None, Content::File(bytes))
            .await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        version: Option<i64>,
        content: Content,
    ) -> Result<Reply, DemoError> {
        let origin = &self.state.config.public_origin;
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, origin.authority())
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
            .header("idempotency-key", self.key());
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let (media_type, bytes) = match content {
            Content::None => (None, Vec::new()),
            Content::Json(bytes) => (Some("application/json"), bytes),
            Content::File(bytes) => (Some("application/octet-stream"), bytes),
        };
        if let Some(media_type) = media_type {
            request = request.header(header::CONTENT_TYPE, media_type);
        }
        let request = request
            .body(Body::from(bytes))
            .map_err(|e| DemoError::refused(path, e))?;
        let Ok(answer) = self.router.clone().oneshot(request).await;
        let status = answer.status();
        let body = answer
            .into_body()
            .collect()
            .await
            .map_err(|e| DemoError::refused(path, e))?
            .to_bytes()
            .to_vec();
        if status.is_success() {
            Ok(Reply { body })
        } else {
            Err(DemoError::refused(
                path,
                format!("{status}: {}", String::from_utf8_lossy(&body)),
            ))
        }
    }

    /// A UUID of 128 bits from the portal's own ids.
    fn key(&self) -> String {
        let id = self.state.ids.id(self.state.now());
        let bits = Ulid::from_string(&id).map_or(0, u128::from);
        let hex = format!("{bits:032x}");
        [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ]
        .join("-")
    }
}

enum Content {
    None,
    Json(Vec<u8>),
    File(Vec<u8>),
}

impl Content {
    fn json(body: &impl Serialize) -> Result<Self, DemoError> {
        serde_json::to_vec(body)
            .map(Self::Json)
            .map_err(|e| DemoError::refused("a request", e))
    }
}

impl Reply {
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, DemoError> {
        serde_json::from_slice(&self.body).map_err(|e| DemoError::refused("an answer", e))
    }
}
