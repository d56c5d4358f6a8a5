//! The texts that decisions begin from, through the router.

use accede_domain::application::state::Position;
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::application::testing::{Scene, form};
use crate::review::templates;
use crate::testing::TestAnswer;

const ALL: &str = "/api/v1/templates";

fn path(id: &str) -> String {
    [ALL, "/", id].concat()
}

async fn offered(scene: &Scene) -> Vec<Value> {
    let list: Value = scene
        .reviewer
        .get("/api/v1/review/templates")
        .await
        .expect(200)
        .json();
    list["items"].as_array().unwrap().clone()
}

async fn named(scene: &Scene, key: &str) -> Option<Value> {
    offered(scene)
        .await
        .into_iter()
        .find(|one| one["key"] == key)
}

/// `retire` or `restore`.
async fn set(scene: &Scene, id: &str, command: &str, version: i64) -> TestAnswer {
    let path = [&path(id), "/", command].concat();
    scene.admin.post_if_match(&path, &json!({}), version).await
}

#[tokio::test]
async fn the_programs_texts_are_there_and_are_not_brought_back_over_a_change() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        let shipped = scene.server.state.catalogue.rejection_templates().len()
            + scene.server.state.catalogue.return_templates().len();
        let list: Value = scene.admin.get(ALL).await.expect(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), shipped);
        // The order is the files' own.
        let offered = offered(&scene).await;
        let rejections: Vec<_> = offered
            .iter()
            .filter(|one| one["kind"] == "reject")
            .collect();
        assert_eq!(rejections[0]["key"], "not-found-by-name");
        // What the applicant reads names the portal's own address.
        let untrue = named(&scene, "untrue-statements").await.unwrap();
        assert!(
            untrue["text"]
                .as_str()
                .unwrap()
                .contains("help@example.org")
        );

        let changed = json!({ "title": "Not meant", "text": "Write to {support}." });
        scene
            .admin
            .put(&path("frivolous"), &changed, 1)
            .await
            .expect(200);
        templates::seed(&scene.server.state).await.unwrap();
        let found = named(&scene, "frivolous").await.unwrap();
        assert_eq!(
            (&found["title"], &found["text"]),
            (&json!("Not meant"), &json!("Write to help@example.org."))
        );
    }
}

#[tokio::test]
async fn a_new_version_keeps_the_old_wording_and_rests_on_what_was_seen() {
    let scene = Scene::new().await;
    let changed = json!({ "title": "Not meant", "text": "Please apply in earnest." });
    let answer = scene.admin.put(&path("frivolous"), &changed, 1).await;
    let answer = answer.expect(200);
    assert_eq!(answer.version(), 2);
    let one: Value = scene.admin.get(&path("frivolous")).await.expect(200).json();
    let titles: Vec<_> = one["wordings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["version"].as_i64().unwrap(), one["by"].as_str()))
        .collect();
    assert_eq!(titles, [(2, Some("anna")), (1, None)]);
    let late = scene.admin.put(&path("frivolous"), &changed, 1).await;
    assert_eq!(late.expect(412).json::<Value>()["current"]["version"], 2);
    for (body, pointer) in [
        (json!({ "title": "", "text": "x" }), "/title"),
        (json!({ "title": "x", "text": "Ask {reviewer}." }), "/text"),
        (
            json!({ "title": "x", "text": "x", "pointer": "/city" }),
            "/pointer",
        ),
    ] {
        let refused = scene
            .admin
            .put(&path("frivolous"), &body, 2)
            .await
            .expect(422);
        assert_eq!(refused.json::<Value>()["errors"][0]["pointer"], pointer);
    }
    let audited = "SELECT count(*) AS n FROM audit_event WHERE action = 'template.change'";
    assert_eq!(scene.server.number(audited).await, 1);
    scene.reviewer.get(ALL).await.expect(403);
    scene
        .reviewer
        .put(&path("frivolous"), &changed, 2)
        .await
        .expect(403);
    scene.admin.get(&path("none")).await.expect(404);
}

#[tokio::test]
async fn what_is_retired_is_no_reason_any_more_but_stays_one_that_was_given() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let undo = &[("decision_undo_seconds", "10")];
        let scene = Scene::with(dialect, undo, form()).await;
        scene.go_to(Position::IDENTITY).await;
        let rejection = json!({ "template": "frivolous", "comment": "It is not meant." });
        scene
            .command(&scene.reviewer, "reject", &rejection)
            .await
            .expect(200);
        let taken = scene.case().await["decision"]["id"].clone();
        let retired = set(&scene, "frivolous", "retire", 1).await.expect(200);
        assert_eq!(retired.version(), 2);
        // Again it is as it was.
        assert_eq!(
            set(&scene, "frivolous", "retire", 2)
                .await
                .expect(200)
                .version(),
            2
        );
        assert_eq!(named(&scene, "frivolous").await, None);
        let undo = [
            "/api/v1/review/decisions/",
            taken.as_str().unwrap(),
            "/undo",
        ]
        .concat();
        scene.reviewer.post(&undo, &json!({})).await.expect(200);
        let refused = scene.command(&scene.reviewer, "reject", &rejection).await;
        let refused = refused.expect(422);
        assert_eq!(refused.json::<Value>()["errors"][0]["pointer"], "/template");

        // One that was taken before takes effect with the reason that it was taken with.
        set(&scene, "frivolous", "restore", 2).await.expect(200);
        scene
            .command(&scene.reviewer, "reject", &rejection)
            .await
            .expect(200);
        set(&scene, "frivolous", "retire", 3).await.expect(200);
        scene.server.let_decisions_take_effect().await;
        assert_eq!(scene.position().await, Position::REJECTED);
        let reason = "SELECT count(*) AS n FROM outbox WHERE kind = 'application_rejected' AND message LIKE '%\"Frivolous\"%'";
        assert_eq!(scene.server.number(reason).await, 1);
    }
}

#[tokio::test]
async fn a_new_text_is_offered_at_once() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        let new = json!({
            "kind": "return", "subject": "application", "pointer": "/city", "title": "Which city",
            "text": "Say which of the two; or ask {site_name}.",
        });
        let made = scene.admin.post(ALL, &new).await.expect(201);
        let id = made.json::<Value>()["id"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), path(&id));
        let found = named(&scene, &id).await.unwrap();
        assert_eq!(
            (&found["pointer"], &found["text"]),
            (
                &json!("/city"),
                &json!("Say which of the two; or ask Accede.")
            )
        );
        for (field, pointer) in [("pointer", "/pointer"), ("title", "/title")] {
            let mut less = new.clone();
            less[field] = json!("");
            let refused = scene.admin.post(ALL, &less).await.expect(422);
            assert_eq!(refused.json::<Value>()["errors"][0]["pointer"], pointer);
        }
        scene.reviewer.post(ALL, &new).await.expect(403);
    }
}
