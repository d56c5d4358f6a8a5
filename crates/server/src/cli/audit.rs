//! `accede audit list|verify`: reads the audit log, and checks that nothing in it was changed since it was sealed. Only
//! reads: the portal may run meanwhile.

use accede_domain::user_name::UserName;
use accede_store::Tx;
use accede_store::account as accounts;
use accede_store::audit::{self, ChainState, Event, Filter};
use accede_store::page::Page;
use clap::Subcommand;
use serde_json::{Value, json};

use super::{CliError, open_ready};
use crate::config::Config;
use crate::keys::{self, Purpose};
use crate::state::AppState;

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Print events as JSON, one a line, the latest first; every condition given must hold
    List {
        /// What was done, such as application.accept
        #[arg(long)]
        action: Option<String>,
        /// Done by this account
        #[arg(long, value_name = "USER_NAME")]
        by: Option<UserName>,
        /// The affair of this account
        #[arg(long, value_name = "USER_NAME")]
        about: Option<UserName>,
        /// Done to this thing, such as application/01ARZ3NDEKTSV4RRFFQ69G5FAV
        #[arg(long, value_name = "KIND/ID")]
        object: Option<String>,
        /// How many at most
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Check every seal against the events and the keys of this folder
    Verify,
}

pub(super) async fn run(config: Config, command: &AuditCommand) -> Result<(), CliError> {
    let state = open_ready(config).await?;
    let said = carry_out(&state, command).await;
    state.store.close().await;
    println!("{}", said?);
    Ok(())
}

/// Does it, and gives what to print.
async fn carry_out(state: &AppState, command: &AuditCommand) -> Result<String, CliError> {
    let mut tx = state.store.read().await?;
    match command {
        AuditCommand::List {
            action,
            by,
            about,
            object,
            limit,
        } => {
            let filter = Filter {
                actor_id: id_of(&mut tx, by.as_ref()).await?,
                object: object.as_deref().map(thing).transpose()?,
                concerns_account_id: id_of(&mut tx, about.as_ref()).await?,
                action: action.clone(),
            };
            list(&mut tx, &filter, *limit).await
        }
        AuditCommand::Verify => verify(state, &mut tx).await,
    }
}

async fn id_of(tx: &mut Tx, name: Option<&UserName>) -> Result<Option<String>, CliError> {
    let Some(name) = name else { return Ok(None) };
    let found = accounts::by_user_name(tx, name.as_str()).await?;
    let found = found.ok_or_else(|| CliError::Audit(format!("no account is called {name}")))?;
    Ok(Some(found.id))
}

fn thing(typed: &str) -> Result<(String, String), CliError> {
    let parts = typed.split_once('/');
    parts
        .map(|(kind, id)| (kind.to_owned(), id.to_owned()))
        .ok_or_else(|| CliError::Audit(format!("{typed:?} is not KIND/ID, such as account/01AR…")))
}

async fn list(tx: &mut Tx, filter: &Filter, limit: u32) -> Result<String, CliError> {
    let events = audit::list(tx, filter, &Page::First, limit).await?;
    let mut lines = Vec::with_capacity(events.len());
    for event in events {
        let values = audit::values(tx, &event.id).await?;
        let (before, after) = values.map_or((None, None), |values| (values.before, values.after));
        lines.push(line(&event, before, after).to_string());
    }
    Ok(lines.join("\n"))
}

fn line(event: &Event, before: Option<Value>, after: Option<Value>) -> Value {
    json!({
        "at": event.at,
        "action": event.action,
        "object": format!("{}/{}", event.object_kind, event.object_id),
        "actor": event.actor.kind.as_str(),
        "actor_id": event.actor.id,
        "role": event.actor.role,
        "about": event.concerns_account_id,
        "changed": event.changed_fields,
        "before": before,
        "after": after,
        "request_id": event.request_id,
        "seq": event.seq,
        "id": event.id,
    })
}

async fn verify(state: &AppState, tx: &mut Tx) -> Result<String, CliError> {
    let public = state.keys.public();
    let check = |id: &str, hash: &[u8; 32], signature: &[u8]| {
        keys::verify(&public, Purpose::Audit, id, hash, signature)
    };
    match audit::verify(tx, check).await? {
        ChainState::Whole { batches, events } => {
            let waits = if audit::has_unsealed(tx).await? {
                " Later ones are not sealed yet."
            } else {
                ""
            };
            Ok(format!(
                "The audit log is whole: {events} events in {batches} sealed batches.{waits}\n\
                 Keep these two figures elsewhere: a log that was cut off at its end has less."
            ))
        }
        ChainState::Broken { batch } => Err(CliError::Audit(format!(
            "the audit log was changed: batch {batch} is not as it was sealed"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use accede_domain::account::Role;
    use accede_store::{Dialect, params};

    use super::*;
    use crate::testing::TestServer;

    async fn listed(server: &TestServer, about: &str) -> Vec<Value> {
        let list = AuditCommand::List {
            action: Some("account.change_profile".to_owned()),
            by: None,
            about: Some(UserName::parse(about).unwrap()),
            object: None,
            limit: 10,
        };
        let said = carry_out(&server.state, &list).await.unwrap();
        let lines = said.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect()
    }

    #[tokio::test]
    async fn the_log_is_read_and_a_change_in_it_is_found() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let server = TestServer::on(dialect).await;
            let (ada, client) = server.person("ada", Role::Researcher).await;
            server.person("eve", Role::Researcher).await;
            let profile = json!({
                "given_names": "Ada", "family_name": "King", "one_name": false, "affiliation": "", "country": "",
            });
            let changed = client.put("/api/v1/account/profile", &profile, 1).await;
            changed.expect(200);
            let events = listed(&server, "ada").await;
            assert_eq!(events.len(), 1);
            assert_eq!(
                (&events[0]["about"], &events[0]["after"]["family_name"]),
                (&json!(ada), &json!("King"))
            );
            assert!(listed(&server, "eve").await.is_empty());

            server.run_jobs().await;
            let verify = AuditCommand::Verify;
            let said = carry_out(&server.state, &verify).await.unwrap();
            assert!(said.starts_with("The audit log is whole"), "{said}");
            // Whoever has the database's own rights can drop what keeps it from being changed; it shows all the same.
            let unlock: &[&str] = match dialect {
                Dialect::Sqlite => &[
                    "DROP TRIGGER audit_event_no_update",
                    "DROP TRIGGER audit_event_sealed_once",
                ],
                Dialect::Postgres => &["ALTER TABLE audit_event DISABLE TRIGGER ALL"],
            };
            for sql in unlock {
                server.execute(sql, params![]).await;
            }
            let change = "UPDATE audit_event SET action = 'account.do_nothing' WHERE action = 'account.change_profile'";
            server.execute(change, params![]).await;
            let said = carry_out(&server.state, &verify).await.unwrap_err();
            assert!(said.to_string().contains("batch 1"), "{said}");
        }
    }
}
