use accede_api::dashboard::Dashboard;
use accede_api::dataset::{Agreement, Dataset, Signature};
use accede_api::page::List;
use accede_domain::access::{Requirement, RequirementState};
use accede_domain::account::Role;
use accede_domain::next::NextStep;
use accede_domain::time::{Date, Duration};
use accede_domain::versions::Change;
use accede_store::{Dialect, params};
use serde_json::json;

use crate::testing::{Client, TestContent, TestServer};

const SLUG: &str = "mimiciii";
/// Ten days after the beginning of every test.
const EFFECTIVE: &str = "effective = \"2027-01-25\"";
const LAST_DAY: &str = "2027-02-23";

fn material() -> TestContent {
    let entry = format!(
        "{EFFECTIVE}\nmaterial = true\nchanges = \"You also keep no copy on a telephone.\""
    );
    TestContent::default().agreement(
        SLUG,
        "2.0",
        &entry,
        ("within two working days", "within one working day"),
    )
}

async fn server(dialect: Dialect, content: &TestContent) -> TestServer {
    TestServer::with(dialect, &[("content_dir", content.path())]).await
}

/// To whom a new version was told, oldest first.
async fn told(server: &TestServer) -> Vec<String> {
    let mut tx = server.state.store.read().await.unwrap();
    let sql = "SELECT recipient FROM outbox WHERE kind = 'agreement_new_version' ORDER BY id";
    let rows = tx.fetch_all(sql, params![]).await.unwrap();
    rows.iter()
        .map(|row| row.text("recipient").unwrap())
        .collect()
}

async fn agreement(client: &Client) -> Agreement {
    let path = format!("/api/v1/datasets/{SLUG}/agreement");
    client.get(&path).await.expect(200).json()
}

async fn access(client: &Client) -> (bool, RequirementState) {
    let path = format!("/api/v1/datasets/{SLUG}");
    let dataset: Dataset = client.get(&path).await.expect(200).json();
    let mut all = dataset.access.requirements.iter();
    let found = all.find(|of| of.requirement == Requirement::Agreement);
    (dataset.access.allowed, found.unwrap().state)
}

async fn next(client: &Client) -> Dashboard {
    client.get("/api/v1/dashboard").await.expect(200).json()
}

async fn a_material_version_is_told_reminded_and_ends_what_was_not_signed_again(dialect: Dialect) {
    let content = material();
    let server = server(dialect, &content).await;
    let (ada_id, ada) = server.member("ada", SLUG).await;
    let (bea_id, bea) = server.member("bea", SLUG).await;
    server.person("carl", Role::Researcher).await;
    server.link_google(&ada_id, "ada").await;
    let grants = format!("/api/v1/datasets/{SLUG}/grants");
    ada.post(&grants, &json!({ "service": "big_query" }))
        .await
        .expect(201);
    server.run_jobs().await;
    assert!(told(&server).await.is_empty(), "its day has not come");
    assert_eq!(agreement(&ada).await.version, "1.0");
    assert_eq!(agreement(&bea).await.version, "1.0");

    server.clock.advance(Duration::days(10));
    server.run_jobs().await;
    server.run_jobs().await;
    let (ada, bea) = (server.sign_in(&ada_id).await, server.sign_in(&bea_id).await);
    let both = ["ada@example.org", "bea@example.org"];
    assert_eq!(told(&server).await, both, "every signer once, nobody else");
    // What it asks, and what changed.
    let read = agreement(&ada).await;
    assert_eq!(
        (read.version.as_str(), read.effective.as_str()),
        ("2.0", "2027-01-25")
    );
    let signed = read.signed.unwrap();
    assert_eq!(
        (
            signed.agreement_version.as_str(),
            signed.current,
            signed.counts_until
        ),
        ("1.0", false, Date::parse(LAST_DAY))
    );
    let news = read.news.unwrap();
    assert_eq!(news.since, "1.0");
    assert_eq!(news.summaries, ["You also keep no copy on a telephone."]);
    let changed: Vec<_> = news
        .blocks
        .iter()
        .flat_map(|block| &block.parts)
        .filter(|part| part.change != Change::Same)
        .map(|part| (part.change, part.text.as_str()))
        .collect();
    assert_eq!(
        changed,
        [
            (Change::Removed, "two"),
            (Change::Added, "one"),
            (Change::Removed, "days,"),
            (Change::Added, "day,")
        ]
    );
    assert_eq!(agreement(&server.client()).await.news, None);
    // Access goes on, says until when, and what to do.
    let (allowed, state) = access(&ada).await;
    let end = Date::parse(LAST_DAY).unwrap().add_days(1).start();
    assert_eq!(
        (allowed, state),
        (true, RequirementState::Met { until: Some(end) })
    );
    let overview = next(&ada).await;
    assert_eq!(overview.next, NextStep::SignAgreementAgain);
    let expiry = overview
        .expiries
        .iter()
        .find(|of| of.kind == "agreement")
        .unwrap();
    assert_eq!(
        (expiry.on, expiry.name.contains("MIMIC-III")),
        (Date::parse(LAST_DAY), true)
    );

    let again: Signature = server.sign_agreement(&bea, SLUG).await.expect(201).json();
    assert_eq!(
        (again.agreement_version.as_str(), again.current),
        ("2.0", true)
    );
    assert_eq!(agreement(&bea).await.news, None);
    assert_ne!(next(&bea).await.next, NextStep::SignAgreementAgain);

    // Day by day, several runs a day, each starting from what the database knows.
    let mut days = Vec::new();
    for day in 11..60 {
        server.clock.advance(Duration::days(1));
        let before = told(&server).await.len();
        server.run_jobs().await;
        server.run_jobs().await;
        if told(&server).await.len() > before {
            days.push(day);
        }
    }
    assert_eq!(days, [32], "reminded seven days before the last one");
    assert_eq!(
        told(&server).await.last().map(String::as_str),
        Some("ada@example.org")
    );
    let (ada, bea) = (server.sign_in(&ada_id).await, server.sign_in(&bea_id).await);
    let (allowed, state) = access(&ada).await;
    assert_eq!((allowed, state), (false, RequirementState::Missing));
    assert_eq!(next(&ada).await.next, NextStep::SignAgreementAgain);
    assert!(access(&bea).await.0);
    let ended = "SELECT count(*) AS n FROM audit_event WHERE action = 'agreement.superseded'";
    assert_eq!(server.number(ended).await, 1);
    let removed = "SELECT count(*) AS n FROM grant_record WHERE state = 'removed' AND removal_reason = 'agreement_superseded'";
    assert_eq!(server.number(removed).await, 1);
    let superseded = "SELECT count(*) AS n FROM signature WHERE ended_reason = 'superseded'";
    assert_eq!(server.number(superseded).await, 1);
    // The receipt of what counts no longer is there all the same, and signing brings access back.
    ada.get(&signed.receipt_url).await.expect(200);
    server.sign_agreement(&ada, SLUG).await.expect(201);
    assert!(access(&ada).await.0);
    let list: List<Signature> = ada.get("/api/v1/signatures").await.expect(200).json();
    let states: Vec<_> = list.items.iter().map(|of| of.current).collect();
    assert_eq!(states, [true, false]);
}

#[tokio::test]
async fn a_material_version_is_told_reminded_and_ends_what_was_not_signed_again_on_sqlite() {
    a_material_version_is_told_reminded_and_ends_what_was_not_signed_again(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_material_version_is_told_reminded_and_ends_what_was_not_signed_again_on_postgres() {
    a_material_version_is_told_reminded_and_ends_what_was_not_signed_again(Dialect::Postgres).await;
}

#[tokio::test]
async fn a_correction_is_told_once_and_ends_nothing() {
    let entry = format!("{EFFECTIVE}\nmaterial = false\nchanges = \"A word is spelled right.\"");
    let content =
        TestContent::default().agreement(SLUG, "1.1", &entry, ("Version 1.0", "Version 1.1"));
    let server = server(Dialect::Sqlite, &content).await;
    let (id, _) = server.member("ada", SLUG).await;
    for _ in 0..60 {
        server.clock.advance(Duration::days(1));
        server.run_jobs().await;
    }
    assert_eq!(told(&server).await, ["ada@example.org"]);
    let ada = server.sign_in(&id).await;
    assert_eq!(
        access(&ada).await,
        (true, RequirementState::Met { until: None })
    );
    let read = agreement(&ada).await;
    let signed = read.signed.unwrap();
    assert_eq!(
        (
            read.version.as_str(),
            signed.agreement_version.as_str(),
            signed.current,
            signed.counts_until
        ),
        ("1.1", "1.0", true, None)
    );
    assert_eq!(
        read.news.map(|news| news.blocks.len()),
        Some(2),
        "its heading and the line"
    );
}

#[tokio::test]
async fn after_a_long_standstill_a_signer_is_still_told_and_access_has_ended() {
    let content = material();
    let server = server(Dialect::Sqlite, &content).await;
    let (id, _) = server.member("ada", SLUG).await;
    server.run_jobs().await;
    server.clock.advance(Duration::days(100));
    let ada = server.sign_in(&id).await;
    assert!(
        !access(&ada).await.0,
        "by the rule, whether or not a job ran"
    );
    server.run_jobs().await;
    server.run_jobs().await;
    assert_eq!(told(&server).await, ["ada@example.org"]);
}
