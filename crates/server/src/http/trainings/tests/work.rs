//! Reports that are claimed, decided, and decided otherwise.

use accede_api::work::{Claim, Decision, NextCase};
use accede_domain::review::decision::DecisionState;
use serde_json::json;

use super::*;

const UNDO: &[(&str, &str)] = &[("decision_undo_seconds", "10")];

async fn next(client: &Client, query: &str) -> Option<String> {
    let path = ["/api/v1/review/trainings/next", query].concat();
    let answer = client.post(&path, &json!({})).await.expect(200);
    answer.json::<NextCase>().id
}

async fn claim(client: &Client, id: &str, take_over: bool) -> TestAnswer {
    let path = format!("/api/v1/review/trainings/{id}/claim");
    client.post(&path, &json!({ "take_over": take_over })).await
}

async fn case(client: &Client, id: &str) -> TrainingCase {
    let path = format!("/api/v1/review/trainings/{id}");
    client.get(&path).await.expect(200).json()
}

#[tokio::test]
async fn reports_are_claimed_one_by_one() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let mut sent = Vec::new();
        for name in ["ada", "bea", "cem"] {
            let (_, person) = server.person(name, Role::Researcher).await;
            sent.push(upload(&person).await.id);
            server.clock.advance(Duration::minutes(1));
        }
        let (_, rosa) = server.person("rosa", Role::Reviewer).await;
        let (_, tom) = server.person("tom", Role::Reviewer).await;
        let both = async || tokio::join!(next(&rosa, ""), next(&tom, ""));
        let (one, other) = both().await;
        let mut given = [one.clone().unwrap(), other.unwrap()];
        given.sort();
        assert_eq!(given, sent[..2], "the two oldest");
        assert_eq!(
            next(&tom, "?q=cem").await.as_deref(),
            Some(sent[2].as_str())
        );
        assert_eq!(next(&tom, "").await, None);
        let of_rosa = one.unwrap();
        assert_eq!(claim(&tom, &of_rosa, false).await.problem(), "claimed");
        let seen = case(&tom, &of_rosa).await;
        assert_eq!(seen.claim.unwrap().by, "rosa");
        assert_eq!(
            (seen.may_decide, seen.may_not_because.as_deref()),
            (false, Some("claimed_by_another"))
        );
        let refused = decide(&tom, &seen.training, "accept", &yes()).await;
        assert_eq!(refused.expect(409).problem(), "claimed");
        let taken: Claim = claim(&tom, &of_rosa, true).await.expect(200).json();
        assert!(taken.mine);
        decide(&tom, &seen.training, "accept", &yes())
            .await
            .expect(200);
        assert_eq!(
            claim(&rosa, &of_rosa, false).await.problem(),
            "not_possible_now"
        );
    }
}

#[tokio::test]
async fn a_decision_on_a_report_waits_and_can_be_undone() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::with(dialect, UNDO).await;
        let (_, ada) = server.person("ada", Role::Researcher).await;
        let (_, rosa) = server.person("rosa", Role::Reviewer).await;
        let (_, tom) = server.person("tom", Role::Reviewer).await;
        let sent = upload(&ada).await;
        let exported = async || {
            let export: Value = ada.get("/api/v1/account/export").await.json();
            export["trainings"].clone()
        };
        let (before, reads) = (mine(&ada).await, exported().await);
        let first = decide(&rosa, &sent, "reject", &saying("Not a report.")).await;
        let first: Decision = first.expect(200).json::<TrainingCase>().decision.unwrap();
        assert_eq!(
            (first.case_name.as_str(), first.command.as_str()),
            ("Ada Lovelace", "reject")
        );
        let second = decide(&tom, &sent, "accept", &yes()).await.expect(409);
        assert_eq!(second.problem(), "decision_pending");
        assert_eq!(second.json::<Value>()["current"]["decision"]["by"], "rosa");
        assert_eq!(
            (mine(&ada).await, exported().await),
            (before.clone(), reads)
        );
        let undo = format!("/api/v1/review/decisions/{}/undo", first.id);
        let undone: Decision = rosa.post(&undo, &json!({})).await.expect(200).json();
        assert_eq!(undone.text.as_deref(), Some("Not a report."));
        server.let_decisions_take_effect().await;
        assert_eq!(mine(&ada).await, before);
        // Decided anew; the report that waits is taken back by its person in between.
        decide(&rosa, &sent, "accept", &yes()).await.expect(200);
        let withdraw = format!("/api/v1/trainings/{}/withdraw", sent.id);
        ada.post(&withdraw, &json!({})).await.expect(200);
        server.let_decisions_take_effect().await;
        let seen = case(&rosa, &sent.id).await;
        let told = seen.decision.unwrap();
        assert_eq!(
            (told.state, told.why.as_deref()),
            (DecisionState::NotCarriedOut, Some("stale"))
        );
        assert_eq!(mine(&ada).await[0].state, TrainingState::Withdrawn);
        let mails = "SELECT count(*) AS n FROM outbox WHERE kind IN ('training_rejected', 'training_accepted')";
        assert_eq!(server.number(mails).await, 0);
        // And one that nothing comes between.
        let again = upload(&ada).await;
        decide(&rosa, &again, "accept", &yes()).await.expect(200);
        server.let_decisions_take_effect().await;
        assert_eq!(server.number(mails).await, 1);
        assert_eq!(mine(&ada).await[0].state, TrainingState::Accepted);
        let audited = "SELECT count(*) AS n FROM audit_event
            WHERE action IN ('training.decide', 'training.decision_undone', 'training.decision_not_carried_out',
                             'training.accept')";
        assert_eq!(server.number(audited).await, 6);
    }
}
