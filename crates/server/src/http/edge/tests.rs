use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accede_domain::account::Role;
use accede_store::Dialect;
use axum::Router;
use axum::http::{Method, Request, header};
use axum::routing::get;
use serde_json::{Value, json};

use crate::testing::TestServer;

const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn every_answer_has_its_headers() {
    let server = TestServer::start().await;
    for path in [
        "/",
        "/healthz",
        "/api/nothing",
        "/assets/nothing.js",
        "/robots.txt",
    ] {
        let answer = server.client().get(path).await;
        assert_eq!(answer.header("content-security-policy"), CSP, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!(answer.header("accede-build"), server.state.build);
        assert_eq!(answer.header("x-request-id").len(), 24);
        assert_eq!(
            answer.header("strict-transport-security"),
            "",
            "not on loopback"
        );
    }
}

#[tokio::test]
async fn over_tls_the_browser_is_told_to_stay_there() {
    let server = TestServer::with(
        Dialect::Sqlite,
        &[("public_origin", "https://access.example.org")],
    )
    .await;
    let answer = server.client().get("/healthz").await;
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

#[tokio::test]
async fn failures_are_problem_documents_with_path_and_request_id() {
    let server = TestServer::start().await;
    let client = server.client();
    let request = client
        .request(Method::GET, "/api/v1/nothing?secret=1")
        .header("x-request-id", "proxy-12345");
    let answer = client.send(request).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (404, "not_found")
    );
    let body: Value = answer.json();
    assert_eq!(body["instance"], json!("/api/v1/nothing"));
    assert_eq!(body["request_id"], json!("proxy-12345"));
    assert_eq!(answer.header("x-request-id"), "proxy-12345");
    assert_eq!(answer.header("cache-control"), "no-store");

    let answer = client.delete("/healthz").await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (405, "method_not_allowed")
    );
    assert!(answer.header("allow").contains("GET"));
}

#[tokio::test]
async fn another_host_is_not_served() {
    let server = TestServer::start().await;
    let client = server.client();
    let ask = async |path: &str, host: Option<&str>| {
        let mut request = Request::builder().uri(path);
        if let Some(host) = host {
            request = request.header(header::HOST, host);
        }
        client.send(request).await
    };
    for host in [Some("evil.example"), Some("localhost:8081"), Some(""), None] {
        let answer = ask("/", host).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (421, "misdirected_request"),
            "{host:?}"
        );
    }
    assert_eq!(ask("/", Some("LOCALHOST:8080")).await.status, 200);
    assert_eq!(
        ask("/healthz", Some("10.0.0.7")).await.status,
        200,
        "a probe asks by address"
    );
}

#[tokio::test]
async fn a_change_must_come_from_our_own_page_or_from_a_tool() {
    let server = TestServer::start().await;
    let client = server.client();
    let ask = async |headers: &[(&str, &str)]| {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/nothing")
            .header("host", "localhost:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        client.send(request).await.status
    };
    let (own, cookie) = ("http://localhost:8080", "accede=x");
    // 404 is what lies behind the guard.
    assert_eq!(ask(&[("sec-fetch-site", "same-origin")]).await, 404);
    assert_eq!(
        ask(&[("sec-fetch-site", "none"), ("cookie", cookie)]).await,
        404
    );
    for site in ["cross-site", "same-site", "", "same-origin, none"] {
        assert_eq!(ask(&[("sec-fetch-site", site)]).await, 403, "{site}");
        assert_eq!(
            ask(&[("sec-fetch-site", site), ("origin", own)]).await,
            403,
            "{site} with our origin"
        );
    }
    assert_eq!(ask(&[("origin", own), ("cookie", cookie)]).await, 404);
    for origin in [
        "http://localhost:8081",
        "https://localhost:8080",
        "null",
        "http://localhost:8080.evil.example",
    ] {
        assert_eq!(ask(&[("origin", origin)]).await, 403, "{origin}");
    }
    assert_eq!(ask(&[("cookie", cookie)]).await, 403);
    assert_eq!(ask(&[]).await, 404, "a tool without cookies");
    let read = client
        .request(Method::GET, "/healthz")
        .header("sec-fetch-site", "cross-site");
    assert_eq!(
        client.send(read).await.status,
        200,
        "a link from elsewhere may be followed"
    );
}

#[tokio::test]
async fn the_house_answers() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let client = server.client();
        assert_eq!(client.get("/readyz").await.expect(200).text(), "ready\n");
        let robots = client.get("/robots.txt").await;
        assert!(!robots.text().contains("/files"), "wget -r obeys it");
        let keys: Value = client.get("/.well-known/accede-keys.json").await.json();
        assert_eq!(keys["keys"].as_array().map(Vec::len), Some(2));
        assert!(!keys.to_string().contains("secret"));
    }
}

#[tokio::test]
async fn it_is_not_ready_when_the_folder_cannot_be_written() {
    let server = TestServer::start().await;
    std::fs::remove_dir_all(server.state.config.files_dir()).unwrap();
    let answer = server.client().get("/readyz").await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (503, "unavailable")
    );
}

#[tokio::test]
async fn the_page_answers_for_its_addresses_and_nothing_else() {
    let server = TestServer::start().await;
    let client = server.client();
    for path in ["/", "/datasets/mimic-iv", "/sign-in"] {
        let answer = client.get(path).await.expect(200);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        let text = String::from_utf8(answer.body.to_vec()).unwrap();
        assert!(
            text.contains("mailto:help@example.org") && !text.contains("accede.example"),
            "whoever cannot start the program writes to this installation: {text}"
        );
        let again = client
            .request(Method::GET, path)
            .header("if-none-match", answer.header("etag"));
        let again = client.send(again).await;
        assert_eq!((again.status, again.body.len()), (304, 0));
    }
    for path in [
        "/api",
        "/api/",
        "/api/v2/x",
        "/files/x",
        "/.well-known/x",
        "/nothing.js",
        "/index.html.br",
        "/../x.css",
    ] {
        assert_eq!(client.get(path).await.problem(), "not_found", "{path}");
    }
    // Of an address without a page the page itself says so.
    let answer = client.get("/nowhere").await.expect(404);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let answer = client.send(client.request(Method::POST, "/sign-in")).await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"));
    let head = client.send(client.request(Method::HEAD, "/")).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[tokio::test]
async fn our_own_faults_are_told_without_their_cause() {
    let routes = Router::new()
        .route(
            "/api/test/panic",
            get(async || -> &'static str { panic!("secret cause") }),
        )
        .route(
            "/api/test/fault",
            get(async || Err::<(), _>(crate::error::ApiError::internal("secret cause"))),
        );
    let server = TestServer::start().await.with_routes(routes);
    for path in ["/api/test/panic", "/api/test/fault"] {
        let answer = server.client().get(path).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (500, "internal")
        );
        assert!(!answer.text().contains("secret"));
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src")
        );
    }
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_ended() {
    let routes = Router::new().route(
        "/api/test/slow",
        get(async || tokio::time::sleep(Duration::from_secs(60)).await),
    );
    let server = TestServer::start().await.with_routes(routes);
    tokio::time::pause();
    let answer = server.client().get("/api/test/slow").await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (503, "unavailable")
    );
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_names_requests_and_nobody() {
    let lines = Lines::default();
    let server = TestServer::start().await;
    let (_, someone) = server.person("grace", Role::Researcher).await;
    let writer = lines.clone();
    let _log = tracing::subscriber::set_default(crate::log::lines("info", move || writer.clone()));
    let client = server.client();
    let request = client
        .request(Method::GET, "/healthz?name=Lovelace")
        .header("user-agent", "Lynx");
    client
        .send(request.header("x-request-id", "request-1234"))
        .await;
    client.get("/api/v1/people/ada@example.org").await;
    someone.get("/api/v1/applications").await.expect(200);
    drop(_log);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["status"], &first["span"]["id"]),
        (&json!(200), &json!("request-1234"))
    );
    assert_eq!(first["span"]["route"], json!("/healthz"));
    assert_eq!(first["statements"], json!(0));
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(last["span"]["route"], json!("/api/v1/applications"));
    assert!(last["statements"].as_u64().unwrap() > 0, "{last}");
    for personal in ["Lovelace", "Lynx", "ada@example.org", "people"] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
}
