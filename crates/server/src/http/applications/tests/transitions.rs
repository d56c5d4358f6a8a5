//! The table of moves once more, from outside: from every position, every command, by everybody. What is a row of the
//! table is carried out for whom it is; whatever else is tried is refused and changes nothing.

use accede_domain::account::Role;
use accede_domain::application::CommandKind;
use accede_domain::application::state::{ActorRole, Position, Row, TABLE, To};
use accede_domain::time::Duration;
use accede_store::{Dialect, params};
use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::application::testing::{
    Scene, TEXT, all_yes, another, comment, form, rejection, response_yes,
};
use crate::testing::{Client, TestAnswer};

/// The people who try, besides those of the scene.
struct Others {
    /// Has an account with the address that the applicant named.
    reference: Client,
    stranger: Client,
    visitor: Client,
}

impl Others {
    async fn of(scene: &Scene) -> Self {
        let server = &scene.server;
        let (ruth, reference) = server.person("ruth", Role::Researcher).await;
        let sql = "UPDATE account_email SET address = $2, folded = $2 WHERE account_id = $1";
        server
            .execute(sql, params![&ruth, form().reference_email])
            .await;
        let (_, stranger) = server.person("stranger", Role::Researcher).await;
        Self {
            reference,
            stranger,
            visitor: server.client(),
        }
    }
}

/// Everybody who can press something, with the role of the table that they could have.
fn everybody<'a>(
    scene: &'a Scene,
    others: &'a Others,
) -> [(&'a str, Option<ActorRole>, &'a Client); 6] {
    [
        ("applicant", Some(ActorRole::Applicant), &scene.ada),
        ("reviewer", Some(ActorRole::Reviewer), &scene.reviewer),
        (
            "administrator",
            Some(ActorRole::Administrator),
            &scene.admin,
        ),
        ("reference", None, &others.reference),
        ("stranger", None, &others.stranger),
        ("visitor", None, &others.visitor),
    ]
}

/// How a command is given: the part of the path behind the application, and a body with everything it must have.
/// Nothing for what is given otherwise: through the reference's link, by beginning a draft, or by time.
fn given(kind: CommandKind) -> Option<(&'static str, Value)> {
    use CommandKind as Do;
    Some(match kind {
        Do::Discard => ("", Value::Null),
        Do::Submit => ("submit", json!({})),
        Do::Withdraw => ("withdraw", json!({})),
        Do::ReplaceReference => ("reference/replace", another("olga@example.edu")),
        Do::ResendReference => ("reference/resend", json!({})),
        Do::ConfirmIdentity => ("confirm-identity", all_yes()),
        Do::InviteReference => ("invite-reference", json!({ "message": "" })),
        Do::ConfirmReference => ("confirm-reference", json!({})),
        Do::SkipReference => ("skip-reference", json!({ "reason": "Known to us." })),
        Do::ReturnForChanges => ("return", comment()),
        Do::Accept => ("accept", response_yes()),
        Do::Reject => ("reject", rejection()),
        Do::Revoke => ("revoke", json!({ "reason": "It was shared." })),
        Do::ApplyAgain
        | Do::ReferenceConfirms
        | Do::ReferenceDeclines
        | Do::ReferenceCorrects
        | Do::ReferenceWithdraws
        | Do::ReferenceTimesOut
        | Do::Lapse
        | Do::ExpireCredential => return None,
    })
}

async fn give(scene: &Scene, by: &Client, kind: CommandKind) -> TestAnswer {
    let (path, body) = given(kind).unwrap();
    if kind != CommandKind::Discard {
        return scene.command(by, path, &body).await;
    }
    let path = ["/api/v1/applications/", &scene.id].concat();
    let version = format!("\"{}\"", scene.version().await);
    let request = by.request(Method::DELETE, &path);
    by.send(request.header(header::IF_MATCH, version)).await
}

fn row(position: Position, role: Option<ActorRole>, kind: CommandKind) -> Option<&'static Row> {
    TABLE
        .iter()
        .find(|row| row.command == kind && Some(row.by) == role && row.from.contains(&position))
}

/// What must be there besides the position for a command to have everything.
async fn prepare(scene: &Scene, kind: CommandKind) {
    if kind == CommandKind::ConfirmReference {
        // Somebody whom no reviewer has looked at.
        let sql = "UPDATE reference_request SET confirmed_at = NULL, confirmed_by = NULL WHERE application_id = $1";
        scene.server.execute(sql, params![&scene.id]).await;
    }
}

/// The application at a position that time brings about, too.
async fn at(position: Position) -> Scene {
    match position {
        Position::LAPSED => {
            let scene = Scene::at(Position::RETURNED).await;
            later(scene, 90).await
        }
        Position::EXPIRED => {
            let settings = [("credential_valid_days", "30")];
            let scene = Scene::with(Dialect::Sqlite, &settings, form()).await;
            scene.go_to(Position::ACCEPTED).await;
            later(scene, 30).await
        }
        _ => Scene::at(position).await,
    }
}

/// So many days later, the jobs of each day done and everybody signed in again.
async fn later(mut scene: Scene, days: i64) -> Scene {
    for _ in 0..days {
        scene.server.clock.advance(Duration::days(1));
        scene.server.run_jobs().await;
    }
    let server = scene.server.clone();
    scene.ada = server.sign_in(&scene.ada_id).await;
    scene.reviewer = server.sign_in(&scene.reviewer_id).await;
    scene.admin = server
        .person(&format!("admin-{days}"), Role::Administrator)
        .await
        .1;
    scene
}

#[tokio::test]
async fn each_command_by_each_role_from_each_position_is_a_row_of_the_table_or_refused() {
    let (mut carried_out, mut refused) = (0, 0);
    for &position in Position::ALL {
        let scene = at(position).await;
        assert_eq!(scene.position().await, position);
        let others = Others::of(&scene).await;
        let before = scene.version().await;
        let mut allowed = Vec::new();
        for &kind in CommandKind::ALL
            .iter()
            .filter(|kind| given(**kind).is_some())
        {
            for (who, role, client) in everybody(&scene, &others) {
                if row(position, role, kind).is_some() {
                    allowed.push((who, role, kind));
                    continue;
                }
                let answer = give(&scene, client, kind).await;
                let case = format!("{who}: {kind} at {position:?}: {}", answer.text());
                assert!((401..=409).contains(&answer.status), "{case}");
                if client.cookies().is_empty() {
                    assert_eq!(answer.problem(), "sign_in_required", "{case}");
                } else if role.is_none() {
                    // The right is asked for before anything else: 404 for what is the applicant's, 403 for staff's.
                    let staffs = !TABLE
                        .iter()
                        .any(|row| row.command == kind && row.by == ActorRole::Applicant);
                    let expected = if staffs { "forbidden" } else { "not_found" };
                    assert_eq!(answer.problem(), expected, "{case}");
                }
                refused += 1;
            }
        }
        // All of that changed nothing.
        assert_eq!(
            (scene.position().await, scene.version().await),
            (position, before)
        );
        for (who, role, kind) in allowed {
            let scene = at(position).await;
            prepare(&scene, kind).await;
            let others = Others::of(&scene).await;
            let everybody = everybody(&scene, &others);
            let (_, _, client) = everybody.iter().find(|(name, _, _)| *name == who).unwrap();
            let answer = give(&scene, client, kind).await;
            let case = format!("{who}: {kind} at {position:?}: {}", answer.text());
            assert!(answer.status < 300, "{case}");
            scene.server.run_jobs().await;
            leads_to(&scene, position, row(position, role, kind).unwrap(), &case).await;
            carried_out += 1;
        }
    }
    let rows = TABLE.iter().filter(|row| given(row.command).is_some());
    let rows: usize = rows.map(|row| row.from.len()).sum();
    assert_eq!(carried_out, rows, "no row is out of reach");
    assert!(refused > 800, "{refused}");
}

async fn leads_to(scene: &Scene, from: Position, row: &Row, case: &str) {
    match row.to {
        To::At(to) => assert_eq!(scene.position().await, to, "{case}"),
        To::Stays | To::NewDraft => assert_eq!(scene.position().await, from, "{case}"),
        To::ByReference | To::EarliestChanged => {
            assert!(scene.position().await.is_under_review(), "{case}");
        }
        To::Gone => {
            let sql = "SELECT count(*) AS n FROM application";
            assert_eq!(scene.server.number(sql).await, 0, "{case}");
        }
    }
}

/// Applying again is beginning a draft: it works wherever the table has it, and leaves what is there as it is.
#[tokio::test]
async fn a_new_draft_begins_where_the_table_says_so() {
    for &position in Position::ALL {
        let scene = at(position).await;
        let answer = scene.ada.post("/api/v1/applications", &json!({})).await;
        let expected = row(
            position,
            Some(ActorRole::Applicant),
            CommandKind::ApplyAgain,
        );
        let case = format!("{position:?}: {}", answer.text());
        if expected.is_some() {
            assert_eq!(answer.status, 201, "{case}");
            assert_ne!(answer.json::<Value>()["id"], json!(scene.id));
        } else {
            assert_eq!(answer.problem(), "already_open", "{case}");
        }
        assert_eq!(scene.position().await, position, "{case}");
    }
}

/// Through the link in the mail; whether one answers or corrects an answer is for the server to know.
#[tokio::test]
async fn a_reference_says_what_the_table_lets_them_say() {
    let mut said = 0;
    for &position in Position::ALL {
        for (command, choice, kinds) in [
            (
                "answer",
                "confirms",
                [
                    CommandKind::ReferenceConfirms,
                    CommandKind::ReferenceCorrects,
                ],
            ),
            (
                "answer",
                "concern",
                [
                    CommandKind::ReferenceDeclines,
                    CommandKind::ReferenceCorrects,
                ],
            ),
            (
                "withdraw",
                "",
                [
                    CommandKind::ReferenceWithdraws,
                    CommandKind::ReferenceWithdraws,
                ],
            ),
        ] {
            let scene = at(position).await;
            let sql = "SELECT count(*) AS n FROM mailed_link WHERE purpose = 'reference'";
            if scene.server.number(sql).await == 0 {
                // Nobody was asked yet: there is nothing to say it with.
                continue;
            }
            let sql = "SELECT count(*) AS n FROM reference_request WHERE answered_at IS NOT NULL";
            let answered = scene.server.number(sql).await == 1;
            let kind = kinds[usize::from(answered)];
            let mut body = json!({ "token": scene.token().await, "text": TEXT });
            if command == "answer" {
                body["answer"] = json!(choice);
            }
            let path = format!("/api/v1/reference-requests/{command}");
            let answer = scene.server.client().post(&path, &body).await;
            let case = format!("{command} {choice} at {position:?}: {}", answer.text());
            let expected = row(position, Some(ActorRole::Reference), kind);
            // A withdrawal takes back an answer: there must be one. A correction has its 24 hours.
            let has_answer = answered || kind != CommandKind::ReferenceWithdraws;
            let in_time = kind != CommandKind::ReferenceCorrects || position != Position::EXPIRED;
            match expected.filter(|_| has_answer && in_time) {
                Some(row) => {
                    assert_eq!(answer.status, 200, "{case}");
                    leads_to(&scene, position, row, &case).await;
                    said += 1;
                }
                None => {
                    assert!([409, 410].contains(&answer.status), "{case}");
                    assert_eq!(scene.position().await, position, "{case}");
                }
            }
        }
    }
    assert!(said >= 8, "{said}");
}

/// Nothing moves by itself but what the table lets time move.
#[tokio::test]
async fn time_moves_what_the_table_lets_it_move() {
    let by_people =
        |position: &&Position| ![Position::LAPSED, Position::EXPIRED].contains(*position);
    for &position in Position::ALL.iter().filter(by_people) {
        let settings = [("credential_valid_days", "30")];
        let scene = Scene::with(Dialect::Sqlite, &settings, form()).await;
        scene.go_to(position).await;
        let before = scene.position().await;
        let scene = later(scene, 31).await;
        let moved = |kind| row(before, Some(ActorRole::Clock), kind).is_some();
        let expected = if moved(CommandKind::ExpireCredential) {
            Position::EXPIRED
        } else if before == Position::RESPONSE {
            Position::RETURNED
        } else {
            before
        };
        assert_eq!(scene.position().await, expected, "{before:?} 31 days later");
        let scene = later(scene, 60).await;
        let expected = match before {
            Position::RETURNED => Position::LAPSED,
            _ => expected,
        };
        assert_eq!(scene.position().await, expected, "{before:?} 91 days later");
    }
}
