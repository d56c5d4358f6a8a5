//! Decisions that wait, are undone, or do not happen, through the router.

use std::sync::Arc;

use accede_api::page::List;
use accede_api::work::Decision;
use accede_domain::account::Role;
use accede_domain::application::state::{CommandKind, Position, TABLE};
use accede_domain::review::decision::DecisionState;
use accede_domain::time::Duration;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use crate::application::testing::{
    Scene, all_yes, another, comment, form, rejection, response_yes,
};
use crate::state::{AppState, Seams};
use crate::testing::Client;

const UNDO: &[(&str, &str)] = &[("decision_undo_seconds", "10")];
/// Everything that the applicant can read.
const READS: &[&str] = &[
    "/api/v1/applications",
    "/api/v1/dashboard",
    "/api/v1/account/export",
    "/api/v1/account/events",
    "/api/v1/trainings",
];

async fn scene(dialect: Dialect, position: Position) -> Scene {
    let scene = Scene::with(dialect, UNDO, form()).await;
    scene.go_to(position).await;
    scene
}

/// What staff decide: the path, from where, and a body with everything it must have.
fn decisions() -> Vec<(CommandKind, &'static str, Value)> {
    use CommandKind as Do;
    vec![
        (Do::ConfirmIdentity, "confirm-identity", all_yes()),
        (
            Do::InviteReference,
            "invite-reference",
            json!({ "message": "" }),
        ),
        (
            Do::SkipReference,
            "skip-reference",
            json!({ "reason": "Known to us." }),
        ),
        (Do::ReturnForChanges, "return", comment()),
        (Do::Accept, "accept", response_yes()),
        (Do::Reject, "reject", rejection()),
        (Do::Revoke, "revoke", json!({ "reason": "It was shared." })),
    ]
}

/// All of it but what comes of reading: that is an event too, and so is a reviewer's look at the case.
async fn what_the_applicant_reads(scene: &Scene) -> Vec<String> {
    let mut read = Vec::new();
    for path in READS {
        let mut answer: Value = scene.ada.get(path).await.expect(200).json();
        without_looks(&mut answer);
        read.push([path, " ", &answer.to_string()].concat());
    }
    let path = ["/api/v1/applications/", &scene.id].concat();
    let own = scene.ada.get(&path).await.expect(200);
    read.push([own.header("etag"), own.text()].concat());
    read
}

fn without_looks(answer: &mut Value) {
    for name in ["made_at", "sessions", "total"] {
        if let Some(whole) = answer.as_object_mut() {
            whole.remove(name);
        }
    }
    for name in ["items", "events"] {
        if let Some(Value::Array(list)) = answer.get_mut(name) {
            let looks = [json!("account.export"), json!("application.view")];
            list.retain(|event| {
                event
                    .get("action")
                    .is_none_or(|action| !looks.contains(action))
            });
        }
    }
}

/// What differs between two readings.
fn learned(before: &[String], after: &[String]) -> Vec<(String, String)> {
    let both = before.iter().zip(after);
    both.filter(|(old, new)| old != new)
        .map(|(old, new)| (old.clone(), new.clone()))
        .collect()
}

async fn open_of(client: &Client) -> Vec<Decision> {
    let answer = client.get("/api/v1/review/decisions").await.expect(200);
    answer.json::<List<Decision>>().items
}

async fn undo(client: &Client, id: &str) -> crate::testing::TestAnswer {
    let path = ["/api/v1/review/decisions/", id, "/undo"].concat();
    client.post(&path, &json!({})).await
}

async fn decision_of(scene: &Scene) -> Decision {
    serde_json::from_value(scene.case().await["decision"].clone()).unwrap()
}

#[tokio::test]
async fn each_decision_waits_for_its_time_and_the_applicant_learns_nothing_of_it_before() {
    for (kind, path, body) in decisions() {
        let row = TABLE.iter().find(|row| row.command == kind).unwrap();
        let from = row.from[0];
        let scene = scene(Dialect::Sqlite, from).await;
        let by = match kind {
            CommandKind::Revoke => &scene.admin,
            _ => &scene.reviewer,
        };
        // The morning's digest says how much waits, and goes out whatever is decided.
        let mails = "SELECT count(*) AS n FROM outbox WHERE kind <> 'daily_digest'";
        let (before, sent) = (
            what_the_applicant_reads(&scene).await,
            scene.server.number(mails).await,
        );
        let answer = scene.command(by, path, &body).await.expect(200);
        let case: Value = answer.json();
        let decision: Decision = serde_json::from_value(case["decision"].clone()).unwrap();
        assert_eq!(decision.command, kind.as_str());
        let now = scene.server.state.now();
        assert_eq!(
            (decision.state, decision.takes_effect_at),
            (DecisionState::Pending, now.plus(Duration::seconds(10)))
        );
        assert!(decision.may_undo && decision.mine);
        assert_eq!(case["may_not_because"], "decision_pending", "{path}");
        scene.server.clock.advance(Duration::seconds(9));
        scene.server.run_jobs().await;
        assert_eq!(scene.position().await, from, "{path}");
        assert_eq!(scene.server.number(mails).await, sent, "{path}");
        let after = what_the_applicant_reads(&scene).await;
        assert_eq!(learned(&before, &after), [], "{path}");
        scene.server.clock.advance(Duration::seconds(1));
        scene.server.run_jobs().await;
        assert_ne!(scene.position().await, from, "{path}");
        assert_eq!(open_of(by).await, [], "{path}");
        let kept = "SELECT count(*) AS n FROM decision WHERE content IS NOT NULL";
        assert_eq!(
            scene.server.number(kept).await,
            0,
            "the words stand on the case now"
        );
    }
}

#[tokio::test]
async fn what_takes_effect_is_told_and_audited_as_the_reviewers_doing() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = scene(dialect, Position::FINAL).await;
        let taken = scene
            .command(&scene.reviewer, "accept", &response_yes())
            .await
            .expect(200);
        let request = taken.header("x-request-id").to_owned();
        scene.server.clock.advance(Duration::seconds(30));
        scene.server.run_jobs().await;
        assert_eq!(scene.position().await, Position::ACCEPTED);
        assert_eq!(scene.mails("application_accepted").await, 1);
        let last = scene.case().await["timeline"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        assert_eq!(
            (&last["kind"], &last["who"], &last["at"]),
            (
                &json!("accepted"),
                &json!("rosa"),
                &json!(scene.server.state.now())
            )
        );
        let mut tx = scene.server.state.store.read().await.unwrap();
        let rows = tx
            .fetch_all(
                "SELECT action, request_id, concerns_account_id FROM audit_event
                 WHERE actor_id = $1 AND action IN ('application.decide', 'application.accept') ORDER BY at, id",
                params![&scene.reviewer_id],
            )
            .await
            .unwrap();
        let rows: Vec<_> = rows.iter().rev().take(2).collect();
        assert_eq!(rows[1].text("action").unwrap(), "application.decide");
        assert_eq!(rows[1].opt_text("concerns_account_id").unwrap(), None);
        assert_eq!(rows[0].text("action").unwrap(), "application.accept");
        for row in rows {
            assert_eq!(row.text("request_id").unwrap(), request);
        }
    }
}

#[tokio::test]
async fn a_decision_that_is_undone_never_was() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = scene(dialect, Position::IDENTITY).await;
        let (_, tom) = scene.server.person("tom", Role::Reviewer).await;
        // That staff looked is told, once a day; nothing else may be.
        scene.case().await;
        let before = what_the_applicant_reads(&scene).await;
        scene
            .command(&scene.reviewer, "return", &comment())
            .await
            .expect(200);
        let taken = decision_of(&scene).await;
        assert_eq!(open_of(&scene.reviewer).await, std::slice::from_ref(&taken));
        assert_eq!(open_of(&tom).await, []);
        let refused = undo(&tom, &taken.id).await.expect(403);
        assert_eq!(refused.json::<Value>()["refusal"], "not_your_decision");
        undo(&tom, "nothing").await.expect(404);
        let undone: Decision = undo(&scene.reviewer, &taken.id).await.expect(200).json();
        assert_eq!(undone.state, DecisionState::Undone);
        // What was written comes back to whoever wrote it.
        assert_eq!(undone.comments[0].text, "Say how it is kept.");
        assert_eq!(undone.text.as_deref(), Some("Nearly."));
        scene.server.clock.advance(Duration::minutes(1));
        scene.server.run_jobs().await;
        assert_eq!(scene.position().await, Position::IDENTITY);
        assert_eq!(scene.mails("application_returned").await, 0);
        let after = what_the_applicant_reads(&scene).await;
        assert_eq!(learned(&before, &after), []);
        let case = scene.case().await;
        assert_eq!(case.get("decision"), None);
        assert_eq!(case["claim"]["by"], "rosa", "it is theirs again");
        let last = case["timeline"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&last["kind"], &last["text"]),
            (&json!("decision_undone"), &json!("return_for_changes"))
        );
        assert_eq!(
            undo(&scene.reviewer, &taken.id)
                .await
                .expect(409)
                .json::<Value>()["refusal"],
            "decision_over"
        );
        let events = "SELECT count(*) AS n FROM audit_event
            WHERE action IN ('application.decide', 'application.decision_undone') AND concerns_account_id IS NULL";
        assert_eq!(scene.server.number(events).await, 2);
        // Decided again, differently.
        scene
            .command(&scene.reviewer, "confirm-identity", &all_yes())
            .await
            .expect(200);
        scene.server.let_decisions_take_effect().await;
        assert_eq!(scene.position().await, Position::REFERENCE);
        let late = scene
            .server
            .number("SELECT count(*) AS n FROM decision WHERE state = 'carried_out'")
            .await;
        assert_eq!(late, 1);
    }
}

#[tokio::test]
async fn a_second_decision_is_refused_with_who_decided_what() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = scene(dialect, Position::IDENTITY).await;
        let (_, tom) = scene.server.person("tom", Role::Reviewer).await;
        scene
            .command(&scene.reviewer, "reject", &rejection())
            .await
            .expect(200);
        for second in [&tom, &scene.reviewer] {
            let refused = scene.command(second, "confirm-identity", &all_yes()).await;
            let refused = refused.expect(409);
            assert_eq!(refused.problem(), "decision_pending");
            let current = refused.json::<Value>()["current"].clone();
            assert_eq!(
                (
                    &current["decision"]["by"],
                    &current["decision"]["command"],
                    &current["commands"]
                ),
                (&json!("rosa"), &json!("reject"), &json!([]))
            );
        }
        // What was written is for whoever wrote it, until it stands on the case.
        let seen: Value = tom
            .get(&["/api/v1/review/applications/", &scene.id].concat())
            .await
            .json();
        assert_eq!(seen["decision"].get("text"), None);
        // It is no next case for anybody.
        let path = "/api/v1/review/applications/next";
        assert_eq!(
            tom.post(path, &json!({})).await.expect(200).json::<Value>(),
            json!({})
        );
        let version = scene.version().await;
        scene.server.let_decisions_take_effect().await;
        let late = tom
            .post_if_match(&scene.path("confirm-identity"), &all_yes(), version)
            .await;
        assert_eq!(
            late.expect(412).json::<Value>()["current"]["state"],
            "rejected"
        );
    }
}

#[tokio::test]
async fn two_decisions_at_once_are_one() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = scene(dialect, Position::IDENTITY).await;
        let (_, tom) = scene.server.person("tom", Role::Reviewer).await;
        let (yes, no) = (all_yes(), rejection());
        let (one, other) = tokio::join!(
            scene.command(&scene.reviewer, "confirm-identity", &yes),
            scene.command(&tom, "reject", &no)
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(
            scene
                .server
                .number("SELECT count(*) AS n FROM decision WHERE state = 'pending'")
                .await,
            1
        );
    }
}

#[tokio::test]
async fn what_changed_in_between_is_not_decided_and_the_reviewer_is_told() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = scene(dialect, Position::IDENTITY).await;
        scene
            .command(&scene.reviewer, "confirm-identity", &all_yes())
            .await
            .expect(200);
        scene
            .command(
                &scene.ada,
                "reference/replace",
                &another("olga@example.edu"),
            )
            .await
            .expect(200);
        scene.server.let_decisions_take_effect().await;
        assert_eq!(scene.position().await, Position::IDENTITY);
        let case = scene.case().await;
        assert_eq!(
            (&case["decision"]["state"], &case["decision"]["why"]),
            (&json!("not_carried_out"), &json!("stale"))
        );
        assert!(
            case["commands"]
                .as_array()
                .unwrap()
                .contains(&json!("confirm_identity"))
        );
        let last = case["timeline"].as_array().unwrap().last().unwrap();
        assert_eq!(last["kind"], "decision_not_carried_out");
        let open = open_of(&scene.reviewer).await;
        assert_eq!(open[0].why.as_deref(), Some("stale"));
        let put_away = ["/api/v1/review/decisions/", &open[0].id, "/dismiss"].concat();
        scene.reviewer.post(&put_away, &json!({})).await.expect(204);
        assert_eq!(open_of(&scene.reviewer).await, []);
        // It is said on the case until somebody decides anew.
        assert_eq!(scene.case().await["decision"]["why"], "stale");
        scene
            .decide(&scene.reviewer, "confirm-identity", &all_yes())
            .await
            .expect(200);
        assert_eq!(scene.position().await, Position::REFERENCE);
        assert_eq!(scene.case().await.get("decision"), None);
    }
}

#[tokio::test]
async fn whoever_is_no_reviewer_any_more_has_decided_nothing() {
    let scene = scene(Dialect::Sqlite, Position::IDENTITY).await;
    scene
        .command(&scene.reviewer, "reject", &rejection())
        .await
        .expect(200);
    scene
        .server
        .execute(
            "UPDATE account SET role = 'researcher' WHERE id = $1",
            params![&scene.reviewer_id],
        )
        .await;
    scene.server.let_decisions_take_effect().await;
    assert_eq!(scene.position().await, Position::IDENTITY);
    let why = "SELECT count(*) AS n FROM decision WHERE state = 'not_carried_out' AND refusal = 'not_yours'";
    assert_eq!(scene.server.number(why).await, 1);
}

#[tokio::test]
async fn a_restart_in_between_loses_nothing() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = scene(dialect, Position::IDENTITY).await;
        scene
            .command(&scene.reviewer, "confirm-identity", &all_yes())
            .await
            .expect(200);
        scene.server.clock.advance(Duration::hours(1));
        let seams = Seams {
            clock: scene.server.clock.clone(),
            ..Seams::default()
        };
        let restarted = AppState::open(scene.server.state.config.clone(), seams)
            .await
            .unwrap();
        let jobs: Vec<Arc<dyn crate::jobs::Job>> = vec![Arc::new(crate::jobs::Decisions)];
        crate::jobs::run_due(&restarted, &jobs).await.unwrap();
        assert_eq!(scene.position().await, Position::REFERENCE);
        restarted.store.close().await;
    }
}

#[tokio::test]
async fn what_would_be_refused_at_once_is_refused_when_it_is_decided() {
    let scene = scene(Dialect::Sqlite, Position::IDENTITY).await;
    let unanswered = json!({ "checklist": {} });
    scene
        .command(&scene.reviewer, "confirm-identity", &unanswered)
        .await
        .expect(422);
    let unknown = json!({ "template": "none", "comment": "x" });
    scene
        .command(&scene.reviewer, "reject", &unknown)
        .await
        .expect(422);
    scene
        .command(&scene.reviewer, "accept", &response_yes())
        .await
        .expect(409);
    assert_eq!(
        scene
            .server
            .number("SELECT count(*) AS n FROM decision WHERE state = 'pending'")
            .await,
        0
    );
}

#[tokio::test]
async fn words_that_came_to_nothing_are_forgotten_after_a_month() {
    let scene = scene(Dialect::Sqlite, Position::IDENTITY).await;
    scene
        .command(&scene.reviewer, "return", &comment())
        .await
        .expect(200);
    undo(&scene.reviewer, &decision_of(&scene).await.id)
        .await
        .expect(200);
    let kept = "SELECT count(*) AS n FROM decision WHERE content IS NOT NULL";
    scene.server.clock.advance(Duration::days(29));
    scene.server.run_jobs().await;
    assert_eq!(scene.server.number(kept).await, 1);
    scene.server.clock.advance(Duration::days(2));
    scene.server.run_jobs().await;
    assert_eq!(scene.server.number(kept).await, 0);
}

#[tokio::test]
async fn a_decision_that_cannot_be_read_any_more_ends_and_says_so() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        for content in [Some("{\"kind\":\"of_a_later_release\"}"), None] {
            let scene = scene(dialect, Position::IDENTITY).await;
            scene
                .command(&scene.reviewer, "reject", &rejection())
                .await
                .expect(200);
            scene
                .server
                .execute("UPDATE decision SET content = $1", params![content])
                .await;
            scene.server.let_decisions_take_effect().await;
            assert_eq!(scene.position().await, Position::IDENTITY);
            let case = scene.case().await;
            assert_eq!(
                (&case["decision"]["state"], &case["decision"]["why"]),
                (&json!("not_carried_out"), &json!("decision_unreadable"))
            );
            // The case is free for another decision, and nothing is due any more.
            scene
                .decide(&scene.reviewer, "confirm-identity", &all_yes())
                .await
                .expect(200);
            assert_eq!(scene.position().await, Position::REFERENCE);
        }
    }
}
