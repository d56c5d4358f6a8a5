//! Every command from everywhere: the table is held to, once, on the version that was seen.

use accede_domain::account::Role;
use accede_domain::application::state::{ActorRole, CommandKind, Position, TABLE};
use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::application::testing::{Scene, all_yes, another, comment, rejection, response_yes};
use crate::testing::{Client, uuid};

/// A command's path, its role, and a body with everything it must have.
fn commands() -> Vec<(CommandKind, ActorRole, &'static str, Value)> {
    use ActorRole::{Administrator, Applicant, Reviewer};
    use CommandKind as Do;
    vec![
        (Do::Submit, Applicant, "submit", json!({})),
        (Do::Withdraw, Applicant, "withdraw", json!({})),
        (
            Do::ReplaceReference,
            Applicant,
            "reference/replace",
            another("olga@example.edu"),
        ),
        (
            Do::ResendReference,
            Applicant,
            "reference/resend",
            json!({}),
        ),
        (Do::ConfirmIdentity, Reviewer, "confirm-identity", all_yes()),
        (
            Do::InviteReference,
            Reviewer,
            "invite-reference",
            json!({ "message": "" }),
        ),
        (
            Do::SkipReference,
            Reviewer,
            "skip-reference",
            json!({ "reason": "Known to us." }),
        ),
        (Do::ReturnForChanges, Reviewer, "return", comment()),
        (Do::Accept, Reviewer, "accept", response_yes()),
        (Do::Reject, Reviewer, "reject", rejection()),
        (
            Do::Revoke,
            Administrator,
            "revoke",
            json!({ "reason": "It was shared." }),
        ),
    ]
}

const POSITIONS: &[Position] = &[
    Position::DRAFT,
    Position::IDENTITY,
    Position::REFERENCE,
    Position::RESPONSE,
    Position::FINAL,
    Position::RETURNED,
    Position::ACCEPTED,
    Position::REJECTED,
    Position::WITHDRAWN,
    Position::REVOKED,
];

#[tokio::test]
async fn each_command_is_carried_out_from_the_positions_of_the_table_and_refused_from_all_others() {
    for &position in POSITIONS {
        for (kind, role, path, body) in commands() {
            let scene = Scene::at(position).await;
            let by = match role {
                ActorRole::Applicant => &scene.ada,
                ActorRole::Reviewer => &scene.reviewer,
                _ => &scene.admin,
            };
            let row = TABLE
                .iter()
                .find(|row| row.command == kind && row.by == role && row.from.contains(&position));
            let answer = scene.command(by, path, &body).await;
            let case = format!("{path} at {position:?}: {}", answer.text());
            // A draft is nobody's but the applicant's: for staff it is not there.
            let hidden = position == Position::DRAFT && role != ActorRole::Applicant;
            let refusal = if hidden {
                "not_found"
            } else {
                "not_possible_now"
            };
            if row.is_some() {
                assert_eq!(answer.status, 200, "{case}");
            } else {
                assert_eq!(scene.position().await, position, "{case}");
                assert_eq!(answer.problem(), refusal, "{case}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_else_can_give_a_command() {
    let scene = Scene::at(Position::FINAL).await;
    let (_, stranger) = scene.server.person("stranger", Role::Researcher).await;
    let visitor = scene.server.client();
    for (kind, role, path, body) in commands() {
        let expected: [(&str, &Client, u16); 4] = match role {
            ActorRole::Applicant => [
                ("visitor", &visitor, 401),
                ("stranger", &stranger, 404),
                // A reviewer sends the request to a reference again, too; from here nobody does.
                (
                    "reviewer",
                    &scene.reviewer,
                    if kind == CommandKind::ResendReference {
                        409
                    } else {
                        404
                    },
                ),
                ("administrator", &scene.admin, 404),
            ],
            ActorRole::Reviewer => [
                ("visitor", &visitor, 401),
                ("stranger", &stranger, 403),
                ("applicant", &scene.ada, 403),
                ("administrator", &scene.admin, 403),
            ],
            _ => [
                ("visitor", &visitor, 401),
                ("stranger", &stranger, 403),
                ("applicant", &scene.ada, 403),
                ("reviewer", &scene.reviewer, 403),
            ],
        };
        for (who, client, status) in expected {
            let answer = scene.command(client, path, &body).await;
            assert_eq!(
                answer.status,
                status,
                "{path} by the {who}: {}",
                answer.text()
            );
        }
    }
    assert_eq!(scene.position().await, Position::FINAL);
}

#[tokio::test]
async fn a_stale_command_is_refused_with_what_is_there_now() {
    for (kind, role, path, body) in commands() {
        let row = TABLE
            .iter()
            .find(|row| row.command == kind && row.by == role)
            .unwrap();
        let scene = Scene::at(row.from[0]).await;
        let by = match role {
            ActorRole::Applicant => &scene.ada,
            ActorRole::Reviewer => &scene.reviewer,
            _ => &scene.admin,
        };
        let version = scene.version().await;
        let answer = by
            .post_if_match(&scene.path(path), &body, version - 1)
            .await
            .expect(412);
        assert_eq!(
            answer.json::<Value>()["current"]["version"],
            version,
            "{path}"
        );
        let without = by.post(&scene.path(path), &body).await;
        assert_eq!(without.expect(428).problem(), "version_required", "{path}");
    }
}

#[tokio::test]
async fn a_repeated_command_is_carried_out_once() {
    let scene = Scene::new().await;
    let (key, version) = (uuid(), scene.version().await);
    let send = || async {
        let request = scene.ada.request(Method::POST, &scene.path("submit"));
        let request = request
            .header("idempotency-key", &key)
            .header(header::IF_MATCH, format!("\"{version}\""));
        scene.ada.send_json(request, &json!({})).await.expect(200)
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.body, second.body);
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(scene.mails("application_received").await, 1);
    assert_eq!(
        scene
            .server
            .number("SELECT count(*) AS n FROM application_snapshot")
            .await,
        1
    );
}
