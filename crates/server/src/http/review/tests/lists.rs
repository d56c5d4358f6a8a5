//! Whatever changes what a line of the lists shows brings the line up to date: after each step of a review, every line is
//! what the program makes of the other tables now, and every kept count is what it counts.

use super::*;
use crate::application::testing::{another as other_reference, comment, response_yes};

/// Every count that is kept.
async fn kept(tx: &mut accede_store::Tx) -> Vec<(String, i64)> {
    let sql = "SELECT tray || ' ' || facet || ' ' || value AS name, lines FROM queue_count WHERE lines <> 0
               ORDER BY tray, facet, value";
    let rows = tx.fetch_all(sql, params![]).await.unwrap();
    let read = |row: &accede_store::Row| (row.text("name").unwrap(), row.int("lines").unwrap());
    rows.iter().map(read).collect()
}

async fn lines_are_right(scene: &Scene, after: &str) {
    let state = &scene.server.state;
    let mut tx = state.store.write().await.unwrap();
    let ids = application_queue::submitted_after(&mut tx, "", 1_000)
        .await
        .unwrap();
    let domains = &state.config.personal_mail_domains;
    let found = application_queue::stale(&mut tx, &ids, domains)
        .await
        .unwrap();
    assert_eq!(found, Vec::<String>::new(), "after {after}");
    let counts = kept(&mut tx).await;
    application_queue::recount(&mut tx).await.unwrap();
    assert_eq!(counts, kept(&mut tx).await, "after {after}");
}

/// A command, carried out, by whom its name says.
async fn step(scene: &Scene, command: &str, body: &Value) {
    let by = match command {
        "submit" | "withdraw" | "replace-reference" => &scene.ada,
        "revoke" => &scene.admin,
        _ => &scene.reviewer,
    };
    scene.decide(by, command, body).await.expect(200);
    lines_are_right(scene, command).await;
}

fn invitation() -> Value {
    json!({ "message": "" })
}

#[tokio::test]
async fn lines_follow_every_step_of_a_review() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        step(&scene, "submit", &json!({})).await;
        step(&scene, "return", &comment()).await;
        let changed = ApplicationForm {
            given_names: "Zoë".into(),
            webpage: String::new(),
            listed_in_directory: "no".into(),
            country: "DE".into(),
            ..form()
        };
        scene.save(&changed).await.expect(200);
        lines_are_right(&scene, "a draft that was saved").await;
        step(&scene, "submit", &json!({})).await;
        assert_eq!(ids(&scene, "?q=zo%C3%AB&country=DE").await.0.len(), 1);
        step(&scene, "confirm-identity", &all_yes()).await;
        step(&scene, "invite-reference", &invitation()).await;
        scene.answer("does_not_know").await.expect(200);
        lines_are_right(&scene, "a reference's no").await;
        assert_eq!(ids(&scene, "?flag=true").await.0.len(), 1);
        step(&scene, "return", &comment()).await;
        let renamed = other_reference("olga@gmail.com");
        let field = |name: &str| renamed[name].as_str().unwrap().to_owned();
        let changed = ApplicationForm {
            reference_name: field("reference_name"),
            reference_email: field("reference_email"),
            reference_page_url: "https://example.edu/people/olga".into(),
            ..changed
        };
        scene.save(&changed).await.expect(200);
        step(&scene, "submit", &json!({})).await;
        assert_eq!(
            ids(
                &scene,
                "?signal=reference_changed,reference_personal_mail&q=olga"
            )
            .await
            .0
            .len(),
            1
        );
        // Who they are was looked at before.
        step(&scene, "invite-reference", &invitation()).await;
        scene.answer("confirms").await.expect(200);
        lines_are_right(&scene, "a reference's yes").await;
        step(&scene, "accept", &response_yes()).await;
    }
}

#[tokio::test]
async fn lines_follow_what_happens_to_others() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        let known = async || ids(&scene, "?signal=known_reference").await.0.len();
        assert_eq!(known().await, 0);
        // Ben names the same person, who confirms him; then his credential is revoked.
        let ben = another(&scene, "ben", form(), Position::ACCEPTED).await;
        lines_are_right(&scene, "a yes to somebody else").await;
        assert_eq!(known().await, 1);
        step(&ben, "revoke", &json!({ "reason": "It was shared." })).await;
        assert_eq!(known().await, 0);
        // What Ben sends from now on says so.
        let begun = ben.ada.post("/api/v1/applications", &json!({})).await;
        let id = begun.expect(201).json::<Value>()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let again = Scene { id, ..ben };
        again.save(&form()).await.expect(200);
        step(&again, "submit", &json!({})).await;
        assert_eq!(ids(&scene, "?signal=revoked_before").await.0.len(), 1);
        step(&again, "withdraw", &json!({})).await;
    }
}

#[tokio::test]
async fn lines_follow_addresses_and_trainings() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let scene = Scene::with(dialect, &[], form()).await;
        scene.go_to(Position::IDENTITY).await;
        let (server, ada) = (&scene.server, &scene.ada);
        let found = async |query: &str| ids(&scene, query).await.0.len();
        let path = "/api/v1/account/emails";
        let added = ada
            .post(path, &json!({ "address": "ada@uni.example" }))
            .await;
        let added: Value = added.expect(201).json();
        lines_are_right(&scene, "an address that is not proved").await;
        assert_eq!(found("?q=ada%40uni").await, 0);
        let token = server.mailed_token().await;
        server
            .client()
            .post("/api/v1/email-verifications", &json!({ "token": token }))
            .await
            .expect(200);
        lines_are_right(&scene, "an address that was proved").await;
        assert_eq!(found("?q=ada%40uni").await, 1);
        let account: Value = ada.get("/api/v1/account").await.expect(200).json();
        let address = [path, "/", added["id"].as_str().unwrap()].concat();
        let remove = ada.request(axum::http::Method::DELETE, &address);
        let version = format!("\"{}\"", account["version"]);
        ada.send(remove.header("if-match", version))
            .await
            .expect(204);
        lines_are_right(&scene, "an address that was removed").await;
        assert_eq!(found("?q=ada%40uni").await, 0);
        // A report that ends, with its application still under way.
        assert_eq!(found("?training=training_accepted").await, 1);
        server.clock.advance(Duration::days(4 * 365));
        server.run_jobs().await;
        lines_are_right(&scene, "the end of a training").await;
        let reviewer = server.sign_in(&scene.reviewer_id).await;
        let path = [QUEUE, "?stage=open&training=training_missing"].concat();
        let page: Value = reviewer.get(&path).await.expect(200).json();
        assert_eq!(page["total"]["count"], 1);
    }
}

#[tokio::test]
async fn lines_follow_an_account_that_is_closed() {
    let scene = Scene::at(Position::IDENTITY).await;
    // A word of her address alone.
    assert_eq!(ids(&scene, "?q=org").await.0.len(), 1);
    scene.server.give_passphrase(&scene.ada_id).await;
    let body = json!({ "passphrase": crate::account::testing::PASSPHRASE });
    scene
        .ada
        .post("/api/v1/account/close", &body)
        .await
        .expect(204);
    lines_are_right(&scene, "an account that was closed").await;
    assert_eq!(ids(&scene, "?stage=decided&q=org").await.0.len(), 0);
    assert_eq!(ids(&scene, "?stage=decided").await.0.len(), 1);
}

#[tokio::test]
async fn a_search_without_a_letter_or_digit_is_refused_and_not_taken_for_none() {
    let scene = Scene::at(Position::IDENTITY).await;
    for list in [
        "applications",
        "applications/facets",
        "applications.csv",
        "trainings",
        "trainings.csv",
        "references",
        "references.csv",
    ] {
        let ask = async |typed: &str| {
            let path = ["/api/v1/review/", list, "?q=", typed].concat();
            scene.reviewer.get(&path).await
        };
        for typed in ["%25", "%22", "-", "_", "%20*%20", "%E2%80%94"] {
            let answer: Value = ask(typed).await.expect(422).json();
            assert_eq!(answer["errors"][0]["pointer"], "/q", "{list} {typed}");
        }
        // Nor is one cut off behind somebody's back.
        let answer: Value = ask(&"a".repeat(201)).await.expect(422).json();
        assert_eq!(answer["errors"][0]["code"], "too_long", "{list}");
        for typed in ["", "%20", "7", "%C3%A9", "%E6%9D%8E"] {
            ask(typed).await.expect(200);
        }
    }
}
