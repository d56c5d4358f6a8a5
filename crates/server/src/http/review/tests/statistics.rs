//! What is counted of the work, and what whoever waits is told of it, through the router.

use accede_domain::account::Role;
use accede_domain::application::state::Position;
use accede_domain::time::{Duration, Timestamp};
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use super::another;
use crate::application::testing::{Scene, form};

const PATH: &str = "/api/v1/review/statistics";

/// A visit of the first stage that ended at a moment, after so long.
async fn visit(scene: &Scene, ended_at: Timestamp, took: Duration, withdrawn: bool) {
    let id = scene.server.state.ids.id(ended_at);
    scene
        .server
        .execute(
            "INSERT INTO stage_visit (id, application_id, stage, entered_at, left_at, withdrawn)
             VALUES ($1, $2, 'identity', $3, $4, $5)",
            params![id, &scene.id, ended_at.minus(took), ended_at, withdrawn],
        )
        .await;
}

/// Lets the job count again.
async fn count(scene: &Scene) {
    scene.server.clock.advance(Duration::minutes(15));
    scene.server.run_jobs().await;
}

#[tokio::test]
async fn whoever_waits_is_told_how_long_a_step_takes_once_twenty_have_ended() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        let now = scene.server.state.now();
        for hours in 1..20 {
            visit(&scene, now, Duration::hours(hours), false).await;
        }
        // None of these says how long it takes now.
        visit(&scene, now, Duration::days(80), true).await;
        let long_ago = now.minus(Duration::days(91));
        visit(&scene, long_ago, Duration::days(80), false).await;
        count(&scene).await;
        let waiting = scene.seen().await["waiting"].clone();
        assert_eq!(
            (&waiting["on"], &waiting["place"], waiting.get("takes")),
            (&json!("reviewer"), &json!(1), None)
        );
        visit(&scene, now, Duration::hours(20), false).await;
        count(&scene).await;
        let takes = json!({ "median_seconds": 10 * 3600, "p90_seconds": 18 * 3600 });
        assert_eq!(scene.seen().await["waiting"]["takes"], takes);
        let dashboard: Value = scene.ada.get("/api/v1/dashboard").await.expect(200).json();
        assert_eq!(dashboard["waiting"]["takes"], takes);
        // The mail that says "received" says the same.
        another(&scene, "bea", form(), Position::IDENTITY).await;
        let waits = "SELECT count(*) AS n FROM outbox WHERE kind = 'application_received' AND message LIKE '%\"median_days\":1,%'";
        assert_eq!(scene.server.number(waits).await, 1);
        // Staff are signed out after a while of nothing.
        let reviewer = scene.server.sign_in(&scene.reviewer_id).await;
        let statistics: Value = reviewer.get(PATH).await.expect(200).json();
        assert_eq!(
            statistics["steps"],
            json!([{ "step": "identity", "samples": 20, "median_seconds": 36_000, "p90_seconds": 64_800 }])
        );
    }
}

#[tokio::test]
async fn the_funnel_the_ages_and_the_work_are_counted() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::ACCEPTED).await;
        another(&scene, "bea", form(), Position::REJECTED).await;
        another(&scene, "cem", form(), Position::RESPONSE).await;
        another(&scene, "dora", form(), Position::WITHDRAWN).await;
        another(&scene, "egon", form(), Position::RETURNED).await;
        // A draft is no application yet.
        another(&scene, "finn", form(), Position::DRAFT).await;
        // Whose reference answered early never stayed at that stage, and came past it all the same.
        scene
            .server
            .execute(
                "DELETE FROM stage_visit WHERE stage = 'reference'",
                params![],
            )
            .await;
        scene.server.clock.advance(Duration::days(4));
        count(&scene).await;
        let reviewer = scene.server.sign_in(&scene.reviewer_id).await;
        let seen: Value = reviewer.get(PATH).await.expect(200).json();
        assert_eq!(
            seen["reached"],
            json!([
                { "stage": "identity", "count": 5 }, { "stage": "reference", "count": 2 },
                { "stage": "response", "count": 2 }, { "stage": "final", "count": 1 },
                { "stage": "returned", "count": 1 },
            ])
        );
        assert_eq!(
            ["submitted", "accepted", "rejected", "given_up"].map(|name| seen[name].as_i64()),
            [Some(5), Some(1), Some(1), Some(1)]
        );
        let ages = |stage: usize| seen["ages"][stage].clone();
        assert_eq!(
            ages(2),
            json!({ "stage": "response", "counts": [0, 0, 1, 0, 0, 0] })
        );
        assert_eq!(
            ages(0),
            json!({ "stage": "identity", "counts": [0, 0, 0, 0, 0, 0] })
        );
        // How much somebody decided is for administrators.
        assert_eq!(seen.get("workload"), None);
        let (_, admin) = scene.server.person("ben", Role::Administrator).await;
        let seen: Value = admin.get(PATH).await.expect(200).json();
        assert_eq!(
            seen["workload"],
            json!([{
                "by": "rosa", "name": "Ada Lovelace", "applications": 7, "returned": 1, "accepted": 1, "rejected": 1,
                "trainings": 0,
            }])
        );
        let ada = scene.server.sign_in(&scene.ada_id).await;
        ada.get(PATH).await.expect(403);
    }
}

#[tokio::test]
async fn before_the_first_count_there_is_nothing_and_reading_it_costs_the_same_whatever_there_is() {
    let scene = Scene::new().await;
    let seen: Value = scene.reviewer.get(PATH).await.expect(200).json();
    assert_eq!((seen.get("counted_at"), &seen["steps"]), (None, &json!([])));
    count(&scene).await;
    let seen: Value = scene.reviewer.get(PATH).await.expect(200).json();
    assert_eq!(seen["counted_at"], json!(scene.server.state.now()));
    let mut tx = scene.server.state.store.read().await.unwrap();
    crate::review::figures::statistics(&mut tx, true)
        .await
        .unwrap();
    assert_eq!(tx.statements(), 2);
}
