use std::time::Duration as Patience;

use accede_api::session::SessionStatus;
use accede_domain::account::Role;
use accede_domain::language::Language;
use accede_mail::testing::{Received, SmtpSink};
use accede_store::Dialect;
use serde_json::{Value, json};

use crate::account::testing::PASSPHRASE;
use crate::record::{self, To};
use crate::testing::{Client, TestServer, uuid};

const CHOOSE: &str = "/api/v1/account/language";
const SOON: Patience = Patience::from_secs(10);

async fn with_mail_server(dialect: Dialect) -> (SmtpSink, TestServer) {
    let sink = SmtpSink::start().await.unwrap();
    let url = format!("smtp://{}", sink.address());
    let server = TestServer::with(dialect, &[("smtp_url", &url)]).await;
    (sink, server)
}

async fn arrived(sink: &SmtpSink, server: &TestServer, to: &str) -> Received {
    server.run_jobs().await;
    let mail = sink.wait_for(to, SOON).await.unwrap();
    sink.clear();
    mail
}

async fn spoken_to_in(client: &Client) -> Language {
    let status: SessionStatus = client.get("/api/v1/session").await.expect(200).json();
    status.account.unwrap().language
}

fn registration(user_name: &str, language: &str) -> Value {
    json!({
        "user_name": user_name, "email": format!("{user_name}@example.org"), "passphrase": PASSPHRASE,
        "given_names": "Émile", "family_name": "Zola", "privacy_version": "1.0", "terms_version": "1.0",
        "language": language,
    })
}

#[tokio::test]
async fn the_language_of_registering_goes_with_the_account_and_its_mails() {
    for dialect in super::BOTH {
        let (sink, server) = with_mail_server(dialect).await;
        let client = server.client();
        let register = |language| registration("emile", language);
        let refused = client.post("/api/v1/registrations", &register("xx")).await;
        assert_eq!(refused.expect(422).problem(), "invalid");
        client
            .post("/api/v1/registrations", &register("es"))
            .await
            .expect(202);
        let mail = arrived(&sink, &server, "emile@example.org").await;
        assert_eq!(
            mail.subject(),
            "Confirme su dirección de correo para Accede"
        );
        assert_eq!(mail.header("Content-Language").as_deref(), Some("es"));
        assert!(mail.text().starts_with("Hola:"), "{}", mail.text());
        assert!(mail.html().contains("<html lang=\"es\""));

        let token = server.mailed_token().await;
        let token = json!({ "token": token });
        client
            .post("/api/v1/email-verifications", &token)
            .await
            .expect(200);
        // As on another device, where nothing was chosen.
        client
            .enter("emile@example.org", PASSPHRASE)
            .await
            .expect(200);
        assert_eq!(spoken_to_in(&client).await, Language::Spanish);
    }
}

#[tokio::test]
async fn a_person_chooses_another_language_and_is_written_to_in_it() {
    let (sink, server) = with_mail_server(Dialect::Sqlite).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    assert_eq!(spoken_to_in(&client).await, Language::English);
    for _ in 0..2 {
        let request = client
            .request(axum::http::Method::POST, CHOOSE)
            .header("idempotency-key", uuid());
        client
            .send_json(request, &json!({ "language": "es" }))
            .await
            .expect(204);
    }
    assert_eq!(spoken_to_in(&client).await, Language::Spanish);
    let chosen = "SELECT count(*) AS n FROM audit_event WHERE action = 'account.choose_language'";
    assert_eq!(server.number(chosen).await, 1, "the second changed nothing");
    let reset = json!({ "email": "ada@example.org", "language": "en" });
    server
        .client()
        .post("/api/v1/passphrase-resets", &reset)
        .await
        .expect(202);
    let mail = arrived(&sink, &server, "ada@example.org").await;
    assert_eq!(
        mail.subject(),
        "Elija una nueva frase de contraseña para Accede"
    );
}

/// As a reference is: by address, with or without an account behind it.
#[tokio::test]
async fn an_address_is_written_to_in_the_language_of_the_account_that_proved_it() {
    let (sink, server) = with_mail_server(Dialect::Sqlite).await;
    let ada = server.account("ada", Role::Researcher).await;
    let state = &server.state;
    let mut tx = state.store.write().await.unwrap();
    accede_store::account::set_language(&mut tx, &ada, Language::Spanish, state.now())
        .await
        .unwrap();
    for address in ["ADA@example.org", "nobody@example.org"] {
        let to = To {
            address,
            ..To::default()
        };
        let because = accede_mail::ReferenceEnd::NoLongerNeeded;
        let message = accede_mail::Message::ReferenceEnded {
            applicant_name: "Émile Zola".to_owned(),
            because,
        };
        record::mail(&mut tx, state, to, &message).await.unwrap();
    }
    tx.commit().await.unwrap();
    server.run_jobs().await;
    for (address, language) in [("ADA@example.org", "es"), ("nobody@example.org", "en")] {
        let mail = sink.wait_for(address, SOON).await.unwrap();
        assert_eq!(mail.header("Content-Language").as_deref(), Some(language));
    }
}

#[tokio::test]
async fn an_address_without_an_account_is_written_to_in_the_language_of_the_page() {
    let (sink, server) = with_mail_server(Dialect::Sqlite).await;
    for path in ["/api/v1/passphrase-resets", "/api/v1/registrations/resend"] {
        let asked = json!({ "email": "nobody@example.org", "language": "es" });
        server.client().post(path, &asked).await.expect(202);
        let mail = arrived(&sink, &server, "nobody@example.org").await;
        assert_eq!(
            mail.header("Content-Language").as_deref(),
            Some("es"),
            "{path}"
        );
    }
}
