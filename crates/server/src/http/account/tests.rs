//! The person's own account, with the refused ways beside the allowed ones.

mod addresses;
mod language;
mod leaving;
mod security;
mod texts;

use accede_api::account::Account;
use accede_domain::account::Role;
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::testing::{Client, TestAnswer, TestServer};

const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

async fn account(client: &Client) -> Account {
    client.get("/api/v1/account").await.expect(200).json()
}

/// The one field at fault, and its code.
fn fault(answer: TestAnswer) -> (String, String) {
    let body: Value = answer.expect(422).json();
    let text = |name: &str| {
        body["errors"][0][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(body["errors"].as_array().map(Vec::len), Some(1), "{body}");
    (text("pointer"), text("code"))
}

fn wrong(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[tokio::test]
async fn a_profile_is_read_and_changed_by_whoever_saw_it() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (_, client) = server.person("ada", Role::Researcher).await;
        let answer = client.get("/api/v1/account").await.expect(200);
        let before: Account = answer.json();
        assert_eq!((answer.version(), before.version), (1, 1));
        assert!(before.emails[0].primary && before.emails[0].verified && !before.second_factor);
        let mut profile = json!(before.profile);
        profile["given_names"] = json!("  Ada E\u{301}loise ");
        let after = client
            .put("/api/v1/account/profile", &profile, 1)
            .await
            .expect(200);
        assert_eq!(
            (after.version(), after.json::<Account>().profile.given_names),
            (2, "Ada \u{c9}loise".to_owned())
        );
        let stale = client
            .put("/api/v1/account/profile", &profile, 1)
            .await
            .expect(412);
        assert_eq!(stale.json::<Value>()["current"]["version"], json!(2));
        let without = client.request(axum::http::Method::PUT, "/api/v1/account/profile");
        assert_eq!(
            client
                .send_json(without, &profile)
                .await
                .expect(428)
                .problem(),
            "version_required"
        );
        // Registration does not ask where somebody works, so a name can be changed without saying it.
        (profile["affiliation"], profile["country"]) = (json!(" "), json!(""));
        let bare = client
            .put("/api/v1/account/profile", &profile, 2)
            .await
            .expect(200);
        assert_eq!(bare.json::<Account>().profile.affiliation, "");
        profile["country"] = json!("Atlantis");
        let refused = client.put("/api/v1/account/profile", &profile, 3).await;
        assert_eq!(fault(refused), wrong("/country", "unknown_country"));
        profile["role"] = json!("administrator");
        let refused = client.put("/api/v1/account/profile", &profile, 3).await;
        assert_eq!(fault(refused), wrong("/role", "unknown_field"));
    }
}

#[tokio::test]
async fn a_visitor_gets_nowhere() {
    let server = TestServer::start().await;
    for path in ["", "/sessions", "/tokens", "/events", "/export"] {
        let answer = server.client().get(&format!("/api/v1/account{path}")).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (401, "sign_in_required"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn events_show_staff_by_their_role() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (ada, client) = server.person("ada", Role::Researcher).await;
        let rita = server.account("rita", Role::Reviewer).await;
        let context = crate::http::edge::context::RequestContext {
            request_id: "r".to_owned(),
            address: None,
            user_agent: String::new(),
            method: axum::http::Method::GET,
            path: String::new(),
            route: String::new(),
        };
        let mut tx = server.state.store.write().await.unwrap();
        let actors = [
            crate::record::Who::account(&rita, Role::Reviewer, &context),
            crate::record::Who::command_line(),
            crate::record::Who::mailed_link("link", &context),
            crate::record::Who::system(),
            crate::record::Who::account(&ada, Role::Researcher, &context),
            crate::record::Who::mailed_link("link", &context),
        ];
        for (at, who) in actors.into_iter().enumerate() {
            // The last is the link in a mail to an address of their own.
            let object = if at == 5 {
                "cloud_identity"
            } else {
                "application"
            };
            let event = crate::record::Event {
                action: "application.view",
                object: (object, "x"),
                concerns: Some(&ada),
                ..Default::default()
            };
            crate::record::audit(&mut tx, &server.state, who, event)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let first: Value = client
            .get("/api/v1/account/events?limit=4")
            .await
            .expect(200)
            .json();
        let actors = |page: &Value| {
            let items = page["items"].as_array().unwrap();
            items
                .iter()
                .map(|i| i["actor"].as_str().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(actors(&first), ["you", "you", "system", "reference"]);
        assert_eq!(first["total"], json!({"count": 6, "exact": true}));
        let next = first["next"].as_str().unwrap();
        let second: Value = client
            .get(&format!("/api/v1/account/events?after={next}"))
            .await
            .expect(200)
            .json();
        assert_eq!(actors(&second), ["administrator", "reviewer"]);
        assert!(!first.to_string().contains(&rita) && !second.to_string().contains("rita"));
        let (_, stranger) = server.person("eve", Role::Researcher).await;
        let none: Value = stranger
            .get("/api/v1/account/events")
            .await
            .expect(200)
            .json();
        assert_eq!(none["items"], json!([]));
    }
}
