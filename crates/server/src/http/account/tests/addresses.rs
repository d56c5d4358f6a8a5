use super::*;
use accede_api::account::AccountEmail;
use axum::http::Method;

use crate::account::testing::mail;

async fn add(client: &Client, address: &str) -> TestAnswer {
    client
        .post("/api/v1/account/emails", &json!({ "address": address }))
        .await
}

async fn verify(server: &TestServer) -> TestAnswer {
    let token = server.mailed_token().await;
    server
        .client()
        .post("/api/v1/email-verifications", &json!({ "token": token }))
        .await
}

async fn remove(client: &Client, id: &str, version: i64) -> TestAnswer {
    let request = client.request(Method::DELETE, &format!("/api/v1/account/emails/{id}"));
    client
        .send(request.header("if-match", format!("\"{version}\"")))
        .await
}

#[tokio::test]
async fn an_address_is_added_proved_made_primary_and_the_old_one_removed() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (_, client) = server.person("ada", Role::Researcher).await;
        let old = account(&client).await.emails[0].id.clone();
        let added: AccountEmail = add(&client, "ada@uni.example").await.expect(201).json();
        assert!(!added.verified && !added.primary);
        assert_eq!(
            server.new_mails().await,
            [mail("verify_address", "ada@uni.example")]
        );
        let path = format!("/api/v1/account/emails/{}", added.id);
        let early = client
            .post_if_match(&format!("{path}/make-primary"), &json!({}), 2)
            .await
            .expect(409);
        assert_eq!(early.problem(), "not_possible_now");
        client
            .post(&format!("{path}/resend"), &json!({}))
            .await
            .expect(204);
        server.new_mails().await;
        verify(&server).await.expect(200);
        assert_eq!(
            server.new_mails().await,
            [mail("address_changed", "ada@example.org")]
        );
        assert_eq!(
            client
                .post(&format!("{path}/resend"), &json!({}))
                .await
                .expect(409)
                .problem(),
            "not_possible_now"
        );

        let version = account(&client).await.version;
        assert_eq!(
            remove(&client, &old, version).await.expect(409).problem(),
            "not_possible_now"
        );
        client
            .post_if_match(&format!("{path}/make-primary"), &json!({}), version - 1)
            .await
            .expect(412);
        let made: Account = client
            .post_if_match(&format!("{path}/make-primary"), &json!({}), version)
            .await
            .expect(200)
            .json();
        assert_eq!(
            (made.emails[0].id.as_str(), made.emails[0].primary),
            (added.id.as_str(), true)
        );
        assert_eq!(
            server.new_mails().await,
            [mail("address_changed", "ada@example.org")]
        );
        remove(&client, &old, made.version).await.expect(204);
        assert_eq!(
            server.new_mails().await,
            [
                mail("address_changed", "ada@uni.example"),
                mail("address_changed", "ada@example.org")
            ]
        );
        assert_eq!(account(&client).await.emails.len(), 1);
    }
}

#[tokio::test]
async fn somebody_elses_address_is_claimed_in_vain_and_unseen() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, eve) = server.person("eve", Role::Researcher).await;
    let before = server.work().await;
    let claimed = add(&eve, "Ada+1@example.org").await.expect(201);
    let between = server.work().await;
    let free = add(&eve, "free@example.org").await.expect(201);
    let after = server.work().await;
    assert_eq!(
        (between.1 - before.1, between.2 - before.2),
        (after.1 - between.1, after.2 - between.2)
    );
    let shape = |answer: &TestAnswer| {
        answer
            .json::<Value>()
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(shape(&claimed), shape(&free));
    assert_eq!(
        server.new_mails().await,
        [
            mail("address_already_in_use", "ada@example.org"),
            mail("verify_address", "free@example.org")
        ]
    );
    // Nor can Eve touch what is Ada's.
    let id = account(&ada).await.emails[0].id.clone();
    let version = account(&eve).await.version;
    assert_eq!(
        remove(&eve, &id, version).await.expect(404).problem(),
        "not_found"
    );
    for command in ["make-primary", "resend"] {
        let path = format!("/api/v1/account/emails/{id}/{command}");
        assert_eq!(
            eve.post_if_match(&path, &json!({}), version)
                .await
                .expect(404)
                .problem(),
            "not_found"
        );
    }
    assert_eq!(account(&ada).await.emails.len(), 1);
}

#[tokio::test]
async fn refused_addresses_are_named() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    assert_eq!(
        fault(add(&client, "nonsense").await),
        wrong("/address", "not_an_email")
    );
    assert_eq!(
        fault(add(&client, "ADA@example.org").await),
        wrong("/address", "taken")
    );
    for n in 0..9 {
        add(&client, &format!("a{n}@example.org")).await.expect(201);
    }
    assert_eq!(
        add(&client, "one-too-many@example.org")
            .await
            .expect(409)
            .problem(),
        "not_possible_now"
    );
}

#[tokio::test]
async fn a_link_to_an_address_that_was_removed_is_dead() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let added: AccountEmail = add(&client, "ada@uni.example").await.expect(201).json();
    let without = client
        .delete(&format!("/api/v1/account/emails/{}", added.id))
        .await;
    assert_eq!(without.expect(428).problem(), "version_required");
    remove(&client, &added.id, 2).await.expect(204);
    assert_eq!(verify(&server).await.expect(410).problem(), "link_ended");
    assert_eq!(
        remove(&client, &added.id, 3).await.expect(404).problem(),
        "not_found"
    );
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_from_an_account() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let added: AccountEmail = add(&client, "victim@example.org").await.expect(201).json();
    let resend = async || {
        client
            .post(
                &format!("/api/v1/account/emails/{}/resend", added.id),
                &json!({}),
            )
            .await
    };
    for _ in 0..3 {
        resend().await.expect(204);
    }
    assert_eq!(resend().await.expect(429).problem(), "too_many_attempts");
}

#[tokio::test]
async fn an_address_that_is_somebody_elses_cloud_account_is_claimed_in_vain_too() {
    let server = TestServer::start().await;
    let (ada, _) = server.person("ada", Role::Researcher).await;
    server.link_google(&ada, "adacloud").await;
    let (_, eve) = server.person("eve", Role::Researcher).await;
    add(&eve, "adacloud@gmail.com").await.expect(201);
    assert_eq!(
        server.new_mails().await,
        [mail("address_already_in_use", "adacloud@gmail.com")]
    );
    // Linked by another only after the mail went out, it is refused when the link is opened.
    add(&eve, "late@gmail.com").await.expect(201);
    server.link_google(&ada, "late").await;
    let refused = verify(&server).await.expect(409);
    assert_eq!(refused.problem(), "not_possible_now");
    // One's own is as good an address as any.
    let (own, client) = server.person("own", Role::Researcher).await;
    server.link_google(&own, "own").await;
    add(&client, "own@gmail.com").await.expect(201);
    verify(&server).await.expect(200);
}
