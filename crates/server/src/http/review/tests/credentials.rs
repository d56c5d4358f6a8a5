//! What administrators have to look at on credentials, and whom a revoked one is recognised in, through the router.

use accede_domain::account::Role;
use accede_domain::application::state::Position;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use crate::account::testing::PASSPHRASE;
use crate::application::testing::{Scene, another, form};
use crate::testing::Client;

const FLAGS: &str = "/api/v1/review/credential-flags";
const WITHDRAW: &str = "/api/v1/reference-requests/withdraw";
const PROFILE: &str = "/api/v1/account/profile";

async fn flags(scene: &Scene) -> Value {
    scene.admin.get(FLAGS).await.expect(200).json()
}

async fn seen_by(scene: &Scene, client: &Client) -> Value {
    let path = ["/api/v1/review/applications/", &scene.id].concat();
    client.get(&path).await.expect(200).json()
}

/// A further application of the same person, as they begin it.
async fn once_more(scene: &Scene) -> Scene {
    let begun = scene.ada.post("/api/v1/applications", &json!({})).await;
    let id = begun.expect(201).json::<Value>()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    Scene {
        server: scene.server.clone(),
        ada_id: scene.ada_id.clone(),
        ada: scene.ada.clone(),
        reviewer_id: scene.reviewer_id.clone(),
        reviewer: scene.reviewer.clone(),
        admin: scene.admin.clone(),
        id,
    }
}

#[tokio::test]
async fn an_answer_taken_back_after_the_decision_goes_to_the_administrators_and_revokes_nothing() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::ACCEPTED).await;
        assert_eq!(flags(&scene).await["items"], json!([]));
        let body = json!({ "token": scene.token().await, "text": "They left us." });
        let taken_back = scene.server.client().post(WITHDRAW, &body).await;
        taken_back.expect(200);
        assert_eq!(scene.position().await, Position::ACCEPTED);
        assert_eq!(scene.mails("credential_flagged").await, 1);

        // Looking at it settles nothing.
        for _ in 0..2 {
            let case = seen_by(&scene, &scene.admin).await;
            assert_eq!(case["flagged"], true);
            assert_eq!(case["credential_flags"][0]["flag"], "reference_withdrew");
        }
        let listed = flags(&scene).await;
        assert_eq!(listed["total"]["count"], 1);
        assert_eq!(listed["items"][0]["application_id"], json!(scene.id));

        // Reviewers are not asked; what the reference said each time they read.
        scene.reviewer.get(FLAGS).await.expect(403);
        let case = scene.case().await;
        assert_eq!(case["credential_flags"], json!([]));
        let answers = &case["references"][0]["answers"];
        assert_eq!(answers[0]["answer"], "confirms");
        assert_eq!(
            (&answers[1]["text"], answers[1].get("answer")),
            (&json!("They left us."), None)
        );

        let id = listed["items"][0]["id"].as_str().unwrap();
        let settle = [FLAGS, "/", id, "/settle"].concat();
        scene.reviewer.post(&settle, &json!({})).await.expect(403);
        scene.admin.post(&settle, &json!({})).await.expect(204);
        scene.admin.post(&settle, &json!({})).await.expect(404);
        assert_eq!(flags(&scene).await["items"], json!([]));
        assert_eq!(seen_by(&scene, &scene.admin).await["flagged"], false);
    }
}

#[tokio::test]
async fn revoking_settles_what_was_to_be_looked_at() {
    let scene = Scene::at(Position::ACCEPTED).await;
    let body = json!({ "token": scene.token().await, "text": "They left us." });
    let taken_back = scene.server.client().post(WITHDRAW, &body).await;
    taken_back.expect(200);
    let reason = json!({ "reason": "The reference took the answer back." });
    scene
        .decide(&scene.admin, "revoke", &reason)
        .await
        .expect(200);
    let waiting = "SELECT count(*) AS n FROM application_flag WHERE seen_at IS NULL";
    assert_eq!(scene.server.number(waiting).await, 0);
}

#[tokio::test]
async fn a_holder_who_goes_by_another_name_is_looked_at_once() {
    let scene = Scene::at(Position::ACCEPTED).await;
    let mut names = json!({
        "given_names": "Emile", "family_name": "O'Brien", "one_name": false, "affiliation": "", "country": "",
    });
    let version = async || {
        let account: Value = scene.ada.get("/api/v1/account").await.expect(200).json();
        account["version"].as_i64().unwrap()
    };
    let save = async |names: &Value| {
        scene
            .ada
            .put(PROFILE, names, version().await)
            .await
            .expect(200);
        flags(&scene).await["items"].as_array().unwrap().len()
    };
    // Without its accents it is the same name.
    assert_eq!(save(&names).await, 0);
    names["family_name"] = json!("Impostor");
    assert_eq!(save(&names).await, 1);
    names["given_names"] = json!("Quite");
    assert_eq!(save(&names).await, 1);
    assert_eq!(flags(&scene).await["items"][0]["flag"], "name_changed");
    assert_eq!(scene.mails("credential_flagged").await, 1);
}

#[tokio::test]
async fn whoever_had_a_credential_revoked_is_recognised_when_they_come_again() {
    let scene = Scene::at(Position::REVOKED).await;
    // Under the same account.
    let again = once_more(&scene).await;
    again.go_to(Position::IDENTITY).await;
    let signals = |case: &Value| case["signals"].to_string();
    let case = again.case().await;
    assert!(signals(&case).contains("revoked_before"), "{case}");

    // Under a new account with an address of the closed one, and under a third one after that.
    scene.server.give_passphrase(&scene.ada_id).await;
    let close = async |client: &Client| {
        let body = json!({ "passphrase": PASSPHRASE });
        client
            .post("/api/v1/account/close", &body)
            .await
            .expect(204);
    };
    close(&scene.ada).await;
    let mut number = 0;
    let mut come_again = async |folded: &str| {
        number += 1;
        let name = format!("ada-{number}");
        let (id, client) = scene.server.person(&name, Role::Researcher).await;
        scene.server.give_passphrase(&id).await;
        let added = client
            .post("/api/v1/account/emails", &json!({ "address": folded }))
            .await;
        added.expect(201);
        let token = scene.server.mailed_token().await;
        let proof = json!({ "token": token });
        let proved = scene
            .server
            .client()
            .post("/api/v1/email-verifications", &proof)
            .await;
        proved.expect(200);
        (id, client)
    };
    let known = async |id: &str| {
        let sql = "SELECT count(*) AS n FROM account WHERE id = $1 AND revoked_before IS NOT NULL";
        let mut tx = scene.server.state.store.read().await.unwrap();
        tx.fetch_one(sql, params![id])
            .await
            .unwrap()
            .int("n")
            .unwrap()
            == 1
    };
    let (second, client) = come_again("ada@example.org").await;
    assert!(known(&second).await);
    let people = (scene.reviewer_id.clone(), scene.reviewer.clone());
    let server = scene.server.clone();
    let admin = scene.admin.clone();
    let anew = Scene::among(server, (second, client), people, admin, form()).await;
    anew.go_to(Position::IDENTITY).await;
    let case = anew.case().await;
    assert!(signals(&case).contains("revoked_before"), "{case}");
    assert_eq!(
        case["on_record"]["revoked"]["application_id"],
        json!(scene.id)
    );
    close(&anew.ada).await;
    let (third, _) = come_again("ada@example.org").await;
    assert!(known(&third).await);
    let (other, _) = come_again("somebody.else@example.org").await;
    assert!(!known(&other).await);
}

#[tokio::test]
async fn a_reference_is_known_by_what_they_said_of_other_people_with_a_credential() {
    let scene = Scene::at(Position::ACCEPTED).await;
    let is_known = async |scene: &Scene| {
        let case = scene.case().await;
        let counted = case["references"][0]["confirmed_before"].as_i64().unwrap() > 0;
        let shown = case["signals"].to_string().contains("known_reference");
        assert_eq!(counted, shown, "{case}");
        shown
    };
    // The same person once more: the reference has confirmed nobody else.
    let reviewer = (scene.reviewer_id.clone(), scene.reviewer.clone());
    let (server, admin) = (scene.server.clone(), scene.admin.clone());
    let second = once_more(&scene).await;
    second.go_to(Position::IDENTITY).await;
    assert!(!is_known(&second).await);
    // Of somebody else they are known, until the credential they spoke for is revoked.
    let bob = server.person("bob", Role::Researcher).await;
    let of_bob = Scene::among(server, bob, reviewer, admin, form()).await;
    of_bob.go_to(Position::IDENTITY).await;
    assert!(is_known(&of_bob).await);
    let reason = json!({ "reason": "It was shared." });
    scene
        .decide(&scene.admin, "revoke", &reason)
        .await
        .expect(200);
    assert!(!is_known(&of_bob).await);
    let replaced = another("somebody.else@example.edu");
    let replaced = of_bob.command(&of_bob.ada, "reference/replace", &replaced);
    replaced.await.expect(200);
    assert!(!is_known(&of_bob).await);
}
