use super::*;
use accede_api::account::{MadeToken, RecoveryCodes, SecondFactorSetup, SessionInfo, TokenInfo};
use accede_api::page::List;
use accede_api::session::{SessionState, SessionStatus};
use accede_domain::time::Duration;

use crate::account::testing::{OTHER, PASSPHRASE, mail};
use crate::account::totp::{RECOVERY_CODES, Secret};
use crate::testing::uuid;

async fn secret_of(server: &TestServer, account_id: &str) -> Secret {
    let mut tx = server.state.store.read().await.unwrap();
    let secrets = accede_store::account::secrets(&mut tx, account_id)
        .await
        .unwrap()
        .unwrap();
    Secret::open(
        &server.state.keys,
        account_id,
        &secrets.totp_secret.unwrap(),
    )
    .unwrap()
}

#[tokio::test]
async fn a_passphrase_is_changed_by_who_knows_it_and_ends_the_other_sessions() {
    let server = TestServer::start().await;
    let (ada, client) = server.person("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let other = server.sign_in(&ada).await;
    let path = "/api/v1/account/passphrase";
    let refused = client
        .post(path, &json!({"current": OTHER, "new": OTHER}))
        .await;
    assert_eq!(fault(refused), wrong("/current", "wrong"));
    let refused = client
        .post(
            path,
            &json!({"current": PASSPHRASE, "new": "ada@example.org"}),
        )
        .await;
    assert_eq!(fault(refused), wrong("/new", "too_weak"));
    let (key, body) = (uuid(), json!({"current": PASSPHRASE, "new": OTHER}));
    client.post_with_key(path, &body, &key).await.expect(204);
    // The same request again: the passphrase is another one by now, but it was this request that changed it.
    assert_eq!(
        client
            .post_with_key(path, &body, &key)
            .await
            .expect(204)
            .header("idempotency-replayed"),
        "true"
    );
    client.get("/api/v1/account").await.expect(200);
    other.get("/api/v1/account").await.expect(401);
    assert_eq!(
        server.new_mails().await,
        [mail("passphrase_changed", "ada@example.org")]
    );
    server.client().enter("ada", PASSPHRASE).await.expect(401);
    server.client().enter("ada", OTHER).await.expect(200);
}

#[tokio::test]
async fn guessing_the_passphrase_in_a_borrowed_browser_is_slowed_down() {
    let server = TestServer::start().await;
    let (ada, client) = server.person("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    for _ in 0..6 {
        let refused = client
            .post("/api/v1/account/close", &json!({"passphrase": "guess"}))
            .await;
        assert_eq!(fault(refused), wrong("/passphrase", "wrong"));
    }
    let right = client
        .post("/api/v1/account/close", &json!({"passphrase": PASSPHRASE}))
        .await
        .expect(429);
    assert_eq!(right.header("retry-after"), "2");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_person_only() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (ada, client) = server.person("ada", Role::Researcher).await;
        server.clock.advance(Duration::minutes(1));
        let (second, third) = (server.sign_in(&ada).await, server.sign_in(&ada).await);
        let list: List<SessionInfo> = client
            .get("/api/v1/account/sessions")
            .await
            .expect(200)
            .json();
        assert_eq!(
            list.items.iter().map(|s| s.current).collect::<Vec<_>>(),
            [false, false, true]
        );
        let id = &list.items[1].id;
        let (_, stranger) = server.person("eve", Role::Researcher).await;
        let path = format!("/api/v1/account/sessions/{id}");
        assert_eq!(
            stranger.delete(&path).await.expect(404).problem(),
            "not_found"
        );
        client.delete(&path).await.expect(204);
        assert_eq!(
            client.delete(&path).await.expect(404).problem(),
            "not_found"
        );
        let open = [
            second.get("/api/v1/account").await.status,
            third.get("/api/v1/account").await.status,
        ];
        assert!(open.contains(&401) && open.contains(&200), "{open:?}");
        client
            .post("/api/v1/account/sessions/end-others", &json!({}))
            .await
            .expect(204);
        let list: List<SessionInfo> = client
            .get("/api/v1/account/sessions")
            .await
            .expect(200)
            .json();
        assert_eq!(list.items.len(), 1);
        client
            .delete(&format!("/api/v1/account/sessions/{}", list.items[0].id))
            .await
            .expect(204);
        assert!(
            !client.cookies().contains_key("accede"),
            "one's own session: a sign-out"
        );
        stranger.get("/api/v1/account").await.expect(200);
    }
}

#[tokio::test]
async fn a_second_factor_counts_once_a_code_confirmed_it() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (ada, client) = server.person("ada", Role::Researcher).await;
        server.give_passphrase(&ada).await;
        let other = server.sign_in(&ada).await;
        let setup: SecondFactorSetup = client
            .post("/api/v1/account/second-factor", &json!({}))
            .await
            .expect(200)
            .json();
        assert!(
            setup.otpauth_uri.contains(&setup.secret) && setup.otpauth_uri.contains("Accede:ada")
        );
        let confirm = "/api/v1/account/second-factor/confirm";
        assert_eq!(
            fault(client.post(confirm, &json!({"code": "12345"})).await),
            wrong("/code", "wrong")
        );
        assert!(!account(&client).await.second_factor);
        let code = secret_of(&server, &ada).await.code_at(server.state.now());
        let (key, before) = (uuid(), client.cookies());
        let made = client
            .post_with_key(confirm, &json!({ "code": code }), &key)
            .await
            .expect(200);
        assert_eq!(made.json::<RecoveryCodes>().codes.len(), RECOVERY_CODES);
        assert_ne!(before["accede"], client.cookies()["accede"], "a new cookie");
        other.get("/api/v1/account").await.expect(401);
        let again = client
            .post_with_key(confirm, &json!({ "code": code }), &key)
            .await
            .expect(200);
        assert_eq!(
            (
                again.json::<RecoveryCodes>().codes.len(),
                again.header("set-cookie")
            ),
            (0, ""),
            "secrets are sent once"
        );
        assert_eq!(
            server
                .number("SELECT count(*) AS n FROM idempotency WHERE headers LIKE '%cookie%'")
                .await,
            0
        );
        let seen = account(&client).await;
        assert!(seen.second_factor && seen.recovery_codes_left == 10);
        assert_eq!(
            server.new_mails().await,
            [mail("second_factor_changed", "ada@example.org")]
        );
        // Confirmed is confirmed; the code that confirmed it opens nothing more.
        assert_eq!(
            client
                .post("/api/v1/account/second-factor", &json!({}))
                .await
                .expect(409)
                .problem(),
            "not_possible_now"
        );
        let thief = server.client();
        thief.enter("ada", PASSPHRASE).await.expect(200);
        thief
            .post("/api/v1/session/second-factor", &json!({ "code": code }))
            .await
            .expect(401);
    }
}

#[tokio::test]
async fn recovery_codes_are_replaced_and_the_second_factor_removed_with_the_passphrase() {
    let server = TestServer::start().await;
    let (ada, client) = server.person("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let (codes, remove) = (
        "/api/v1/account/second-factor/recovery-codes",
        "/api/v1/account/second-factor/remove",
    );
    let (right, not) = (
        json!({"passphrase": PASSPHRASE}),
        json!({"passphrase": OTHER}),
    );
    for path in [codes, remove] {
        assert_eq!(
            client.post(path, &right).await.expect(409).problem(),
            "not_possible_now"
        );
    }
    server.give_second_factor(&ada).await;
    for path in [codes, remove] {
        assert_eq!(
            fault(client.post(path, &not).await),
            wrong("/passphrase", "wrong")
        );
    }
    let first: RecoveryCodes = client.post(codes, &right).await.expect(200).json();
    let second: RecoveryCodes = client.post(codes, &right).await.expect(200).json();
    let half = server.client();
    half.enter("ada", PASSPHRASE).await.expect(200);
    let give = async |code: &str| {
        half.post("/api/v1/session/second-factor", &json!({ "code": code }))
            .await
            .status
    };
    assert_eq!(give(&first.codes[0]).await, 401);
    assert_eq!(give(&second.codes[0]).await, 200);
    client.post(remove, &right).await.expect(204);
    half.get("/api/v1/account").await.expect(401);
    assert!(!account(&client).await.second_factor);
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM recovery_code")
            .await,
        0
    );
    let status: SessionStatus = server
        .client()
        .enter("ada", PASSPHRASE)
        .await
        .expect(200)
        .json();
    assert_eq!(status.state, SessionState::SignedIn);
}

#[tokio::test]
async fn staff_keep_their_second_factor_and_begin_with_it() {
    let server = TestServer::start().await;
    let (rita, client) = server.person("rita", Role::Reviewer).await;
    server.give_passphrase(&rita).await;
    let body = json!({"passphrase": PASSPHRASE});
    assert_eq!(
        client
            .post("/api/v1/account/second-factor/remove", &body)
            .await
            .expect(403)
            .problem(),
        "forbidden"
    );
    let mut tx = server.state.store.write().await.unwrap();
    accede_store::account::remove_totp(&mut tx, &rita, server.state.now())
        .await
        .unwrap();
    tx.execute(
        "UPDATE account SET totp_confirmed_at = NULL",
        accede_store::params![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        client.get("/api/v1/account").await.expect(403).problem(),
        "second_factor_setup_required"
    );
    client
        .post("/api/v1/account/second-factor", &json!({}))
        .await
        .expect(200);
    let code = secret_of(&server, &rita).await.code_at(server.state.now());
    client
        .post(
            "/api/v1/account/second-factor/confirm",
            &json!({ "code": code }),
        )
        .await
        .expect(200);
    client.get("/api/v1/account").await.expect(200);
}

#[tokio::test]
async fn a_token_is_shown_once_and_ended_by_its_person() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (_, client) = server.person("ada", Role::Researcher).await;
        let (path, key) = ("/api/v1/account/tokens", uuid());
        let body = json!({"name": " cluster ", "scope": "files_read", "days": 30});
        let made: MadeToken = client
            .post_with_key(path, &body, &key)
            .await
            .expect(201)
            .json();
        let secret = made.secret.unwrap();
        assert!(secret.starts_with("accede_"));
        assert_eq!(made.token.name, "cluster");
        assert_eq!(
            made.token.expires_at,
            server.state.now().plus(Duration::days(30))
        );
        let again: MadeToken = client
            .post_with_key(path, &body, &key)
            .await
            .expect(201)
            .json();
        assert_eq!((again.secret, &again.token), (None, &made.token));
        let mut tx = server.state.store.read().await.unwrap();
        let hash = crate::http::actor::hash(&secret);
        assert!(
            accede_store::personal_token::find(&mut tx, &hash, server.state.now())
                .await
                .unwrap()
                .is_some()
        );
        drop(tx);
        // A token opens files, not the account.
        let tool = server.client();
        let request = tool.request(axum::http::Method::GET, "/api/v1/account");
        let request = request.header("authorization", format!("Bearer {secret}"));
        assert_eq!(tool.send(request).await.expect(403).problem(), "forbidden");

        let (_, stranger) = server.person("eve", Role::Researcher).await;
        let one = format!("{path}/{}", made.token.id);
        assert_eq!(
            stranger.delete(&one).await.expect(404).problem(),
            "not_found"
        );
        client.delete(&one).await.expect(204);
        assert_eq!(client.delete(&one).await.expect(404).problem(), "not_found");
        let list: List<TokenInfo> = client.get(path).await.expect(200).json();
        assert_eq!(list.items[0].ended_at, Some(server.state.now()));
    }
}

#[tokio::test]
async fn refused_tokens_are_named() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let make = async |name: &str, scope: &str, days: i64| {
        client
            .post(
                "/api/v1/account/tokens",
                &json!({"name": name, "scope": scope, "days": days}),
            )
            .await
    };
    assert_eq!(
        fault(make(" ", "files_read", 1).await),
        wrong("/name", "required")
    );
    assert_eq!(
        fault(make("a", "files_read", 0).await),
        wrong("/days", "invalid")
    );
    assert_eq!(
        fault(make("a", "files_read", 366).await),
        wrong("/days", "invalid")
    );
    assert_eq!(fault(make("a", "files_read", -1).await).0, "/days");
    assert_eq!(fault(make("a", "everything", 1).await).0, "/scope");
    for _ in 0..20 {
        make("a", "files_read", 365).await.expect(201);
    }
    assert_eq!(
        make("a", "files_read", 1).await.expect(409).problem(),
        "not_possible_now"
    );
}
