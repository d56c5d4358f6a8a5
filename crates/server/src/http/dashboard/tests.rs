use accede_api::dashboard::Dashboard;
use accede_domain::account::Role;
use accede_domain::next::{NextStep, TaskState};
use accede_store::Dialect;
use axum::http::Method;
use serde_json::json;

use crate::testing::{Client, TestServer};

async fn dashboard(client: &Client) -> Dashboard {
    client.get("/api/v1/dashboard").await.expect(200).json()
}

async fn it_says_at_each_step_what_is_next(dialect: Dialect) {
    let server = TestServer::on(dialect).await;
    let (id, client) = server.person("ada", Role::Researcher).await;
    let first = dashboard(&client).await;
    assert_eq!(first.next, NextStep::CompleteTraining);
    assert_eq!(
        (first.tasks.about_you, first.tasks.check),
        (TaskState::NotStarted, TaskState::CannotStart)
    );
    assert_eq!(
        (first.tasks.training, first.tasks.cloud_account),
        (TaskState::NotStarted, TaskState::NotStarted)
    );
    assert!(first.application.is_none() && first.timeline.is_empty() && first.grants.is_empty());
    assert_eq!(first.datasets.len(), 4);
    assert!(
        first
            .datasets
            .iter()
            .all(|of| !of.access.allowed && !of.access.requirements.is_empty())
    );

    server.give_training(&id).await;
    let trained = dashboard(&client).await;
    assert_eq!(
        (trained.next, trained.tasks.training),
        (NextStep::Apply, TaskState::Complete)
    );
    assert_eq!(trained.expiries.len(), 1);
    assert_eq!(trained.expiries[0].kind, "training");

    server.give_credential(&id).await;
    let accepted = dashboard(&client).await;
    assert_eq!(
        (accepted.next, accepted.tasks.check),
        (NextStep::SignAgreement, TaskState::Complete)
    );
    assert!(accepted.application.is_some());

    server.sign_agreement(&client, "mimiciv").await.expect(201);
    let signed = dashboard(&client).await;
    assert_eq!(signed.next, NextStep::LinkCloudAccount);
    assert!(
        signed
            .datasets
            .iter()
            .any(|of| of.slug == "mimiciv" && of.access.allowed)
    );

    let body = json!({ "address": "ada@gmail.com", "mine_alone": true });
    client
        .post("/api/v1/cloud-identities", &body)
        .await
        .expect(201);
    assert_eq!(
        dashboard(&client).await.tasks.cloud_account,
        TaskState::InProgress
    );
    server
        .execute("UPDATE cloud_identity SET verified_at = created_at", vec![])
        .await;
    let linked = dashboard(&client).await;
    assert_eq!(
        (linked.next, linked.tasks.cloud_account),
        (NextStep::RequestAccess, TaskState::Complete)
    );

    client
        .post(
            "/api/v1/datasets/mimiciv/grants",
            &json!({ "service": "big_query" }),
        )
        .await
        .expect(201);
    assert_eq!(dashboard(&client).await.next, NextStep::WaitForGrant);
    server.run_jobs().await;
    let ready = dashboard(&client).await;
    assert_eq!((ready.next, ready.grants.len()), (NextStep::UseData, 1));
}

#[tokio::test]
async fn it_says_at_each_step_what_is_next_on_sqlite() {
    it_says_at_each_step_what_is_next(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_at_each_step_what_is_next_on_postgres() {
    it_says_at_each_step_what_is_next(Dialect::Postgres).await;
}

#[tokio::test]
async fn it_is_for_who_is_signed_in_and_not_sent_twice() {
    let server = TestServer::start().await;
    assert_eq!(
        server.client().get("/api/v1/dashboard").await.problem(),
        "sign_in_required"
    );
    let (_, client) = server.person("ada", Role::Researcher).await;
    let answer = client.get("/api/v1/dashboard").await.expect(200);
    let again = client
        .request(Method::GET, "/api/v1/dashboard")
        .header("if-none-match", answer.header("etag"));
    assert_eq!(client.send(again).await.status, 304);
}
