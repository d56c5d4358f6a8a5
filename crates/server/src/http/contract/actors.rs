//! Each operation for each kind of caller: who is let in is what its security section says, and nobody else is.

use accede_domain::account::Role;
use accede_domain::time::Duration;
use accede_store::{Dialect, params};
use serde_json::Value;

use super::document::{Operation, Way, operations};
use super::faults::Faults;
use super::good::{Good, good};
use super::world::World;
use crate::testing::{Client, TestAnswer};

/// A kind of caller, what lets them in, and what they get where it does not.
struct Actor {
    kind: &'static str,
    client: Client,
    token: Option<String>,
    ways: &'static [Way],
    refusal: (u16, &'static str),
}

const SESSION: [Way; 3] = [Way::Session, Way::SigningIn, Way::SettingUp];
const REVIEWER: [Way; 4] = [Way::Session, Way::SigningIn, Way::SettingUp, Way::Reviewer];
const ADMINISTRATOR: [Way; 4] = [
    Way::Session,
    Way::SigningIn,
    Way::SettingUp,
    Way::Administrator,
];

async fn actors(world: &World) -> Vec<Actor> {
    let server = &world.server;
    let actor = |kind, client, ways, refusal| Actor {
        kind,
        client,
        token: None,
        ways,
        refusal,
    };
    let (member, _) = world.member().await;
    let token = |token: String, kind, ways, refusal| Actor {
        kind,
        client: server.client(),
        token: Some(token),
        ways,
        refusal,
    };
    // Not those of the world: what these do to their sessions must not end with theirs.
    let staff = async |role| server.person(&world.name(), role).await.1;
    let gone = world.somebody().await;
    let sql = "UPDATE account SET state = 'deactivated' WHERE id = $1";
    server.execute(sql, params![&gone.id]).await;
    let ended = world.somebody().await;
    let sql = "UPDATE session SET ends_at = 0 WHERE account_id = $1";
    server.execute(sql, params![&ended.id]).await;
    vec![
        actor("a visitor", server.client(), &[], (401, "sign_in_required")),
        actor(
            "somebody half-way in",
            world.half_way().await.client,
            &[Way::SigningIn],
            (401, "second_factor_required"),
        ),
        actor(
            "a reviewer without second factor",
            world.without_second_factor().await.client,
            &[Way::SigningIn, Way::SettingUp],
            (403, "second_factor_setup_required"),
        ),
        actor(
            "a deactivated person",
            gone.client,
            &[],
            (401, "sign_in_required"),
        ),
        actor(
            "somebody timed out",
            ended.client,
            &[],
            (401, "sign_in_required"),
        ),
        actor("a researcher", member.client, &SESSION, (403, "forbidden")),
        actor(
            "a reviewer",
            staff(Role::Reviewer).await,
            &REVIEWER,
            (403, "forbidden"),
        ),
        actor(
            "an administrator",
            staff(Role::Administrator).await,
            &ADMINISTRATOR,
            (403, "forbidden"),
        ),
        token(
            server.files_token(&member.id).await,
            "a tool",
            &[Way::Token],
            (403, "forbidden"),
        ),
        token(
            "nobodys-token".to_owned(),
            "a tool with a token that is no more",
            &[],
            (401, "wrong_credentials"),
        ),
    ]
}

impl Actor {
    fn is_let_in(&self, operation: &Operation) -> bool {
        operation.lets_in.is_empty() || operation.lets_in.iter().any(|way| self.ways.contains(way))
    }

    /// What is said to this caller where the operation does not let them in.
    fn refusal_of(&self, operation: &Operation) -> (u16, String) {
        let (status, code) = self.refusal;
        let is_of_signing_in = [Way::SigningIn, Way::SettingUp];
        if self.token.is_some()
            && is_of_signing_in
                .iter()
                .any(|way| operation.lets_in.contains(way))
        {
            // A tool does not sign in: its token is not even looked at.
            return (401, "sign_in_required".to_owned());
        }
        (status, code.to_owned())
    }

    async fn send(&self, operation: &Operation, request: &Good) -> TestAnswer {
        let path = request.path(operation, request.id.as_deref().unwrap_or_default());
        let token = self.token.as_deref();
        // What an answer does to the cookies is no matter for the next request.
        let client = self.client.copy();
        request.send_to(operation, &client, &path, token).await
    }
}

/// The code of a problem; nothing where it is none.
fn code(answer: &TestAnswer) -> String {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    body["code"].as_str().unwrap_or_default().to_owned()
}

/// Whether an answer says that this caller is not let in, whatever was asked for.
fn turns_away(answer: &TestAnswer) -> bool {
    let about_the_caller = ["forbidden", "second_factor_setup_required"];
    match answer.status {
        401 => true,
        403 => about_the_caller.contains(&code(answer).as_str()),
        _ => false,
    }
}

#[tokio::test]
async fn each_operation_lets_in_whom_its_security_section_names_and_nobody_else() {
    let world = World::new(Dialect::Sqlite).await;
    let (mut counted, mut faults) = ((0, 0), Faults::default());
    for operation in operations() {
        let name = operation.name();
        let actors = actors(&world).await;
        world.forget_attempts().await;
        let request = good(&world, &operation).await;
        for actor in actors.iter().filter(|one| !one.is_let_in(&operation)) {
            let answer = actor.send(&operation, &request).await;
            let got = (answer.status, code(&answer));
            let case = format!("{name} by {}", actor.kind);
            faults.same(&got, &actor.refusal_of(&operation), &case);
            counted.0 += 1;
        }
        if name.contains("/demo/") {
            let status = request.send(&operation, &request.by).await.status;
            faults.same(&status, &404, &name);
            continue;
        }
        // Nothing of that has changed anything: whoever may do it does.
        let answer = request.send(&operation, &request.by).await;
        faults.check(answer.status < 300, || {
            format!("{name}: {} {}", answer.status, code(&answer))
        });
        for actor in actors.iter().filter(|one| one.is_let_in(&operation)) {
            let answer = actor.send(&operation, &request).await;
            let passes =
                !turns_away(&answer) || SAYS_NO_TO_MORE_THAN_THE_CALLER.contains(&name.as_str());
            faults.check(passes, || {
                format!("{name} by {}: {}", actor.kind, code(&answer))
            });
            counted.1 += 1;
        }
    }
    faults.none();
    assert!(counted.0 > 300 && counted.1 > 200, "{counted:?}");
}

/// These say 401 or 403 for another reason than the caller: what was typed was right once and is used up, staff keep
/// their second factor, and a decision is undone by whoever took it.
const SAYS_NO_TO_MORE_THAN_THE_CALLER: [&str; 5] = [
    "POST /api/v1/session",
    "POST /api/v1/session/second-factor",
    "POST /api/v1/account/second-factor/remove",
    "POST /api/v1/review/decisions/{id}/undo",
    "POST /api/v1/review/decisions/{id}/dismiss",
];

/// A session that ends takes everything with it that it opened.
#[tokio::test]
async fn an_idle_session_opens_nothing_any_more() {
    let world = World::new(Dialect::Sqlite).await;
    let person = world.somebody().await;
    person.client.get("/api/v1/account").await.expect(200);
    world.server.clock.advance(Duration::minutes(31));
    for operation in operations() {
        if operation.lets_in != [Way::Session] || operation.method != "GET" {
            continue;
        }
        let request = good(&world, &operation).await;
        let answer = request.send(&operation, &person.client).await;
        assert_eq!(answer.status, 401, "{}", operation.name());
    }
}
