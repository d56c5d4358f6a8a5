use super::*;
use accede_api::session::SessionState;
use accede_domain::application::state::Position;
use accede_domain::training::TrainingState;
use accede_store::training::counter;
use accede_store::{counter as counts, params};

use crate::account::testing::{PASSPHRASE, mail};
use crate::application::testing::{Scene, form};
use crate::lists;

/// An application with an answered reference, a signature and a linked cloud account, as their own areas write them.
async fn give_history(server: &TestServer, ada: &str) {
    let now = server.state.now();
    let mut tx = server.state.store.write().await.unwrap();
    tx.execute(
        "INSERT INTO application (id, version, account_id, state, form, reference_number, snapshots, applicant_name,
             organisation, country, researcher_category, decided_at, created_at, updated_at)
         VALUES ('app', 1, $1, 'rejected', '{\"city\":\"London\"}', 'A-1', 0, 'Ada', 'U', 'GB', 'academic', $2, $2, $2)",
        params![ada, now],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email, email_folded,
             organisation, title, page_url, answer, answer_text, answered_at, created_at, updated_at)
         VALUES ('ref', 1, 'app', 1, 'answered', 'supervisor', 'Charles', 'cb@uni.example', 'cb@uni.example', 'U',
             'Professor', '', 'concern', 'a secret opinion', $1, $1, $1)",
        params![now],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO agreement_text (sha256, dataset, agreement_version, bytes, material, published_at)
         VALUES ('aa', 'd', '1', $1, 0, $2)",
        params![b"text".as_slice(), now],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO signature (id, account_id, dataset, agreement_version, agreement_sha256, typed_name, user_name,
             account_name, email, affiliation, consent_version, consent_text, session_id, address, user_agent, key_id,
             receipt, signed_at)
         VALUES ('sig', $1, 'd', '1', 'aa', 'Ada Lovelace', 'ada', 'Ada Lovelace', 'ada@example.org', 'U', '1', 'yes',
             's', '', '', 'k', $2, $3)",
        params![ada, br#"{"receipt":1}"#.as_slice(), now],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO cloud_identity (id, version, account_id, provider, address, folded, verified_at,
             sole_use_confirmed_at, created_at, updated_at)
         VALUES ('cloud', 1, $1, 'google', 'ada@gmail.com', 'ada@gmail.com', $2, $2, $2, $2)",
        params![ada, now],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_export_holds_everything_but_what_the_reference_said() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (ada, client) = server.person("ada", Role::Researcher).await;
        server.give_passphrase(&ada).await;
        give_history(&server, &ada).await;
        let answer = client.get("/api/v1/account/export").await.expect(200);
        assert_eq!(
            answer.header("content-disposition"),
            "attachment; filename=\"ada-2027-01-15.json\""
        );
        let file: Value = answer.json();
        assert_eq!(file["account"][0]["user_name"], json!("ada"));
        assert_eq!(file["account"][0]["created_at"], json!(server.state.now()));
        assert_eq!(file["emails"][0]["is_primary"], json!(true));
        assert_eq!(file["applications"][0]["form"]["city"], json!("London"));
        assert_eq!(file["references_named"][0]["name"], json!("Charles"));
        assert_eq!(file["signatures"][0]["receipt"], json!("{\"receipt\":1}"));
        assert_eq!(file["events"][0]["action"], json!("account.export"));
        for secret in ["concern", "a secret opinion", "argon2", "hash"] {
            assert!(!answer.text().contains(secret), "{secret}");
        }
        let (_, eve) = server.person("eve", Role::Researcher).await;
        assert!(
            !eve.get("/api/v1/account/export")
                .await
                .expect(200)
                .text()
                .contains("Lovelace University")
        );
    }
}

#[tokio::test]
async fn whoever_was_asked_as_a_reference_does_not_read_it_in_the_export_either() {
    let server = TestServer::start().await;
    let (ada, _) = server.person("ada", Role::Researcher).await;
    give_history(&server, &ada).await;
    let (charles, client) = server.person("charles", Role::Researcher).await;
    let mut tx = server.state.store.write().await.unwrap();
    let sql = "UPDATE account_email SET address = 'cb@uni.example', folded = 'cb@uni.example' WHERE account_id = $1";
    tx.execute(sql, params![charles]).await.unwrap();
    tx.commit().await.unwrap();
    let answer = client.get("/api/v1/account/export").await.expect(200);
    let file: Value = answer.json();
    assert_eq!(file["asked_as_reference"][0]["state"], json!("answered"));
    assert!(!answer.text().contains("Ada Lovelace") && !answer.text().contains("secret opinion"));
}

#[tokio::test]
async fn a_closed_account_is_an_empty_shell_and_its_signatures_stay() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (ada, client) = server.person("ada", Role::Researcher).await;
        server.give_passphrase(&ada).await;
        give_history(&server, &ada).await;
        let token = json!({"name": "t", "scope": "files_read", "days": 1});
        client
            .post("/api/v1/account/tokens", &token)
            .await
            .expect(201);
        let other = server.sign_in(&ada).await;
        let close = "/api/v1/account/close";
        assert_eq!(
            fault(client.post(close, &json!({"passphrase": "no"})).await),
            wrong("/passphrase", "wrong")
        );
        client
            .post(close, &json!({"passphrase": PASSPHRASE}))
            .await
            .expect(204);

        assert!(!client.cookies().contains_key("accede"));
        other.get("/api/v1/account").await.expect(401);
        assert_eq!(
            server
                .client()
                .enter("ada", PASSPHRASE)
                .await
                .expect(401)
                .problem(),
            "wrong_credentials"
        );
        assert_eq!(
            server.new_mails().await,
            [mail("account_closed", "ada@example.org")]
        );
        for (what, sql) in [
            ("addresses", "SELECT count(*) AS n FROM account_email"),
            (
                "live tokens",
                "SELECT count(*) AS n FROM personal_token WHERE ended_at IS NULL",
            ),
            (
                "live sessions",
                "SELECT count(*) AS n FROM session WHERE ended_at IS NULL",
            ),
            (
                "linked clouds",
                "SELECT count(*) AS n FROM cloud_identity WHERE unlinked_at IS NULL",
            ),
            (
                "values in the audit log",
                "SELECT count(*) AS n FROM audit_value",
            ),
            (
                "names",
                "SELECT count(*) AS n FROM account WHERE family_name <> '' OR passphrase_hash IS NOT NULL",
            ),
        ] {
            assert_eq!(server.number(sql).await, 0, "{what}");
        }
        assert_eq!(
            server.number("SELECT count(*) AS n FROM signature").await,
            1
        );
        // The address is free again; the user name never is.
        let form = |name: &str| {
            json!({"user_name": name, "email": "ada@example.org", "passphrase": PASSPHRASE, "given_names": "Ada",
                "family_name": "L", "privacy_version": "1.0", "terms_version": "1.0"})
        };
        let visitor = server.client();
        assert_eq!(
            fault(visitor.post("/api/v1/registrations", &form("ada")).await),
            wrong("/user_name", "taken")
        );
        visitor
            .post("/api/v1/registrations", &form("ada-2"))
            .await
            .expect(202);
        assert_eq!(
            server.new_mails().await,
            [mail("verify_address", "ada@example.org")]
        );
        let token = server.mailed_token().await;
        visitor
            .post("/api/v1/email-verifications", &json!({ "token": token }))
            .await
            .expect(200);
        let status: accede_api::session::SessionStatus = visitor
            .enter("ada@example.org", PASSPHRASE)
            .await
            .expect(200)
            .json();
        assert_eq!(status.state, SessionState::SignedIn);
    }
}

#[tokio::test]
async fn closing_takes_back_what_is_open() {
    for dialect in BOTH {
        let server = TestServer::on(dialect).await;
        let (ada, client) = server.person("ada", Role::Researcher).await;
        server.give_passphrase(&ada).await;
        client
            .post("/api/v1/applications", &json!({}))
            .await
            .expect(201);
        let now = server.state.now();
        let mut tx = server.state.store.write().await.unwrap();
        tx.execute(
            "INSERT INTO file (id, owner_account_id, object_key, sha256, size, media_type, file_name, created_at)
             VALUES ('f', $1, 'k', 'aa', 1, 'application/pdf', 'report.pdf', $2)",
            params![&ada, now],
        )
        .await
        .unwrap();
        for (id, state) in [("returned", "returned"), ("held", "accepted")] {
            tx.execute(
                "INSERT INTO training (id, version, account_id, training_type, state, file_id, completed_on, expires_on,
                     facts, submitted_at, created_at, updated_at)
                 VALUES ($1, 1, $2, 'citi', $3, 'f', '2026-01-01', '2029-01-01', '{}', $4, $4, $4)",
                params![id, &ada, state, now],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        client
            .post("/api/v1/account/close", &json!({"passphrase": PASSPHRASE}))
            .await
            .expect(204);
        assert_eq!(
            server.number("SELECT count(*) AS n FROM application").await,
            0,
            "a draft is discarded"
        );
        assert_eq!(
            server
                .number("SELECT count(*) AS n FROM training WHERE state = 'withdrawn'")
                .await,
            1
        );
        assert_eq!(
            server
                .number("SELECT count(*) AS n FROM training WHERE state = 'accepted'")
                .await,
            1
        );
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let server = TestServer::start().await;
    let (root, client) = server.person("annie", Role::Administrator).await;
    server.give_passphrase(&root).await;
    let body = json!({"passphrase": PASSPHRASE});
    assert_eq!(
        client
            .post("/api/v1/account/close", &body)
            .await
            .expect(409)
            .problem(),
        "not_possible_now"
    );
    server.account("ben", Role::Administrator).await;
    client
        .post("/api/v1/account/close", &body)
        .await
        .expect(204);
}

/// Two that take the same counts in another order would wait for each other, until PostgreSQL ends one of them.
#[tokio::test]
async fn closing_an_account_and_somebody_elses_upload_are_both_carried_out() {
    let scene = Scene::with(Dialect::Postgres, &[], form()).await;
    scene.go_to(Position::IDENTITY).await;
    let server = &scene.server;
    server.give_passphrase(&scene.ada_id).await;
    let bob = server.person("bob", Role::Researcher).await;
    let bob = Scene::among(
        server.clone(),
        bob,
        (scene.reviewer_id.clone(), scene.reviewer.clone()),
        scene.admin.clone(),
        form(),
    )
    .await;
    bob.go_to(Position::IDENTITY).await;
    server
        .execute(
            "UPDATE training SET state = 'submitted' WHERE account_id = $1",
            params![&scene.ada_id],
        )
        .await;
    let mut tx = server.state.store.write().await.unwrap();
    lists::of_person(&mut tx, &server.state, &scene.ada_id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // An upload of Bob's, in the middle: it is counted, and his line does not say so yet.
    let mut upload = server.state.store.write().await.unwrap();
    counts::add(&mut upload, counter(TrainingState::Submitted), 1)
        .await
        .unwrap();
    let body = json!({ "passphrase": PASSPHRASE });
    let closing = scene.ada.post("/api/v1/account/close", &body);
    let going_on = async {
        let waits = "SELECT count(*) AS n FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while server.number(waits).await == 0 {}
        upload
            .execute(
                "UPDATE training SET state = 'submitted' WHERE account_id = $1",
                params![&bob.ada_id],
            )
            .await
            .unwrap();
        lists::of_person(&mut upload, &server.state, &bob.ada_id)
            .await
            .unwrap();
        upload.commit().await.unwrap();
    };
    let (closed, ()) = tokio::join!(closing, going_on);
    closed.expect(204);
    let left = "SELECT count(*) AS n FROM training WHERE state = 'submitted'";
    assert_eq!(server.number(left).await, 1);
}

#[tokio::test]
async fn an_orcid_id_goes_with_the_account_and_is_free_for_the_next() {
    for dialect in BOTH {
        let orcid = crate::orcid::fake::FakeOrcid::start().await;
        let scene = Scene::with(dialect, &orcid.settings(), form()).await;
        scene.go_to(Position::IDENTITY).await;
        let id = "0000-0002-1694-233X";
        orcid.link(&scene.ada, id).await;
        scene.server.give_passphrase(&scene.ada_id).await;
        let body = json!({ "passphrase": PASSPHRASE });
        let closed = scene.ada.post("/api/v1/account/close", &body).await;
        closed.expect(204);
        let kept = "SELECT count(*) AS n FROM orcid";
        assert_eq!(scene.server.number(kept).await, 0);
        let path = "/api/v1/review/applications?stage=decided&signal=orcid";
        let lines: Value = scene.reviewer.get(path).await.expect(200).json();
        assert_eq!(lines["items"], json!([]));
        let (_, next) = scene.server.person("next", Role::Researcher).await;
        orcid.link(&next, id).await;
    }
}
