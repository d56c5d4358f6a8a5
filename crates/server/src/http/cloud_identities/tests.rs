use accede_api::grant::CloudIdentity;
use accede_api::page::List;
use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_store::Dialect;
use accede_store::mailed_link;
use serde_json::{Value, json};

use crate::links;
use crate::testing::{Client, TestServer};

const PATH: &str = "/api/v1/cloud-identities";

async fn link(client: &Client, address: &str) -> CloudIdentity {
    client
        .post(PATH, &json!({ "address": address, "mine_alone": true }))
        .await
        .expect(201)
        .json()
}

/// The token in the mail about this cloud account.
async fn token(server: &TestServer, id: &str) -> String {
    let mut tx = server.state.store.read().await.unwrap();
    let sql = "SELECT id FROM mailed_link WHERE subject_id = $1 AND purpose = 'cloud_identity' ORDER BY id DESC";
    let row = tx.fetch_one(sql, vec![id.into()]).await.unwrap();
    let link = mailed_link::get(&mut tx, &row.text("id").unwrap())
        .await
        .unwrap()
        .unwrap();
    links::token_of(&server.state, &link).to_string()
}

async fn list(client: &Client) -> Vec<CloudIdentity> {
    client
        .get(PATH)
        .await
        .expect(200)
        .json::<List<CloudIdentity>>()
        .items
}

async fn an_address_is_linked_proved_and_unlinked(dialect: Dialect) {
    let server = TestServer::on(dialect).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let linked = link(&client, "Ada@Gmail.com").await;
    assert!(!linked.verified);
    assert_eq!(
        (linked.address.as_str(), linked.provider.as_str()),
        ("Ada@gmail.com", "google")
    );
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM outbox WHERE kind = 'cloud_address_verify'")
            .await,
        1
    );

    // Whoever opens the mail need not be signed in there.
    let visitor = server.client();
    let body = json!({ "token": token(&server, &linked.id).await });
    let path = format!("{PATH}/verify");
    let verified: Value = visitor.post(&path, &body).await.expect(200).json();
    assert_eq!(verified["address"], "Ada@gmail.com");
    visitor.post(&path, &body).await.expect(200);
    assert!(list(&client).await[0].verified);
    assert_eq!(
        client
            .post(&format!("{PATH}/{}/resend", linked.id), &json!({}))
            .await
            .problem(),
        "not_possible_now"
    );

    client
        .delete(&format!("{PATH}/{}", linked.id))
        .await
        .expect(204);
    assert!(list(&client).await.is_empty());
    assert_eq!(
        client
            .delete(&format!("{PATH}/{}", linked.id))
            .await
            .problem(),
        "not_found"
    );
    link(&client, "ada@gmail.com").await;
}

#[tokio::test]
async fn an_address_is_linked_proved_and_unlinked_on_sqlite() {
    an_address_is_linked_proved_and_unlinked(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_linked_proved_and_unlinked_on_postgres() {
    an_address_is_linked_proved_and_unlinked(Dialect::Postgres).await;
}

#[tokio::test]
async fn what_is_not_right_is_refused() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let refused = async |body: Value, pointer: &str, code: &str| {
        let problem: Value = client.post(PATH, &body).await.expect(422).json();
        let first = &problem["errors"][0];
        assert_eq!(
            (first["pointer"].as_str(), first["code"].as_str()),
            (Some(pointer), Some(code))
        );
    };
    refused(
        json!({ "address": "nobody", "mine_alone": true }),
        "/address",
        "not_an_email",
    )
    .await;
    refused(
        json!({ "address": "a@gmail.com", "mine_alone": false }),
        "/mine_alone",
        "consent_required",
    )
    .await;
    link(&client, "ada.l@gmail.com").await;
    refused(
        json!({ "address": "adal+x@gmail.com", "mine_alone": true }),
        "/address",
        "taken",
    )
    .await;
    let visitor = server.client();
    let body = json!({ "address": "a@gmail.com", "mine_alone": true });
    assert_eq!(
        visitor.post(PATH, &body).await.problem(),
        "sign_in_required"
    );
    for token in ["", "wrong", "0000-0000", "00111-ABCDE-FGHJK-MNPQR"] {
        let answer = visitor
            .post(&format!("{PATH}/verify"), &json!({ "token": token }))
            .await;
        assert_eq!(answer.problem(), "link_ended", "{token:?}");
    }
}

#[tokio::test]
async fn somebody_elses_address_is_answered_alike_and_its_owner_told() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, eve) = server.person("eve", Role::Researcher).await;
    let linked = link(&ada, "ada@gmail.com").await;
    let verify = format!("{PATH}/verify");
    ada.post(
        &verify,
        &json!({ "token": token(&server, &linked.id).await }),
    )
    .await
    .expect(200);

    // A cloud account of hers, and an address of her account.
    for address in ["ada@gmail.com", "ada@example.org"] {
        let claimed = link(&eve, address).await;
        assert!(!claimed.verified && claimed.address == address);
        // Should the link come out all the same, it opens nothing.
        let body = json!({ "token": token(&server, &claimed.id).await });
        assert_eq!(eve.post(&verify, &body).await.problem(), "not_possible_now");
    }
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM outbox WHERE kind = 'address_already_in_use'")
            .await,
        2
    );
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM outbox WHERE kind = 'cloud_address_verify'")
            .await,
        1
    );
    let theirs = format!("{PATH}/{}", linked.id);
    assert_eq!(eve.delete(&theirs).await.problem(), "not_found");
    assert_eq!(
        eve.post(&format!("{theirs}/resend"), &json!({}))
            .await
            .problem(),
        "not_found"
    );
}

#[tokio::test]
async fn a_second_mail_ends_the_first_and_mails_are_limited() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let linked = link(&client, "ada@gmail.com").await;
    let first = token(&server, &linked.id).await;
    let resend = format!("{PATH}/{}/resend", linked.id);
    server.clock.advance(Duration::minutes(1));
    client.post(&resend, &json!({})).await.expect(204);
    let verify = format!("{PATH}/verify");
    assert_eq!(
        client
            .post(&verify, &json!({ "token": first }))
            .await
            .problem(),
        "link_ended"
    );
    let mut refused = None;
    for _ in 0..5 {
        let answer = client.post(&resend, &json!({})).await;
        refused = refused.or((answer.status == 429).then_some(answer));
    }
    assert_eq!(refused.expect("a limit").problem(), "too_many_attempts");
    client
        .post(
            &verify,
            &json!({ "token": token(&server, &linked.id).await }),
        )
        .await
        .expect(200);
}
