//! What reviewers see and may decide.

use accede_api::page::Page;
use accede_api::training::{DecideTraining, Training, TrainingCase, TrainingQueueItem};
use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_store::{Dialect, params};
use axum::http::Method;
use serde_json::{Value, json};

use super::{decide, first_error, mine, png, send, upload, yes};
use crate::testing::{Client, TestServer};

#[tokio::test]
async fn reviewers_look_at_pictures_of_pages() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, reviewer) = server.person("rev", Role::Reviewer).await;
    let sent = upload(&ada).await;
    let page = |n: &str| format!("/api/v1/review/trainings/{}/pages/{n}", sent.id);
    for n in ["1", "2"] {
        let drawn = reviewer.get(&page(n)).await.expect(200);
        assert_eq!(drawn.header("content-type"), "image/png");
        assert!(drawn.body.starts_with(b"\x89PNG"));
        let again = reviewer
            .request(Method::GET, &page(n))
            .header("if-none-match", drawn.header("etag"));
        assert_eq!(reviewer.send(again).await.status, 304);
    }
    for n in ["0", "3", "4294967296", "-1", "x"] {
        assert_eq!(reviewer.get(&page(n)).await.problem(), "not_found", "{n}");
    }
    assert_eq!(ada.get(&page("1")).await.problem(), "forbidden");
    let (_, bob) = server.person("bob", Role::Researcher).await;
    let picture = send(&bob, png()).await.expect(201).json::<Training>();
    let page = format!("/api/v1/review/trainings/{}/pages/1", picture.id);
    let shown = reviewer.get(&page).await.expect(200);
    assert_eq!(shown.header("content-type"), "image/png");
    let looks = "SELECT count(*) AS n FROM audit_event WHERE action = 'training.view_page'";
    assert_eq!(server.number(looks).await, 3);
}

#[tokio::test]
async fn nobody_decides_who_may_not() {
    let server = TestServer::start().await;
    let (ada_id, ada) = server.person("ada", Role::Researcher).await;
    let (rev_id, reviewer) = server.person("rev", Role::Reviewer).await;
    let (_, admin) = server.person("adm", Role::Administrator).await;
    let sent = upload(&ada).await;
    for client in [&ada, &admin] {
        assert_eq!(
            decide(client, &sent, "accept", &yes()).await.problem(),
            "forbidden"
        );
    }
    assert_eq!(
        ada.get("/api/v1/review/trainings").await.problem(),
        "forbidden"
    );
    let own = upload(&reviewer).await;
    let refused = decide(&reviewer, &own, "accept", &yes()).await;
    assert_eq!(refused.problem(), "forbidden");
    assert!(refused.text().contains("own_case"));
    let queue = reviewer.get("/api/v1/review/trainings").await.expect(200);
    assert_eq!(
        queue.json::<Page<TrainingQueueItem>>().items.len(),
        1,
        "their own is not in it"
    );
    let mut half = yes();
    half.checklist.hipaa_complete = None;
    let refused = decide(&reviewer, &sent, "accept", &half).await;
    assert_eq!(
        first_error(&refused),
        ("/checklist".into(), "checklist_unanswered".into())
    );
    let old = DecideTraining {
        completed_on: accede_domain::time::Date::parse("2020-01-01"),
        ..yes()
    };
    let refused = decide(&reviewer, &sent, "accept", &old).await;
    assert_eq!(
        first_error(&refused),
        ("/completed_on".into(), "date_too_old".into())
    );
    let path = format!("/api/v1/trainings/{}/accept", sent.id);
    assert_eq!(
        reviewer.post(&path, &yes()).await.problem(),
        "version_required"
    );
    let nothing = "/api/v1/trainings/01ARZ3NDEKTSV4RRFFQ69G5FAV/accept";
    assert_eq!(
        reviewer.post_if_match(nothing, &yes(), 1).await.problem(),
        "not_found"
    );
    name_as_reference(&server, &ada_id, "rev@example.org").await;
    bars(&reviewer, &sent, "named_as_reference").await;
    server
        .execute("DELETE FROM reference_request", params![])
        .await;
    name_as_reference(&server, &rev_id, "ada@example.org").await;
    bars(&reviewer, &sent, "applicant_is_own_reference").await;
}

/// An application of this person with a reference of this address.
async fn name_as_reference(server: &TestServer, account_id: &str, address: &str) {
    let (now, ids) = (server.state.now(), &server.state.ids);
    server.give_credential(account_id).await;
    server
        .execute(
            "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email,
                 email_folded, organisation, title, page_url, created_at, updated_at)
             SELECT $1, 1, id, 1, 'nominated', 'supervisor', 'N', $2, $2, 'O', 'T', '', $3, $3
             FROM application WHERE account_id = $4",
            params![ids.id(now), address, now, account_id],
        )
        .await;
}

async fn bars(reviewer: &Client, sent: &Training, why: &str) {
    let case = format!("/api/v1/review/trainings/{}", sent.id);
    let case = reviewer.get(&case).await.expect(200).json::<TrainingCase>();
    assert!(!case.may_decide);
    assert_eq!(case.may_not_because.as_deref(), Some(why));
    let refused = decide(reviewer, sent, "accept", &yes()).await;
    assert!(refused.text().contains(why), "{}", refused.text());
}

#[tokio::test]
async fn the_queue_is_walked_searched_and_read_in_few_statements() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let (_, reviewer) = server.person("rev", Role::Reviewer).await;
        for name in ["ada", "bob", "cyd", "dan", "eve"] {
            let (_, client) = server.person(name, Role::Researcher).await;
            upload(&client).await;
            server.clock.advance(Duration::minutes(1));
        }
        let read = async |query: &str| {
            let path = format!("/api/v1/review/trainings?{query}");
            let page = reviewer.get(&path).await.expect(200);
            page.json::<Page<TrainingQueueItem>>()
        };
        let names = |page: &Page<TrainingQueueItem>| {
            let all = page.items.iter().map(|of| of.user_name.clone());
            all.collect::<Vec<_>>().join(" ")
        };
        let first = read("limit=2").await;
        assert_eq!((names(&first).as_str(), first.total.count), ("ada bob", 5));
        let next = read(&format!("limit=2&after={}", first.next.unwrap())).await;
        assert_eq!(names(&next), "cyd dan");
        let back = read(&format!("limit=2&before={}", next.prev.unwrap())).await;
        assert_eq!(names(&back), "ada bob");
        assert_eq!(names(&read("sort=newest&limit=2").await), "eve dan");
        let by_name = read("sort=name&limit=3").await;
        let rest = read(&format!("sort=name&after={}", by_name.next.unwrap())).await;
        assert_eq!(by_name.items.len() + rest.items.len(), 5);
        assert_eq!(names(&read("q=CY").await), "cyd");
        assert_eq!(read("q=lovelace").await.items.len(), 5);
        assert_eq!(read("q=zzyzx").await.items.len(), 0);
        assert_eq!(read("state=accepted").await.items.len(), 0);
        for odd in ["state=x", "sort=x", "limit=0", "after=x", "x=1", "q=%00"] {
            let path = format!("/api/v1/review/trainings?{odd}");
            assert_eq!(
                reviewer.get(&path).await.problem(),
                "malformed_request",
                "{odd}"
            );
        }
        let arrived = async || {
            let path = "/api/v1/review/summary";
            let summary: serde_json::Value = reviewer.get(path).await.expect(200).json();
            summary["trainings_arrived"].as_i64().unwrap()
        };
        assert_eq!(arrived().await, 5);
        let facets = async |query: &str| {
            let before = server.state.store.statements();
            let path = format!("/api/v1/review/trainings/facets?{query}");
            reviewer.get(&path).await.expect(200);
            server.state.store.statements() - before
        };
        assert!(facets("").await <= 2);
        assert!(facets("q=lovelace&age=late").await <= 2);
        let before = server.state.store.statements();
        read("limit=50").await;
        // One of them is the session's.
        assert!(server.state.store.statements() - before <= 3);
        let before = server.state.store.statements();
        read("limit=50&q=lovelace&age=ok").await;
        assert!(server.state.store.statements() - before <= 4);
    }
}

#[tokio::test]
async fn the_applicant_reads_what_was_done_to_a_report_and_when_staff_looked() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let (_, reviewer) = server.person("rev", Role::Reviewer).await;
        let (_, ada) = server.person("ada", Role::Researcher).await;
        // What came before the application is no part of it.
        upload(&ada).await;
        server.clock.advance(Duration::minutes(1));
        let begun = ada.post("/api/v1/applications", &json!({})).await;
        let begun: Value = begun.expect(201).json();
        let earlier = mine(&ada).await.remove(0);
        let withdraw = format!("/api/v1/trainings/{}/withdraw", earlier.id);
        ada.post_if_match(&withdraw, &json!({}), earlier.version)
            .await
            .expect(200);
        server.clock.advance(Duration::minutes(1));
        let sent = upload(&ada).await;
        server.clock.advance(Duration::minutes(1));
        let case = format!("/api/v1/review/trainings/{}", sent.id);
        for _ in 0..2 {
            reviewer.get(&case).await.expect(200);
        }
        decide(&reviewer, &sent, "accept", &yes()).await.expect(200);
        server.clock.advance(Duration::minutes(1));
        server.run_jobs().await;

        let path = format!("/api/v1/applications/{}", begun["id"].as_str().unwrap());
        let seen: Value = ada.get(&path).await.expect(200).json();
        let told: Vec<_> = seen["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                (
                    entry["kind"].as_str().unwrap(),
                    entry["actor"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("training_withdrawn", "you"),
                ("training_submitted", "you"),
                ("training_looked_at", "reviewer"),
                ("training_accepted", "reviewer"),
            ],
            "{dialect:?}"
        );
        assert!(!seen.to_string().contains("\"rev\""), "{seen}");
    }
}
