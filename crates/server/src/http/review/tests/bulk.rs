//! Decisions on many applications at once, through the router.

use accede_api::bulk::{Bulk, BulkAnswer, BulkPreview, BulkPreviewItem, BulkResult};
use accede_domain::account::Role;
use accede_domain::application::state::Position;
use accede_domain::review::decision::DecisionState;
use accede_domain::time::Duration;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use super::another;
use crate::application::testing::{Scene, comment, form, rejection};
use crate::testing::{Client, TestAnswer, uuid};

const UNDO: &[(&str, &str)] = &[("decision_undo_seconds", "10")];
const BULK: &str = "/api/v1/review/applications/bulk";
const MAILS: &str = "SELECT count(*) AS n FROM outbox WHERE kind = 'application_rejected'";
const DIALECTS: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

/// Applications of so many people, the first of them the scene's own.
async fn many(dialect: Dialect, n: usize) -> Vec<Scene> {
    let first = Scene::with(dialect, UNDO, form()).await;
    first.go_to(Position::IDENTITY).await;
    let mut all = vec![first];
    for number in 1..n {
        let name = format!("ada{number}");
        let next = another(&all[0], &name, form(), Position::IDENTITY).await;
        all.push(next);
    }
    all
}

fn reject() -> Value {
    json!({ "reject": rejection() })
}

async fn batch(bulk: &str, decision: Value, of: &[&Scene]) -> Value {
    let mut items = Vec::new();
    for scene in of {
        items.push(json!({ "id": scene.id, "version": scene.version().await }));
    }
    json!({ "bulk": bulk, "decision": decision, "items": items })
}

async fn decide(by: &Client, body: &Value) -> BulkAnswer {
    by.post(BULK, body).await.expect(200).json()
}

async fn preview(by: &Client, query: &str, decision: Value) -> BulkPreview {
    let path = [BULK, "/preview", query].concat();
    let body = json!({ "decision": decision });
    by.post(&path, &body).await.expect(200).json()
}

fn path_of(bulk: &str) -> String {
    ["/api/v1/review/bulk/", bulk].concat()
}

async fn view(by: &Client, bulk: &str) -> Bulk {
    by.get(&path_of(bulk)).await.expect(200).json()
}

async fn undo(by: &Client, bulk: &str) -> TestAnswer {
    by.post(&[&path_of(bulk), "/undo"].concat(), &json!({}))
        .await
}

fn states(bulk: &Bulk) -> Vec<DecisionState> {
    bulk.items.iter().map(|one| one.state).collect()
}

fn why(result: &BulkResult) -> &str {
    let refused = result.refused.as_ref();
    refused.map_or("", |refused| refused.why.as_str())
}

fn line<'a>(preview: &'a BulkPreview, scene: &Scene) -> &'a BulkPreviewItem {
    let mut items = preview.items.iter();
    items.find(|item| item.id == scene.id).unwrap()
}

#[tokio::test]
async fn a_preview_says_what_would_happen_to_whom_and_writes_nothing() {
    for dialect in DIALECTS {
        let all = many(dialect, 4).await;
        let rosa = &all[0].reviewer;
        let (_, tom) = all[0].server.person("tom", Role::Reviewer).await;
        let claim = ["/api/v1/review/applications/", &all[1].id, "/claim"].concat();
        tom.post(&claim, &json!({ "take_over": false }))
            .await
            .expect(200);
        all[2].command(&tom, "return", &comment()).await.expect(200);
        let written =
            "SELECT (SELECT count(*) FROM audit_event) + (SELECT count(*) FROM decision) AS n";
        let before = all[0].server.number(written).await;
        let seen = preview(rosa, "?stage=identity", reject()).await;
        assert_eq!(all[0].server.number(written).await, before);
        assert_eq!((seen.items.len(), seen.total.count), (4, 4));
        let free = line(&seen, &all[0]);
        assert_eq!(free.refused, None);
        assert_eq!(i64::from(free.version), all[0].version().await);
        assert_eq!(free.to_state.unwrap().as_str(), "rejected");
        assert_eq!(free.mail_to.as_deref(), Some("ada@example.org"));
        let subject = free.mail_subject.as_deref().unwrap();
        assert!(subject.contains(&free.reference_number), "{subject}");
        let claimed = line(&seen, &all[1]);
        let refused = claimed.refused.clone().unwrap();
        assert_eq!(
            (refused.why.as_str(), refused.by.as_deref()),
            ("claimed_by_another", Some("tom"))
        );
        let now = all[0].server.state.now();
        assert_eq!(refused.until, Some(now.plus(Duration::minutes(15))));
        assert_eq!((claimed.to_state, claimed.mail_to.as_deref()), (None, None));
        let waits = line(&seen, &all[2]).refused.clone().unwrap();
        assert_eq!(
            (waits.why.as_str(), waits.by.as_deref(), waits.until),
            (
                "decision_pending",
                Some("tom"),
                Some(now.plus(Duration::seconds(10)))
            )
        );
        // The same list, a page at a time, as the list has it.
        let first = preview(rosa, "?stage=identity&limit=3", reject()).await;
        let after = ["?stage=identity&limit=3&after=", &first.next.unwrap()].concat();
        let rest = preview(rosa, &after, reject()).await;
        assert_eq!((first.items.len(), rest.items.len()), (3, 1));
        // The mail is called what the preview said.
        decide(rosa, &batch(&uuid(), reject(), &[&all[0]]).await).await;
        all[0].server.let_decisions_take_effect().await;
        assert_eq!(all[0].server.number(MAILS).await, 1);
    }
}

#[tokio::test]
async fn each_is_decided_by_itself_and_takes_effect_once() {
    for dialect in DIALECTS {
        let all = many(dialect, 5).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let (_, tom) = server.person("tom", Role::Reviewer).await;
        let bulk = uuid();
        let mut body = batch(
            &bulk,
            reject(),
            &[&all[0], &all[1], &all[2], &all[3], &all[4]],
        )
        .await;
        body["items"][3]["version"] = json!(1);
        body["items"][4]["id"] = json!("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        let claim = ["/api/v1/review/applications/", &all[1].id, "/claim"].concat();
        tom.post(&claim, &json!({ "take_over": false }))
            .await
            .expect(200);
        let own = ["/api/v1/review/applications/", &all[2].id, "/claim"].concat();
        rosa.post(&own, &json!({ "take_over": false }))
            .await
            .expect(200);
        let answer = decide(rosa, &body).await;
        let told: Vec<&str> = answer.results.iter().map(why).collect();
        assert_eq!(told, ["", "claimed_by_another", "", "stale", "not_found"]);
        let faster = answer.results[1].refused.as_ref().unwrap();
        assert_eq!(faster.by.as_deref(), Some("tom"));
        let now = server.state.now();
        assert_eq!(
            answer.takes_effect_at,
            Some(now.plus(Duration::seconds(10)))
        );
        let seen = view(rosa, &bulk).await;
        assert_eq!(states(&seen), [DecisionState::Pending; 2]);
        // Nothing has left, and nobody is told.
        assert_eq!(server.number(MAILS).await, 0);
        assert_eq!(all[0].position().await, Position::IDENTITY);
        server.let_decisions_take_effect().await;
        server.let_decisions_take_effect().await;
        assert_eq!(server.number(MAILS).await, 2);
        assert_eq!(
            states(&view(rosa, &bulk).await),
            [DecisionState::CarriedOut; 2]
        );
        for (scene, stands) in [
            (&all[0], Position::REJECTED),
            (&all[1], Position::IDENTITY),
            (&all[2], Position::REJECTED),
            (&all[3], Position::IDENTITY),
        ] {
            assert_eq!(scene.position().await, stands);
        }
        // What was decided since it was seen says by whom.
        let mut late = batch(&uuid(), reject(), &[&all[0]]).await;
        let before = all[0].version().await - 1;
        late["items"][0]["version"] = json!(before);
        let answer = decide(&tom, &late).await;
        assert_eq!(why(&answer.results[0]), "stale");
        let faster = answer.results[0].refused.as_ref().unwrap();
        assert_eq!(faster.by.as_deref(), Some("rosa"));
        let events = "SELECT count(*) AS n FROM audit_event WHERE action IN ('application.decide', 'application.reject')";
        assert_eq!(server.number(events).await, 4);
    }
}

#[tokio::test]
async fn what_is_sent_again_is_decided_once() {
    for dialect in DIALECTS {
        let all = many(dialect, 2).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let bulk = uuid();
        let body = batch(&bulk, reject(), &[&all[0], &all[1]]).await;
        let key = uuid();
        let first = rosa.post_with_key(BULK, &body, &key).await.expect(200);
        server.clock.advance(Duration::seconds(4));
        let again = rosa.post_with_key(BULK, &body, &key).await.expect(200);
        assert_eq!(first.text(), again.text());
        assert_eq!(again.header("idempotency-replayed"), "true");
        // Under another key it finds what it decided.
        let anew = decide(rosa, &body).await;
        let first: BulkAnswer = first.json();
        assert_eq!(anew.results, first.results);
        let decisions = "SELECT count(*) AS n FROM decision";
        assert_eq!(server.number(decisions).await, 2);
        server.let_decisions_take_effect().await;
        assert_eq!(decide(rosa, &body).await.results, first.results);
        assert_eq!(server.number(MAILS).await, 2);
        let mut other = body.clone();
        other["items"][0]["version"] = json!(9);
        rosa.post_with_key(BULK, &other, &key).await.expect(422);
    }
}

#[tokio::test]
async fn the_batches_of_one_bulk_take_effect_together() {
    for dialect in DIALECTS {
        let all = many(dialect, 3).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let bulk = uuid();
        decide(rosa, &batch(&bulk, reject(), &[&all[0]]).await).await;
        server.clock.advance(Duration::seconds(8));
        server.run_jobs().await;
        decide(rosa, &batch(&bulk, reject(), &[&all[1]]).await).await;
        // Another bulk, and a decision taken alone, keep their own time.
        decide(rosa, &batch(&uuid(), reject(), &[&all[2]]).await).await;
        let ends = server.state.now().plus(Duration::seconds(10));
        let seen = view(rosa, &bulk).await;
        assert!(seen.items.iter().all(|one| one.takes_effect_at == ends));
        server.clock.advance(Duration::seconds(9));
        server.run_jobs().await;
        assert_eq!(
            states(&view(rosa, &bulk).await),
            [DecisionState::Pending; 2]
        );
        server.clock.advance(Duration::seconds(1));
        server.run_jobs().await;
        assert_eq!(
            states(&view(rosa, &bulk).await),
            [DecisionState::CarriedOut; 2]
        );
    }
}

#[tokio::test]
async fn a_bulk_is_undone_by_its_maker_until_it_takes_effect() {
    for dialect in DIALECTS {
        let all = many(dialect, 3).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let (_, tom) = server.person("tom", Role::Reviewer).await;
        let bulk = uuid();
        decide(rosa, &batch(&bulk, reject(), &[&all[0], &all[1]]).await).await;
        for other in [&tom, &all[0].admin] {
            other.get(&path_of(&bulk)).await.expect(404);
            undo(other, &bulk).await.expect(404);
        }
        undo(rosa, &uuid()).await.expect(404);
        let undone: Bulk = undo(rosa, &bulk).await.expect(200).json();
        assert_eq!(states(&undone), [DecisionState::Undone; 2]);
        // Sent late, a batch of it decides nothing.
        let late = batch(&bulk, reject(), &[&all[2]]).await;
        rosa.post(BULK, &late).await.expect(409);
        server.clock.advance(Duration::minutes(1));
        server.run_jobs().await;
        assert_eq!(server.number(MAILS).await, 0);
        for scene in &all {
            assert_eq!(scene.position().await, Position::IDENTITY);
            // Nobody keeps the cases from the others.
            assert_eq!(scene.case().await.get("claim"), None);
        }
        // Somebody else's of the same id is another one, and undone too late it says what had gone.
        decide(&tom, &batch(&bulk, reject(), &[&all[0]]).await).await;
        assert_eq!(view(&tom, &bulk).await.items.len(), 1);
        assert_eq!(view(rosa, &bulk).await.items.len(), 2);
        server.let_decisions_take_effect().await;
        let gone: Bulk = undo(&tom, &bulk).await.expect(200).json();
        assert_eq!(states(&gone), [DecisionState::CarriedOut]);
        assert_eq!(all[0].position().await, Position::REJECTED);
    }
}

#[tokio::test]
async fn what_changed_in_between_does_not_happen_and_says_why() {
    for dialect in DIALECTS {
        let all = many(dialect, 2).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let bulk = uuid();
        let decision = json!({ "return_for_changes": comment() });
        decide(rosa, &batch(&bulk, decision, &[&all[0], &all[1]]).await).await;
        all[1]
            .command(&all[1].ada, "withdraw", &json!({}))
            .await
            .expect(200);
        server.let_decisions_take_effect().await;
        let seen = view(rosa, &bulk).await;
        let of = |scene: &Scene| {
            let mut items = seen.items.iter();
            let one = items.find(|one| one.application_id == scene.id).unwrap();
            (one.state, one.why.clone())
        };
        assert_eq!(of(&all[0]), (DecisionState::CarriedOut, None));
        let stale = Some("stale".to_owned());
        assert_eq!(of(&all[1]), (DecisionState::NotCarriedOut, stale));
        assert_eq!(all[0].position().await, Position::RETURNED);
        assert_eq!(all[1].position().await, Position::WITHDRAWN);
    }
}

#[tokio::test]
async fn whoever_is_tied_to_one_decides_the_others() {
    for dialect in DIALECTS {
        let all = many(dialect, 3).await;
        let server = &all[0].server;
        server
            .execute(
                "UPDATE account SET role = 'reviewer' WHERE id = $1",
                params![&all[0].ada_id],
            )
            .await;
        server.give_second_factor(&all[0].ada_id).await;
        let ada = server.sign_in(&all[0].ada_id).await;
        server
            .execute(
                "UPDATE reference_request SET email_folded =
                     (SELECT folded FROM account_email WHERE account_id = $1) WHERE application_id = $2",
                params![&all[0].ada_id, &all[1].id],
            )
            .await;
        // Their own is not in the list; where they are a reference, it says so.
        let seen = preview(&ada, "", reject()).await;
        assert!(seen.items.iter().all(|item| item.id != all[0].id));
        let tied = line(&seen, &all[1]).refused.clone().unwrap();
        assert_eq!(tied.why, "named_as_reference");
        let answer = decide(
            &ada,
            &batch(&uuid(), reject(), &[&all[0], &all[1], &all[2]]).await,
        )
        .await;
        let told: Vec<&str> = answer.results.iter().map(why).collect();
        assert_eq!(told, ["own_case", "named_as_reference", ""]);
    }
}

#[tokio::test]
async fn two_who_decide_on_the_same_at_once_decide_each_once() {
    for dialect in DIALECTS {
        let all = many(dialect, 6).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let (_, tom) = server.person("tom", Role::Reviewer).await;
        let there: Vec<&Scene> = all.iter().collect();
        let back: Vec<&Scene> = all.iter().rev().collect();
        let (hers, his) = (uuid(), uuid());
        let one = batch(&hers, reject(), &there).await;
        let other = batch(&his, json!({ "return_for_changes": comment() }), &back).await;
        let alone = comment();
        let (one, other, _) = tokio::join!(
            decide(rosa, &one),
            decide(&tom, &other),
            all[3].command(&tom, "return", &alone)
        );
        let taken = |answer: &BulkAnswer| {
            let mut results = answer.results.iter();
            results.by_ref().filter(|one| one.refused.is_none()).count()
        };
        let pending = "SELECT count(*) AS n FROM decision WHERE state = 'pending'";
        assert_eq!(server.number(pending).await, 6);
        assert!(taken(&one) + taken(&other) >= 5);
        // One takes theirs back while the others take effect.
        undo(rosa, &hers).await.expect(200);
        server.let_decisions_take_effect().await;
        let mut moved = 0;
        for scene in &all {
            let stands = scene.position().await;
            assert!([Position::RETURNED, Position::IDENTITY].contains(&stands));
            moved += usize::from(stands == Position::RETURNED);
        }
        assert_eq!(moved, 6 - taken(&one));
        assert_eq!(
            all[0].mails("application_returned").await,
            i64::try_from(moved).unwrap()
        );
    }
}

#[tokio::test]
async fn without_time_to_undo_they_take_effect_with_the_request() {
    for dialect in DIALECTS {
        let scene = Scene::with(dialect, &[("decision_undo_seconds", "0")], form()).await;
        scene.go_to(Position::IDENTITY).await;
        let other = another(&scene, "olga", form(), Position::IDENTITY).await;
        let bulk = uuid();
        let body = batch(&bulk, reject(), &[&scene, &other]).await;
        let answer = decide(&scene.reviewer, &body).await;
        assert_eq!(answer.takes_effect_at, None);
        assert_eq!(scene.position().await, Position::REJECTED);
        assert_eq!(other.position().await, Position::REJECTED);
        assert_eq!(
            states(&view(&scene.reviewer, &bulk).await),
            [DecisionState::CarriedOut; 2]
        );
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_field() {
    let all = many(Dialect::Sqlite, 1).await;
    let rosa = &all[0].reviewer;
    let good = batch(&uuid(), reject(), &[&all[0]]).await;
    let with = |at: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(at).unwrap() = value;
        body
    };
    let item = good["items"][0].clone();
    let none = json!({ "return_for_changes": { "comments": [] } });
    let blank =
        json!({ "return_for_changes": { "comments": [{ "pointer": "/colour", "text": "x" }] } });
    let forward = json!({ "accept": {} });
    for (body, pointer) in [
        (with("/bulk", json!("mine")), "/bulk"),
        (with("/items", json!([])), "/items"),
        (with("/items", json!(vec![&item; 26])), "/items"),
        (with("/items", json!([item, item])), "/items/1/id"),
        (with("/items/0/version", json!(-1)), "/items/0/version"),
        (
            with("/decision/reject/comment", json!(" ")),
            "/decision/reject/comment",
        ),
        (
            with("/decision/reject/template", json!("none")),
            "/decision/reject/template",
        ),
        (
            with("/decision", none),
            "/decision/return_for_changes/comments",
        ),
        (
            with("/decision", blank),
            "/decision/return_for_changes/comments",
        ),
        (with("/decision", forward), "/decision/accept"),
        (with("/decision", json!({})), "/decision"),
    ] {
        let answer = rosa.post(BULK, &body).await.expect(422);
        let problem: Value = answer.json();
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
    let path = [BULK, "/preview?stage=x"].concat();
    let body = json!({ "decision": reject() });
    rosa.post(&path, &body).await.expect(400);
    let kept = "SELECT (SELECT count(*) FROM bulk) + (SELECT count(*) FROM decision WHERE bulk_id IS NOT NULL) AS n";
    assert_eq!(all[0].server.number(kept).await, 0);
    for other in [&all[0].ada, &all[0].admin] {
        other.post(BULK, &good).await.expect(403);
        other
            .post(&[BULK, "/preview"].concat(), &body)
            .await
            .expect(403);
    }
}

#[tokio::test]
async fn a_bulk_holds_a_hundred() {
    let all = many(Dialect::Sqlite, 2).await;
    let (server, rosa) = (&all[0].server, &all[0].reviewer);
    let bulk = uuid();
    decide(rosa, &batch(&bulk, reject(), &[&all[0]]).await).await;
    server
        .execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
             INSERT INTO decision (id, case_kind, case_id, command, version_seen, decided_by, actor_role, decided_at,
                 takes_effect_at, state, ended_at, is_open, bulk_id)
             SELECT d.id || i, d.case_kind, d.case_id || i, d.command, 1, d.decided_by, d.actor_role, 0, 0, 'undone', 0, 0,
                 d.bulk_id FROM decision d, n WHERE d.bulk_id = $1",
            params![&bulk],
        )
        .await;
    // Sent again, it is no further one.
    let again = batch(&bulk, reject(), &[&all[0]]).await;
    assert_eq!(why(&decide(rosa, &again).await.results[0]), "");
    let more = batch(&bulk, reject(), &[&all[1]]).await;
    let answer = rosa.post(BULK, &more).await.expect(422);
    assert_eq!(answer.json::<Value>()["errors"][0]["pointer"], "/items");
}

#[tokio::test]
async fn those_that_are_named_are_foreseen_in_their_order_whatever_the_list_shows() {
    for dialect in DIALECTS {
        let all = many(dialect, 4).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let (_, tom) = server.person("tom", Role::Reviewer).await;
        let claim = ["/api/v1/review/applications/", &all[2].id, "/claim"].concat();
        tom.post(&claim, &json!({ "take_over": false }))
            .await
            .expect(200);
        let nothing = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        let (path, named) = (
            [BULK, "/preview"].concat(),
            json!([all[3].id, nothing, all[2].id, all[0].id]),
        );
        let body = json!({ "decision": reject(), "applications": named });
        let seen: BulkPreview = rosa.post(&path, &body).await.expect(200).json();
        let ids: Vec<&str> = seen.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(json!(ids), named);
        let whys = seen.items.iter().map(|item| item.refused.as_ref());
        let whys: Vec<_> = whys
            .map(|why| why.map_or("", |why| why.why.as_str()))
            .collect();
        assert_eq!(whys, ["", "not_found", "claimed_by_another", ""]);
        assert_eq!(seen.items[1].applicant_name, "");
        assert_eq!((seen.total.count, seen.total.exact), (4, true));
        assert_eq!(seen.next, None);
        // What was never submitted is not there for anybody.
        let draft = another(&all[0], "olga", form(), Position::DRAFT).await;
        let body = json!({ "decision": reject(), "applications": [draft.id] });
        let seen: BulkPreview = rosa.post(&path, &body).await.expect(200).json();
        assert_eq!(seen.items[0].refused.as_ref().unwrap().why, "not_found");
        assert_eq!(seen.items[0].applicant_name, "");
        let ids = |n: usize| (0..n).map(|i| format!("id{i}")).collect::<Vec<_>>();
        for (named, at) in [
            (json!([]), "/applications"),
            (json!(ids(101)), "/applications"),
            (json!(["a", "b", "a"]), "/applications/2"),
        ] {
            let body = json!({ "decision": reject(), "applications": named });
            let answer: Value = rosa.post(&path, &body).await.expect(422).json();
            assert_eq!(answer["errors"][0]["pointer"], at);
        }
        let both = [&path, "?stage=identity"].concat();
        rosa.post(&both, &body).await.expect(400);
    }
}

#[tokio::test]
async fn what_was_refused_is_read_with_the_bulk_until_it_is_decided() {
    for dialect in DIALECTS {
        let all = many(dialect, 3).await;
        let (server, rosa) = (&all[0].server, &all[0].reviewer);
        let (_, tom) = server.person("tom", Role::Reviewer).await;
        let claim = ["/api/v1/review/applications/", &all[1].id, "/claim"].concat();
        tom.post(&claim, &json!({ "take_over": false }))
            .await
            .expect(200);
        let bulk = uuid();
        let mut body = batch(&bulk, reject(), &[&all[0], &all[1], &all[2]]).await;
        body["items"][2]["version"] = json!(1);
        let answer = decide(rosa, &body).await;
        let seen = view(rosa, &bulk).await;
        assert_eq!(seen.items.len(), 1);
        // As it was answered, from whichever device.
        let again = server.sign_in(&all[0].reviewer_id).await;
        let seen = view(&again, &bulk).await;
        let mut sent: Vec<_> = answer.results.iter().skip(1).collect();
        sent.sort_by(|one, other| one.id.cmp(&other.id));
        for (kept, result) in seen.left_out.iter().zip(&sent) {
            assert_eq!(kept.application_id, result.id);
            assert_eq!(Some(&kept.refused), result.refused.as_ref());
            assert!(kept.reference_number.starts_with("CR-"));
            assert!(!kept.applicant_name.is_empty());
        }
        assert_eq!(seen.left_out.len(), 2);
        // Sent again, the reason is kept once; decided after all, it is gone.
        decide(rosa, &body).await;
        assert_eq!(view(rosa, &bulk).await.left_out, seen.left_out);
        let free = ["/api/v1/review/applications/", &all[1].id, "/release"].concat();
        tom.post(&free, &json!({})).await.expect(204);
        decide(rosa, &body).await;
        let seen = view(rosa, &bulk).await;
        assert_eq!((seen.items.len(), seen.left_out.len()), (2, 1));
        // Undone, what was refused is told still.
        let undone: Bulk = undo(rosa, &bulk).await.expect(200).json();
        assert_eq!(states(&undone), [DecisionState::Undone; 2]);
        assert_eq!(undone.left_out, seen.left_out);
    }
}
