use accede_store::Dialect;
use clap::{Args, FromArgMatches as _};

use super::*;
use crate::account::testing::{PASSPHRASE, mail};
use crate::testing::TestServer;

/// Runs a command line as the operator types it.
async fn run(server: &TestServer, line: &[&str]) -> Result<String, String> {
    #[derive(Debug, Args)]
    struct Line {
        #[command(subcommand)]
        command: AccountCommand,
    }
    let command = Line::augment_args(clap::Command::new("account")).no_binary_name(true);
    let matches = command
        .try_get_matches_from(line)
        .map_err(|error| error.to_string())?;
    let line = Line::from_arg_matches(&matches).map_err(|error| error.to_string())?;
    carry_out(&server.state, &line.command)
        .await
        .map_err(|error| error.to_string())
}

const ANNIE: &[&str] = &[
    "create",
    "--user-name=annie",
    "--email=annie@example.org",
    "--given-names=Annie",
    "--family-name=Easley",
    "--role=administrator",
];

#[tokio::test]
async fn the_first_administrator_chooses_a_passphrase_by_a_link() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let server = TestServer::on(dialect).await;
        let said = run(&server, ANNIE).await.unwrap();
        assert!(said.contains("goes to annie@example.org"), "{said}");
        assert_eq!(
            server.new_mails().await,
            [mail("passphrase_reset", "annie@example.org")]
        );
        let said = run(&server, &[ANNIE, &["--print-link"]].concat())
            .await
            .unwrap();
        let (_, token) = said
            .split_once("http://localhost:8080/reset/complete#")
            .unwrap();
        let client = server.client();
        let body = json!({"token": token, "passphrase": PASSPHRASE});
        client
            .post("/api/v1/passphrase-resets/complete", &body)
            .await
            .expect(204);
        let status: serde_json::Value = client.enter("annie", PASSPHRASE).await.expect(200).json();
        assert_eq!(status["state"], json!("second_factor_setup_required"));
        assert!(
            run(&server, ANNIE)
                .await
                .unwrap()
                .contains("nothing was changed")
        );
        assert_eq!(server.number("SELECT count(*) AS n FROM account").await, 1);
        let made = "SELECT count(*) AS n FROM audit_event WHERE action = 'account.create' AND actor_kind = 'command_line'";
        assert_eq!(server.number(made).await, 1);
    }
}

#[tokio::test]
async fn what_does_not_fit_is_refused_in_words() {
    let server = TestServer::start().await;
    run(&server, ANNIE).await.unwrap();
    server.account("ada", Role::Researcher).await;
    let create =
        |name: &'static str, email: &'static str| ["create", name, email, "--given-names=A"];
    for (line, words) in [
        (
            &create("--user-name=annie", "--email=other@example.org")[..],
            "annie is taken",
        ),
        (
            &create("--user-name=annie", "--email=annie@example.org")[..],
            "run: accede account role annie researcher",
        ),
        (
            &create("--user-name=new", "--email=ADA@example.org")[..],
            "another account has the address",
        ),
        (
            &create("--user-name=Ada L", "--email=x@example.org")[..],
            "--user-name",
        ),
        (
            &create("--user-name=root", "--email=x@example.org")[..],
            "kept for the portal",
        ),
        (
            &create("--user-name=new", "--email=nonsense")[..],
            "--email",
        ),
        (
            &[
                "create",
                "--user-name=new",
                "--email=x@example.org",
                "--given-names=R2D2",
            ][..],
            "digits",
        ),
        (
            &["role", "nobody", "reviewer"][..],
            "no account has the user name nobody",
        ),
        (&["role", "ada", "emperor"][..], "emperor"),
        (&["deactivate", "nobody"][..], "no account"),
        (&["reset-second-factor", "nobody"][..], "no account"),
    ] {
        let said = run(&server, line).await.unwrap_err();
        assert!(said.contains(words), "{line:?}: {said}");
    }
    assert_eq!(server.number("SELECT count(*) AS n FROM account").await, 2);
}

#[tokio::test]
async fn a_role_is_changed_once_and_ends_the_sessions() {
    let server = TestServer::start().await;
    let (_, client) = server.person("ada", Role::Researcher).await;
    assert!(
        run(&server, &["role", "ada", "reviewer"])
            .await
            .unwrap()
            .contains("is reviewer now")
    );
    client.get("/api/v1/account").await.expect(401);
    assert!(
        run(&server, &["role", "ada", "reviewer"])
            .await
            .unwrap()
            .contains("nothing was changed")
    );
    let changed = "SELECT count(*) AS n FROM audit_event WHERE action = 'account.change_role'";
    assert_eq!(server.number(changed).await, 1);
}

#[tokio::test]
async fn a_deactivated_account_has_no_way_in() {
    let server = TestServer::start().await;
    let (ada, client) = server.person("ada", Role::Researcher).await;
    server.give_passphrase(&ada).await;
    let token = json!({"name": "t", "scope": "files_read", "days": 1});
    client
        .post("/api/v1/account/tokens", &token)
        .await
        .expect(201);
    let line = ["deactivate", "ada", "--reason=Two accounts"];
    assert!(
        run(&server, &line)
            .await
            .unwrap()
            .contains("is deactivated")
    );
    client.get("/api/v1/account").await.expect(401);
    server.client().enter("ada", PASSPHRASE).await.expect(403);
    assert_eq!(
        server
            .number("SELECT count(*) AS n FROM personal_token WHERE ended_at IS NULL")
            .await,
        0
    );
    assert_eq!(
        server.new_mails().await,
        [mail("account_deactivated", "ada@example.org")]
    );
    assert!(
        run(&server, &line)
            .await
            .unwrap()
            .contains("nothing was changed")
    );
    assert!(
        run(&server, &["role", "ada", "reviewer"])
            .await
            .unwrap_err()
            .contains("deactivated")
    );
}

#[tokio::test]
async fn a_lost_second_factor_is_reset() {
    let server = TestServer::start().await;
    let (rita, client) = server.person("rita", Role::Reviewer).await;
    server.give_passphrase(&rita).await;
    server.give_second_factor(&rita).await;
    assert!(
        run(&server, &["reset-second-factor", "rita"])
            .await
            .unwrap()
            .contains("is removed")
    );
    client.get("/api/v1/account").await.expect(401);
    assert_eq!(
        server.new_mails().await,
        [mail("second_factor_changed", "rita@example.org")]
    );
    let status: serde_json::Value = server
        .client()
        .enter("rita", PASSPHRASE)
        .await
        .expect(200)
        .json();
    assert_eq!(status["state"], json!("second_factor_setup_required"));
    assert!(
        run(&server, &["reset-second-factor", "rita"])
            .await
            .unwrap()
            .contains("nothing was changed")
    );
}

/// Access is given by services that know nothing of accounts here: it has to be taken back, not only refused.
#[tokio::test]
async fn a_deactivated_account_loses_its_access_and_every_command_is_audited() {
    const GROUP: &str = "mimiciii-bigquery-readers";
    let server = TestServer::start().await;
    let (ada, client) = server.member("ada", "mimiciii").await;
    server.link_google(&ada, "ada").await;
    let asked = json!({ "service": "big_query" });
    client
        .post("/api/v1/datasets/mimiciii/grants", &asked)
        .await
        .expect(201);
    server.run_jobs().await;
    assert_eq!(members(&server, GROUP).await, 1);
    for line in [
        &["reset-second-factor", "ada"][..],
        &["role", "ada", "reviewer"],
        &["deactivate", "ada"],
        &["deactivate", "ada"],
    ] {
        run(&server, line).await.unwrap();
    }
    server.run_jobs().await;
    assert_eq!(members(&server, GROUP).await, 0);
    let audited = "SELECT count(*) AS n FROM audit_event WHERE actor_kind = 'command_line'";
    assert_eq!(
        server.number(audited).await,
        2,
        "what changed nothing is not told as a change"
    );
}

async fn members(server: &TestServer, group: &str) -> usize {
    let mut tx = server.state.store.read().await.unwrap();
    let listed = accede_store::ledger::members(&mut tx, group).await;
    listed.unwrap().len()
}
