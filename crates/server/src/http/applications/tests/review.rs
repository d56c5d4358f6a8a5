//! From the first look to the credential, and who may not decide.

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::{ApplicationState, Position};
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::account::testing::{PASSPHRASE, mail};
use crate::application::testing::{Scene, TEXT, form, rejection, response_yes};

#[tokio::test]
async fn the_whole_way_to_a_credential_and_on_to_the_next() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::ACCEPTED).await;
        let seen = scene.seen().await;
        let kinds: Vec<&str> = seen["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["kind"].as_str().unwrap())
            .collect();
        assert_eq!(
            kinds,
            [
                "submitted",
                "identity_confirmed",
                "reference_invited",
                "reference_answered",
                "accepted"
            ]
        );
        assert!(
            seen["timeline"]
                .as_array()
                .unwrap()
                .iter()
                .all(|e| e.get("who").is_none()),
            "staff by role"
        );
        for kind in [
            "application_received",
            "reference_invited",
            "reference_thanked",
            "application_accepted",
        ] {
            assert_eq!(scene.mails(kind).await, 1, "{kind}");
        }
        let again = scene
            .ada
            .post("/api/v1/applications", &json!({}))
            .await
            .expect(201);
        let draft: Value = again.json();
        assert_eq!(
            draft["form"]["research_summary"],
            json!(form().research_summary)
        );
        assert_eq!(scene.seen().await["state"], "accepted");
        let next = Scene {
            id: draft["id"].as_str().unwrap().to_owned(),
            ..scene
        };
        next.go_to(Position::ACCEPTED).await;
        let holding = "SELECT count(*) AS n FROM application WHERE state = 'accepted' AND superseded_at IS NULL";
        assert_eq!(next.server.number(holding).await, 1);
        assert_eq!(
            next.server
                .number("SELECT count(*) AS n FROM application WHERE state = 'accepted'")
                .await,
            2
        );
    }
}

#[tokio::test]
async fn accepting_needs_identity_training_and_the_checklist() {
    let scene = Scene::at(Position::FINAL).await;
    let unanswered = scene
        .command(&scene.reviewer, "accept", &json!({}))
        .await
        .expect(422);
    assert_eq!(
        unanswered.json::<Value>()["errors"][0]["code"],
        "checklist_unanswered"
    );
    let mut tx = scene.server.state.store.write().await.unwrap();
    tx.execute("UPDATE training SET state = 'submitted'", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        scene.case().await["accept_blockers"],
        json!(["training_not_valid"])
    );
    let answer = scene
        .command(&scene.reviewer, "accept", &response_yes())
        .await
        .expect(409);
    assert_eq!(answer.json::<Value>()["refusal"], "training_not_valid");
    let answer = scene
        .command(
            &scene.reviewer,
            "reject",
            &json!({ "template": "none", "comment": "x" }),
        )
        .await;
    assert_eq!(
        answer.expect(422).json::<Value>()["errors"][0]["pointer"],
        "/template"
    );
}

#[tokio::test]
async fn whoever_is_tied_to_an_application_does_not_decide_on_it() {
    let scene = Scene::at(Position::RESPONSE).await;
    scene.answer("concern").await.expect(200);
    // The applicant becomes a reviewer: they see no more than before, and decide nothing.
    let mut tx = scene.server.state.store.write().await.unwrap();
    let sql = "UPDATE account SET role = 'reviewer', totp_confirmed_at = 1 WHERE user_name = 'ada'";
    tx.execute(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let path = ["/api/v1/review/applications/", &scene.id].concat();
    let case = scene.ada.get(&path).await.expect(200);
    assert!(
        !case.text().contains(TEXT) && !case.text().contains("concern"),
        "{}",
        case.text()
    );
    let case: Value = case.json();
    assert_eq!(
        (&case["commands"], &case["may_not_because"]),
        (&json!([]), &json!("own_case"))
    );
    assert_eq!(case["stage"], "final");
    let queue: Value = scene
        .ada
        .get("/api/v1/review/applications")
        .await
        .expect(200)
        .json();
    assert_eq!(queue["items"], json!([]));
    let refused = scene
        .command(&scene.ada, "accept", &response_yes())
        .await
        .expect(403);
    assert_eq!(refused.json::<Value>()["refusal"], "own_case");

    // The reference becomes a reviewer.
    let ruth = scene.server.account("ruth", Role::Reviewer).await;
    let mut tx = scene.server.state.store.write().await.unwrap();
    let sql = "UPDATE account_email SET folded = 'ruth@example.edu' WHERE account_id = $1";
    tx.execute(sql, accede_store::params![&ruth]).await.unwrap();
    tx.commit().await.unwrap();
    let ruth = scene.server.sign_in(&ruth).await;
    let case: Value = ruth.get(&path).await.expect(200).json();
    assert_eq!(
        (&case["commands"], &case["may_not_because"]),
        (&json!([]), &json!("named_as_reference"))
    );
    let refused = scene
        .command(&ruth, "accept", &response_yes())
        .await
        .expect(403);
    assert_eq!(refused.json::<Value>()["refusal"], "named_as_reference");

    // A reviewer whose own reference is the applicant.
    let (_, vera) = scene.server.person("vera", Role::Reviewer).await;
    vera.post("/api/v1/applications", &json!({}))
        .await
        .expect(201);
    let mine: Value = vera.get("/api/v1/applications").await.expect(200).json();
    let mut tx = scene.server.state.store.write().await.unwrap();
    tx.execute(
        "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email,
             email_folded, organisation, title, page_url, created_at, updated_at)
         VALUES ('r', 1, $1, 1, 'nominated', '', '', '', 'ada@example.org', '', '', '', 0, 0)",
        accede_store::params![mine["items"][0]["id"].as_str().unwrap()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let refused = scene
        .command(&vera, "reject", &rejection())
        .await
        .expect(403);
    assert_eq!(
        refused.json::<Value>()["refusal"],
        "applicant_is_own_reference"
    );
}

#[tokio::test]
async fn a_returned_application_is_changed_and_goes_back_where_its_change_is_checked() {
    let scene = Scene::at(Position::RETURNED).await;
    let seen = scene.seen().await;
    assert_eq!(
        seen["comments"],
        json!([{ "pointer": "/research_summary", "text": "Say how it is kept." }])
    );
    assert_eq!(
        (&seen["message"], &seen["waiting"]["on"]),
        (&json!("Nearly."), &json!("you"))
    );
    let changed = ApplicationForm {
        job_title: "Professor".into(),
        ..form()
    };
    scene.save(&changed).await.expect(200);
    // Reviewers see the snapshot until it is sent again.
    assert_eq!(scene.case().await["form"]["job_title"], "R&D Engineer");
    scene
        .command(&scene.ada, "submit", &json!({}))
        .await
        .expect(200);
    assert_eq!(scene.position().await, Position::IDENTITY);
    let case = scene.case().await;
    assert_eq!(
        case["changed"],
        json!([{ "pointer": "/job_title", "before": "R&D Engineer" }])
    );
    // What was asked for can still be read, by both.
    for timeline in [&scene.seen().await["timeline"], &case["timeline"]] {
        let events = timeline.as_array().unwrap().iter();
        let mut returned = events.filter(|event| event["kind"] == "returned");
        assert_eq!(
            returned.next().unwrap()["comments"],
            json!([{ "pointer": "/research_summary", "text": "Say how it is kept." }])
        );
    }
}

#[tokio::test]
async fn the_applicant_reads_when_staff_looked_by_their_role() {
    let scene = Scene::at(Position::IDENTITY).await;
    let looks = async || {
        let timeline = scene.seen().await["timeline"].clone();
        let events = timeline.as_array().unwrap().iter();
        let looks = events.filter(|event| event["kind"] == "looked_at");
        looks
            .map(|event| event["actor"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(looks().await.is_empty());
    for _ in 0..3 {
        scene.case().await;
    }
    assert_eq!(looks().await, ["reviewer"]);
    let path = ["/api/v1/review/applications/", &scene.id].concat();
    scene.admin.get(&path).await.expect(200);
    assert_eq!(looks().await, ["administrator", "reviewer"]);
    // Whoever it was stays untold; staff have the log.
    let seen = scene.seen().await.to_string();
    assert!(!seen.contains("rosa") && !seen.contains("anna"), "{seen}");
}

#[tokio::test]
async fn whoever_closes_the_account_is_not_invited_to_apply_again() {
    let scene = Scene::at(Position::RESPONSE).await;
    scene.server.give_passphrase(&scene.ada_id).await;
    scene.server.new_mails().await;
    scene
        .ada
        .post(
            "/api/v1/account/close",
            &json!({ "passphrase": PASSPHRASE }),
        )
        .await
        .expect(204);
    assert_eq!(scene.position().await.state, ApplicationState::Withdrawn);
    let mails = scene.server.new_mails().await;
    let reference = mail("reference_ended", "ruth@example.edu");
    assert_eq!(
        mails,
        [mail("account_closed", "ada@example.org"), reference]
    );
}
