use accede_api::account::{LinkedOrcid, OrcidStanding};
use accede_domain::account::Role;
use accede_domain::application::state::Position;
use accede_domain::time::Duration;
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::application::testing::{Scene, form};
use crate::orcid::fake::{Bend, FakeOrcid, some_orcid};
use crate::testing::{Client, TestAnswer, TestServer, uuid};

const PATH: &str = "/api/v1/account/orcid";
const BEGIN: &str = "/api/v1/account/orcid/begin";
const FINISH: &str = "/api/v1/account/orcid/finish";
const ADA: &str = "0000-0002-1694-233X";

async fn portal(dialect: Dialect) -> (FakeOrcid, TestServer) {
    let orcid = FakeOrcid::start().await;
    let server = TestServer::with(dialect, &orcid.settings()).await;
    (orcid, server)
}

async fn linked(client: &Client) -> Option<LinkedOrcid> {
    let standing: OrcidStanding = client.get(PATH).await.expect(200).json();
    standing.linked
}

async fn finish(client: &Client, body: &Value) -> TestAnswer {
    client.post(FINISH, body).await
}

async fn an_id_is_linked_shown_found_and_unlinked(dialect: Dialect) {
    let orcid = FakeOrcid::start().await;
    let scene = Scene::with(dialect, &orcid.settings(), form()).await;
    scene.go_to(Position::IDENTITY).await;
    assert_eq!(linked(&scene.ada).await, None);

    let body = orcid.agree(&scene.ada, ADA).await;
    let shown: LinkedOrcid = finish(&scene.ada, &body).await.expect(200).json();
    assert_eq!(shown.url, format!("{}/{ADA}", orcid.origin));
    assert_eq!(shown.verified_at, scene.server.state.now());
    assert_eq!(linked(&scene.ada).await, Some(shown.clone()));

    // Staff see it in the list, narrow by it, find it however it is written, and read where it comes from.
    let list = async |query: &str| {
        let path = format!("/api/v1/review/applications{query}");
        let page: Value = scene.reviewer.get(&path).await.expect(200).json();
        page["items"].as_array().unwrap().len()
    };
    let facet = async || {
        let path = "/api/v1/review/applications/facets";
        let facets: Value = scene.reviewer.get(path).await.expect(200).json();
        let counts = facets["counts"].as_array().unwrap().iter();
        let of_orcid = counts.filter(|one| one["parameter"] == "signal" && one["value"] == "orcid");
        of_orcid
            .map(|one| one["count"].as_u64().unwrap())
            .sum::<u64>()
    };
    let page: Value = scene
        .reviewer
        .get("/api/v1/review/applications")
        .await
        .json();
    let signals = &page["items"][0]["signals"];
    assert!(
        signals.as_array().unwrap().contains(&json!("orcid")),
        "{page}"
    );
    for query in [
        "?signal=orcid",
        "?q=0000-0002-1694-233X",
        "?q=https://orcid.org/0000-0002-1694-233x",
        "?q=000000021694233X",
    ] {
        assert_eq!(list(query).await, 1, "{query}");
    }
    assert_eq!(facet().await, 1);
    let path = format!("/api/v1/review/applications/{}", scene.id);
    let case: Value = scene.reviewer.get(&path).await.expect(200).json();
    assert_eq!(case["orcid"], json!(shown));

    // It goes along with what the person takes along, and stands among what happened.
    let export: Value = scene.ada.get("/api/v1/account/export").await.json();
    assert_eq!(export["orcid"][0]["orcid"], ADA);

    scene.ada.delete(PATH).await.expect(204);
    assert_eq!(linked(&scene.ada).await, None);
    assert_eq!(scene.ada.delete(PATH).await.problem(), "not_found");
    assert_eq!(list("?signal=orcid").await, 0);
    assert_eq!(list("?q=0000-0002-1694-233X").await, 0);
    assert_eq!(facet().await, 0);
    let case: Value = scene.reviewer.get(&path).await.expect(200).json();
    assert!(case.get("orcid").is_none());
    let events: Value = scene.ada.get("/api/v1/account/events").await.json();
    let actions: Vec<&Value> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["action"])
        .collect();
    assert!(actions.contains(&&json!("orcid.link")) && actions.contains(&&json!("orcid.unlink")));
    orcid.link(&scene.ada, ADA).await;
}

#[tokio::test]
async fn an_id_is_linked_shown_found_and_unlinked_on_sqlite() {
    an_id_is_linked_shown_found_and_unlinked(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_is_linked_shown_found_and_unlinked_on_postgres() {
    an_id_is_linked_shown_found_and_unlinked(Dialect::Postgres).await;
}

#[tokio::test]
async fn without_a_client_id_there_is_nothing() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    for who in [client, server.client()] {
        let body = json!({ "code": "abcdef", "state": "x" });
        for answer in [
            who.get(PATH).await,
            who.delete(PATH).await,
            who.post(BEGIN, &json!({})).await,
            who.post(FINISH, &body).await,
        ] {
            assert_eq!(
                (answer.status, answer.problem().as_str()),
                (404, "not_found")
            );
        }
    }
}

#[tokio::test]
async fn a_way_is_finished_once_by_the_session_that_began_it_and_in_time() {
    let (orcid, server) = portal(Dialect::Sqlite).await;
    let (ada_id, ada) = server.person("ada", Role::Researcher).await;
    let (_, eve) = server.person("eve", Role::Researcher).await;
    let ended = async |client: &Client, body: &Value| {
        let answer = finish(client, body).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (410, "link_ended")
        );
    };

    // Somebody is made to bring back what another began: their account gets no iD of the other's, nor the other way round.
    let of_eve = orcid.agree(&eve, &some_orcid(1)).await;
    ended(&ada, &of_eve).await;
    ended(
        &server.sign_in(&ada_id).await,
        &orcid.agree(&ada, ADA).await,
    )
    .await;

    let late = orcid.agree(&ada, ADA).await;
    server.clock.advance(Duration::minutes(10));
    ended(&ada, &late).await;
    ended(&ada, &json!({ "code": "abcdef", "state": "made-up" })).await;
    assert_eq!(linked(&ada).await, None);

    // The same request again gets the same answer; another with the same state is too late.
    let (body, key) = (orcid.agree(&ada, ADA).await, uuid());
    ada.post_with_key(FINISH, &body, &key).await.expect(200);
    ada.post_with_key(FINISH, &body, &key).await.expect(200);
    ended(&ada, &body).await;
    assert!(linked(&ada).await.is_some());

    server.clock.advance(Duration::hours(2));
    server.run_jobs().await;
    let left = server.number("SELECT count(*) AS n FROM orcid_state").await;
    assert_eq!(left, 0, "ways that nobody finished are forgotten");
}

async fn an_id_is_one_persons(dialect: Dialect) {
    let (orcid, server) = portal(dialect).await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, eve) = server.person("eve", Role::Researcher).await;
    orcid.link(&ada, ADA).await;
    let body = orcid.agree(&eve, ADA).await;
    let answer = finish(&eve, &body).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (409, "orcid_taken")
    );
    assert!(!answer.text().contains("ada") && !answer.text().contains("Lovelace"));
    assert_eq!(linked(&eve).await, None);
    // Another iD of theirs takes the place of the first, which is free again.
    orcid.link(&ada, &some_orcid(7)).await;
    assert!(linked(&ada).await.unwrap().url.ends_with(&some_orcid(7)));
    orcid.link(&eve, ADA).await;
}

#[tokio::test]
async fn an_id_is_one_persons_on_sqlite() {
    an_id_is_one_persons(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_is_one_persons_on_postgres() {
    an_id_is_one_persons(Dialect::Postgres).await;
}

#[tokio::test]
async fn who_denies_brings_back_no_code() {
    let (orcid, server) = portal(Dialect::Sqlite).await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let begun: Value = ada.post(BEGIN, &json!({})).await.expect(200).json();
    let url = begun["authorize_url"].as_str().unwrap();
    let back = orcid.visit(url, None).await;
    assert_eq!(back["error"], "access_denied");
    assert!(back.get("code").is_none());
    // Each way is another, and none says what would finish it.
    let again: Value = ada.post(BEGIN, &json!({})).await.expect(200).json();
    assert_ne!(again["authorize_url"], begun["authorize_url"]);
    assert!(!url.contains("verifier") && !url.contains("secret"));
}

/// Everything that is checked of a token, bent once each: it proves nothing then, and nothing is linked.
#[tokio::test]
async fn an_answer_that_proves_nothing_links_nothing() {
    let (orcid, server) = portal(Dialect::Sqlite).await;
    let mut number = 0;
    let mut refused = async |what: &str| {
        number += 1;
        let name = format!("person-{number}");
        let (_, client) = server.person(&name, Role::Researcher).await;
        let body = orcid.agree(&client, &some_orcid(number)).await;
        let answer = finish(&client, &body).await;
        let found = (answer.status, answer.problem());
        assert_eq!(
            (found.0, found.1.as_str()),
            (409, "orcid_refused"),
            "{what}"
        );
        assert_eq!(linked(&client).await, None, "{what}");
        orcid.straighten();
    };
    let claims: [(&str, Bend); 8] = [
        ("another issuer", |it| {
            it["iss"] = json!("https://evil.example")
        }),
        ("another client", |it| it["aud"] = json!("APP-OTHER")),
        ("two clients", |it| {
            it["aud"] = json!(["APP-0123456789ABCDEF", "APP-OTHER"]);
        }),
        ("another nonce", |it| it["nonce"] = json!("of-another-way")),
        ("no nonce", |it| {
            it.as_object_mut().unwrap().remove("nonce");
        }),
        ("expired", |it| it["exp"] = json!(1_799_999_000)),
        ("somebody else", |it| {
            it["sub"] = json!("0000-0002-1825-0097")
        }),
        ("no time", |it| it["exp"] = json!("never")),
    ];
    for (what, bend) in claims {
        orcid.bend_claims(bend);
        refused(what).await;
    }
    let headers: [(&str, Bend); 3] = [
        ("unsigned", |it| it["alg"] = json!("none")),
        ("signed with the public key", |it| {
            it["alg"] = json!("HS256")
        }),
        ("signed by a stranger", |it| {
            it["kid"] = json!("another-key")
        }),
    ];
    for (what, bend) in headers {
        orcid.bend_header(bend);
        refused(what).await;
    }
    let answers: [(&str, Bend); 6] = [
        ("two iDs", |it| it["orcid"] = json!("0000-0002-1825-0097")),
        ("no iD", |it| {
            it.as_object_mut().unwrap().remove("orcid");
        }),
        ("no token", |it| it["id_token"] = json!("a.b")),
        ("no signature", |it| {
            let token = it["id_token"].as_str().unwrap();
            let (said, _) = token.rsplit_once('.').unwrap();
            it["id_token"] = json!(format!("{said}."));
        }),
        ("changed after it was signed", |it| {
            use base64::Engine as _;
            use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
            let token = it["id_token"].as_str().unwrap().to_owned();
            let parts: Vec<&str> = token.split('.').collect();
            let mut claims: Value =
                serde_json::from_slice(&BASE64.decode(parts[1]).unwrap()).unwrap();
            claims["sub"] = json!("0000-0002-1825-0097");
            it["orcid"] = claims["sub"].clone();
            let claims = BASE64.encode(claims.to_string());
            it["id_token"] = json!([parts[0], &claims, parts[2]].join("."));
        }),
        ("too long", |it| it["name"] = json!("x".repeat(70_000))),
    ];
    for (what, bend) in answers {
        orcid.bend_answer(bend);
        refused(what).await;
    }
    let (_, client) = server.person("typo", Role::Researcher).await;
    let wrong = orcid.agree(&client, "0000-0002-1825-0098").await;
    assert_eq!(finish(&client, &wrong).await.problem(), "orcid_refused");
    let body = orcid.agree(&client, ADA).await;
    let other = json!({ "code": "ABCDEF", "state": body["state"] });
    assert_eq!(finish(&client, &other).await.problem(), "orcid_refused");
    assert_eq!(linked(&client).await, None);
}

#[tokio::test]
async fn a_token_may_name_its_audience_in_a_list_and_its_issuer_with_a_slash() {
    let (orcid, server) = portal(Dialect::Sqlite).await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    orcid.bend_claims(|it| {
        it["aud"] = json!(["APP-0123456789ABCDEF"]);
        it["iss"] = json!(format!("{}/", it["iss"].as_str().unwrap()));
    });
    orcid.link(&ada, ADA).await;
}

#[tokio::test]
async fn whoever_is_not_answered_by_orcid_is_told_so() {
    let (orcid, server) = portal(Dialect::Sqlite).await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let body = orcid.agree(&ada, ADA).await;
    orcid.go_down();
    let answer = finish(&ada, &body).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (503, "orcid_unreachable")
    );
    assert_eq!(linked(&ada).await, None);
}

#[tokio::test]
async fn a_client_with_a_wrong_secret_gets_nothing() {
    let orcid = FakeOrcid::start().await;
    let mut settings = orcid.settings();
    settings[1].1 = "another";
    let server = TestServer::with(Dialect::Sqlite, &settings).await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let body = orcid.agree(&ada, ADA).await;
    assert_eq!(finish(&ada, &body).await.problem(), "orcid_refused");
}

#[tokio::test]
async fn setting_out_again_and_again_is_slowed_down() {
    let (_orcid, server) = portal(Dialect::Sqlite).await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    for _ in 0..11 {
        ada.post(BEGIN, &json!({})).await.expect(200);
    }
    let answer = ada.post(BEGIN, &json!({})).await;
    assert_eq!(answer.problem(), "too_many_attempts");
}
