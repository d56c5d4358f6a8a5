//! What the server reads in an upload, and what a reviewer sees of it.

use accede_api::training::{ReadReport, TrainingRules};
use accede_domain::training::findings::{Check, Verdict, Why};
use accede_domain::training::reading::Paper;
use accede_report::testing::{self, Words};

use super::*;

async fn case(reviewer: &Client, of: &Training) -> TrainingCase {
    let path = format!("/api/v1/review/trainings/{}", of.id);
    reviewer.get(&path).await.expect(200).json()
}

fn outcome(read: &ReadReport, check: Check) -> (Verdict, Option<Why>) {
    let finding = read.findings.iter().find(|of| of.check == check).unwrap();
    (finding.verdict, finding.why)
}

#[tokio::test]
async fn a_reviewer_sees_what_stands_in_the_report_beside_what_is_asked() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let (_, ada) = server.person("ada", Role::Researcher).await;
        let (_, reviewer) = server.person("rev", Role::Reviewer).await;
        let sent = send(&ada, testing::report()).await.expect(201).json();
        let read = case(&reviewer, &sent).await.read.unwrap();
        assert_eq!(read.reading.paper, Paper::Report);
        assert_eq!(read.reading.name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(read.reading.modules.len(), 6);
        assert_eq!(read.findings.len(), Check::ALL.len());
        for finding in &read.findings {
            assert_eq!(finding.verdict, Verdict::Met, "{finding:?}");
        }
    }
}

#[tokio::test]
async fn the_servers_own_reading_counts_whatever_date_comes_with_the_file() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, reviewer) = server.person("rev", Role::Reviewer).await;
    let words = Words {
        completed: "10-Sep-2026".to_owned(),
        ..Words::of("Grace Hopper")
    };
    let sent: Training = send(&ada, testing::report_of(&words))
        .await
        .expect(201)
        .json();
    // What the person states stands in the record; what was read stands beside it.
    assert_eq!(sent.completed_on.to_string(), COMPLETED);
    let read = case(&reviewer, &sent).await.read.unwrap();
    assert_eq!(
        outcome(&read, Check::StatedDate),
        (Verdict::NotMet, Some(Why::OtherDate))
    );
    assert_eq!(
        outcome(&read, Check::NameMatches),
        (Verdict::NotMet, Some(Why::OtherName))
    );
    assert_eq!(outcome(&read, Check::IsReport), (Verdict::Met, None));
}

#[tokio::test]
async fn a_certificate_and_a_scan_are_taken_and_told_to_the_reviewer() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, reviewer) = server.person("rev", Role::Reviewer).await;
    let sent: Training = send(&ada, testing::certificate()).await.expect(201).json();
    let read = case(&reviewer, &sent).await.read.unwrap();
    assert_eq!(
        outcome(&read, Check::IsReport),
        (Verdict::NotMet, Some(Why::IsCertificate))
    );
    decide(&reviewer, &sent, "return", &saying("The certificate."))
        .await
        .expect(200);
    // The next file has a reading of its own.
    let again: Training = send(&ada, png()).await.expect(200).json();
    let read = case(&reviewer, &again).await.read.unwrap();
    assert_eq!(read.reading.paper, Paper::Scan);
    assert_eq!(
        outcome(&read, Check::NameMatches),
        (Verdict::CouldNotTell, Some(Why::IsScan))
    );
}

#[tokio::test]
async fn the_person_reads_in_their_own_list_what_was_read_until_it_is_decided() {
    let server = TestServer::start().await;
    let (_, ada) = server.person("ada", Role::Researcher).await;
    let (_, reviewer) = server.person("rev", Role::Reviewer).await;
    let own = async || {
        let list: Value = ada.get("/api/v1/trainings").await.expect(200).json();
        list["items"][0].clone()
    };
    let words = Words::of("Grace Hopper");
    let sent: Training = send(&ada, testing::report_of(&words))
        .await
        .expect(201)
        .json();
    let read = own().await["read"].clone();
    assert_eq!(read["verdict"], "not_met");
    assert!(
        read["summary"]
            .as_str()
            .unwrap()
            .starts_with("Something does not fit.")
    );
    let checks = read["checks"].as_array().unwrap();
    let name = checks
        .iter()
        .find(|check| check["asked"] == "The name is that of the profile")
        .unwrap();
    assert_eq!(
        (name["verdict"].as_str(), name["found"].as_str()),
        (Some("not_met"), Some("Grace Hopper"))
    );
    assert!(name["advice"].as_str().unwrap().contains("in your profile"));

    decide(&reviewer, &sent, "return", &saying("Another name."))
        .await
        .expect(200);
    let certificate = send(&ada, testing::certificate()).await.expect(200).json();
    let read = own().await["read"].clone();
    assert_eq!(read["certificate"], true);
    decide(
        &reviewer,
        &certificate,
        "reject",
        &saying("The certificate."),
    )
    .await
    .expect(200);
    assert_eq!(own().await["read"], Value::Null);
}

#[tokio::test]
async fn anybody_may_have_the_rules_of_a_training_that_is_there() {
    let server = TestServer::start().await;
    let path = format!("/api/v1/training-types/{TYPE}/rules");
    let rules: TrainingRules = server.client().get(&path).await.expect(200).json();
    assert_eq!((rules.validity_years, rules.report), (3, testing::rules()));
    assert!(
        rules
            .asked_modules
            .iter()
            .any(|name| name.contains("HIPAA"))
    );
    let other = server
        .client()
        .get("/api/v1/training-types/other/rules")
        .await;
    assert_eq!(other.problem(), "not_found");
}
