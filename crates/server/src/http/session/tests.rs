//! Signing in and out, with the refused ways beside the allowed ones.

use accede_api::session::{SessionState, SessionStatus};
use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_store::{Dialect, params};
use serde_json::{Value, json};

use crate::account::testing::{OTHER, PASSPHRASE, mail};
use crate::testing::{Client, TestAnswer, TestServer};

const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

async fn status(client: &Client) -> SessionStatus {
    client.get("/api/v1/session").await.expect(200).json()
}

async fn give_code(client: &Client, code: &str) -> TestAnswer {
    client
        .post("/api/v1/session/second-factor", &json!({ "code": code }))
        .await
}

#[tokio::test]
async fn address_or_user_name_and_passphrase_sign_in() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let ada = server.account("ada", Role::Researcher).await;
        server.give_passphrase(&ada).await;
        for identifier in ["ada", " Ada ", " Ada@Example.org ", "ada+lab@example.org"] {
            let client = server.client();
            assert_eq!(status(&client).await.state, SessionState::SignedOut);
            let answer: SessionStatus = client
                .enter(identifier, PASSPHRASE)
                .await
                .expect(200)
                .json();
            assert_eq!(answer.state, SessionState::SignedIn);
            let account = answer.account.clone().unwrap();
            assert_eq!(
                (account.display_name.as_str(), account.email.as_str()),
                ("Ada Lovelace", "ada@example.org")
            );
            assert_eq!(answer, status(&client).await);
            client.get("/api/v1/account").await.expect(200);
        }
    }
}

#[tokio::test]
async fn an_unknown_address_is_answered_like_a_wrong_passphrase_for_the_same_work() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    // Once before, so that nothing is done for the first time within what is counted.
    server
        .client()
        .enter("zoe@example.org", OTHER)
        .await
        .expect(401);
    let mut seen = Vec::new();
    for identifier in ["ada@example.org", "ada", "bob@example.org", "bob"] {
        let before = server.work().await;
        let answer = server.client().enter(identifier, OTHER).await.expect(401);
        let after = server.work().await;
        let mut body: Value = answer.json();
        body.as_object_mut().unwrap().remove("request_id");
        seen.push((
            body,
            after.0 - before.0,
            after.1 - before.1,
            after.2 - before.2,
        ));
    }
    assert_eq!(seen[0].0["code"], json!("wrong_credentials"));
    assert_eq!((seen[0].1, seen[0].3), (1, 0), "one run of Argon2, no mail");
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:#?}");
}

#[tokio::test]
async fn how_long_one_has_to_wait_tells_nothing_of_accounts() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let mut seen = Vec::new();
    for name in ["ada", "bob"] {
        let client = server.client();
        let address = format!("{name}@example.org");
        for _ in 0..6 {
            client.enter(&address, OTHER).await.expect(401);
        }
        // The same mailbox, the same capitals aside, and what may be the same person's user name.
        let further = [
            format!("{name}+x@example.org"),
            address.to_uppercase(),
            name.to_owned(),
        ];
        let mut answers = Vec::new();
        for identifier in &further {
            answers.push(client.enter(identifier, OTHER).await.status);
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], [429, 429, 401]);
    assert_eq!(seen[1], seen[0], "nobody has the second account");
}

#[tokio::test]
async fn wrong_tries_wait_longer_and_longer_but_nobody_is_locked_out() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let client = server.client();
    for _ in 0..6 {
        client.enter("ada", "wrong").await.expect(401);
    }
    let refused = client.enter("ada", PASSPHRASE).await.expect(429);
    assert_eq!(
        (refused.problem().as_str(), refused.header("retry-after")),
        ("too_many_attempts", "2")
    );
    assert_eq!(refused.json::<Value>()["retry_after"], json!(2));
    server.clock.advance(Duration::seconds(2));
    client.enter("ada", "wrong").await.expect(401);
    assert_eq!(
        client
            .enter("ada", PASSPHRASE)
            .await
            .expect(429)
            .header("retry-after"),
        "4"
    );
    // An address that nobody has waits alike.
    for _ in 0..6 {
        client.enter("bob", "wrong").await.expect(401);
    }
    assert_eq!(
        client
            .enter("bob", "wrong")
            .await
            .expect(429)
            .header("retry-after"),
        "2"
    );
    // The longest delay is minutes; a success begins anew.
    server.clock.advance(Duration::minutes(5));
    client.enter("ada", PASSPHRASE).await.expect(200);
    for _ in 0..5 {
        client.enter("ada", "wrong").await.expect(401);
    }
}

/// Signs in as if from this network address.
async fn enter_from(client: &Client, address: [u8; 4], passphrase: &str) -> TestAnswer {
    let peer = axum::extract::ConnectInfo(std::net::SocketAddr::from((address, 4711)));
    let request = client
        .request(axum::http::Method::POST, "/api/v1/session")
        .extension(peer);
    client
        .send_json(
            request,
            &json!({"identifier": "ada", "passphrase": passphrase}),
        )
        .await
}

#[tokio::test]
async fn strangers_from_everywhere_are_slowed_down_and_the_owners_browser_is_not() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let own = server.client();
    enter_from(&own, [192, 0, 2, 1], PASSPHRASE)
        .await
        .expect(200);
    for n in 0..11 {
        enter_from(&server.client(), [203, 0, 113, n], "guess")
            .await
            .expect(401);
    }
    let refused = enter_from(&server.client(), [203, 0, 113, 99], PASSPHRASE)
        .await
        .expect(429);
    assert_eq!(refused.header("retry-after"), "1");
    enter_from(&own, [192, 0, 2, 1], PASSPHRASE)
        .await
        .expect(200);
}

#[tokio::test]
async fn trying_many_names_from_one_address_is_slowed_down_and_ones_own_success_does_not_help() {
    let server = TestServer::start().await;
    let eve = server.account("eve", Role::Researcher).await;
    server.give_passphrase(&eve).await;
    let client = server.client();
    for n in 0..51 {
        if n % 10 == 0 {
            client.enter("eve", PASSPHRASE).await.expect(200);
        }
        client
            .enter(&format!("name-{n}"), "guess")
            .await
            .expect(401);
    }
    assert_eq!(
        client
            .enter("one-more", "guess")
            .await
            .expect(429)
            .header("retry-after"),
        "1"
    );
    server.clock.advance(Duration::seconds(1));
    client.enter("eve", PASSPHRASE).await.expect(200);
}

#[tokio::test]
async fn a_sign_in_from_a_new_browser_is_told_by_mail_and_the_first_is_not() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let first = server.client();
    first.enter("ada", PASSPHRASE).await.expect(200);
    first.delete("/api/v1/session").await.expect(204);
    first.enter("ada", PASSPHRASE).await.expect(200);
    assert_eq!(server.new_mails().await, []);
    server.client().enter("ada", PASSPHRASE).await.expect(200);
    assert_eq!(
        server.new_mails().await,
        [mail("new_device_sign_in", "ada@example.org")]
    );
}

#[tokio::test]
async fn each_sign_in_has_a_cookie_of_its_own_and_ends_the_one_before() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let client = server.client();
    let answer = client.enter("ada", PASSPHRASE).await.expect(200);
    let set: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap())
        .collect();
    assert!(
        set.iter()
            .all(|cookie| cookie.contains("HttpOnly; SameSite=Lax")),
        "{set:?}"
    );
    let before = client.cookies();
    client.enter("ada", PASSPHRASE).await.expect(200);
    let after = client.cookies();
    assert_ne!(before["accede"], after["accede"]);
    assert_eq!(before["accede-device"], after["accede-device"]);
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM session WHERE ended_at IS NULL")
            .await,
        1
    );
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie_away() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let cookies = client.cookies();
    client.delete("/api/v1/session").await.expect(204);
    assert!(!client.cookies().contains_key("accede"));
    client.get("/api/v1/account").await.expect(401);
    client.delete("/api/v1/session").await.expect(204);
    let thief = server.client();
    let request = thief.request(axum::http::Method::GET, "/api/v1/account");
    let request = request.header("cookie", format!("accede={}", cookies["accede"]));
    assert_eq!(
        thief.send(request).await.expect(401).problem(),
        "sign_in_required"
    );
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use_and_twelve_hours_in_any_case() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let begun = status(&client).await;
    assert_eq!(
        begun.idle_ends_at,
        Some(begun.now.plus(Duration::minutes(30)))
    );
    assert_eq!(begun.ends_at, Some(begun.now.plus(Duration::hours(12))));
    for _ in 0..28 {
        server.clock.advance(Duration::minutes(25));
        let extended: SessionStatus = client
            .post("/api/v1/session/extend", &json!({}))
            .await
            .expect(200)
            .json();
        let end = server.state.now().plus(Duration::minutes(30));
        assert_eq!(extended.idle_ends_at, Some(end.min(begun.ends_at.unwrap())));
    }
    server.clock.advance(Duration::minutes(21));
    assert_eq!(status(&client).await.state, SessionState::SignedOut);
    assert_eq!(
        client
            .post("/api/v1/session/extend", &json!({}))
            .await
            .expect(401)
            .problem(),
        "sign_in_required"
    );
    let (_, other) = server.person("bob", Role::Researcher).await;
    server.clock.advance(Duration::minutes(31));
    assert_eq!(status(&other).await.state, SessionState::SignedOut);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_a_code_works_once() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let ada = server.account("ada", Role::Researcher).await;
        server.give_passphrase(&ada).await;
        let secret = server.give_second_factor(&ada).await;
        let client = server.client();
        assert_eq!(
            give_code(&client, "000000").await.expect(401).problem(),
            "sign_in_required"
        );
        let half: SessionStatus = client.enter("ada", PASSPHRASE).await.expect(200).json();
        assert_eq!(
            (half.state, half.account),
            (SessionState::SecondFactorRequired, None)
        );
        assert_eq!(
            client.get("/api/v1/account").await.expect(401).problem(),
            "second_factor_required"
        );
        let before = client.cookies();
        let code = secret.code_at(server.state.now());
        assert_eq!(
            give_code(&client, "abcdef").await.expect(401).problem(),
            "wrong_credentials"
        );
        let whole: SessionStatus = give_code(&client, &format!(" {} {} ", &code[..3], &code[3..]))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (whole.state, whole.ends_at),
            (SessionState::SignedIn, half.ends_at)
        );
        assert_ne!(before["accede"], client.cookies()["accede"], "a new cookie");
        assert_eq!(
            give_code(&client, &code).await.expect(409).problem(),
            "not_possible_now"
        );
        // Whoever read the code over a shoulder comes too late.
        let thief = server.client();
        thief.enter("ada", PASSPHRASE).await.expect(200);
        assert_eq!(
            give_code(&thief, &code).await.expect(401).problem(),
            "wrong_credentials"
        );
        server.clock.advance(Duration::seconds(30));
        give_code(&thief, &secret.code_at(server.state.now()))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let secret = server.give_second_factor(&ada).await;
    let client = server.client();
    client.enter("ada", PASSPHRASE).await.expect(200);
    for _ in 0..6 {
        give_code(&client, "x").await.expect(401);
    }
    assert_eq!(
        give_code(&client, &secret.code_at(server.state.now()))
            .await
            .expect(429)
            .header("retry-after"),
        "5"
    );
    // Whoever gives wrong codes knows the passphrase: its owner is told, once a day.
    give_code(&client, "x").await.expect(429);
    assert_eq!(
        server.new_mails().await,
        [mail("second_factor_guessed", "ada@example.org")]
    );
    server.clock.advance(Duration::seconds(5));
    give_code(&client, &secret.code_at(server.state.now()))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_recovery_code_works_once_and_is_told_by_mail() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    server.give_second_factor(&ada).await;
    let mut tx = server.state.store.write().await.unwrap();
    let codes = crate::account::new_recovery_codes(&mut tx, &server.state, &ada)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let client = server.client();
    client.enter("ada", PASSPHRASE).await.expect(200);
    give_code(&client, &codes[0].to_lowercase())
        .await
        .expect(200);
    assert_eq!(
        server.new_mails().await,
        [mail("second_factor_changed", "ada@example.org")]
    );
    let left = client.get("/api/v1/account").await.json::<Value>()["recovery_codes_left"].clone();
    assert_eq!(left, json!(codes.len() - 1));
    let again = server.client();
    again.enter("ada", PASSPHRASE).await.expect(200);
    give_code(&again, &codes[0]).await.expect(401);
    give_code(&again, &codes[1]).await.expect(200);
}

#[tokio::test]
async fn staff_set_up_a_second_factor_before_anything_else() {
    let server = TestServer::start().await;
    let id = server.account("rita", Role::Reviewer).await;
    server.give_passphrase(&id).await;
    let mut tx = server.state.store.write().await.unwrap();
    tx.execute("UPDATE account SET totp_confirmed_at = NULL", params![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let client = server.client();
    let answer: SessionStatus = client.enter("rita", PASSPHRASE).await.expect(200).json();
    assert_eq!(answer.state, SessionState::SecondFactorSetupRequired);
    for path in [
        "/api/v1/account",
        "/api/v1/account/events",
        "/api/v1/account/export",
    ] {
        assert_eq!(
            client.get(path).await.expect(403).problem(),
            "second_factor_setup_required",
            "{path}"
        );
    }
    client
        .post("/api/v1/account/second-factor", &json!({}))
        .await
        .expect(200);
}

#[tokio::test]
async fn an_account_that_is_not_in_use_signs_in_nowhere() {
    let server = TestServer::start().await;
    for (name, state, refusal) in [
        ("una", "unverified", (409, "not_possible_now")),
        ("dora", "deactivated", (403, "forbidden")),
    ] {
        let id = server.account(name, Role::Researcher).await;
        server.give_passphrase(&id).await;
        let open = server.sign_in(&id).await;
        let mut tx = server.state.store.write().await.unwrap();
        tx.execute(
            "UPDATE account SET state = $1 WHERE id = $2",
            params![state, &id],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            open.get("/api/v1/account").await.expect(401).problem(),
            "sign_in_required"
        );
        let answer = server.client().enter(name, PASSPHRASE).await;
        assert_eq!((answer.status, answer.problem().as_str()), refusal);
        // Without the passphrase, nothing is told.
        assert_eq!(
            server
                .client()
                .enter(name, OTHER)
                .await
                .expect(401)
                .problem(),
            "wrong_credentials"
        );
    }
}
