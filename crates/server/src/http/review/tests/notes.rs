//! Notes of staff, through the router.

use accede_domain::application::state::Position;
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::application::testing::{Scene, form};
use crate::testing::uuid;

const WORDS: &str = "Met her at the symposium;\nshe chairs the session on sepsis.";

fn path(scene: &Scene) -> String {
    ["/api/v1/review/applications/", &scene.id, "/notes"].concat()
}

#[tokio::test]
async fn a_note_is_kept_with_its_author_and_is_written_once() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        let (path, body) = (path(&scene), json!({ "text": WORDS }));
        let key = uuid();
        let first = scene.reviewer.post_with_key(&path, &body, &key).await;
        let note: Value = first.expect(201).json();
        assert_eq!(
            (&note["by"], &note["text"], &note["at"]),
            (
                &json!("rosa"),
                &json!(WORDS),
                &json!(scene.server.state.now())
            )
        );
        let again = scene.reviewer.post_with_key(&path, &body, &key).await;
        assert_eq!(again.expect(201).json::<Value>(), note);
        scene
            .admin
            .post(&path, &json!({ "text": "  Agreed.  " }))
            .await
            .expect(201);
        let case = scene.case().await;
        let notes = case["notes"].as_array().unwrap();
        let said: Vec<_> = notes.iter().map(|one| (&one["by"], &one["text"])).collect();
        assert_eq!(
            said,
            [
                (&json!("rosa"), &json!(WORDS)),
                (&json!("anna"), &json!("Agreed."))
            ]
        );
        // It moves nothing: the version is what it was.
        assert_eq!(case["version"], scene.version().await);
        let audited = "SELECT count(*) AS n FROM audit_event
            WHERE action = 'application.note' AND concerns_account_id IS NULL";
        assert_eq!(scene.server.number(audited).await, 2);
    }
}

#[tokio::test]
async fn the_applicant_reads_a_note_nowhere() {
    let scene = Scene::at(Position::IDENTITY).await;
    scene
        .reviewer
        .post(&path(&scene), &json!({ "text": WORDS }))
        .await
        .expect(201);
    for read in [
        &["/api/v1/applications/", &scene.id].concat(),
        "/api/v1/applications",
        "/api/v1/dashboard",
        "/api/v1/account/export",
        "/api/v1/account/events",
    ] {
        let answer = scene.ada.get(read).await.expect(200);
        assert!(!answer.text().contains("symposium"), "{read}");
        assert!(!answer.text().contains("application.note"), "{read}");
    }
    scene
        .ada
        .post(&path(&scene), &json!({ "text": "Me too." }))
        .await
        .expect(403);
}

#[tokio::test]
async fn on_ones_own_application_there_is_nothing_to_read_or_to_write() {
    let scene = Scene::at(Position::IDENTITY).await;
    scene
        .reviewer
        .post(&path(&scene), &json!({ "text": WORDS }))
        .await
        .expect(201);
    scene
        .server
        .execute(
            "UPDATE account SET role = 'reviewer', totp_confirmed_at = 1 WHERE id = $1",
            accede_store::params![&scene.ada_id],
        )
        .await;
    let ada = scene.server.sign_in(&scene.ada_id).await;
    let seen = ada
        .get(&["/api/v1/review/applications/", &scene.id].concat())
        .await;
    let seen: Value = seen.expect(200).json();
    assert_eq!((&seen["notes"], seen.get("on_record")), (&json!([]), None));
    let refused = ada
        .post(&path(&scene), &json!({ "text": "Take me." }))
        .await
        .expect(403);
    assert_eq!(refused.json::<Value>()["refusal"], "own_case");
}

#[tokio::test]
async fn what_is_no_note_is_refused() {
    let scene = Scene::at(Position::IDENTITY).await;
    for text in ["", " \n ", "a\u{202e}b", &"x".repeat(4001)] {
        let refused = scene
            .reviewer
            .post(&path(&scene), &json!({ "text": text }))
            .await
            .expect(422);
        assert_eq!(refused.json::<Value>()["errors"][0]["pointer"], "/text");
    }
    // A draft is nobody's but its writer's.
    let draft = Scene::at(Position::DRAFT).await;
    draft
        .reviewer
        .post(&path(&draft), &json!({ "text": WORDS }))
        .await
        .expect(404);
}
