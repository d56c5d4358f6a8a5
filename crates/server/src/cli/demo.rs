//! `accede demo`: loads the demonstration once and serves it, on this machine alone.

use std::sync::Arc;

use accede_domain::time::Duration;

use super::{CliError, serve};
use crate::clock::{Clock as _, ManualClock, SystemClock};
use crate::config::{Config, ConfigError, Sources};
use crate::demo::crowd::{self, Size};
use crate::demo::{self, BEGINS_BEFORE, DemoError, PASSPHRASE, PEOPLE};
use crate::state::{AppState, Seams};

/// More would not be a demonstration, and numbers of applications would begin to repeat.
const MOST: u64 = 10_000_000;

/// What holds where nobody gave it.
const ASSUMPTIONS: &[(&str, &str)] = &[
    ("listen", "127.0.0.1:8600"),
    ("support_address", "support@accede.example"),
    ("log", "warn"),
];

/// The settings of the demonstration, from the same sources as any others.
pub(super) fn config(mut sources: Sources) -> Result<Config, ConfigError> {
    sources.demonstration = true;
    sources.assumptions = ASSUMPTIONS.to_vec();
    Config::load(&sources)
}

/// How the demonstration is to be.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct Asked {
    /// Add so many applications of invented people, for trying the staff's lists at that size
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST))]
    applications: Option<u64>,
    /// The same seed gives the same people and applications
    #[arg(long, value_name = "S", default_value_t = 1, requires = "applications")]
    seed: u64,
    /// Load it and stop, without serving it
    #[arg(long)]
    load_only: bool,
}

pub(super) async fn run(config: Config, asked: Asked) -> Result<(), CliError> {
    // The mailbox and the sign-ins would open every account to whoever reaches the port.
    if !config.listen.ip().is_loopback() {
        return Err(CliError::DemoListens(config.listen));
    }
    if asked.load_only {
        return load(&config, asked).await;
    }
    let listener = serve::listen(config.listen).await?;
    load(&config, asked).await?;
    let state = AppState::open(config, Seams::default()).await?;
    announce(&state);
    serve::serve(state, listener).await
}

/// Loads by a clock of its own, so that the story lies in the past.
async fn load(config: &Config, asked: Asked) -> Result<(), CliError> {
    let clock = Arc::new(ManualClock::at(SystemClock.now().minus(BEGINS_BEFORE)));
    let seams = Seams {
        clock: clock.clone(),
        ..Seams::default()
    };
    // Nobody undoes anything in the story, and no job runs while it is told.
    let config = Config {
        decision_undo: Duration::ZERO,
        ..config.clone()
    };
    let state = AppState::open(config, seams).await?;
    state.migrate(SystemClock.now()).await?;
    if !demo::is_loaded(&state).await? {
        println!("Loading the demonstration's people, applications and files …");
        demo::load(&state, &clock).await?;
    }
    if let Some(applications) = asked.applications {
        let seed = asked.seed;
        clock.set(SystemClock.now());
        crowd(&state, Size { applications, seed }).await?;
    }
    state.store.close().await;
    Ok(())
}

/// Adds the crowd that was asked for, unless it is there.
async fn crowd(state: &AppState, size: Size) -> Result<(), CliError> {
    match crowd::there(state).await? {
        None => Ok(crowd::add(state, size, |words| println!("{words}")).await?),
        Some(there) if there == size => Ok(()),
        Some(there) => Err(DemoError::AnotherCrowd(there).into()),
    }
}

fn announce(state: &AppState) {
    println!("\n  Accede is at  {}\n", state.config.public_origin);
    println!("  Sign in as            passphrase for all: {PASSPHRASE}");
    for person in PEOPLE {
        println!("    {:<20}  {}", person.user_name, person.about);
    }
    println!(
        "\n  Mails, and the present codes of staff: {}/demo/mailbox",
        state.config.public_origin
    );
    println!(
        "  The data are generated and marked as such; grants are kept in a local ledger, no cloud is reached."
    );
    println!("  Stop with Ctrl-C.\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Why the demonstration does not begin at this address; it has written nothing then.
    async fn refused(listen: &str) -> CliError {
        let folder = tempfile::tempdir().unwrap();
        let environment = [
            ("ACCEDE_LISTEN", listen),
            ("ACCEDE_PUBLIC_ORIGIN", "http://127.0.0.1:8600"),
        ];
        let sources = Sources {
            environment: environment
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            overrides: vec![("data_dir", folder.path().display().to_string())],
            ..Sources::default()
        };
        let refused = run(config(sources).unwrap(), Asked::default())
            .await
            .unwrap_err();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        refused
    }

    #[tokio::test]
    async fn it_serves_on_loopback_only() {
        let refused = refused("0.0.0.0:0").await;
        assert!(matches!(refused, CliError::DemoListens(_)), "{refused}");
    }

    #[tokio::test]
    async fn an_address_that_is_taken_is_said_before_anything_is_loaded() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let refused = refused(&taken.local_addr().unwrap().to_string()).await;
        assert!(matches!(refused, CliError::Listen { .. }), "{refused}");
    }
}
