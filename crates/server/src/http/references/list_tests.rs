//! The link to everybody whom somebody answered about, through the router.

use std::sync::Arc;

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::Position;
use accede_domain::time::Duration;
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::account::testing::mail;
use crate::application::testing::{Scene, TEXT, form};

const LINKS: &str = "/api/v1/reference-lists";
const LIST: &str = "/api/v1/reference-lists/open";
const WITHDRAW: &str = "/api/v1/reference-lists/withdraw";
const RUTH: &str = "ruth@example.edu";

/// Asks for the link as a page does, and gives the token that was mailed.
async fn fresh(scene: &Scene, email: &str) -> String {
    let body = json!({ "email": email });
    let answer = scene.server.client().post(LINKS, &body).await.expect(202);
    assert!(answer.body.is_empty());
    scene.server.mailed_token().await
}

async fn listed(scene: &Scene, token: &str) -> Value {
    let body = json!({ "token": token });
    let list = scene.server.client().post(LIST, &body).await.expect(200);
    list.json::<Value>()["items"].clone()
}

#[tokio::test]
async fn a_fresh_link_shows_everybody_and_takes_an_answer_back() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::FINAL).await;
        scene.server.clock.advance(Duration::days(40));
        scene.server.new_mails().await;
        // As they type it; it goes where they were asked.
        let token = fresh(&scene, "Ruth+list@Example.edu").await;
        assert_eq!(
            scene.server.new_mails().await,
            [mail("reference_list", RUTH)]
        );
        let version = scene.version().await;
        for _ in 0..2 {
            let items = listed(&scene, &token).await;
            assert_eq!(items.as_array().unwrap().len(), 1);
            assert_eq!(items[0]["applicant_name"], "Émile O’Brien");
            assert_eq!(
                (&items[0]["answer"], &items[0]["withdrawable"]),
                (&json!("confirms"), &json!(true))
            );
        }
        assert_eq!(scene.version().await, version, "seeing it changes nothing");

        let client = scene.server.client();
        let id = listed(&scene, &token).await[0]["id"].clone();
        let mut body = json!({ "token": token, "id": id, "text": " " });
        client.post(WITHDRAW, &body).await.expect(422);
        body["text"] = json!(TEXT);
        let after: Value = client.post(WITHDRAW, &body).await.expect(200).json();
        assert_eq!(after["withdrawable"], false);
        assert!(after["withdrawn_at"].is_string());
        assert_eq!(scene.position().await, Position::RESPONSE);
        let again = client.post(WITHDRAW, &body).await.expect(409);
        assert_eq!(
            again.json::<Value>()["refusal"],
            json!("reference_request_over")
        );
        let by_link = "SELECT count(*) AS n FROM audit_event e JOIN mailed_link l ON l.id = e.actor_id
                       WHERE e.actor_kind = 'mailed_link' AND e.action = 'application.reference_answer'
                           AND l.subject_id LIKE 'all with %'";
        assert_eq!(scene.server.number(by_link).await, 1);
    }
}

#[tokio::test]
async fn whether_an_address_was_named_is_told_to_its_owner_alone() {
    // Known, known with an account behind it, unknown, and named but not asked yet.
    let scene = Scene::at(Position::FINAL).await;
    let server = Arc::clone(&scene.server);
    let unasked = ApplicationForm {
        reference_email: "olga@example.edu".into(),
        ..form()
    };
    let other = another_scene(&scene, unasked).await;
    other.go_to(Position::IDENTITY).await;
    server.new_mails().await;
    let mut seen = Vec::new();
    for email in [
        RUTH,
        "ada@example.org",
        "nobody@example.org",
        "olga@example.edu",
    ] {
        let before = server.work().await;
        let body = json!({ "email": email, "language": "es" });
        let answer = server.client().post(LINKS, &body).await.expect(202);
        let after = server.work().await;
        seen.push((answer.body, after.1 - before.1, after.2 - before.2));
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    assert_eq!(seen[0].2, 1, "one mail each");
    assert_eq!(
        server.new_mails().await,
        [
            mail("reference_list", RUTH),
            mail("reference_list_empty", "ada@example.org"),
            mail("reference_list_empty", "nobody@example.org"),
            mail("reference_list_empty", "olga@example.edu"),
        ]
    );
    // In the language of the page that asked, but to an account in its own.
    let spanish =
        "SELECT count(*) AS n FROM outbox WHERE kind LIKE 'reference_list%' AND language = 'es'";
    assert_eq!(server.number(spanish).await, 3);
    let wrong = json!({ "email": "ruth at example" });
    server.client().post(LINKS, &wrong).await.expect(422);
}

/// Somebody else's application in the same portal.
async fn another_scene(scene: &Scene, form: ApplicationForm) -> Scene {
    let server = Arc::clone(&scene.server);
    let bob = server.person("bob", Role::Researcher).await;
    let reviewer = (scene.reviewer_id.clone(), scene.reviewer.clone());
    Scene::among(server, bob, reviewer, scene.admin.clone(), form).await
}

#[tokio::test]
async fn a_link_to_a_list_ends_with_the_next_one_or_after_a_day() {
    let scene = Scene::at(Position::FINAL).await;
    let client = scene.server.client();
    let first = fresh(&scene, RUTH).await;
    scene.server.clock.advance(Duration::minutes(1));
    let second = fresh(&scene, RUTH).await;
    assert_ne!(first, second);
    let id = listed(&scene, &second).await[0]["id"].clone();
    scene.server.clock.advance(Duration::hours(24));
    for token in [first, second] {
        let list = client.post(LIST, &json!({ "token": token })).await;
        let why = list.expect(410).json::<Value>()["detail"].clone();
        assert!(why.as_str().unwrap().contains("Ask for a fresh one."));
        let body = json!({ "token": token, "id": id, "text": TEXT });
        client.post(WITHDRAW, &body).await.expect(410);
    }
    assert_eq!(scene.position().await, Position::FINAL);
}

#[tokio::test]
async fn neither_kind_of_link_opens_the_others_door() {
    let scene = Scene::at(Position::FINAL).await;
    let client = scene.server.client();
    let (of_one, of_all) = (scene.token().await, fresh(&scene, RUTH).await);
    client
        .post(LIST, &json!({ "token": of_one }))
        .await
        .expect(410);
    for command in ["open", "answer", "withdraw"] {
        let path = ["/api/v1/reference-requests/", command].concat();
        let mut body = json!({ "token": of_all });
        if command != "open" {
            body["text"] = json!(TEXT);
        }
        if command == "answer" {
            body["answer"] = json!("concern");
        }
        client.post(&path, &body).await.expect(410);
    }
    let mut guesses = Vec::new();
    for _ in 0..25 {
        let body = json!({ "token": "00000-00000-00000-00000" });
        guesses.push(client.post(LIST, &body).await.status);
    }
    assert!(guesses.contains(&410) && guesses.contains(&429));
}

#[tokio::test]
async fn what_was_answered_at_another_address_is_not_there() {
    let scene = Scene::at(Position::FINAL).await;
    let others = ApplicationForm {
        reference_email: "olga@example.edu".into(),
        ..form()
    };
    let other = another_scene(&scene, others).await;
    other.go_to(Position::FINAL).await;
    let token = fresh(&scene, RUTH).await;
    assert_eq!(listed(&scene, &token).await.as_array().unwrap().len(), 1);
    let id = other.seen().await["reference"]["id"].clone();
    let body = json!({ "token": token, "id": id, "text": TEXT });
    let client = scene.server.client();
    client.post(WITHDRAW, &body).await.expect(404);
    assert_eq!(other.position().await, Position::FINAL);
}

#[tokio::test]
async fn asking_again_and_again_slows_down() {
    let scene = Scene::at(Position::FINAL).await;
    let client = scene.server.client();
    let ask = async |email: &str| client.post(LINKS, &json!({ "email": email })).await.status;
    for email in [RUTH, "nobody@example.org"] {
        // The same for whoever is known and whoever is not: a mailbox, in whichever spelling.
        let mut statuses = Vec::new();
        for spelling in [email, &email.to_uppercase(), email, email, email] {
            statuses.push(ask(spelling).await);
        }
        assert_eq!(statuses, [202, 202, 202, 202, 429], "{email}");
    }
    let mut statuses = Vec::new();
    for number in 0..40 {
        statuses.push(ask(&format!("person{number}@example.org")).await);
    }
    assert_eq!(statuses.last(), Some(&429), "from one network address");
    scene.server.clock.advance(Duration::hours(2));
    assert_eq!(ask(RUTH).await, 202);
}
