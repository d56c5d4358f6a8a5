//! The whole server for tests: real routes on a real database, with a clock and a randomness of the test's own.
#![allow(clippy::expect_used, reason = "what cannot be set up fails the test")]

mod access;
mod content;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use accede_domain::account::Role;
use accede_domain::time::Timestamp;
use accede_store::session::Level;
use accede_store::testing::TestDatabase;
use accede_store::{Dialect, params};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::clock::ManualClock;
use crate::config::{Config, Sources};
use crate::entropy::{Entropy as _, SeededEntropy, SystemEntropy};
use crate::http::actor::begin_session;
use crate::http::edge::context::RequestContext;
use crate::state::{AppState, Seams};

pub use content::TestContent;

/// 2027-01-15T08:00:00Z: where every test's clock begins.
pub const START: Timestamp = Timestamp::from_seconds(1_800_000_000);
const ORIGIN: &str = "http://localhost:8080";

/// A server of one test, without a port.
pub struct TestServer {
    pub state: AppState,
    pub clock: Arc<ManualClock>,
    router: Router,
    /// Deleted at the end.
    _folder: tempfile::TempDir,
    _database: TestDatabase,
}

impl TestServer {
    /// On SQLite.
    pub async fn start() -> Self {
        Self::on(Dialect::Sqlite).await
    }

    /// On either database.
    pub async fn on(dialect: Dialect) -> Self {
        Self::with(dialect, &[]).await
    }

    /// With settings of the test's own, as the environment would give them: `("site_name", "…")`.
    pub async fn with(dialect: Dialect, settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = TestDatabase::new(dialect).await;
        let mut overrides = vec![
            ("data_dir", folder.path().display().to_string()),
            ("database_url", database.url.clone()),
            ("support_address", "help@example.org".to_owned()),
            ("public_origin", ORIGIN.to_owned()),
            // What a test decides takes effect at once, unless that is what it is about.
            ("decision_undo_seconds", "0".to_owned()),
        ];
        overrides.extend(
            settings
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let config = Config::load(&Sources {
            overrides,
            ..Sources::default()
        })
        .expect("the settings are right");
        let clock = Arc::new(ManualClock::at(START));
        let seams = Seams {
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(42)),
            judge: crate::uploads::child::Judge::Here,
        };
        let state = AppState::open(config, seams)
            .await
            .expect("the server opens");
        crate::review::templates::seed(&state)
            .await
            .expect("the templates");
        let router = crate::http::router(state.clone());
        Self {
            state,
            clock,
            router,
            _folder: folder,
            _database: database,
        }
    }

    /// With routes of the test's own besides, behind the same edge.
    #[must_use]
    pub fn with_routes(mut self, routes: Router<AppState>) -> Self {
        self.router = crate::http::router_with(self.state.clone(), routes);
        self
    }

    /// Somebody with a browser of their own.
    pub fn client(&self) -> Client {
        Client {
            router: self.router.clone(),
            origin: self.state.config.public_origin.to_string(),
            host: self.state.config.public_origin.authority(),
            cookies: Arc::default(),
        }
    }

    /// An account in use, with the address `<user_name>@example.org`; staff get a second factor. Gives its id.
    pub async fn account(&self, user_name: &str, role: Role) -> String {
        let now = self.state.now();
        let id = self.state.ids.id(now);
        let second_factor = role.is_staff().then_some(now);
        let mut tx = self.state.store.write().await.expect("a transaction");
        tx.execute(
            "INSERT INTO account (id, version, user_name, role, state, given_names, family_name, one_name, affiliation,
                 country, privacy_version, terms_version, accepted_at, totp_confirmed_at, created_at, updated_at)
             VALUES ($1, 1, $2, $3, 'active', 'Ada', 'Lovelace', 0, 'University', 'DE', '1.0', '1.0', $4, $5, $4, $4)",
            params![&id, user_name, role.as_str(), now, second_factor],
        )
        .await
        .expect("the account");
        let address = format!("{user_name}@example.org");
        tx.execute(
            "INSERT INTO account_email (id, version, account_id, address, folded, verified_at, is_primary, created_at,
                 updated_at)
             VALUES ($1, 1, $2, $3, $3, $4, 1, $4, $4)",
            params![self.state.ids.id(now), &id, address, now],
        )
        .await
        .expect("the address");
        tx.commit().await.expect("a commit");
        id
    }

    /// An account in use, and its browser, signed in.
    pub async fn person(&self, user_name: &str, role: Role) -> (String, Client) {
        let id = self.account(user_name, role).await;
        (id.clone(), self.sign_in(&id).await)
    }

    /// A browser that is signed in as this account, without the form.
    pub async fn sign_in(&self, account_id: &str) -> Client {
        self.sign_in_up_to(account_id, Level::Full).await
    }

    /// A browser whose sign-in got so far.
    pub async fn sign_in_up_to(&self, account_id: &str, level: Level) -> Client {
        let context = RequestContext {
            request_id: "test-sign-in".to_owned(),
            address: None,
            user_agent: "test".to_owned(),
            method: Method::POST,
            path: "/api/v1/session".to_owned(),
            route: "/api/v1/session".to_owned(),
        };
        let mut tx = self.state.store.write().await.expect("a transaction");
        let cookie = begin_session(&mut tx, &self.state, &context, account_id, level)
            .await
            .expect("a session");
        tx.commit().await.expect("a commit");
        let client = self.client();
        client.take_cookie(cookie.0.to_str().expect("ASCII"));
        client
    }

    /// Runs every job that is due, until nothing is left to do.
    pub async fn run_jobs(&self) {
        crate::jobs::run_due(&self.state, &crate::jobs::all())
            .await
            .expect("the jobs run");
    }

    /// Lets the time pass in which decisions can be undone, and carries them out; nothing else that is due is done.
    pub async fn let_decisions_take_effect(&self) {
        self.clock.advance(self.state.config.decision_undo);
        crate::jobs::run_due(&self.state, &[Arc::new(crate::jobs::Decisions) as _])
            .await
            .expect("the decisions take effect");
    }

    /// One number from the database: `SELECT count(*) AS n FROM …`.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut tx = self.state.store.read().await.expect("a transaction");
        tx.fetch_one(sql, params![])
            .await
            .expect("a row")
            .int("n")
            .expect("a column n")
    }
}

/// A browser: keeps its cookies, and sends what a browser sends with a request of the page's own.
#[derive(Clone)]
pub struct Client {
    router: Router,
    origin: String,
    host: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// An answer that was read to its end.
#[derive(Debug, Clone)]
pub struct TestAnswer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    pub async fn get(&self, path: &str) -> TestAnswer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A POST with a fresh idempotency key.
    pub async fn post(&self, path: &str, body: &impl Serialize) -> TestAnswer {
        self.post_with_key(path, body, &uuid()).await
    }

    pub async fn post_with_key(&self, path: &str, body: &impl Serialize, key: &str) -> TestAnswer {
        let request = self
            .request(Method::POST, path)
            .header("idempotency-key", key);
        self.send_json(request, body).await
    }

    /// A POST with a fresh idempotency key and `If-Match`.
    pub async fn post_if_match(
        &self,
        path: &str,
        body: &impl Serialize,
        version: i64,
    ) -> TestAnswer {
        let request = self
            .request(Method::POST, path)
            .header("idempotency-key", uuid());
        self.send_json(
            request.header(header::IF_MATCH, format!("\"{version}\"")),
            body,
        )
        .await
    }

    pub async fn put(&self, path: &str, body: &impl Serialize, version: i64) -> TestAnswer {
        let request = self
            .request(Method::PUT, path)
            .header(header::IF_MATCH, format!("\"{version}\""));
        self.send_json(request, body).await
    }

    pub async fn delete(&self, path: &str) -> TestAnswer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// A request to add to; [`Client::send`] sends it.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host);
        request = request
            .header(header::ORIGIN, &self.origin)
            .header("sec-fetch-site", "same-origin");
        let cookies = self.cookies.lock().expect("no test panicked with it");
        if !cookies.is_empty() {
            let all: Vec<String> = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, all.join("; "));
        }
        request
    }

    /// Sends a request without a body.
    pub async fn send(&self, request: axum::http::request::Builder) -> TestAnswer {
        self.send_bytes(request, Vec::new()).await
    }

    pub async fn send_json(
        &self,
        request: axum::http::request::Builder,
        body: &impl Serialize,
    ) -> TestAnswer {
        let bytes = serde_json::to_vec(body).expect("JSON");
        self.send_bytes(
            request.header(header::CONTENT_TYPE, "application/json"),
            bytes,
        )
        .await
    }

    pub async fn send_bytes(
        &self,
        request: axum::http::request::Builder,
        body: Vec<u8>,
    ) -> TestAnswer {
        let request = request.body(Body::from(body)).expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.take_cookie(cookie.to_str().expect("ASCII"));
        }
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body").to_bytes().to_vec();
        TestAnswer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }

    /// A browser with the same cookies, which goes its own way from here.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            cookies: Arc::new(Mutex::new(self.cookies())),
            ..self.clone()
        }
    }

    /// The cookies, for tests that copy them elsewhere.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies
            .lock()
            .expect("no test panicked with it")
            .clone()
    }

    fn take_cookie(&self, header: &str) {
        let (name, value) = header
            .split(';')
            .next()
            .and_then(|p| p.split_once('='))
            .expect("a cookie");
        let mut cookies = self.cookies.lock().expect("no test panicked with it");
        if header.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl TestAnswer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    /// The body as a type of the API; fails the test with the body's text where it is not one.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.text()))
    }

    /// The code of a problem document.
    pub fn problem(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{} {}",
            self.status,
            self.text()
        );
        self.json::<Value>()["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The version in the ETag.
    pub fn version(&self) -> i64 {
        self.header("etag")
            .trim_matches('"')
            .parse()
            .expect("an ETag with a version")
    }

    /// Fails the test, with the body, unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

/// A UUID for an idempotency key.
pub fn uuid() -> String {
    let mut bytes = [0; 16];
    SystemEntropy.fill(&mut bytes);
    let hex = hex::encode(bytes);
    format!(
        "{}-{}-4{}-8{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..]
    )
}
