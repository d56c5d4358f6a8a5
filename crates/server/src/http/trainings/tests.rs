use accede_api::page::{List, Page};
use accede_api::training::{
    DecideTraining, Training, TrainingCase, TrainingQueueItem, TrainingType,
};
use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_domain::training::{TrainingChecklist, TrainingState};
use accede_store::Dialect;
use axum::http::Method;
use lopdf::{Document, Object, dictionary};
use serde_json::Value;

use crate::testing::{Client, TestAnswer, TestServer, uuid};

mod reading;
mod review;
mod work;

const TYPE: &str = "citi-data-or-specimens-only";
/// The tests' clock begins on 2027-01-15.
const COMPLETED: &str = "2026-09-12";

fn pdf() -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let kids: Vec<Object> = (0..2)
        .map(|_| {
            let page = dictionary! { "Type" => "Page", "Parent" => tree };
            document.add_object(page).into()
        })
        .collect();
    let sheet = vec![0.into(), 0.into(), 200.into(), 100.into()];
    let pages =
        dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2, "MediaBox" => sheet };
    document.objects.insert(tree, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn png() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([1, 2, 3]));
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

fn path(completed_on: &str, name: &str) -> String {
    format!("/api/v1/trainings?training_type={TYPE}&completed_on={completed_on}&file_name={name}")
}

async fn send_with(client: &Client, path: &str, bytes: Vec<u8>, key: &str) -> TestAnswer {
    let request = client
        .request(Method::POST, path)
        .header("idempotency-key", key);
    client.send_bytes(request, bytes).await
}

async fn send(client: &Client, bytes: Vec<u8>) -> TestAnswer {
    send_with(client, &path(COMPLETED, "My%20report.pdf"), bytes, &uuid()).await
}

async fn upload(client: &Client) -> Training {
    send(client, pdf()).await.expect(201).json()
}

fn yes() -> DecideTraining {
    DecideTraining {
        checklist: TrainingChecklist::all(true),
        completed_on: None,
        comment: String::new(),
    }
}

fn saying(comment: &str) -> DecideTraining {
    DecideTraining {
        checklist: TrainingChecklist::default(),
        completed_on: None,
        comment: comment.to_owned(),
    }
}

async fn decide(client: &Client, of: &Training, how: &str, body: &DecideTraining) -> TestAnswer {
    let path = format!("/api/v1/trainings/{}/{how}", of.id);
    client.post_if_match(&path, body, of.version).await
}

async fn mine(client: &Client) -> Vec<Training> {
    let answer = client.get("/api/v1/trainings").await.expect(200);
    answer.json::<List<Training>>().items
}

async fn stored_files(server: &TestServer) -> usize {
    use futures_util::TryStreamExt as _;
    let folder = object_store::path::Path::from(crate::uploads::FOLDER);
    let all = server.state.files.list(Some(&folder));
    all.try_collect::<Vec<_>>().await.unwrap().len()
}

fn first_error(answer: &TestAnswer) -> (String, String) {
    let error = answer.json::<Value>()["errors"][0].clone();
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (text("pointer"), text("code"))
}

#[tokio::test]
async fn a_visitor_reads_what_to_do() {
    let server = TestServer::start().await;
    let answer = server.client().get("/api/v1/training-types").await;
    let types = answer.expect(200).json::<List<TrainingType>>().items;
    assert_eq!((types[0].key.as_str(), types[0].validity_years), (TYPE, 3));
    assert!(
        types[0]
            .instructions_html
            .contains("Massachusetts Institute of Technology")
    );
    let closed = server.client().get("/api/v1/trainings").await;
    assert_eq!(closed.problem(), "sign_in_required");
}

#[tokio::test]
async fn a_report_goes_from_upload_to_acceptance() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let (_, ada) = server.person("ada", Role::Researcher).await;
        let (_, reviewer) = server.person("rev", Role::Reviewer).await;
        let sent = upload(&ada).await;
        assert_eq!(sent.state, TrainingState::Submitted);
        assert_eq!(
            (
                sent.expires_on.to_string().as_str(),
                sent.file.name.as_str()
            ),
            ("2029-09-12", "My report.pdf")
        );
        assert!(sent.can_withdraw);
        let queue = reviewer.get("/api/v1/review/trainings").await.expect(200);
        let queue = queue.json::<Page<TrainingQueueItem>>();
        assert_eq!(
            (queue.items[0].id.as_str(), queue.total.count),
            (sent.id.as_str(), 1)
        );
        let case = format!("/api/v1/review/trainings/{}", sent.id);
        let case = reviewer.get(&case).await.expect(200);
        assert_eq!(case.version(), sent.version);
        let case = case.json::<TrainingCase>();
        assert!(case.may_decide && case.pages == 2 && case.applicant_name == "Ada Lovelace");
        let body = DecideTraining {
            completed_on: accede_domain::time::Date::parse("2026-09-10"),
            ..yes()
        };
        let accepted = decide(&reviewer, &sent, "accept", &body).await.expect(200);
        let accepted = accepted.json::<TrainingCase>().training;
        assert_eq!(accepted.state, TrainingState::Accepted);
        assert_eq!(accepted.expires_on.to_string(), "2029-09-10");
        assert!(!accepted.can_withdraw && accepted.decided_at.is_some());
        let now = &mine(&ada).await[0];
        assert_eq!(
            (now.state, now.comment.as_deref()),
            (TrainingState::Accepted, None)
        );
        let mails = "SELECT count(*) AS n FROM outbox WHERE kind IN ('training_received', 'training_accepted')";
        assert_eq!(server.number(mails).await, 2);
        let events = "SELECT count(*) AS n FROM audit_event
            WHERE action IN ('training.submit', 'training.view', 'training.accept')";
        assert_eq!(server.number(events).await, 3);
    }
}

#[tokio::test]
async fn a_returned_report_is_sent_again_and_is_the_same_record() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, reviewer) = server.person("rev", Role::Reviewer).await;
    let sent = upload(&ada).await;
    let silent = decide(&reviewer, &sent, "return", &saying(" ")).await;
    assert_eq!(
        first_error(&silent),
        ("/comment".into(), "reason_required".into())
    );
    let comment = "This is the certificate.";
    decide(&reviewer, &sent, "return", &saying(comment))
        .await
        .expect(200);
    let back = mine(&ada).await.remove(0);
    assert_eq!(
        (back.state, back.comment.as_deref()),
        (TrainingState::Returned, Some(comment))
    );
    let again = send(&ada, png()).await.expect(200).json::<Training>();
    assert_eq!(
        (again.id.as_str(), again.state),
        (sent.id.as_str(), TrainingState::Submitted)
    );
    assert_eq!(
        (&again.comment, again.file.name.as_str()),
        (&None, "My report.png")
    );
    // The reviewer who still looks at the first file decides nothing about the second.
    let stale = decide(&reviewer, &sent, "accept", &yes()).await;
    assert_eq!(stale.problem(), "stale_version");
    assert_eq!(
        stale.json::<Value>()["current"]["training"]["version"],
        again.version
    );
    let body = saying("Not a report at all.");
    decide(&reviewer, &again, "reject", &body).await.expect(200);
    assert_eq!(mine(&ada).await[0].state, TrainingState::Rejected);
    upload(&ada).await;
    let mails =
        "SELECT count(*) AS n FROM outbox WHERE kind IN ('training_returned', 'training_rejected')";
    assert_eq!(server.number(mails).await, 2);
}

#[tokio::test]
async fn one_record_is_open_and_the_next_may_wait_while_the_accepted_one_holds() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let (_, ada) = server.person("ada", Role::Researcher).await;
        let (_, reviewer) = server.person("rev", Role::Reviewer).await;
        let first = upload(&ada).await;
        assert_eq!(send(&ada, pdf()).await.problem(), "already_open");
        assert_eq!(
            stored_files(&server).await,
            1,
            "what was not taken is not kept"
        );
        decide(&reviewer, &first, "accept", &yes())
            .await
            .expect(200);
        server.clock.advance(Duration::minutes(1));
        let second = upload(&ada).await;
        let states = async || {
            let all = mine(&ada).await;
            all.into_iter().map(|of| of.state).collect::<Vec<_>>()
        };
        assert_eq!(
            states().await,
            [TrainingState::Submitted, TrainingState::Accepted]
        );
        decide(&reviewer, &second, "accept", &yes())
            .await
            .expect(200);
        assert_eq!(
            states().await,
            [TrainingState::Accepted, TrainingState::Expired]
        );
        let both = async || tokio::join!(send(&ada, pdf()), send(&ada, pdf()));
        let (one, other) = both().await;
        let mut answers = [one.status, other.status];
        answers.sort_unstable();
        assert_eq!(answers, [201, 409]);
    }
}

#[tokio::test]
async fn a_repeated_upload_is_one_upload() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (path, key) = (path(COMPLETED, "a.pdf"), uuid());
    let first = send_with(&ada, &path, pdf(), &key).await.expect(201);
    let again = send_with(&ada, &path, pdf(), &key).await.expect(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(first.json::<Training>(), again.json::<Training>());
    assert_eq!(
        send_with(&ada, &path, png(), &key).await.problem(),
        "idempotency_key_reused"
    );
    let other_name = path.replace("a.pdf", "b.pdf");
    assert_eq!(
        send_with(&ada, &other_name, pdf(), &key).await.problem(),
        "idempotency_key_reused"
    );
    assert_eq!(stored_files(&server).await, 1);
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_by_what_is_wrong_with_it() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let refused = send(&ada, b"MZ program".to_vec()).await;
    assert_eq!(
        (refused.status, refused.problem().as_str()),
        (422, "file_refused")
    );
    assert!(
        refused.json::<Value>()["detail"]
            .as_str()
            .unwrap()
            .contains("Save the completion report")
    );
    assert_eq!(send(&ada, Vec::new()).await.problem(), "file_refused");
    let large = vec![b'x'; crate::uploads::MAX_BYTES + 1];
    let large = send(&ada, large).await;
    assert_eq!(
        (large.status, large.problem().as_str()),
        (413, "body_too_large")
    );
    for (day, code) in [
        ("2027-02-01", "date_in_future"),
        ("2020-01-01", "date_too_old"),
        ("2026-02-30", "not_a_date"),
        ("", "not_a_date"),
    ] {
        let answer = send_with(&ada, &path(day, "a.pdf"), pdf(), &uuid()).await;
        assert_eq!(answer.status, 422, "{day}");
        assert_eq!(first_error(&answer), ("/completed_on".into(), code.into()));
    }
    let other = path(COMPLETED, "a.pdf").replace(TYPE, "other");
    let other = send_with(&ada, &other, pdf(), &uuid()).await;
    assert_eq!(
        first_error(&other),
        ("/training_type".into(), "not_a_choice".into())
    );
    let keyless = ada.request(Method::POST, &path(COMPLETED, "a.pdf"));
    assert_eq!(
        ada.send_bytes(keyless, pdf()).await.problem(),
        "idempotency_key_required"
    );
    for odd in ["&x=1", "&file_name=b", "%00"] {
        let answer = send_with(
            &ada,
            &format!("{}{odd}", path(COMPLETED, "a")),
            pdf(),
            &uuid(),
        )
        .await;
        assert_eq!(answer.status, 400, "{odd}");
    }
    assert_eq!(stored_files(&server).await, 0);
    assert!(mine(&ada).await.is_empty());
}

#[tokio::test]
async fn a_file_is_served_as_an_attachment_to_those_whom_it_concerns() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, eve) = server.person("eve", Role::Researcher).await;
    let (_, reviewer) = server.person("rev", Role::Reviewer).await;
    let name = "%22%3B%20x%3D%E5%A0%B1.pdf";
    let sent = send_with(&ada, &path(COMPLETED, name), pdf(), &uuid()).await;
    let sent = sent.expect(201).json::<Training>();
    let file = format!("/api/v1/trainings/{}/file", sent.id);
    let own = ada.get(&file).await.expect(200);
    assert_eq!(own.body, pdf());
    assert_eq!(own.header("content-type"), "application/pdf");
    let disposition = own.header("content-disposition");
    assert_eq!(
        disposition,
        "attachment; filename*=UTF-8''%22%3B%20x%3D%E5%A0%B1.pdf"
    );
    assert!(own.header("content-security-policy").contains("sandbox"));
    assert_eq!(own.header("x-content-type-options"), "nosniff");
    let looks = "SELECT count(*) AS n FROM audit_event WHERE action = 'training.download'";
    assert_eq!(server.number(looks).await, 0, "one's own file is no event");
    reviewer.get(&file).await.expect(200);
    assert_eq!(server.number(looks).await, 1);
    assert_eq!(eve.get(&file).await.problem(), "not_found");
    assert_eq!(server.client().get(&file).await.status, 401);
    let withdraw = format!("/api/v1/trainings/{}/withdraw", sent.id);
    assert_eq!(
        eve.post(&withdraw, &()).await.status,
        400,
        "it takes no body"
    );
    assert_eq!(
        eve.post(&withdraw, &serde_json::json!({})).await.problem(),
        "not_found"
    );
    let withdrawn = ada
        .post(&withdraw, &serde_json::json!({}))
        .await
        .expect(200);
    assert_eq!(withdrawn.json::<Training>().state, TrainingState::Withdrawn);
    let again = ada.post(&withdraw, &serde_json::json!({})).await;
    assert_eq!(again.problem(), "not_possible_now");
}
