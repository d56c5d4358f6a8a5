//! The reference's link, through the router.

use accede_domain::account::Role;
use accede_domain::application::state::Position;
use accede_domain::time::{Duration, Timestamp};
use accede_store::params;
use axum::http::Method;
use serde_json::{Value, json};

use crate::application::testing::{Scene, TEXT};
use crate::testing::{Client, uuid};

const OPEN: &str = "/api/v1/reference-requests/open";
const ANSWER: &str = "/api/v1/reference-requests/answer";
const WITHDRAW: &str = "/api/v1/reference-requests/withdraw";
const VOUCHES: &str = "/api/v1/account/vouches";

#[tokio::test]
async fn opening_shows_what_is_asked_and_changes_nothing() {
    let scene = Scene::at(Position::RESPONSE).await;
    let (token, version) = (scene.token().await, scene.version().await);
    let client = scene.server.client();
    for _ in 0..3 {
        let opened: Value = client
            .post(OPEN, &json!({ "token": token }))
            .await
            .expect(200)
            .json();
        assert_eq!(opened["applicant_name"], "Émile O’Brien");
        assert_eq!(opened["relationship"], "supervisor");
        assert_eq!(opened["ends_at"], "2027-02-14T08:00:00Z");
        assert!(opened.get("given").is_none());
    }
    assert_eq!(scene.version().await, version);
    assert_eq!(
        scene
            .server
            .number("SELECT count(*) AS n FROM mailed_link WHERE used_at IS NOT NULL")
            .await,
        0
    );
    // Typed from the mail, it opens as well.
    let typed = token.to_lowercase().replace('-', " ");
    client
        .post(OPEN, &json!({ "token": typed }))
        .await
        .expect(200);
}

#[tokio::test]
async fn an_answer_needs_words_and_can_be_changed_for_a_day() {
    let scene = Scene::at(Position::RESPONSE).await;
    let (client, token) = (scene.server.client(), scene.token().await);
    let answer =
        |choice: &str, text: &str| json!({ "token": token, "answer": choice, "text": text });
    for text in ["", "  \n", &"x".repeat(2001)] {
        let problem: Value = client
            .post(ANSWER, &answer("confirms", text))
            .await
            .expect(422)
            .json();
        assert_eq!(problem["errors"][0]["pointer"], "/text");
    }
    let given: Value = client
        .post(ANSWER, &answer("confirms", TEXT))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&given["given"]["answer"], &given["given"]["changeable"]),
        (&json!("confirms"), &json!(true))
    );
    assert_eq!(scene.position().await, Position::FINAL);
    scene.server.clock.advance(Duration::hours(23));
    client
        .post(ANSWER, &answer("concern", "I was wrong."))
        .await
        .expect(200);
    // A no never rejects by itself.
    assert_eq!(scene.position().await, Position::RESPONSE);
    let flags = "SELECT count(*) AS n FROM application_flag WHERE flag = 'reference_corrected' AND seen_at IS NULL";
    assert_eq!(scene.server.number(flags).await, 1);
    scene.server.clock.advance(Duration::hours(1));
    let late = client
        .post(ANSWER, &answer("confirms", TEXT))
        .await
        .expect(409);
    assert_eq!(late.json::<Value>()["refusal"], "correction_over");
    let opened: Value = client
        .post(OPEN, &json!({ "token": token }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&opened["given"]["answer"], &opened["given"]["changeable"]),
        (&json!("concern"), &json!(false))
    );
}

#[tokio::test]
async fn a_repeated_answer_is_taken_once() {
    let scene = Scene::at(Position::RESPONSE).await;
    let body = json!({ "token": scene.token().await, "answer": "confirms", "text": TEXT });
    let (client, key) = (scene.server.client(), uuid());
    let first = client.post_with_key(ANSWER, &body, &key).await.expect(200);
    let second = client.post_with_key(ANSWER, &body, &key).await.expect(200);
    assert_eq!(first.body, second.body);
    assert_eq!(scene.mails("reference_thanked").await, 1);
}

#[tokio::test]
async fn a_reference_is_thanked_in_the_language_of_the_page_they_answered_on() {
    for (reads, language) in [("es", "es"), ("en", "en"), ("", "en")] {
        let scene = Scene::at(Position::RESPONSE).await;
        let body = json!({ "token": scene.token().await, "answer": "confirms", "text": TEXT });
        let client = scene.server.client();
        let request = client
            .request(Method::POST, ANSWER)
            .header("idempotency-key", uuid())
            .header("accept-language", reads);
        client.send_json(request, &body).await.expect(200);
        let mut tx = scene.server.state.store.read().await.unwrap();
        let sql = "SELECT language FROM outbox WHERE kind = 'reference_thanked'";
        let mail = tx.fetch_one(sql, params![]).await.unwrap();
        assert_eq!(mail.text("language").unwrap(), language, "{reads}");
    }
}

#[tokio::test]
async fn a_dead_or_made_up_link_says_whom_to_ask() {
    let scene = Scene::at(Position::RESPONSE).await;
    let token = scene.token().await;
    scene
        .command(&scene.ada, "withdraw", &json!({}))
        .await
        .expect(200);
    for token in [token.as_str(), "00000-00000-00000-00000", "", "nonsense"] {
        let answer = scene
            .server
            .client()
            .post(OPEN, &json!({ "token": token }))
            .await
            .expect(410);
        assert!(
            answer.text().contains("help@example.org"),
            "{}",
            answer.text()
        );
        let body = json!({ "token": token, "answer": "confirms", "text": TEXT });
        scene.server.client().post(ANSWER, &body).await.expect(410);
    }
}

#[tokio::test]
async fn nobody_vouches_for_themselves_under_an_address_that_they_added_later() {
    let scene = Scene::at(Position::RESPONSE).await;
    let address = json!({ "address": "ruth@example.edu" });
    scene
        .ada
        .post("/api/v1/account/emails", &address)
        .await
        .expect(201);
    let body = json!({ "token": scene.token().await, "answer": "confirms", "text": TEXT });
    let answer = scene.server.client().post(ANSWER, &body).await.expect(409);
    assert_eq!(answer.problem(), "not_possible_now");
    assert_eq!(scene.position().await, Position::RESPONSE);
}

#[tokio::test]
async fn guessing_slows_down() {
    let scene = Scene::at(Position::RESPONSE).await;
    let client = scene.server.client();
    let mut statuses = Vec::new();
    for _ in 0..25 {
        statuses.push(
            client
                .post(OPEN, &json!({ "token": "00000-00000-00000-00000" }))
                .await
                .status,
        );
    }
    assert!(
        statuses.contains(&410) && statuses.contains(&429),
        "{statuses:?}"
    );
    client
        .post(OPEN, &json!({ "token": scene.token().await }))
        .await
        .expect(200);
}

#[tokio::test]
async fn with_an_account_one_sees_for_whom_one_was_asked() {
    let scene = Scene::at(Position::FINAL).await;
    let empty: Value = scene.reviewer.get(VOUCHES).await.expect(200).json();
    assert_eq!(empty["items"], json!([]));
    let client = ruth(&scene).await;
    let vouches: Value = client.get(VOUCHES).await.expect(200).json();
    let one = &vouches["items"][0];
    assert_eq!(
        (&one["applicant_name"], &one["answer"]),
        (&json!("Émile O’Brien"), &json!("confirms"))
    );
    assert_eq!(one["open"], false);
    assert_eq!(one["withdrawable"], true);
}

/// Makes somebody whose verified address is that of the scene's reference.
async fn ruth(scene: &Scene) -> Client {
    let (ruth, client) = scene.server.person("ruth", Role::Researcher).await;
    let mut tx = scene.server.state.store.write().await.unwrap();
    let sql = "UPDATE account_email SET folded = 'ruth@example.edu' WHERE account_id = $1";
    tx.execute(sql, params![&ruth]).await.unwrap();
    tx.commit().await.unwrap();
    client
}

#[tokio::test]
async fn an_answer_can_be_taken_back_once_by_the_link_after_its_day() {
    let scene = Scene::at(Position::FINAL).await;
    let (client, token) = (scene.server.client(), scene.token().await);
    scene.server.clock.advance(Duration::hours(25));
    let opened: Value = client
        .post(OPEN, &json!({ "token": token }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &opened["given"]["changeable"],
            &opened["given"]["withdrawable"]
        ),
        (&json!(false), &json!(true))
    );
    let without_words = json!({ "token": token, "text": " " });
    client.post(WITHDRAW, &without_words).await.expect(422);
    let body = json!({ "token": token, "text": "They left us." });
    let after: Value = client.post(WITHDRAW, &body).await.expect(200).json();
    assert_eq!(after["given"]["withdrawable"], false);
    assert!(after["given"]["withdrawn_at"].is_string());
    assert_eq!(scene.position().await, Position::RESPONSE);
    for (path, body) in [
        (WITHDRAW, body),
        (
            ANSWER,
            json!({ "token": token, "answer": "confirms", "text": TEXT }),
        ),
    ] {
        let over: Value = client.post(path, &body).await.expect(410).json();
        let why = over["detail"].as_str().unwrap();
        assert!(why.starts_with("You have taken your answer back"), "{why}");
    }
}

#[tokio::test]
async fn a_link_works_as_long_as_mail_and_page_say() {
    let scene = Scene::at(Position::FINAL).await;
    let (client, body) = (
        scene.server.client(),
        json!({ "token": scene.token().await, "text": TEXT, "answer": "confirms" }),
    );
    let token = json!({ "token": body["token"] });
    let opened: Value = client.post(OPEN, &token).await.expect(200).json();
    // What the mail says of a link is when it expires.
    let last = scene
        .server
        .number("SELECT max(expires_at) AS n FROM mailed_link")
        .await;
    let last = Timestamp::from_micros(last);
    assert_eq!(opened["ends_at"], last.to_string());
    let left = last.since(scene.server.state.now());
    scene.server.clock.advance(Duration(left.0 - 1_000_000));
    client.post(OPEN, &token).await.expect(200);
    scene.server.clock.advance(Duration::seconds(1));
    for (path, body) in [
        (OPEN, token),
        (WITHDRAW, json!({ "token": body["token"], "text": TEXT })),
        (ANSWER, body),
    ] {
        let over: Value = client.post(path, &body).await.expect(410).json();
        let why = over["detail"].as_str().unwrap();
        assert!(why.starts_with("This link is too old."), "{path}: {why}");
    }
}

#[tokio::test]
async fn an_answer_on_the_last_day_can_be_changed_for_a_day_too() {
    let scene = Scene::at(Position::RESPONSE).await;
    let (client, token) = (scene.server.client(), scene.token().await);
    scene.server.clock.advance(Duration::hours(30 * 24 - 1));
    let mut body = json!({ "token": token, "answer": "confirms", "text": TEXT });
    let given: Value = client.post(ANSWER, &body).await.expect(200).json();
    assert_eq!(given["ends_at"], given["given"]["changeable_until"]);
    scene.server.clock.advance(Duration::hours(23));
    body["answer"] = json!("concern");
    client.post(ANSWER, &body).await.expect(200);
}

#[tokio::test]
async fn an_answer_can_be_taken_back_with_an_account() {
    let scene = Scene::at(Position::FINAL).await;
    let client = ruth(&scene).await;
    let vouches: Value = client.get(VOUCHES).await.expect(200).json();
    let id = vouches["items"][0]["id"].as_str().unwrap().to_owned();
    let path = [VOUCHES, "/", &id, "/withdraw"].concat();
    let body = json!({ "text": "They left us." });
    // To anybody else it is not there, the applicant and the reviewer included.
    for other in [&scene.ada, &scene.reviewer] {
        other.post(&path, &body).await.expect(404);
    }
    client.post(&path, &json!({ "text": "" })).await.expect(422);
    let after: Value = client.post(&path, &body).await.expect(200).json();
    assert_eq!(after["withdrawable"], false);
    assert!(after["withdrawn_at"].is_string());
    assert_eq!(scene.position().await, Position::RESPONSE);
    let again = client.post(&path, &body).await.expect(409);
    assert_eq!(again.json::<Value>()["refusal"], "reference_request_over");
}
