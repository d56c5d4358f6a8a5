use accede_api::dataset::{
    Agreement, Dataset, DatasetFiles, DatasetSummary, HowTo, MethodKind, Signature,
};
use accede_api::page::List;
use accede_domain::access::{Policy, Requirement};
use accede_domain::account::Role;
use accede_domain::language::Language;
use accede_domain::next::NextStep;
use accede_domain::time::Duration;
use accede_store::Dialect;
use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::receipt::{Trust, verify};
use crate::testing::{Client, TestServer, uuid};

const SLUG: &str = "mimiciii";

#[tokio::test]
async fn everybody_may_read_what_there_is_and_what_it_takes() {
    let server = TestServer::start().await;
    server.import_synthetic(SLUG).await;
    let client = server.client();
    let list: List<DatasetSummary> = client.get("/api/v1/datasets").await.expect(200).json();
    assert_eq!(list.items.len(), 4);
    assert!(list.items.iter().all(|of| !of.allowed));
    let dataset: Dataset = client
        .get("/api/v1/datasets/mimiciii")
        .await
        .expect(200)
        .json();
    assert_eq!(
        (dataset.policy, dataset.access.allowed),
        (Policy::Credentialed, false)
    );
    let first = &dataset.access.requirements[0];
    assert_eq!(
        (&first.requirement, first.next_step),
        (&Requirement::SignedIn, Some(NextStep::SignIn))
    );
    assert!(dataset.facts.iter().any(|of| of.value == "61,532"));
    assert!(
        dataset
            .methods
            .iter()
            .all(|of| of.url.is_none() && of.command.is_none() && of.size.is_none())
    );
    assert!(dataset.description_html.contains("<p>") && dataset.precautions_html.contains("<"));
    assert_eq!(
        client.get("/api/v1/datasets/other").await.problem(),
        "not_found"
    );
    assert_eq!(
        client
            .get("/api/v1/datasets/mimiciii/files")
            .await
            .problem(),
        "access_restricted"
    );
}

#[tokio::test]
async fn who_may_get_in_sees_files_and_commands() {
    let server = TestServer::start().await;
    server.import_synthetic(SLUG).await;
    let (_, client) = server.member("ada", SLUG).await;
    let dataset: Dataset = client
        .get("/api/v1/datasets/mimiciii")
        .await
        .expect(200)
        .json();
    assert!(dataset.access.allowed, "{:?}", dataset.access);
    let method = |kind| dataset.methods.iter().find(|of| of.kind == kind).unwrap();
    assert_eq!(
        method(MethodKind::Wget).command.as_deref(),
        Some(
            "wget -r -N -c -np --user ada --ask-password http://localhost:8080/files/mimiciii/1.4/"
        )
    );
    assert!(
        method(MethodKind::BigQuery).recommended && method(MethodKind::BigQuery).grant.is_none()
    );
    let zip = method(MethodKind::Zip);
    assert_eq!(zip.url.as_deref(), Some("/files/mimiciii/mimiciii-1.4.zip"));
    let files: DatasetFiles = client
        .get("/api/v1/datasets/mimiciii/files")
        .await
        .expect(200)
        .json();
    assert_eq!(
        files.total_size,
        files.files.iter().map(|of| of.size).sum::<u64>()
    );
    assert!(zip.size.unwrap() > files.total_size);
    assert!(files.files.iter().any(|of| of.path == "SHA256SUMS.txt"));
    // Another dataset has another agreement.
    assert_eq!(
        client.get("/api/v1/datasets/mimiciv/files").await.problem(),
        "access_restricted"
    );
}

#[tokio::test]
async fn access_ends_with_what_it_rests_on() {
    let server = TestServer::start().await;
    let (id, client) = server.member("ada", SLUG).await;
    let allowed = async || {
        client
            .get("/api/v1/datasets/mimiciii")
            .await
            .json::<Dataset>()
            .access
            .allowed
    };
    assert!(allowed().await);
    server
        .execute(
            "UPDATE application SET state = 'revoked' WHERE account_id = $1",
            vec![(&id).into()],
        )
        .await;
    assert!(!allowed().await);
    server
        .execute(
            "UPDATE application SET state = 'accepted' WHERE account_id = $1",
            vec![(&id).into()],
        )
        .await;
    assert!(allowed().await);
    server.clock.advance(Duration::days(4 * 366));
    let client = server.sign_in(&id).await;
    let dataset: Dataset = client.get("/api/v1/datasets/mimiciii").await.json();
    let training = dataset
        .access
        .requirements
        .iter()
        .find(|of| matches!(of.requirement, Requirement::Training { .. }));
    assert_eq!(training.unwrap().next_step, Some(NextStep::RenewTraining));
}

#[tokio::test]
async fn a_how_to_speaks_to_its_reader() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let how_to: HowTo = client
        .get("/api/v1/datasets/mimiciii/how-to/wget")
        .await
        .expect(200)
        .json();
    assert!(how_to.html.contains("--user ada"), "{}", how_to.html);
    for service in ["zip", "big_query", "cloud_storage"] {
        server
            .client()
            .get(&format!("/api/v1/datasets/mimiciii/how-to/{service}"))
            .await
            .expect(200);
    }
    assert_eq!(
        client
            .get("/api/v1/datasets/mimiciii/how-to/ftp")
            .await
            .problem(),
        "not_found"
    );
}

#[tokio::test]
async fn what_the_portal_says_of_data_is_in_the_language_that_the_caller_reads() {
    let server = TestServer::start().await;
    let client = server.client();
    let how_to = async |languages: &str| {
        let request = client
            .request(Method::GET, "/api/v1/datasets/mimiciii/how-to/zip")
            .header(header::ACCEPT_LANGUAGE, languages);
        client.send(request).await.expect(200).json::<HowTo>()
    };
    for (languages, title, language) in [
        ("es", "MIMIC-III: el archivo ZIP", Language::Spanish),
        (
            "fr, ES-419;q=0.8, en;q=0.5",
            "MIMIC-III: el archivo ZIP",
            Language::Spanish,
        ),
        ("en-GB, es", "MIMIC-III: the ZIP file", Language::English),
        ("fr", "MIMIC-III: the ZIP file", Language::English),
    ] {
        let how_to = how_to(languages).await;
        assert_eq!((how_to.title.as_str(), how_to.language), (title, language));
        assert_eq!(
            how_to.html.contains("vacíe la papelera"),
            language == Language::Spanish
        );
    }
    for (path, pointer) in [
        ("/api/v1/datasets/mimiciii", "/precautions_language"),
        (
            "/api/v1/datasets/mimiciii/agreement",
            "/precautions_language",
        ),
        ("/api/v1/training-types", "/items/0/language"),
    ] {
        let request = client
            .request(Method::GET, path)
            .header(header::ACCEPT_LANGUAGE, "es");
        let answer: Value = client.send(request).await.expect(200).json();
        assert_eq!(answer.pointer(pointer), Some(&json!("es")), "{path}");
        let answer: Value = client.get(path).await.expect(200).json();
        assert_eq!(answer.pointer(pointer), Some(&json!("en")), "{path}");
    }
}

async fn agreement(client: &Client) -> Agreement {
    client
        .get("/api/v1/datasets/mimiciii/agreement")
        .await
        .expect(200)
        .json()
}

async fn signing_leaves_everything_behind(dialect: Dialect) {
    let server = TestServer::on(dialect).await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    assert_eq!(agreement(&server.client()).await.signer_name, None);
    let read = agreement(&client).await;
    assert_eq!(
        (read.signer_name.as_deref(), &read.signed),
        (Some("Ada Lovelace"), &None)
    );
    // Before credentialing, on purpose: what comes early waits.
    let answer = server.sign_agreement(&client, SLUG).await.expect(201);
    let signature: Signature = answer.json();
    assert!(signature.current);
    assert_eq!(signature.agreement_sha256, read.sha256);
    assert_eq!(agreement(&client).await.signed, Some(signature.clone()));
    let list: List<Signature> = client.get("/api/v1/signatures").await.expect(200).json();
    assert_eq!(list.items, std::slice::from_ref(&signature));

    let again: Signature = server
        .sign_agreement(&client, SLUG)
        .await
        .expect(200)
        .json();
    assert_eq!(again, signature);
    assert_eq!(
        server.number("SELECT count(*) AS n FROM signature").await,
        1
    );
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM outbox WHERE kind = 'agreement_receipt'")
            .await,
        1
    );
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM audit_event WHERE action = 'agreement.sign'")
            .await,
        1
    );

    let receipt = client.get(&signature.receipt_url).await.expect(200);
    assert!(
        receipt
            .header("content-disposition")
            .contains("receipt-mimiciii-1.0.json")
    );
    let holds = verify(&receipt.body, &Trust::Keys(server.state.keys.public())).unwrap();
    for (name, value) in [
        ("typed_name", "Ada Lovelace"),
        ("email", "ada@example.org"),
        ("user_agent", ""),
    ] {
        assert_eq!(holds.payload[name], value, "{name}");
    }
    assert_eq!(holds.payload["signed_at"], signature.signed_at.to_string());

    let (_, other) = server.person("eve", Role::Researcher).await;
    assert_eq!(
        other.get(&signature.receipt_url).await.problem(),
        "not_found"
    );
    assert_eq!(
        server.client().get(&signature.receipt_url).await.problem(),
        "sign_in_required"
    );
}

#[tokio::test]
async fn signing_leaves_everything_behind_on_sqlite() {
    signing_leaves_everything_behind(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_leaves_everything_behind_on_postgres() {
    signing_leaves_everything_behind(Dialect::Postgres).await;
}

#[tokio::test]
async fn what_was_not_read_or_not_agreed_to_is_not_signed() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    let sha256 = agreement(&client).await.sha256;
    let path = "/api/v1/datasets/mimiciii/signatures";
    let refused = async |body: Value, pointer: &str| {
        let answer = client.post(path, &body).await.expect(422);
        let problem: Value = answer.json();
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    };
    refused(
        json!({ "sha256": sha256, "typed_name": "Eve", "consent": true }),
        "/typed_name",
    )
    .await;
    refused(
        json!({ "sha256": sha256, "typed_name": "Ada Lovelace", "consent": false }),
        "/consent",
    )
    .await;
    refused(
        json!({ "sha256": "00", "typed_name": "Ada Lovelace", "consent": true }),
        "/sha256",
    )
    .await;
    refused(
        json!({ "sha256": sha256, "typed_name": "x", "consent": true, "more": 1 }),
        "/more",
    )
    .await;
    let good = json!({ "sha256": sha256, "typed_name": " ada  LOVELACE ", "consent": true });
    assert_eq!(
        server.client().post(path, &good).await.problem(),
        "sign_in_required"
    );
    assert_eq!(
        client
            .post("/api/v1/datasets/other/signatures", &good)
            .await
            .problem(),
        "not_found"
    );
    assert_eq!(
        server.number("SELECT count(*) AS n FROM signature").await,
        0
    );
    let key = uuid();
    let first = client.post_with_key(path, &good, &key).await.expect(201);
    let replay = client.post_with_key(path, &good, &key).await.expect(201);
    assert_eq!(first.body, replay.body);
}
