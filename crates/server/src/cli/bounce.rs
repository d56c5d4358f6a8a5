//! `accede bounce`: takes in one delivery report from standard input, as a mail server's pipe gives it.

use std::io::Read as _;

use accede_mail::bounce::MAX_REPORT_BYTES;

use super::CliError;
use crate::bounces;
use crate::config::Config;
use crate::state::AppState;

/// Reads the report and says what came of it.
///
/// # Errors
/// When the input or the database cannot be read.
pub(super) async fn run(config: Config) -> Result<(), CliError> {
    let mut raw = Vec::new();
    let most = u64::try_from(MAX_REPORT_BYTES).unwrap_or(u64::MAX);
    let read = std::io::stdin().lock().take(most).read_to_end(&mut raw);
    read.map_err(|error| CliError::Bounce(error.to_string()))?;
    let state = AppState::open_for_command(config).await?;
    let taken = bounces::take_in(&state, &raw, state.now()).await;
    let failed = taken.map_err(|error| CliError::Bounce(error.to_string()))?;
    println!("{failed} of our mails did not arrive.");
    Ok(())
}
