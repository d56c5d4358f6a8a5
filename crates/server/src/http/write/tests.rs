//! The promise of the idempotency key, on both databases, with a route of the tests' own.

use accede_domain::account::Role;
use accede_store::{Dialect, params};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::IdempotencyKey;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::JsonBody;
use crate::http::version::IfMatch;
use crate::state::AppState;
use crate::testing::{TestServer, uuid};

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Add {
    by: i64,
}

async fn add(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<Add>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    if body.value.by < 0 {
        return Err(ApiError::field("/by", "too_small", "Give a number from 0."));
    }
    accede_store::counter::add(&mut cmd.tx, "test", body.value.by).await?;
    let value = accede_store::counter::get(&mut cmd.tx, "test").await?;
    cmd.etag(value)
        .location("/test")
        .finish(StatusCode::CREATED, &json!({ "value": value }))
        .await
}

async fn secret(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
) -> Answer<Response> {
    let cmd = key.begin(&state, &actor, b"").await?;
    cmd.finish_secret(
        StatusCode::CREATED,
        &json!({"id": 1, "secret": "s3cret"}),
        &json!({"id": 1}),
    )
    .await
}

async fn change(
    State(state): State<AppState>,
    _: Actor,
    seen: IfMatch,
    body: JsonBody<Add>,
) -> Answer<Response> {
    let mut tx = state.store.write().await?;
    let value = accede_store::counter::get(&mut tx, "test").await?;
    seen.check(value, || json!({ "value": value }))?;
    accede_store::counter::add(&mut tx, "test", body.value.by).await?;
    tx.commit().await?;
    Ok(axum::response::IntoResponse::into_response(
        StatusCode::NO_CONTENT,
    ))
}

fn routes() -> Router<AppState> {
    use axum::routing::post;
    Router::new()
        .route("/api/test/add", post(add))
        .route("/api/test/secret", post(secret))
        .route("/api/test/change", axum::routing::put(change))
}

async fn server(dialect: Dialect) -> TestServer {
    TestServer::on(dialect).await.with_routes(routes())
}

const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

#[tokio::test]
async fn the_same_request_again_gets_the_same_answer_and_has_no_effect() {
    for dialect in BOTH {
        let server = server(dialect).await;
        let (_, client) = server.person("ada", Role::Researcher).await;
        let key = uuid();
        let first = client
            .post_with_key("/api/test/add", &Add { by: 2 }, &key)
            .await
            .expect(201);
        assert_eq!(
            (first.json::<Value>(), first.header("idempotency-replayed")),
            (json!({"value": 2}), "")
        );
        let again = client
            .post_with_key("/api/test/add", &Add { by: 2 }, &key)
            .await
            .expect(201);
        assert_eq!(
            (&again.body, again.header("idempotency-replayed")),
            (&first.body, "true")
        );
        assert_eq!(
            (again.header("etag"), again.header("location")),
            ("\"2\"", "/test")
        );
        let other = client
            .post_with_key("/api/test/add", &Add { by: 3 }, &key)
            .await;
        assert_eq!(
            (other.status, other.problem().as_str()),
            (422, "idempotency_key_reused")
        );

        let (_, stranger) = server.person("eve", Role::Researcher).await;
        let theirs = stranger
            .post_with_key("/api/test/add", &Add { by: 2 }, &key)
            .await
            .expect(201);
        assert_eq!(
            theirs.json::<Value>(),
            json!({"value": 4}),
            "another person's key is another key"
        );
        assert_eq!(server.number("SELECT value AS n FROM counter").await, 4);
    }
}

#[tokio::test]
async fn a_refused_request_has_no_effect_and_does_not_use_up_its_key() {
    let server = server(Dialect::Sqlite).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let key = uuid();
    let refused = client
        .post_with_key("/api/test/add", &Add { by: -1 }, &key)
        .await;
    assert_eq!(refused.problem(), "invalid");
    assert_eq!(
        refused.json::<Value>()["errors"][0]["pointer"],
        json!("/by")
    );
    client
        .post_with_key("/api/test/add", &Add { by: 1 }, &key)
        .await
        .expect(201);
}

#[tokio::test]
async fn many_at_once_have_one_effect() {
    for dialect in BOTH {
        let server = server(dialect).await;
        let (_, client) = server.person("ada", Role::Researcher).await;
        let key = uuid();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (client, key) = (client.clone(), key.clone());
            tasks.spawn(async move {
                client
                    .post_with_key("/api/test/add", &Add { by: 1 }, &key)
                    .await
                    .status
            });
        }
        let statuses = tasks.join_all().await;
        assert!(
            statuses.iter().all(|s| [201, 409].contains(s)),
            "{statuses:?}"
        );
        assert!(statuses.contains(&201));
        assert_eq!(server.number("SELECT value AS n FROM counter").await, 1);
    }
}

#[tokio::test]
async fn one_that_is_still_running_is_said_so() {
    let server = server(Dialect::Sqlite).await;
    let (id, client) = server.person("ada", Role::Researcher).await;
    let key = uuid();
    let place = server
        .state
        .running
        .enter(format!("{id} POST /api/test/add {key}"));
    assert!(place.is_some());
    let answer = client
        .post_with_key("/api/test/add", &Add { by: 1 }, &key)
        .await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (409, "still_running")
    );
    drop(place);
    client
        .post_with_key("/api/test/add", &Add { by: 1 }, &key)
        .await
        .expect(201);
}

#[tokio::test]
async fn a_key_is_needed_and_is_a_uuid() {
    let server = server(Dialect::Sqlite).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    for key in [
        "",
        "1",
        "not-a-uuid-not-a-uuid-not-a-uuid-not",
        &uuid().replace('-', "0"),
    ] {
        let answer = client
            .post_with_key("/api/test/add", &Add { by: 1 }, key)
            .await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (400, "idempotency_key_required"),
            "{key}"
        );
    }
}

#[tokio::test]
async fn a_secret_is_shown_once_and_not_stored() {
    let server = server(Dialect::Sqlite).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let key = uuid();
    let first = client
        .post_with_key("/api/test/secret", &json!({}), &key)
        .await
        .expect(201);
    assert_eq!(first.json::<Value>()["secret"], json!("s3cret"));
    let again = client
        .post_with_key("/api/test/secret", &json!({}), &key)
        .await
        .expect(201);
    assert_eq!(again.json::<Value>(), json!({"id": 1}));
    let mut tx = server.state.store.read().await.unwrap();
    let row = tx
        .fetch_one("SELECT body FROM idempotency", params![])
        .await
        .unwrap();
    assert_eq!(row.blob("body").unwrap(), br#"{"id":1}"#);
}

#[tokio::test]
async fn an_answer_is_kept_for_48_hours() {
    let server = server(Dialect::Sqlite).await;
    let account = server.account("ada", Role::Researcher).await;
    let key = uuid();
    let add = async || {
        server
            .sign_in(&account)
            .await
            .post_with_key("/api/test/add", &Add { by: 1 }, &key)
            .await
    };
    add().await.expect(201);
    server
        .clock
        .advance(accede_domain::time::Duration::hours(47));
    assert_eq!(add().await.header("idempotency-replayed"), "true");
    server
        .clock
        .advance(accede_domain::time::Duration::hours(2));
    assert_eq!(add().await.expect(201).header("idempotency-replayed"), "");
}

#[tokio::test]
async fn bodies_are_json_of_the_right_shape_and_size() {
    let server = server(Dialect::Sqlite).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let send = async |kind: Option<&str>, body: Vec<u8>| {
        let mut request = client
            .request(axum::http::Method::POST, "/api/test/add")
            .header("idempotency-key", uuid());
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        client.send_bytes(request, body).await
    };
    let good = br#"{"by":1}"#.to_vec();
    send(Some("application/json; charset=utf-8"), good.clone())
        .await
        .expect(201);
    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("application/jsonx"),
    ] {
        let answer = send(kind, good.clone()).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (415, "unsupported_media_type"),
            "{kind:?}"
        );
    }
    let answer = send(Some("application/json"), vec![b' '; 1024 * 1024 + 1]).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (413, "body_too_large")
    );
    let answer = send(Some("application/json"), b"{".to_vec()).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (400, "malformed_request")
    );
    let answer = send(Some("application/json"), br#"{"by":1,"too":2}"#.to_vec()).await;
    assert_eq!(
        (
            answer.status,
            answer.json::<Value>()["errors"][0]["pointer"].clone()
        ),
        (422, json!("/too"))
    );
}

#[tokio::test]
async fn a_change_rests_on_what_was_seen() {
    let server = server(Dialect::Sqlite).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    client
        .put("/api/test/change", &Add { by: 3 }, 0)
        .await
        .expect(204);
    let stale = client
        .put("/api/test/change", &Add { by: 3 }, 0)
        .await
        .expect(412);
    assert_eq!(
        (
            stale.problem().as_str(),
            stale.json::<Value>()["current"].clone()
        ),
        ("stale_version", json!({"value": 3}))
    );
    let without = client.request(axum::http::Method::PUT, "/api/test/change");
    assert_eq!(
        client
            .send_json(without, &Add { by: 3 })
            .await
            .expect(428)
            .problem(),
        "version_required"
    );
}
