//! The queue, the case, the templates and the counts, through the router.

mod bulk;
mod case;
mod claims;
mod credentials;
mod decisions;
mod lists;
mod notes;
mod on_record;
mod statistics;

use accede_domain::account::Role;
use accede_domain::application::ApplicationForm;
use accede_domain::application::state::Position;
use accede_domain::time::Duration;
use accede_store::{Dialect, application_queue, params};
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
                 applicant_name, organisation, country, researcher_category, waits_for_staff,
                 first_submitted_at, submitted_at, stage_since, created_at, updated_at)
             SELECT $1, 2, $2, state, stage, form, $1, 1, $1, organisation, country, 'student', 1,
                 first_submitted_at + $3, submitted_at, stage_since - $3, created_at, updated_at
             FROM application WHERE id = $4",
            params![&name, &account, Duration::hours(number + 1).0, &scene.id],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO application_snapshot (application_id, number, form, taken_at)
             SELECT $1, 1, form, taken_at FROM application_snapshot WHERE application_id = $2",
            params![&name, &scene.id],
        )
        .await
        .unwrap();
        application_queue::refresh(&mut tx, &[name], &[])
            .await
            .unwrap();
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

/// Takes the copies away again.
async fn uncrowd(scene: &Scene) {
    let mut tx = scene.server.state.store.write().await.unwrap();
    for sql in [
        "DELETE FROM queue_words WHERE place IN (SELECT place FROM queue_entry WHERE application_id <> $1)",
        "DELETE FROM queue_entry WHERE application_id <> $1",
        "DELETE FROM application_snapshot WHERE application_id <> $1",
        "DELETE FROM application WHERE id <> $1",
    ] {
        tx.execute(sql, params![&scene.id]).await.unwrap();
    }
    tx.execute("DELETE FROM account_email WHERE account_id IN (SELECT id FROM account WHERE user_name LIKE 'p0%')", params![])
        .await
        .unwrap();
    tx.execute("DELETE FROM account WHERE user_name LIKE 'p0%'", params![])
        .await
        .unwrap();
    application_queue::recount(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
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
    assert_eq!(found("?q=%C3%89COLE").await.len(), 4);
    assert_eq!(
        found("?q=o%E2%80%99brien").await,
        std::slice::from_ref(&own)
    );
    assert_eq!(found("?q=ada").await, std::slice::from_ref(&own));
    assert_eq!(found("?q=P00").await, ["p000", "p001", "p002"]);
    assert_eq!(found("?q=100%25").await, Vec::<String>::new());
    assert_eq!(found("?q=ada%40example").await, std::slice::from_ref(&own));
    assert_eq!(found("?country=US").await.len(), 4);
    assert_eq!(found("?country=FR").await, Vec::<String>::new());
    assert_eq!(found("?age=ok").await.len(), 4);
    assert_eq!(found("?age=late").await, Vec::<String>::new());
    assert_eq!(found("?stage=open").await.len(), 4);
    assert_eq!(found("?signal=institutional_mail,webpage").await.len(), 4);
    assert_eq!(
        found("?signal=webpage,training_accepted").await,
        std::slice::from_ref(&own)
    );
    assert_eq!(
        found("?training=training_accepted&category=postdoc")
            .await
            .len(),
        1
    );
    assert_eq!(found("?training=training_missing").await.len(), 3);
    assert_eq!(found("?category=postdoc").await, std::slice::from_ref(&own));
    assert_eq!(found("?stage=final").await, Vec::<String>::new());
    assert_eq!(found("?flag=true").await, Vec::<String>::new());
    assert_eq!(found("?stage=identity").await.len(), 4);
    for odd in [
        "?stage=draft",
        "?sort=x",
        "?category=x",
        "?flag=x",
        "?signal=x",
        "?training=webpage",
        "?country=XX",
        "?age=x",
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
async fn a_page_takes_three_statements_however_long_the_list_is() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        let asked = async |path: &str| {
            let before = scene.server.state.store.statements();
            let answer = scene.reviewer.get(path).await.expect(200);
            let statements = scene.server.state.store.statements() - before;
            (statements, answer.text().len())
        };
        let cost = async |query: &str| {
            let (page, bytes) = asked(&[QUEUE, query].concat()).await;
            let (facets, further) = asked(&[QUEUE, "/facets", query].concat()).await;
            // One of them finds the session.
            assert!(page <= 3, "{query}: {page}");
            assert!(facets <= 3, "{query}: {facets}");
            assert!(bytes < 40 * 1024 && further < 20 * 1024, "{query}: {bytes}");
            (page, facets)
        };
        for query in [
            "",
            "?sort=name&stage=open",
            "?country=US",
            "?age=ok&sort=newest",
            "?signal=webpage&sort=stage_age",
            "?flag=true&category=postdoc",
            "?q=ada",
            "?q=nobody&sort=name",
        ] {
            let few = cost(query).await;
            crowd(&scene, 50).await;
            assert_eq!(cost(query).await, few, "{query}");
            uncrowd(&scene).await;
        }
    }
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

#[tokio::test]
async fn the_counts_say_what_filters_would_leave() {
    let scene = Scene::at(Position::IDENTITY).await;
    crowd(&scene, 3).await;
    let count = async |query: &str, parameter: &str, value: &str| {
        let path = [QUEUE, "/facets", query].concat();
        let facets: Value = scene.reviewer.get(&path).await.expect(200).json();
        let counts = facets["counts"].as_array().unwrap();
        let found = counts
            .iter()
            .find(|one| one["parameter"] == parameter && one["value"] == value);
        found.map(|one| {
            (
                one["count"].as_i64().unwrap(),
                one["exact"].as_bool().unwrap(),
            )
        })
    };
    assert_eq!(count("", "category", "student").await, Some((3, true)));
    assert_eq!(count("", "stage", "").await, Some((4, true)));
    assert_eq!(count("", "stage", "decided").await, Some((0, true)));
    assert_eq!(count("", "age", "ok").await, Some((4, true)));
    // None is a count too.
    for (parameter, value) in [
        ("signal", "revoked_before"),
        ("training", "training_waiting"),
        ("category", "independent"),
        ("flag", "true"),
        ("age", "late"),
    ] {
        let none = Some((0, true));
        assert_eq!(count("", parameter, value).await, none, "{value}");
        for query in ["?category=student", "?category=student&q=p00"] {
            let is_counted = parameter != "category" || !query.contains('&');
            let expected = none.filter(|_| is_counted);
            assert_eq!(
                count(query, parameter, value).await,
                expected,
                "{query} {value}"
            );
        }
    }
    assert_eq!(
        count("?stage=decided", "age", "late").await,
        Some((0, true))
    );
    assert_eq!(count("?age=due", "age", "due").await, Some((0, true)));
    assert_eq!(count("?age=due", "age", "late").await, None);
    // Under one filter: the other values of it, and the rest of what it leaves.
    assert_eq!(
        count("?category=student", "category", "postdoc").await,
        Some((1, true))
    );
    assert_eq!(
        count("?category=student", "country", "US").await,
        Some((3, true))
    );
    assert_eq!(
        count("?category=postdoc", "signal", "webpage").await,
        Some((1, true))
    );
    // Under several, of the present list alone.
    assert_eq!(
        count("?category=student&q=p00", "country", "US").await,
        Some((3, true))
    );
    assert_eq!(
        count("?category=student&q=p00", "category", "postdoc").await,
        None
    );
    scene
        .ada
        .get(&[QUEUE, "/facets"].concat())
        .await
        .expect(403);
}

#[tokio::test]
async fn a_list_is_taken_along_as_a_file_and_that_is_on_record() {
    let scene = Scene::at(Position::IDENTITY).await;
    crowd(&scene, 2).await;
    let mut tx = scene.server.state.store.write().await.unwrap();
    let sql = "UPDATE application SET applicant_name = '=HYPERLINK(\"x\")' WHERE id = 'p001'";
    tx.execute(sql, params![]).await.unwrap();
    application_queue::refresh(&mut tx, &["p001".to_owned()], &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let file = scene
        .reviewer
        .get("/api/v1/review/applications.csv?category=student&sort=newest")
        .await
        .expect(200);
    let text = file.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert!(lines[0].starts_with("number,applicant,user_name,"));
    assert!(
        lines[1].starts_with("p001,\"'=HYPERLINK(\"\"x\"\")\",p001,"),
        "{}",
        lines[1]
    );
    assert!(lines[2].starts_with("p000,p000,p000,"));
    assert_eq!((lines.len(), lines[3]), (4, ""));
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let exports = "SELECT count(*) AS n FROM audit_event WHERE action = 'list.export'";
    assert_eq!(scene.server.number(exports).await, 1);
    for list in ["trainings", "references"] {
        let path = format!("/api/v1/review/{list}.csv");
        scene.reviewer.get(&path).await.expect(200);
        scene.ada.get(&path).await.expect(403);
    }
    assert_eq!(scene.server.number(exports).await, 3);
    scene
        .ada
        .get("/api/v1/review/applications.csv")
        .await
        .expect(403);
}

#[tokio::test]
async fn references_who_have_not_answered_are_listed_by_how_long_they_were_asked() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::RESPONSE).await;
        let list = async |query: &str| {
            let path = ["/api/v1/review/references", query].concat();
            let reviewer = scene.server.sign_in(&scene.reviewer_id).await;
            let page: Value = reviewer.get(&path).await.expect(200).json();
            page["items"].as_array().unwrap().clone()
        };
        let late = async || {
            let reviewer = scene.server.sign_in(&scene.reviewer_id).await;
            let summary: Value = reviewer
                .get("/api/v1/review/summary")
                .await
                .expect(200)
                .json();
            summary["references_late"].as_i64().unwrap()
        };
        let statements = || scene.server.state.store.statements();
        let ages = async |query: &str| {
            let path = ["/api/v1/review/references/facets", query].concat();
            let reviewer = scene.server.sign_in(&scene.reviewer_id).await;
            let before = statements();
            let facets: Value = reviewer.get(&path).await.expect(200).json();
            // One of them finds the session.
            assert!(statements() - before <= 2);
            ["", "ok", "due", "late"].map(|age| {
                let mut all = facets["counts"].as_array().unwrap().iter();
                let one = all.find(|one| one["value"] == age).unwrap();
                assert_eq!(
                    (&one["parameter"], &one["exact"]),
                    (&json!("age"), &json!(true))
                );
                one["count"].as_i64().unwrap()
            })
        };
        let all = list("").await;
        assert_eq!((all.len(), &all[0]["age"]), (1, &json!("ok")));
        assert_eq!(ages("").await, [1, 1, 0, 0]);
        // Who works on the application is seen here too.
        assert_eq!(all[0]["claim"], json!(null));
        let claim = format!("{QUEUE}/{}/claim", scene.id);
        let body = json!({ "take_over": false });
        scene.reviewer.post(&claim, &body).await.expect(200);
        assert_eq!(list("").await[0]["claim"]["mine"], true);
        assert_eq!(all[0]["application_id"], scene.id.as_str());
        assert_eq!((list("?age=late").await.len(), late().await), (0, 0));
        scene.server.clock.advance(Duration::days(10));
        assert_eq!((list("?age=late").await.len(), late().await), (1, 1));
        assert_eq!(list("").await[0]["claim"], json!(null), "it has ended");
        // Whatever age is filtered by, the others are counted too; words narrow all of them.
        assert_eq!(ages("?age=ok").await, [1, 0, 0, 1]);
        assert_eq!(ages("?q=ada&state=invited").await, [1, 0, 0, 1]);
        assert_eq!(ages("?q=nobody").await, [0, 0, 0, 0]);
        assert_eq!(list("?q=ada").await.len(), 1);
        assert_eq!(list("?q=nobody").await.len(), 0);
        assert_eq!(list("?state=bounced").await.len(), 0);
        let reviewer = scene.server.sign_in(&scene.reviewer_id).await;
        let ada = scene.server.sign_in(&scene.ada_id).await;
        for odd in ["?state=answered", "?age=x", "?sort=name", "?after=x"] {
            reviewer
                .get(&["/api/v1/review/references", odd].concat())
                .await
                .expect(400);
        }
        ada.get("/api/v1/review/references").await.expect(403);
        scene.answer("confirms").await.expect(200);
        assert_eq!((list("").await.len(), late().await), (0, 0));
    }
}
