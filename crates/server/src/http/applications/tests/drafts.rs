//! A draft, and what submitting it asks for.

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::Position;
use accede_store::Dialect;
use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::application::testing::{Scene, form};
use crate::testing::{Client, TestServer};

#[tokio::test]
async fn a_draft_begins_from_the_profile_and_saves_whatever_it_holds() {
    let scene = Scene::new().await;
    let fresh = TestServer::start().await;
    let (_, bob) = fresh.person("bob", Role::Researcher).await;
    let begun = bob
        .post("/api/v1/applications", &json!({}))
        .await
        .expect(201);
    let draft: Value = begun.json();
    assert_eq!(draft["form"]["given_names"], "Ada");
    assert_eq!(draft["form"]["country"], "DE");
    assert_eq!(
        begun.header("location"),
        format!("/api/v1/applications/{}", draft["id"].as_str().unwrap())
    );
    assert_eq!(
        bob.post("/api/v1/applications", &json!({}))
            .await
            .expect(409)
            .problem(),
        "already_open"
    );

    let odd = ApplicationForm {
        given_names: "x".repeat(5000),
        country: "nowhere".into(),
        reference_email: "not an address".into(),
        ..ApplicationForm::default()
    };
    let saved = scene.save(&odd).await.expect(200);
    assert_eq!(scene.seen().await["form"]["country"], "nowhere");
    let path = ["/api/v1/applications/", &scene.id].concat();
    let request = scene
        .ada
        .request(Method::GET, &path)
        .header("if-none-match", saved.header("etag"));
    scene.ada.send(request).await.expect(304);
    let stale = scene
        .ada
        .put(&scene.path("draft"), &json!({ "form": form() }), 1)
        .await
        .expect(412);
    assert_eq!(
        stale.json::<Value>()["current"]["form"]["country"],
        "nowhere"
    );
    // Nothing that is new is no new version.
    let again = scene.save(&odd).await.expect(200);
    assert_eq!(again.version(), saved.version());

    let (_, stranger) = scene.server.person("stranger", Role::Researcher).await;
    stranger.get(&path).await.expect(404);
    stranger
        .put(
            &scene.path("draft"),
            &json!({ "form": form() }),
            saved.version(),
        )
        .await
        .expect(404);
    let discard = |client: &Client| {
        client
            .request(Method::DELETE, &path)
            .header(header::IF_MATCH, saved.header("etag").to_owned())
    };
    stranger.send(discard(&stranger)).await.expect(404);
    scene.ada.send(discard(&scene.ada)).await.expect(204);
    scene.ada.get(&path).await.expect(404);
}

#[tokio::test]
async fn submitting_names_every_field_at_fault_and_the_training() {
    let wrong = ApplicationForm {
        given_names: "R2D2".into(),
        city: String::new(),
        ..form()
    };
    let scene = Scene::with(Dialect::Sqlite, &[], wrong).await;
    let mut tx = scene.server.state.store.write().await.unwrap();
    tx.execute("DELETE FROM training", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let answer = scene
        .command(&scene.ada, "submit", &json!({}))
        .await
        .expect(422);
    let problem: Value = answer.json();
    let pointers: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/given_names", "/city", "/training"]);
    // Oneself is nobody's reference, under no spelling of the own address.
    scene.add_training("submitted").await;
    let own = ApplicationForm {
        reference_email: "Ada+me@example.org".into(),
        ..form()
    };
    scene.save(&own).await.expect(200);
    let answer = scene
        .command(&scene.ada, "submit", &json!({}))
        .await
        .expect(422);
    assert_eq!(answer.json::<Value>()["errors"][0]["code"], "own_address");
    scene.save(&form()).await.expect(200);
    scene
        .command(&scene.ada, "submit", &json!({}))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_snapshot_is_in_nfc_and_the_number_can_be_quoted() {
    let decomposed = ApplicationForm {
        given_names: "  E\u{301}mile ".into(),
        ..form()
    };
    let scene = Scene::with(Dialect::Sqlite, &[], decomposed).await;
    scene.go_to(Position::IDENTITY).await;
    let seen = scene.seen().await;
    assert_eq!(seen["form"]["given_names"], "Émile");
    let number = seen["reference_number"].as_str().unwrap();
    assert!(number.starts_with("CR-") && number.len() == 11, "{number}");
    assert_eq!(
        seen["waiting"],
        json!({ "on": "reviewer", "since": "2027-01-15T08:00:00Z", "place": 1 })
    );
    assert_eq!(scene.case().await["form"]["given_names"], "Émile");
}

#[tokio::test]
async fn while_credentialing_is_paused_drafts_save_and_submitting_says_why_it_waits() {
    let paused = [("credentialing_paused", "Back in March.")];
    let scene = Scene::with(Dialect::Sqlite, &paused, form()).await;
    let answer = scene
        .command(&scene.ada, "submit", &json!({}))
        .await
        .expect(503);
    assert_eq!(answer.problem(), "credentialing_paused");
    scene
        .save(&ApplicationForm {
            city: "Cambridge".into(),
            ..form()
        })
        .await
        .expect(200);
}
