//! Who works on a case, through the router.

use accede_api::work::{Claim, NextCase};
use accede_domain::account::Role;
use accede_domain::application::state::Position;
use accede_domain::review::claim::LEASE;
use accede_domain::time::Duration;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use super::crowd;
use crate::application::testing::{Scene, all_yes, form};
use crate::testing::{Client, TestAnswer, TestServer};

fn claim_path(id: &str) -> String {
    ["/api/v1/review/applications/", id, "/claim"].concat()
}

async fn claim(by: &Client, id: &str, take_over: bool) -> TestAnswer {
    by.post(&claim_path(id), &json!({ "take_over": take_over }))
        .await
}

async fn release(by: &Client, id: &str) {
    let path = ["/api/v1/review/applications/", id, "/release"].concat();
    by.post(&path, &json!({})).await.expect(204);
}

async fn next(by: &Client, query: &str, body: &Value) -> NextCase {
    let path = ["/api/v1/review/applications/next", query].concat();
    by.post(&path, body).await.expect(200).json()
}

/// A second reviewer of the scene.
async fn tom(scene: &Scene) -> Client {
    scene.server.person("tom", Role::Reviewer).await.1
}

#[tokio::test]
async fn a_claim_is_seen_by_all_renewed_by_its_holder_and_taken_over_on_purpose() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        let tom = tom(&scene).await;
        let begun: Claim = claim(&scene.reviewer, &scene.id, false)
            .await
            .expect(200)
            .json();
        let start = scene.server.state.now();
        assert_eq!(
            (begun.by.as_str(), begun.name.as_str(), begun.mine),
            ("rosa", "Ada Lovelace", true)
        );
        assert_eq!((begun.since, begun.until), (start, start.plus(LEASE)));
        scene.server.clock.advance(Duration::minutes(10));
        let renewed: Claim = claim(&scene.reviewer, &scene.id, false)
            .await
            .expect(200)
            .json();
        assert_eq!(
            (renewed.since, renewed.until),
            (start, scene.server.state.now().plus(LEASE))
        );
        // Whoever else wants it is told who has it, and until when.
        let refused = claim(&tom, &scene.id, false).await.expect(409);
        assert_eq!(refused.problem(), "claimed");
        let current = refused.json::<Value>()["current"].clone();
        assert_eq!(
            (&current["by"], &current["mine"]),
            (&json!("rosa"), &json!(false))
        );
        let path = ["/api/v1/review/applications/", &scene.id].concat();
        let case: Value = tom.get(&path).await.expect(200).json();
        assert_eq!(case["claim"], current);
        let queue = "/api/v1/review/applications";
        let listed: Value = tom.get(queue).await.expect(200).json();
        assert_eq!(listed["items"][0]["claim"], current);
        let own: Value = scene.reviewer.get(queue).await.expect(200).json();
        assert_eq!(own["items"][0]["claim"]["mine"], true);
        assert_eq!(
            (&case["commands"], &case["may_not_because"]),
            (&json!([]), &json!("claimed_by_another"))
        );
        // The administrator sees it too, and claims nothing.
        assert_eq!(
            scene.admin.get(&path).await.json::<Value>()["claim"]["by"],
            "rosa"
        );
        claim(&scene.admin, &scene.id, false).await.expect(403);
        let taken: Claim = claim(&tom, &scene.id, true).await.expect(200).json();
        assert_eq!(
            (taken.by.as_str(), taken.since),
            ("tom", scene.server.state.now())
        );
        let lost = claim(&scene.reviewer, &scene.id, false).await.expect(409);
        assert_eq!(lost.json::<Value>()["current"]["by"], "tom");
        // Letting go of what is not one's own changes nothing.
        release(&scene.reviewer, &scene.id).await;
        claim(&scene.reviewer, &scene.id, false).await.expect(409);
        release(&tom, &scene.id).await;
        claim(&scene.reviewer, &scene.id, false).await.expect(200);
        scene.server.clock.advance(LEASE);
        assert_eq!(scene.case().await.get("claim"), None);
        let listed: Value = tom.get(queue).await.expect(200).json();
        assert_eq!(listed["items"][0].get("claim"), None);
        claim(&tom, &scene.id, false).await.expect(200);
        let events =
            "SELECT count(*) AS n FROM audit_event WHERE concerns_account_id IS NULL AND action IN
            ('application.claim', 'application.take_over', 'application.release')";
        assert_eq!(scene.server.number(events).await, 5);
        assert_eq!(
            scene.server.number("SELECT count(*) AS n FROM claim").await,
            1
        );
    }
}

#[tokio::test]
async fn a_case_that_somebody_works_on_is_decided_by_them_alone() {
    let scene = Scene::at(Position::IDENTITY).await;
    let tom = tom(&scene).await;
    claim(&scene.reviewer, &scene.id, false).await.expect(200);
    let refused = scene.command(&tom, "confirm-identity", &all_yes()).await;
    assert_eq!(refused.expect(409).problem(), "claimed");
    assert_eq!(scene.position().await, Position::IDENTITY);
    claim(&tom, &scene.id, true).await.expect(200);
    let refused = scene
        .command(&scene.reviewer, "confirm-identity", &all_yes())
        .await
        .expect(409);
    let current = refused.json::<Value>()["current"].clone();
    assert_eq!(
        (&current["id"], &current["claim"]["by"]),
        (&json!(scene.id), &json!("tom"))
    );
    let version = scene.version().await;
    scene
        .command(&tom, "confirm-identity", &all_yes())
        .await
        .expect(200);
    // The decision let go of it; the other is told what was done, by whom.
    assert_eq!(
        scene.server.number("SELECT count(*) AS n FROM claim").await,
        0
    );
    let stale = scene
        .reviewer
        .post_if_match(&scene.path("confirm-identity"), &all_yes(), version)
        .await
        .expect(412);
    let timeline = stale.json::<Value>()["current"]["timeline"].clone();
    let last = timeline.as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["who"]),
        (&json!("identity_confirmed"), &json!("tom"))
    );
    let ended = scene.command(&scene.ada, "withdraw", &json!({})).await;
    ended.expect(200);
    let over = claim(&tom, &scene.id, false).await.expect(409);
    assert_eq!(over.json::<Value>()["refusal"], "not_from_here");
}

#[tokio::test]
async fn signing_out_lets_go_of_every_case() {
    let scene = Scene::at(Position::IDENTITY).await;
    claim(&scene.reviewer, &scene.id, false).await.expect(200);
    scene.reviewer.delete("/api/v1/session").await.expect(204);
    assert_eq!(
        scene.server.number("SELECT count(*) AS n FROM claim").await,
        0
    );
}

#[tokio::test]
async fn next_gives_the_oldest_that_is_free_and_honours_the_filters() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        crowd(&scene, 4).await;
        let tom = tom(&scene).await;
        let none = json!({});
        let first = next(&scene.reviewer, "", &none).await;
        assert_eq!(first.id.as_deref(), Some(scene.id.as_str()));
        assert!(first.claim.unwrap().mine);
        assert_eq!(next(&tom, "", &none).await.id.as_deref(), Some("p000"));
        let of_students = next(&tom, "?category=student&sort=newest", &none).await;
        assert_eq!(
            of_students.id.as_deref(),
            Some("p001"),
            "the oldest of the view"
        );
        assert_eq!(next(&tom, "?stage=final", &none).await.id, None);
        assert_eq!(
            next(&tom, "?q=p003", &none).await.id.as_deref(),
            Some("p003")
        );
        // Left and passed over: the next one, and the one left is free for others.
        let left = json!({ "leave": "p000", "passed": ["p000"] });
        assert_eq!(next(&tom, "", &left).await.id.as_deref(), Some("p002"));
        assert_eq!(
            next(&tom, "", &json!({ "passed": ["p000"] })).await.id,
            None
        );
        assert_eq!(
            next(&scene.reviewer, "", &none).await.id.as_deref(),
            Some("p000")
        );
        assert_eq!(next(&scene.reviewer, "", &none).await.id, None);
        let too_many = json!({ "passed": vec!["p"; 101] });
        let path = "/api/v1/review/applications/next";
        tom.post(path, &too_many).await.expect(400);
        tom.post(&[path, "?stage=nowhere"].concat(), &none)
            .await
            .expect(400);
        scene.ada.post(path, &none).await.expect(403);
    }
}

/// Gives an application a reference with this address.
async fn name_reference(server: &TestServer, application: &str, folded: &str) {
    server
        .execute(
            "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email,
                 email_folded, organisation, title, page_url, ended_at, created_at, updated_at)
             VALUES ($1, 1, $1, 9, 'replaced', '', '', '', $2, '', '', '', 1, 0, 0)",
            params![application, folded],
        )
        .await;
}

#[tokio::test]
async fn next_never_gives_a_case_in_which_one_has_a_part() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        crowd(&scene, 3).await;
        let (tom_id, tom) = scene.server.person("tom", Role::Reviewer).await;
        // Once named as reference on the oldest; the second one's applicant vouches for them; the third is their own.
        name_reference(&scene.server, &scene.id, "tom@example.org").await;
        scene
            .server
            .execute(
                "INSERT INTO application (id, version, account_id, state, form, snapshots, applicant_name, organisation,
                     country, researcher_category, created_at, updated_at)
                 VALUES ('toms', 1, $1, 'accepted', '{}', 1, '', '', '', '', 0, 0)",
                params![&tom_id],
            )
            .await;
        name_reference(&scene.server, "toms", "p000@example.org").await;
        scene
            .server
            .execute(
                "UPDATE application SET account_id = $1 WHERE id = 'p001'",
                params![&tom_id],
            )
            .await;
        let mut tx = scene.server.state.store.write().await.unwrap();
        accede_store::application_queue::refresh(&mut tx, &["p001".to_owned()], &[])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let given = next(&tom, "", &json!({})).await;
        assert_eq!(given.id.as_deref(), Some("p002"));
        assert_eq!(next(&tom, "", &json!({})).await.id, None);
        for (id, why) in [
            (scene.id.as_str(), "named_as_reference"),
            ("p000", "applicant_is_own_reference"),
            ("p001", "own_case"),
        ] {
            let refused = claim(&tom, id, true).await.expect(403);
            assert_eq!(refused.json::<Value>()["refusal"], why);
        }
        claim(&tom, "nowhere", false).await.expect(404);
    }
}

#[tokio::test]
async fn two_who_ask_at_once_never_get_the_same() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        crowd(&scene, 7).await;
        let mut asking = tokio::task::JoinSet::new();
        for number in 0..5 {
            let name = format!("rev{number}");
            let (_, client) = scene.server.person(&name, Role::Reviewer).await;
            for _ in 0..2 {
                let client = client.clone();
                asking.spawn(async move { next(&client, "", &json!({})).await.id });
            }
        }
        let mut given: Vec<String> = asking.join_all().await.into_iter().flatten().collect();
        given.sort();
        let count = given.len();
        given.dedup();
        assert_eq!(
            (count, given.len()),
            (8, 8),
            "each case once, ten asked for eight"
        );
    }
}
