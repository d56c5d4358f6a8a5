//! `accede doctor`: everything that can be checked without a person, each with what to do.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use accede_mail::transport::SmtpSettings;
use accede_store::StoreError;
use tokio::net::TcpStream;
use tokio::process::Command;

use super::CliError;
use crate::config::Config;
use crate::http::house::probe;
use crate::state::{AppState, Seams, make_folder};
use crate::uploads::child::LIMITER;

const PATIENCE: Duration = Duration::from_secs(5);

/// One check: what, and what it found or what to do.
type Check = (&'static str, Result<String, String>);

pub(super) async fn run(config: Config) -> Result<(), CliError> {
    let mut checks: Vec<Check> = vec![
        ("settings", Ok(format!("for {}", config.public_origin))),
        ("data folder", writable(&config.data_dir)),
        ("mail server", mail(config.smtp.as_ref()).await),
        ("PDF renderer", renderer(&config.pdf_renderer).await),
        ("limits for judging uploads", limits().await),
    ];
    checks.extend(opened(config).await);
    let mut failed = 0;
    for (name, outcome) in checks {
        match outcome {
            Ok(found) => println!("ok      {name}: {found}"),
            Err(remedy) => {
                failed += 1;
                println!("FAILED  {name}: {remedy}");
            }
        }
    }
    if failed == 0 {
        Ok(())
    } else {
        Err(CliError::Doctor(failed))
    }
}

fn writable(folder: &Path) -> Result<String, String> {
    make_folder(folder).map_err(|e| e.to_string())?;
    probe(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mode = std::fs::metadata(folder)
        .map_err(|e| e.to_string())?
        .permissions()
        .mode()
        & 0o777;
    if mode & 0o077 != 0 {
        return Err(format!(
            "others can look into it (mode {mode:o}); run: chmod 700 {}",
            folder.display()
        ));
    }
    Ok(folder.display().to_string())
}

/// What needs the state: keys, content, database.
async fn opened(config: Config) -> Vec<Check> {
    let state = match AppState::open(config, Seams::default()).await {
        Ok(state) => state,
        Err(error) => return vec![("keys, content and database", Err(error.to_string()))],
    };
    let schema = match state.store.is_migrated().await {
        Ok(true) => Ok("has the schema of this program".to_owned()),
        Ok(false) => Err("its schema is older than this program; run: accede migrate".to_owned()),
        Err(StoreError::Database(_)) => {
            Err("it has no schema yet; run: accede migrate (accede serve does it too)".to_owned())
        }
        Err(error) => Err(error.to_string()),
    };
    let keys = format!("{} signing keys", state.keys.public().len());
    state.store.close().await;
    vec![
        ("keys", Ok(keys)),
        ("content", Ok("read and checked".to_owned())),
        ("database", schema),
    ]
}

/// Whether somebody listens there; no mail is sent.
async fn mail(server: Option<&SmtpSettings>) -> Result<String, String> {
    let Some(server) = server else {
        return Err("smtp_url is not set: mails wait in the outbox".to_owned());
    };
    let place = format!("{}:{}", server.host, server.port);
    match tokio::time::timeout(
        PATIENCE,
        TcpStream::connect((server.host.as_str(), server.port)),
    )
    .await
    {
        Ok(Ok(_)) => Ok(format!("{place} answers")),
        Ok(Err(error)) => Err(format!("{place}: {error}")),
        Err(_) => Err(format!("{place} does not answer")),
    }
}

/// Whether a child of this program can be limited: without that no upload is taken.
async fn limits() -> Result<String, String> {
    let run = Command::new(LIMITER).args(["--cpu=1", "true"]).output();
    match tokio::time::timeout(PATIENCE, run).await {
        Ok(Ok(output)) if output.status.success() => Ok(format!("{LIMITER} sets them")),
        _ => Err(format!("{LIMITER} does not run; install util-linux")),
    }
}

async fn renderer(program: &Path) -> Result<String, String> {
    let run = Command::new(program).arg("-v").output();
    match tokio::time::timeout(PATIENCE, run).await {
        Ok(Ok(output)) if output.status.success() => Ok(program.display().to_string()),
        _ => Err(format!(
            "{} does not run; install poppler-utils or set pdf_renderer",
            program.display()
        )),
    }
}
