//! The applicant's and the reviewers' commands, through the router.

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::{
    ActorRole, ApplicationState, CommandKind, Position, TABLE,
};
use accede_domain::time::Duration;
use accede_store::Dialect;
use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::account::testing::{PASSPHRASE, mail};
use crate::application::testing::{
    Scene, TEXT, all_yes, another, comment, form, rejection, response_yes,
};
use crate::testing::{Client, TestServer, uuid};

/// A command's path, its role, and a body with everything it must have.
fn commands() -> Vec<(CommandKind, ActorRole, &'static str, Value)> {
    use ActorRole::{Administrator, Applicant, Reviewer};
    use CommandKind as Do;
    vec![
        (Do::Submit, Applicant, "submit", json!({})),
        (Do::Withdraw, Applicant, "withdraw", json!({})),
        (
            Do::ReplaceReference,
            Applicant,
            "reference/replace",
            another("olga@example.edu"),
        ),
        (
            Do::ResendReference,
            Applicant,
            "reference/resend",
            json!({}),
        ),
        (Do::ConfirmIdentity, Reviewer, "confirm-identity", all_yes()),
        (
            Do::InviteReference,
            Reviewer,
            "invite-reference",
            json!({ "message": "" }),
        ),
        (
            Do::SkipReference,
            Reviewer,
            "skip-reference",
            json!({ "reason": "Known to us." }),
        ),
        (Do::ReturnForChanges, Reviewer, "return", comment()),
        (Do::Accept, Reviewer, "accept", response_yes()),
        (Do::Reject, Reviewer, "reject", rejection()),
        (
            Do::Revoke,
            Administrator,
            "revoke",
            json!({ "reason": "It was shared." }),
        ),
    ]
}

mod transitions;

const POSITIONS: &[Position] = &[
    Position::DRAFT,
    Position::IDENTITY,
    Position::REFERENCE,
    Position::RESPONSE,
    Position::FINAL,
    Position::RETURNED,
    Position::ACCEPTED,
    Position::REJECTED,
    Position::WITHDRAWN,
    Position::REVOKED,
];

#[tokio::test]
async fn each_command_is_carried_out_from_the_positions_of_the_table_and_refused_from_all_others() {
    for &position in POSITIONS {
        for (kind, role, path, body) in commands() {
            let scene = Scene::at(position).await;
            let by = match role {
                ActorRole::Applicant => &scene.ada,
                ActorRole::Reviewer => &scene.reviewer,
                _ => &scene.admin,
            };
            let row = TABLE
                .iter()
                .find(|row| row.command == kind && row.by == role && row.from.contains(&position));
            let answer = scene.command(by, path, &body).await;
            let case = format!("{path} at {position:?}: {}", answer.text());
            // A draft is nobody's but the applicant's: for staff it is not there.
            let hidden = position == Position::DRAFT && role != ActorRole::Applicant;
            let refusal = if hidden {
                "not_found"
            } else {
                "not_possible_now"
            };
            if row.is_some() {
                assert_eq!(answer.status, 200, "{case}");
            } else {
                assert_eq!(scene.position().await, position, "{case}");
                assert_eq!(answer.problem(), refusal, "{case}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_else_can_give_a_command() {
    let scene = Scene::at(Position::FINAL).await;
    let (_, stranger) = scene.server.person("stranger", Role::Researcher).await;
    let visitor = scene.server.client();
    for (kind, role, path, body) in commands() {
        let expected: [(&str, &Client, u16); 4] = match role {
            ActorRole::Applicant => [
                ("visitor", &visitor, 401),
                ("stranger", &stranger, 404),
                // A reviewer sends the request to a reference again, too; from here nobody does.
                (
                    "reviewer",
                    &scene.reviewer,
                    if kind == CommandKind::ResendReference {
                        409
                    } else {
                        404
                    },
                ),
                ("administrator", &scene.admin, 404),
            ],
            ActorRole::Reviewer => [
                ("visitor", &visitor, 401),
                ("stranger", &stranger, 403),
                ("applicant", &scene.ada, 403),
                ("administrator", &scene.admin, 403),
            ],
            _ => [
                ("visitor", &visitor, 401),
                ("stranger", &stranger, 403),
                ("applicant", &scene.ada, 403),
                ("reviewer", &scene.reviewer, 403),
            ],
        };
        for (who, client, status) in expected {
            let answer = scene.command(client, path, &body).await;
            assert_eq!(
                answer.status,
                status,
                "{path} by the {who}: {}",
                answer.text()
            );
        }
    }
    assert_eq!(scene.position().await, Position::FINAL);
}

#[tokio::test]
async fn a_stale_command_is_refused_with_what_is_there_now() {
    for (kind, role, path, body) in commands() {
        let row = TABLE
            .iter()
            .find(|row| row.command == kind && row.by == role)
            .unwrap();
        let scene = Scene::at(row.from[0]).await;
        let by = match role {
            ActorRole::Applicant => &scene.ada,
            ActorRole::Reviewer => &scene.reviewer,
            _ => &scene.admin,
        };
        let version = scene.version().await;
        let answer = by
            .post_if_match(&scene.path(path), &body, version - 1)
            .await
            .expect(412);
        assert_eq!(
            answer.json::<Value>()["current"]["version"],
            version,
            "{path}"
        );
        let without = by.post(&scene.path(path), &body).await;
        assert_eq!(without.expect(428).problem(), "version_required", "{path}");
    }
}

#[tokio::test]
async fn a_repeated_command_is_carried_out_once() {
    let scene = Scene::new().await;
    let (key, version) = (uuid(), scene.version().await);
    let send = || async {
        let request = scene.ada.request(Method::POST, &scene.path("submit"));
        let request = request
            .header("idempotency-key", &key)
            .header(header::IF_MATCH, format!("\"{version}\""));
        scene.ada.send_json(request, &json!({})).await.expect(200)
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.body, second.body);
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(scene.mails("application_received").await, 1);
    assert_eq!(
        scene
            .server
            .number("SELECT count(*) AS n FROM application_snapshot")
            .await,
        1
    );
}

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
