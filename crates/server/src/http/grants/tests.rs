use accede_api::dataset::{Dataset, Grant};
use accede_api::page::List;
use accede_domain::account::Role;
use accede_domain::grant::{GrantState, Service};
use accede_domain::time::Duration;
use accede_store::{Dialect, ledger};
use axum::http::Method;
use serde_json::json;

use crate::testing::{Client, TestAnswer, TestServer, uuid};

const SLUG: &str = "mimiciii";
const GROUP: &str = "mimiciii-bigquery-readers";

async fn request(client: &Client, service: &str) -> TestAnswer {
    client
        .post(
            "/api/v1/datasets/mimiciii/grants",
            &json!({ "service": service }),
        )
        .await
}

async fn grants(client: &Client) -> Vec<Grant> {
    client
        .get("/api/v1/grants")
        .await
        .expect(200)
        .json::<List<Grant>>()
        .items
}

async fn listed(server: &TestServer, group: &str) -> Vec<String> {
    let mut tx = server.state.store.read().await.unwrap();
    ledger::members(&mut tx, group)
        .await
        .unwrap()
        .into_iter()
        .collect()
}

async fn mails(server: &TestServer, kind: &'static str) -> i64 {
    match kind {
        "made" => {
            server
                .number("SELECT count(*) AS n FROM outbox WHERE kind = 'grant_made'")
                .await
        }
        "removed" => {
            server
                .number("SELECT count(*) AS n FROM outbox WHERE kind = 'grant_removed'")
                .await
        }
        _ => {
            server
                .number("SELECT count(*) AS n FROM outbox WHERE kind = 'grant_failed'")
                .await
        }
    }
}

async fn a_grant_is_asked_for_observed_and_removed(dialect: Dialect) {
    let server = TestServer::on(dialect).await;
    let (id, client) = server.member("ada", SLUG).await;
    let identity = server.link_google(&id, "ada").await;
    let asked: Grant = request(&client, "big_query").await.expect(201).json();
    assert_eq!(
        (asked.state, asked.service, asked.address.as_str()),
        (GrantState::Requested, Service::BigQuery, "ada@gmail.com")
    );
    assert!(
        asked.accepted_at.is_none(),
        "nothing is claimed that was not observed"
    );
    let again: Grant = request(&client, "big_query").await.expect(200).json();
    assert_eq!(again, asked);

    server.run_jobs().await;
    let now = grants(&client).await;
    assert_eq!((now.len(), now[0].state), (1, GrantState::Verified));
    assert!(now[0].accepted_at.is_some() && now[0].verified_at.is_some());
    assert_eq!(listed(&server, GROUP).await, ["ada@gmail.com"]);
    assert_eq!(mails(&server, "made").await, 1);
    // Each service by itself.
    assert!(listed(&server, "mimiciii-storage-readers").await.is_empty());
    request(&client, "cloud_storage").await.expect(201);
    server.run_jobs().await;
    assert_eq!(
        (grants(&client).await.len(), mails(&server, "made").await),
        (2, 2)
    );

    client
        .delete(&format!("/api/v1/cloud-identities/{identity}"))
        .await
        .expect(204);
    assert!(
        grants(&client)
            .await
            .iter()
            .all(|of| of.state == GrantState::Removing)
    );
    server.run_jobs().await;
    let now = grants(&client).await;
    assert!(
        now.iter()
            .all(|of| of.state == GrantState::Removed && of.removed_at.is_some())
    );
    assert!(listed(&server, GROUP).await.is_empty());
    assert_eq!(mails(&server, "removed").await, 2);
    let reason =
        "SELECT count(*) AS n FROM grant_record WHERE removal_reason = 'cloud_account_unlinked'";
    assert_eq!(server.number(reason).await, 2);

    // With another address it begins anew.
    server.link_google(&id, "lovelace").await;
    let anew: Grant = request(&client, "big_query").await.expect(201).json();
    assert_eq!(
        (anew.id.as_str(), anew.state, anew.removed_at),
        (asked.id.as_str(), GrantState::Requested, None)
    );
    server.run_jobs().await;
    assert_eq!(listed(&server, GROUP).await, ["lovelace@gmail.com"]);
}

#[tokio::test]
async fn a_grant_is_asked_for_observed_and_removed_on_sqlite() {
    a_grant_is_asked_for_observed_and_removed(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_is_asked_for_observed_and_removed_on_postgres() {
    a_grant_is_asked_for_observed_and_removed(Dialect::Postgres).await;
}

#[tokio::test]
async fn who_may_not_gets_nothing() {
    let server = TestServer::start().await;
    let (id, client) = server.person("ada", Role::Researcher).await;
    server.link_google(&id, "ada").await;
    assert_eq!(
        request(&client, "big_query").await.problem(),
        "access_restricted"
    );
    assert_eq!(
        request(&server.client(), "big_query").await.problem(),
        "sign_in_required"
    );
    let (_, member) = server.member("eve", SLUG).await;
    assert_eq!(
        request(&member, "big_query").await.problem(),
        "not_possible_now",
        "no cloud account"
    );
    assert_eq!(request(&member, "other").await.problem(), "invalid");
    let elsewhere = member
        .post(
            "/api/v1/datasets/mimiciv/grants",
            &json!({ "service": "big_query" }),
        )
        .await;
    assert_eq!(
        elsewhere.problem(),
        "access_restricted",
        "each dataset by itself"
    );
    server.run_jobs().await;
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM grant_record")
            .await,
        0
    );
    assert!(listed(&server, GROUP).await.is_empty());
}

#[tokio::test]
async fn a_key_pressed_twice_asks_once() {
    let server = TestServer::start().await;
    let (id, client) = server.member("ada", SLUG).await;
    server.link_google(&id, "ada").await;
    let (path, body, key) = (
        "/api/v1/datasets/mimiciii/grants",
        json!({ "service": "big_query" }),
        uuid(),
    );
    let first = client.post_with_key(path, &body, &key).await.expect(201);
    assert_eq!(
        client
            .post_with_key(path, &body, &key)
            .await
            .expect(201)
            .body,
        first.body
    );
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM audit_event WHERE action = 'grant.request'")
            .await,
        1
    );
}

#[tokio::test]
async fn access_that_ends_takes_the_grant_with_it() {
    let server = TestServer::start().await;
    let (id, client) = server.member("ada", SLUG).await;
    server.link_google(&id, "ada").await;
    request(&client, "big_query").await.expect(201);
    server.run_jobs().await;
    assert_eq!(listed(&server, GROUP).await.len(), 1);
    // The training runs out: nobody does anything, the sweep notices.
    server.clock.advance(Duration::days(4 * 366));
    server.run_jobs().await;
    assert!(listed(&server, GROUP).await.is_empty());
    let client = server.sign_in(&id).await;
    assert_eq!(grants(&client).await[0].state, GrantState::Removed);
    assert_eq!(
        server
            .number(
                "SELECT count(*) AS n FROM grant_record WHERE removal_reason = 'training_ended'"
            )
            .await,
        1
    );
    let dataset: Dataset = client
        .get("/api/v1/datasets/mimiciii")
        .await
        .expect(200)
        .json();
    assert!(dataset.methods.iter().any(|of| {
        of.grant
            .as_ref()
            .is_some_and(|g| g.state == GrantState::Removed)
    }));
}

#[tokio::test]
async fn the_list_is_polled_without_work() {
    let server = TestServer::start().await;
    let (id, client) = server.member("ada", SLUG).await;
    server.link_google(&id, "ada").await;
    request(&client, "big_query").await.expect(201);
    let seen = client.get("/api/v1/grants").await.expect(200);
    let poll = async || {
        let request = client
            .request(Method::GET, "/api/v1/grants")
            .header("if-none-match", seen.header("etag"));
        client.send(request).await.status
    };
    assert_eq!(poll().await, 304);
    server.run_jobs().await;
    assert_eq!(poll().await, 200);
}

#[tokio::test]
async fn both_lists_are_compared_and_made_to_agree() {
    let server = TestServer::start().await;
    let (id, client) = server.member("ada", SLUG).await;
    server.link_google(&id, "ada").await;
    request(&client, "big_query").await.expect(201);
    server.run_jobs().await;
    // Somebody changes the provider's list behind our back.
    let mut tx = server.state.store.write().await.unwrap();
    ledger::remove(&mut tx, GROUP, "ada@gmail.com")
        .await
        .unwrap();
    ledger::add(&mut tx, GROUP, "stranger@gmail.com", server.state.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    server.clock.advance(Duration::hours(1));
    server.run_jobs().await;
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM audit_event WHERE action = 'grant.drift'")
            .await,
        1
    );
    server.clock.advance(Duration::minutes(1));
    server.run_jobs().await;
    assert_eq!(
        listed(&server, GROUP).await,
        ["ada@gmail.com", "stranger@gmail.com"]
    );
    let client = server.sign_in(&id).await;
    assert_eq!(grants(&client).await[0].state, GrantState::Verified);
    assert_eq!(
        mails(&server, "made").await,
        1,
        "the person is not told again"
    );
}
