//! The queue, the case, the templates and the counts, through the router.

mod claims;
mod credentials;
mod decisions;
mod notes;
mod on_record;
mod statistics;

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::Position;
use accede_domain::time::Duration;
use accede_store::application_queue::{self, Edge, Filter, Sort, View};
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use crate::application::testing::{Scene, all_yes, form};

const QUEUE: &str = "/api/v1/review/applications";

/// Copies the scene's submitted application under other people, `n` times, an hour apart.
async fn crowd(scene: &Scene, n: i64) {
    for number in 0..n {
        let name = format!("p{number:03}");
        let account = scene.server.account(&name, Role::Researcher).await;
        let mut tx = scene.server.state.store.write().await.unwrap();
        tx.execute(
            "INSERT INTO application (id, version, account_id, state, stage, form, reference_number, snapshots,
                 applicant_name, organisation, country, researcher_category, search_text, waits_for_staff,
                 first_submitted_at, submitted_at, stage_since, created_at, updated_at)
             SELECT $1, 2, $2, state, stage, form, $1, 1, $1, organisation, country, 'student', $1, 1,
                 first_submitted_at + $3, submitted_at, stage_since - $3, created_at, updated_at
             FROM application WHERE id = $4",
            params![&name, &account, Duration::hours(number + 1).0, &scene.id],
        )
        .await
        .unwrap();
        for counter in ["application.identity", "application.staff"] {
            accede_store::counter::add(&mut tx, counter, 1)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }
}

/// A second person on the same server, whose application is at a position.
pub(super) async fn another(
    scene: &Scene,
    name: &str,
    form: ApplicationForm,
    position: Position,
) -> Scene {
    let server = scene.server.clone();
    let applicant = server.person(name, Role::Researcher).await;
    let reviewer = (scene.reviewer_id.clone(), scene.reviewer.clone());
    let other = Scene::among(server, applicant, reviewer, scene.admin.clone(), form).await;
    other.go_to(position).await;
    other
}

async fn ids(scene: &Scene, query: &str) -> (Vec<String>, Value) {
    let path = [QUEUE, query].concat();
    let page: Value = scene.reviewer.get(&path).await.expect(200).json();
    let ids = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["reference_number"].as_str().unwrap().to_owned());
    (ids.collect(), page)
}

#[tokio::test]
async fn the_queue_is_walked_there_and_back_in_every_order() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        crowd(&scene, 6).await;
        for sort in ["oldest", "newest", "stage_age", "name"] {
            let (all, page) = ids(&scene, &format!("?sort={sort}")).await;
            assert_eq!(
                (all.len(), &page["total"]),
                (7, &json!({ "count": 7, "exact": true }))
            );
            let (first, page) = ids(&scene, &format!("?sort={sort}&limit=3")).await;
            let next = page["next"].as_str().unwrap().to_owned();
            let (second, page) = ids(&scene, &format!("?sort={sort}&limit=3&after={next}")).await;
            let (next, prev) = (
                page["next"].as_str().unwrap().to_owned(),
                page["prev"].as_str().unwrap().to_owned(),
            );
            let (third, _) = ids(&scene, &format!("?sort={sort}&limit=3&after={next}")).await;
            assert_eq!([first.clone(), second, third].concat(), all, "{sort}");
            let (back, page) = ids(&scene, &format!("?sort={sort}&limit=3&before={prev}")).await;
            assert_eq!((back, page.get("prev")), (first, None), "{sort}");
        }
    }
}

#[tokio::test]
async fn the_queue_is_filtered_and_searched() {
    let scene = Scene::at(Position::IDENTITY).await;
    crowd(&scene, 3).await;
    let own = scene.seen().await["reference_number"]
        .as_str()
        .unwrap()
        .to_owned();
    let found = |query: &'static str| async { ids(&scene, query).await.0 };
    assert_eq!(found("?q=%C3%89COLE").await, std::slice::from_ref(&own));
    assert_eq!(found("?q=ada").await, std::slice::from_ref(&own));
    assert_eq!(found("?q=P00").await, ["p000", "p001", "p002"]);
    assert_eq!(found("?q=100%25").await, Vec::<String>::new());
    assert_eq!(found("?category=postdoc").await, std::slice::from_ref(&own));
    assert_eq!(found("?stage=final").await, Vec::<String>::new());
    assert_eq!(found("?flag=true").await, Vec::<String>::new());
    assert_eq!(found("?stage=identity").await.len(), 4);
    for odd in [
        "?stage=draft",
        "?sort=x",
        "?category=x",
        "?flag=x",
        "?colour=red",
        "?after=x",
        "?limit=0",
    ] {
        scene.reviewer.get(&[QUEUE, odd].concat()).await.expect(400);
    }
    // A cursor of one order is none of another.
    let (_, page) = ids(&scene, "?limit=1&sort=name").await;
    let cursor = page["next"].as_str().unwrap();
    scene
        .reviewer
        .get(&format!("{QUEUE}?limit=1&sort=oldest&after={cursor}"))
        .await
        .expect(400);
    scene.ada.get(QUEUE).await.expect(403);
    scene.server.client().get(QUEUE).await.expect(401);
}

#[tokio::test]
async fn a_page_takes_three_statements_however_long_it_is() {
    let scene = Scene::at(Position::IDENTITY).await;
    crowd(&scene, 20).await;
    let filter = Filter {
        view: View::Staff,
        category: None,
        flagged: false,
        search: Some("p".to_owned()),
        not_of: scene.reviewer_id.clone(),
    };
    let mut tx = scene.server.state.store.read().await.unwrap();
    let lines = application_queue::lines(&mut tx, &filter, Sort::Oldest, &Edge::First, 51)
        .await
        .unwrap();
    application_queue::count(&mut tx, &filter, 1001)
        .await
        .unwrap();
    assert_eq!((lines.len(), tx.statements()), (20, 3));
}

#[tokio::test]
async fn the_counts_follow_every_move() {
    let scene = Scene::at(Position::IDENTITY).await;
    let summary = || async {
        let all: Value = scene
            .reviewer
            .get("/api/v1/review/summary")
            .await
            .expect(200)
            .json();
        ["identity", "reference", "response", "final", "returned"]
            .map(|stage| all[stage].as_i64().unwrap())
    };
    assert_eq!(summary().await, [1, 0, 0, 0, 0]);
    scene
        .command(&scene.reviewer, "confirm-identity", &all_yes())
        .await
        .expect(200);
    assert_eq!(summary().await, [0, 1, 0, 0, 0]);
    scene
        .command(
            &scene.reviewer,
            "invite-reference",
            &json!({ "message": "" }),
        )
        .await
        .expect(200);
    assert_eq!(summary().await, [0, 0, 1, 0, 0]);
    // While a reference is waited for, nothing waits for staff.
    assert_eq!(ids(&scene, "").await.1["total"]["count"], 0);
    scene.answer("does_not_know").await.expect(200);
    let (_, page) = ids(&scene, "").await;
    assert_eq!(
        (&page["total"]["count"], &page["items"][0]["flagged"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(ids(&scene, "?flag=true").await.0.len(), 1);
    scene
        .command(
            &scene.reviewer,
            "skip-reference",
            &json!({ "reason": "We know them." }),
        )
        .await
        .expect(200);
    assert_eq!(summary().await, [0, 0, 0, 1, 0]);
    scene
        .command(&scene.reviewer, "accept", &json!({}))
        .await
        .expect(200);
    assert_eq!(summary().await, [0, 0, 0, 0, 0]);
    assert_eq!(ids(&scene, "?stage=decided").await.1["total"]["count"], 1);
}

#[tokio::test]
async fn a_case_shows_everything_and_each_view_is_on_record() {
    let scene = Scene::at(Position::FINAL).await;
    let views = "SELECT count(*) AS n FROM audit_event WHERE action = 'application.view'";
    let before = scene.server.number(views).await;
    let case = scene.case().await;
    assert_eq!(scene.server.number(views).await, before + 1);
    assert_eq!(case["references"][0]["answer"], "confirms");
    assert_eq!(case["trainings"][0]["state"], "accepted");
    assert_eq!(case["emails"], json!(["ada@example.org"]));
    assert_eq!(case["identity_checklist"]["found_by_name"], true);
    assert_eq!(case["response_checklist_needed"], true);
    assert_eq!(
        case["signals"],
        json!(["institutional_mail", "webpage", "training_accepted"])
    );
    assert_eq!(
        case["commands"],
        json!(["return_for_changes", "accept", "reject"])
    );
    let path = ["/api/v1/review/applications/", &scene.id].concat();
    scene.ada.get(&path).await.expect(403);
    let seen: Value = scene.admin.get(&path).await.expect(200).json();
    assert_eq!(seen["commands"], json!([]));
    // A draft is nobody's but its writer's.
    let draft = Scene::at(Position::DRAFT).await;
    draft
        .reviewer
        .get(&["/api/v1/review/applications/", &draft.id].concat())
        .await
        .expect(404);
}

#[tokio::test]
async fn a_reference_whose_address_looks_like_another_is_a_signal() {
    let misspelt = ApplicationForm {
        reference_email: "ruth@exmaple.org".into(),
        ..form()
    };
    let scene = Scene::with(Dialect::Sqlite, &[], misspelt).await;
    scene.go_to(Position::IDENTITY).await;
    let case = scene.case().await;
    let signals = case["signals"].as_array().unwrap();
    assert!(signals.contains(&json!("reference_lookalike")), "{case}");
    assert_eq!(case["references"][0]["looks_like"], "ruth@example.org");
    let queue: Value = scene.reviewer.get(QUEUE).await.expect(200).json();
    assert_eq!(queue["items"][0]["signals"], case["signals"]);
}

#[tokio::test]
async fn the_templates_are_listed_by_kind() {
    let scene = Scene::new().await;
    let list: Value = scene
        .reviewer
        .get("/api/v1/review/templates")
        .await
        .expect(200)
        .json();
    let kinds: Vec<&str> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"return") && kinds.contains(&"reject"));
    scene.ada.get("/api/v1/review/templates").await.expect(403);
}
