//! The command line. One file a command; a command that is not listed here does not exist.

mod account;
mod audit;
mod backup;
mod bounce;
mod dataset;
mod demo;
mod doctor;
mod keys;
mod migrate;
mod receipt;
mod report;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, ConfigError, Sources, settings};
use crate::state::{AppState, StartError};
use crate::uploads::child;

/// The access portal for credentialed research data.
#[derive(Debug, Parser)]
#[command(name = "accede", version, about, arg_required_else_help = true)]
struct Cli {
    /// Configuration file; `accede.toml` in the data folder without it
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Data folder, above what file and environment say
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the database and serve the portal
    Serve,
    /// Bring the database to the schema of this program, and end
    Migrate,
    /// Check settings, folders, database, mail server and renderer
    Doctor,
    /// Make and change accounts
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Read the audit log, and check that nothing in it was changed
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Take in the files of datasets
    #[command(subcommand)]
    Dataset(dataset::DatasetCommand),
    /// Replace the keys that sign
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Check receipts of signed agreements, offline
    #[command(subcommand)]
    Receipt(receipt::ReceiptCommand),
    /// Read training reports as the server reads them
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// Take in one delivery report from standard input
    Bounce,
    /// Load the demonstration and serve it on this machine alone
    Demo(demo::Asked),
    /// Copy database, files and keys into a new folder, while the portal runs
    Backup {
        /// A folder that is not there yet, or is empty
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Put a backup into an empty data folder
    Restore {
        /// What `accede backup` made
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Print the table of settings
    Settings,
    /// Judge the file on standard input: what the server starts for an upload
    #[command(name = child::COMMAND, hide = true)]
    JudgeUpload,
}

/// Why a command failed, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("the configuration is not usable:\n{0}")]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("the database: {0}")]
    Store(#[from] accede_store::StoreError),
    #[error("cannot listen on {address}: {source}")]
    Listen {
        address: std::net::SocketAddr,
        source: std::io::Error,
    },
    #[error("the server stopped: {0}")]
    Serve(std::io::Error),
    #[error("the program cannot start its threads: {0}")]
    Runtime(std::io::Error),
    #[error("the database is not ready; run: accede migrate")]
    NotMigrated,
    #[error("{0}")]
    Account(String),
    #[error("{0}")]
    Audit(String),
    #[error("the files cannot be taken in: {0}")]
    Import(#[from] crate::datasets::ImportError),
    #[error(transparent)]
    Receipt(#[from] receipt::ReceiptError),
    #[error(transparent)]
    Report(#[from] report::ReportError),
    #[error("the demonstration: {0}")]
    Demo(#[from] crate::demo::DemoError),
    #[error(
        "the demonstration serves this machine alone; {0} can be reached from others: listen on 127.0.0.1"
    )]
    DemoListens(std::net::SocketAddr),
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
    #[error("the delivery report: {0}")]
    Bounce(String),
    #[error("judging the file: {0}")]
    Judge(std::io::Error),
    #[error(transparent)]
    Keys(#[from] crate::keys::KeyError),
    #[error("{0} of the checks failed")]
    Doctor(usize),
}

/// The state for a command that works on a database which is there and ready.
async fn open_ready(config: Config) -> Result<AppState, CliError> {
    let state = AppState::open_for_command(config).await?;
    if state.store.is_migrated().await? {
        Ok(state)
    } else {
        Err(CliError::NotMigrated)
    }
}

/// Runs the command of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("accede: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), CliError> {
    if matches!(cli.command, Command::Settings) {
        print!("{}", settings::markdown());
        return Ok(());
    }
    // Before any setting is read: this runs without environment, on a file that nobody trusts.
    if matches!(cli.command, Command::JudgeUpload) {
        return child::main().map_err(CliError::Judge);
    }
    // Whoever holds a receipt need not run a portal: there are no settings to read.
    if let Command::Receipt(command) = &cli.command {
        return Ok(receipt::run(command)?);
    }
    // Nor need whoever wants to know what the portal reads in a file.
    if let Command::Report(command) = &cli.command {
        return Ok(report::run(command)?);
    }
    let sources = Sources::from_process(cli.config.clone(), cli.data_dir.clone());
    let config = match cli.command {
        Command::Demo(_) => demo::config(sources)?,
        _ => Config::load(&sources)?,
    };
    crate::log::start(&config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CliError::Runtime)?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve::run(config).await,
            Command::Keys(ref command) => keys::run(&config, command),
            Command::Migrate => migrate::run(config).await,
            Command::Doctor => doctor::run(config).await,
            Command::Bounce => bounce::run(config).await,
            Command::Account(ref command) => account::run(config, command).await,
            Command::Audit(ref command) => audit::run(config, command).await,
            Command::Dataset(ref command) => dataset::run(config, command).await,
            Command::Demo(asked) => demo::run(config, asked).await,
            Command::Backup { ref folder } => backup::take(config, folder).await,
            Command::Restore { ref folder } => backup::restore(&config, folder).await,
            Command::Receipt(_) | Command::Report(_) | Command::Settings | Command::JudgeUpload => {
                Ok(())
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
