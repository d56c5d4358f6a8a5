//! Registering, proving an address, a new passphrase by mail; and that none of it tells whether an address is known.

use accede_api::session::{SessionState, SessionStatus, Verified};
use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::account::testing::{OTHER, PASSPHRASE, mail};
use crate::testing::{Client, TestAnswer, TestServer};

const REGISTER: &str = "/api/v1/registrations";
const RESEND: &str = "/api/v1/registrations/resend";
const VERIFY: &str = "/api/v1/email-verifications";
const RESET: &str = "/api/v1/passphrase-resets";
const COMPLETE: &str = "/api/v1/passphrase-resets/complete";

fn form(user_name: &str, email: &str) -> Value {
    json!({
        "user_name": user_name, "email": email, "passphrase": PASSPHRASE, "given_names": "Émile", "family_name": "Zola",
        "privacy_version": "1.0", "terms_version": "1.0",
    })
}

async fn verify(client: &Client, token: &str) -> TestAnswer {
    client.post(VERIFY, &json!({ "token": token })).await
}

#[tokio::test]
async fn whoever_registers_proves_the_address_and_signs_in() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let client = server.client();
        let answer = client
            .post(REGISTER, &form("emile", "Emile@Example.org"))
            .await
            .expect(202);
        assert!(answer.body.is_empty());
        assert_eq!(
            server.new_mails().await,
            [mail("verify_address", "Emile@example.org")]
        );
        assert_eq!(
            client
                .enter("emile", PASSPHRASE)
                .await
                .expect(409)
                .problem(),
            "not_possible_now"
        );
        assert_eq!(
            client
                .enter("emile@example.org", PASSPHRASE)
                .await
                .expect(401)
                .problem(),
            "wrong_credentials"
        );

        let token = server.mailed_token().await;
        for _ in 0..2 {
            let verified: Verified = verify(&client, &token.to_lowercase().replace('-', " "))
                .await
                .expect(200)
                .json();
            assert_eq!(verified.address, "Emile@example.org");
        }
        let status: SessionStatus = client
            .enter("emile@example.org", PASSPHRASE)
            .await
            .expect(200)
            .json();
        assert_eq!(status.account.unwrap().display_name, "Émile Zola");
        assert_eq!(server.new_mails().await, []);
    }
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named_at_once() {
    let server = TestServer::start().await;
    server.account("ada", Role::Researcher).await;
    let mut wrong = form("ada", "nobody");
    wrong["passphrase"] = json!("too short");
    wrong["given_names"] = json!("R2D2");
    wrong["family_name"] = json!(" ");
    wrong["country"] = json!("XX");
    wrong["terms_version"] = json!("0.9");
    let answer = server.client().post(REGISTER, &wrong).await.expect(422);
    let errors = answer.json::<Value>()["errors"].clone();
    let named: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["pointer"].as_str(), e["code"].as_str()))
        .collect();
    assert_eq!(
        named,
        [
            (Some("/user_name"), Some("taken")),
            (Some("/email"), Some("not_an_email")),
            (Some("/passphrase"), Some("too_short")),
            (Some("/given_names"), Some("digits_not_allowed")),
            (Some("/family_name"), Some("required")),
            (Some("/country"), Some("unknown_country")),
            (Some("/terms_version"), Some("consent_required")),
        ]
    );
    assert_eq!(server.number("SELECT count(*) AS n FROM account").await, 1);
    let mut weak = form("bob", "bob@example.org");
    weak["passphrase"] = json!("bob@example.org");
    assert_eq!(
        server
            .client()
            .post(REGISTER, &weak)
            .await
            .expect(422)
            .json::<Value>()["errors"][0]["code"],
        json!("too_weak")
    );
    let mut one_name = form("sukarno", "sukarno@example.org");
    (one_name["family_name"], one_name["one_name"]) = (json!(""), json!(true));
    server.client().post(REGISTER, &one_name).await.expect(202);
}

#[tokio::test]
async fn known_and_unknown_addresses_cost_the_same_work_and_get_the_same_answer() {
    let server = TestServer::start().await;
    let known = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&known).await;
    server
        .client()
        .post(REGISTER, &form("waiting", "waiting@example.org"))
        .await
        .expect(202);
    let register = |name: &str, email: &str| (REGISTER, form(name, email));
    let address = |path: &'static str, email: &str| (path, json!({ "email": email }));
    let groups = [
        vec![
            register("one", "ada@example.org"),
            register("two", "new@example.org"),
        ],
        vec![
            address(RESEND, "ada@example.org"),
            address(RESEND, "nobody@example.org"),
            address(RESEND, "waiting@example.org"),
        ],
        vec![
            address(RESET, "ada@example.org"),
            address(RESET, "nobody@example.org"),
            address(RESET, "waiting@example.org"),
        ],
    ];
    for group in groups {
        let mut seen = Vec::new();
        for (path, body) in &group {
            let before = server.work().await;
            let answer = server.client().post(path, body).await.expect(202);
            let after = server.work().await;
            seen.push((
                answer.body,
                after.0 - before.0,
                after.1 - before.1,
                after.2 - before.2,
            ));
        }
        assert_eq!(seen[0].3, 1, "one mail each");
        assert!(seen.iter().all(|one| *one == seen[0]), "{group:?} {seen:?}");
    }
}

#[tokio::test]
async fn an_address_that_is_somebodys_is_told_to_its_owner_alone() {
    let server = TestServer::start().await;
    server.account("ada", Role::Researcher).await;
    let client = server.client();
    client
        .post(REGISTER, &form("eve", "a.d.a+x@example.org"))
        .await
        .expect(202);
    client
        .post(REGISTER, &form("mallory", "Ada+y@example.org"))
        .await
        .expect(202);
    assert_eq!(
        server.new_mails().await,
        [
            mail("verify_address", "a.d.a+x@example.org"),
            mail("address_already_in_use", "ada@example.org")
        ],
        "dots count but at Gmail; case and tags never do"
    );
    // The user name is taken in either case, so that its being free tells nothing.
    for name in ["eve", "mallory"] {
        let again = client
            .post(REGISTER, &form(name, "other@example.org"))
            .await
            .expect(422);
        assert_eq!(again.json::<Value>()["errors"][0]["code"], json!("taken"));
        assert_eq!(
            client.enter(name, PASSPHRASE).await.expect(409).problem(),
            "not_possible_now"
        );
    }
    client
        .post(RESEND, &json!({"email": "ada@example.org"}))
        .await
        .expect(202);
    client
        .post(RESEND, &json!({"email": "nobody@example.org"}))
        .await
        .expect(202);
    assert_eq!(
        server.new_mails().await,
        [
            mail("address_already_in_use", "ada@example.org"),
            mail("no_account_here", "nobody@example.org")
        ]
    );
}

#[tokio::test]
async fn of_two_who_claim_an_address_the_first_to_prove_it_has_it() {
    let server = TestServer::start().await;
    let client = server.client();
    client
        .post(REGISTER, &form("one", "shared@example.org"))
        .await
        .expect(202);
    let first = server.mailed_token().await;
    server.clock.advance(Duration::seconds(1));
    client
        .post(REGISTER, &form("two", "shared@example.org"))
        .await
        .expect(202);
    let second = server.mailed_token().await;
    verify(&client, &second).await.expect(200);
    assert_eq!(
        verify(&client, &first).await.expect(409).problem(),
        "not_possible_now"
    );
    let status: SessionStatus = client
        .enter("shared@example.org", PASSPHRASE)
        .await
        .expect(200)
        .json();
    assert_eq!(status.account.unwrap().user_name, "two");
}

#[tokio::test]
async fn a_dead_link_says_so() {
    let server = TestServer::start().await;
    let client = server.client();
    client
        .post(REGISTER, &form("emile", "emile@example.org"))
        .await
        .expect(202);
    let token = server.mailed_token().await;
    for wrong in ["", "x", "00000-00000-00000-00000", "é"] {
        assert_eq!(
            verify(&client, wrong).await.expect(410).problem(),
            "link_ended",
            "{wrong}"
        );
    }
    // Another purpose's door stays shut.
    let body = json!({"token": token, "passphrase": OTHER});
    assert_eq!(
        client.post(COMPLETE, &body).await.expect(410).problem(),
        "link_ended"
    );
    server.clock.advance(Duration::days(3));
    assert_eq!(
        verify(&client, &token).await.expect(410).problem(),
        "link_ended"
    );
    client
        .post(RESEND, &json!({"email": "emile@example.org"}))
        .await
        .expect(202);
    verify(&client, &server.mailed_token().await)
        .await
        .expect(200);
}

#[tokio::test]
async fn a_new_passphrase_by_mail_ends_every_session_and_leaves_the_second_factor() {
    let server = TestServer::start().await;
    let (ada, open) = server.person("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    server.give_second_factor(&ada).await;
    let client = server.client();
    client
        .post(RESET, &json!({"email": "ADA@example.org"}))
        .await
        .expect(202);
    assert_eq!(
        server.new_mails().await,
        [mail("passphrase_reset", "ada@example.org")]
    );
    let token = server.mailed_token().await;
    let complete = async |passphrase: &str| {
        client
            .post(COMPLETE, &json!({"token": token, "passphrase": passphrase}))
            .await
    };
    let weak = complete("ada@example.org").await.expect(422);
    assert_eq!(
        weak.json::<Value>()["errors"][0],
        json!({"pointer": "/passphrase", "code": "too_weak",
        "detail": accede_domain::problem::FieldCode::TooWeak.detail()})
    );
    open.get("/api/v1/account").await.expect(200);
    complete(OTHER).await.expect(204);
    open.get("/api/v1/account").await.expect(401);
    assert_eq!(
        server.new_mails().await,
        [mail("passphrase_changed", "ada@example.org")]
    );
    assert_eq!(
        complete(PASSPHRASE).await.expect(410).problem(),
        "link_ended"
    );
    client.enter("ada", PASSPHRASE).await.expect(401);
    let status: SessionStatus = client.enter("ada", OTHER).await.expect(200).json();
    assert_eq!(status.state, SessionState::SecondFactorRequired);
}

#[tokio::test]
async fn the_latest_reset_link_works_for_an_hour() {
    let server = TestServer::start().await;
    let ada = server.account("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let client = server.client();
    let ask = async || {
        server.clock.advance(Duration::seconds(1));
        client
            .post(RESET, &json!({"email": "ada@example.org"}))
            .await
            .expect(202);
        server.mailed_token().await
    };
    let complete = async |token: &str| {
        client
            .post(COMPLETE, &json!({"token": token, "passphrase": OTHER}))
            .await
            .status
    };
    let (first, second) = (ask().await, ask().await);
    assert_eq!(complete(&first).await, 410);
    server.clock.advance(Duration::hours(1));
    assert_eq!(complete(&second).await, 410);
    assert_eq!(complete(&ask().await).await, 204);
}

#[tokio::test]
async fn nobody_floods_a_mailbox() {
    let server = TestServer::start().await;
    for _ in 0..4 {
        server
            .client()
            .post(RESET, &json!({"email": "victim@example.org"}))
            .await
            .expect(202);
    }
    let refused = server
        .client()
        .post(RESEND, &json!({"email": "vIctim+tag@example.org"}))
        .await
        .expect(429);
    assert_eq!(refused.header("retry-after"), "60");
    server
        .client()
        .post(RESET, &json!({"email": "somebody-else@example.org"}))
        .await
        .expect(202);
    assert_eq!(
        server
            .client()
            .post(RESET, &json!({"email": "x"}))
            .await
            .expect(422)
            .problem(),
        "invalid"
    );
}
