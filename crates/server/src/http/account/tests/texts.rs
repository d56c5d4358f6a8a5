use accede_api::page::List;
use accede_api::session::SessionStatus;
use accede_api::site::Document;
use accede_api::text::TextToAccept;
use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_domain::versions::Change;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use crate::testing::{Client, TestContent, TestServer, uuid};

const ACCEPT: &str = "/api/v1/account/texts/accept";

/// New terms that matter and a corrected notice, both ten days after the beginning.
fn content() -> TestContent {
    let from = "effective = \"2027-01-25\"";
    let terms = format!("{from}\nmaterial = true\nchanges = \"Tokens end after a year.\"");
    let privacy = format!("{from}\nmaterial = false");
    TestContent::default()
        .document(
            "terms",
            "2.0",
            &terms,
            ("close your account", "close your own account"),
        )
        .document(
            "privacy",
            "1.1",
            &privacy,
            ("closes your account", "closes your own account"),
        )
}

async fn asks(client: &Client) -> (bool, Vec<TextToAccept>) {
    let status: SessionStatus = client.get("/api/v1/session").await.expect(200).json();
    let texts: List<TextToAccept> = client.get("/api/v1/account/texts").await.expect(200).json();
    (status.account.unwrap().texts_to_accept, texts.items)
}

async fn new_terms_are_asked_for_and_accepted_once(dialect: Dialect) {
    let content = content();
    let server = TestServer::with(dialect, &[("content_dir", content.path())]).await;
    let (id, client) = server.person("ada", Role::Researcher).await;
    assert_eq!(
        asks(&client).await,
        (false, vec![]),
        "their day has not come"
    );
    let early = client.get("/api/v1/documents/terms?version=2.0").await;
    assert_eq!(early.problem(), "not_found");

    server.clock.advance(Duration::days(10));
    let client = server.sign_in(&id).await;
    let (asked, texts) = asks(&client).await;
    assert!(asked && texts.len() == 1, "a correction asks nobody");
    let terms = &texts[0];
    assert_eq!(
        (
            terms.kind.as_str(),
            terms.version.as_str(),
            terms.effective.as_str()
        ),
        ("terms", "2.0", "2027-01-25")
    );
    assert!(terms.html.contains("your own account") && terms.html.contains("help@example.org"));
    let news = terms.news.as_ref().unwrap();
    assert_eq!(
        (news.since.as_str(), news.summaries.as_slice()),
        ("1.0", &["Tokens end after a year.".to_owned()][..])
    );
    let parts = news.blocks.iter().flat_map(|block| &block.parts);
    assert!(
        parts
            .clone()
            .any(|part| (part.change, part.text.as_str()) == (Change::Added, "own"))
    );
    assert!(parts.clone().all(|part| part.change != Change::Removed));
    // What was accepted before can be read again; what is not in force yet is nobody's to read here.
    let read = async |query: &str| {
        let path = ["/api/v1/documents/terms", query].concat();
        client.get(&path).await
    };
    let old: Document = read("?version=1.0").await.expect(200).json();
    assert!(!old.html.contains("your own account"));
    let known: Vec<_> = old
        .versions
        .iter()
        .map(|one| (one.version.as_str(), one.in_force))
        .collect();
    assert_eq!(known, [("2.0", true), ("1.0", false)]);
    assert_eq!(read("").await.expect(200).json::<Document>().version, "2.0");
    assert_eq!(read("?version=3.0").await.problem(), "not_found");
    // Nothing else is refused meanwhile: no draft is lost.
    client
        .post("/api/v1/applications", &json!({}))
        .await
        .expect(201);

    let old = client
        .post(ACCEPT, &json!({ "terms_version": "1.0" }))
        .await
        .expect(422);
    assert_eq!(
        old.json::<Value>()["errors"][0]["pointer"],
        "/terms_version"
    );
    let body = json!({ "terms_version": "2.0" });
    let key = uuid();
    client.post_with_key(ACCEPT, &body, &key).await.expect(204);
    client.post_with_key(ACCEPT, &body, &key).await.expect(204);
    client.post(ACCEPT, &body).await.expect(204);
    assert_eq!(asks(&client).await, (false, vec![]));
    let events = "SELECT count(*) AS n FROM audit_event WHERE action = 'account.accept_texts'";
    assert_eq!(server.number(events).await, 1);
    let export: Value = client
        .get("/api/v1/account/export")
        .await
        .expect(200)
        .json();
    let account = &export["account"][0];
    assert_eq!(
        (&account["privacy_version"], &account["terms_version"]),
        (&json!("1.0"), &json!("2.0"))
    );
    assert_eq!(account["accepted_at"], server.state.now().to_string());
}

#[tokio::test]
async fn new_terms_are_asked_for_and_accepted_once_on_sqlite() {
    new_terms_are_asked_for_and_accepted_once(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_terms_are_asked_for_and_accepted_once_on_postgres() {
    new_terms_are_asked_for_and_accepted_once(Dialect::Postgres).await;
}

#[tokio::test]
async fn who_accepted_nothing_is_asked_for_both() {
    let server = TestServer::start().await;
    let (id, client) = server.person("ada", Role::Administrator).await;
    // As `accede account create` makes one.
    let sql = "UPDATE account SET privacy_version = '', terms_version = '' WHERE id = $1";
    server.execute(sql, params![&id]).await;
    let (asked, texts) = asks(&client).await;
    let kinds: Vec<_> = texts.iter().map(|text| text.kind.as_str()).collect();
    assert_eq!((asked, kinds), (true, vec!["privacy", "terms"]));
    assert!(
        texts.iter().all(|text| text.news.is_none()),
        "nothing to compare with"
    );
    client
        .post(ACCEPT, &json!({ "privacy_version": "1.0" }))
        .await
        .expect(204);
    assert_eq!(asks(&client).await.1.len(), 1);
    client
        .post(ACCEPT, &json!({ "terms_version": "1.0" }))
        .await
        .expect(204);
    assert!(!asks(&client).await.0);
}
