//! The named reference, as the applicant and the reviewers see it.

use accede_domain::application::state::Position;
use accede_domain::time::Duration;
use serde_json::{Value, json};

use crate::application::testing::{Scene, TEXT, another, form, response_yes};

#[tokio::test]
async fn who_waits_for_a_reference_is_told_its_name_and_when_its_time_is_over() {
    let scene = Scene::at(Position::RESPONSE).await;
    let seen = scene.seen().await;
    assert_eq!(
        seen["waiting"],
        json!({
            "on": "reference",
            "since": "2027-01-15T08:00:00Z",
            "whom": form().reference_name,
            "until": "2027-02-14T08:00:00Z",
        })
    );
    let overview: Value = scene.ada.get("/api/v1/dashboard").await.expect(200).json();
    assert_eq!(overview["waiting"], seen["waiting"]);
    // Whoever reviews is nobody in particular.
    let waiting = &Scene::at(Position::IDENTITY).await.seen().await["waiting"];
    assert!(
        waiting["whom"].is_null() && waiting["until"].is_null(),
        "{waiting}"
    );
}

/// Everything that the applicant can read or try after their reference has answered.
async fn what_the_applicant_learns(choice: &str) -> Vec<String> {
    let scene = Scene::at(Position::RESPONSE).await;
    scene.answer(choice).await.expect(200);
    scene.server.clock.advance(Duration::minutes(20));
    let mut learned = Vec::new();
    let reads = [
        ["/api/v1/applications/", &scene.id].concat(),
        "/api/v1/applications".to_owned(),
        "/api/v1/account/export".to_owned(),
        "/api/v1/account/events".to_owned(),
        "/api/v1/dashboard".to_owned(),
    ];
    for path in reads {
        let answer = scene.ada.get(&path).await;
        learned.push(format!("{path} {} {}", answer.status, answer.text()));
    }
    for (path, body) in [
        ("reference/resend", json!({})),
        ("reference/replace", another("olga@example.edu")),
    ] {
        let answer = scene.command(&scene.ada, path, &body).await;
        let problem: Value = answer.json();
        learned.push(format!(
            "{path} {} {} {}",
            answer.status, problem["code"], problem["refusal"]
        ));
    }
    let withdrawn = scene
        .command(&scene.ada, "withdraw", &json!({}))
        .await
        .expect(200);
    learned.push(withdrawn.text().to_owned());
    learned
}

#[tokio::test]
async fn the_references_choice_and_text_reach_the_applicant_nowhere() {
    let yes = what_the_applicant_learns("confirms").await;
    for choice in ["does_not_know", "cannot_vouch_now", "concern"] {
        let no = what_the_applicant_learns(choice).await;
        for (after_yes, after_no) in yes.iter().zip(&no) {
            let plain = |text: &str| without_chance(text);
            assert_eq!(
                plain(after_yes),
                plain(after_no),
                "a yes and {choice} look alike"
            );
            assert!(
                !after_no.contains(TEXT) && !after_no.contains(choice),
                "{after_no}"
            );
        }
    }
}

/// Without the request ids, which the tests' own idempotency keys do not fix.
fn without_chance(text: &str) -> String {
    let mut words: Vec<&str> = text.split('"').collect();
    for at in 0..words.len().saturating_sub(2) {
        if words[at] == "request_id" {
            words[at + 2] = "";
        }
    }
    words.join("\"")
}

#[tokio::test]
async fn a_reference_named_after_identity_is_asked_at_once_and_everybody_is_told() {
    let scene = Scene::at(Position::RESPONSE).await;
    let old = scene.token().await;
    let own = scene
        .command(&scene.ada, "reference/replace", &another("ada@example.org"))
        .await
        .expect(422);
    assert_eq!(
        own.json::<Value>()["errors"][0]["pointer"],
        "/reference_email"
    );
    scene
        .command(
            &scene.ada,
            "reference/replace",
            &another("olga@example.edu"),
        )
        .await
        .expect(200);
    for kind in [
        "reference_ended",
        "reference_changed",
        "reference_changed_for_review",
    ] {
        assert_eq!(scene.mails(kind).await, 1, "{kind}");
    }
    // The first person's invitation had not been sent yet, and is not any more.
    let queued =
        "SELECT count(*) AS n FROM outbox WHERE kind = 'reference_invited' AND state = 'queued'";
    assert_eq!(scene.server.number(queued).await, 1);
    let opened = scene
        .server
        .client()
        .post("/api/v1/reference-requests/open", &json!({ "token": old }))
        .await;
    assert_eq!(opened.expect(410).problem(), "link_ended");
    let case = scene.case().await;
    assert_eq!(
        (&case["flagged"], &case["references"][1]["current"]),
        (&json!(true), &json!(true))
    );
    // Whoever answers now was not looked at: a reviewer stands for them first.
    scene.answer("confirms").await.expect(200);
    assert_eq!(
        scene.case().await["accept_blockers"],
        json!(["reference_not_confirmed"])
    );
    scene
        .command(&scene.reviewer, "confirm-reference", &json!({}))
        .await
        .expect(200);
    scene
        .command(&scene.reviewer, "accept", &response_yes())
        .await
        .expect(200);
}

#[tokio::test]
async fn three_mails_a_day_go_to_references() {
    let scene = Scene::at(Position::RESPONSE).await;
    for _ in 0..2 {
        scene
            .command(&scene.ada, "reference/resend", &json!({}))
            .await
            .expect(200);
    }
    assert_eq!(scene.seen().await["reference"]["can_resend"], false);
    let answer = scene
        .command(&scene.reviewer, "reference/resend", &json!({}))
        .await
        .expect(409);
    assert_eq!(answer.json::<Value>()["refusal"], "too_many_mails");
    scene.server.clock.advance(Duration::hours(24));
    let reviewer = scene.server.sign_in(&scene.reviewer_id).await;
    scene
        .command(&reviewer, "reference/resend", &json!({}))
        .await
        .expect(200);
}
