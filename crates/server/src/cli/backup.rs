//! `accede backup DIR` and `accede restore DIR`

use std::path::Path;

use super::CliError;
use crate::backup;
use crate::config::Config;
use crate::state::AppState;

pub(super) async fn take(config: Config, folder: &Path) -> Result<(), CliError> {
    // Opening would make a database and keys where there are none, and the backup would hold nothing.
    backup::must_be_there(&config)?;
    let state = AppState::open_for_command(config).await?;
    let taken = backup::take(&state, folder).await;
    state.store.close().await;
    let manifest = taken?;
    println!(
        "{}: {} files, {} bytes",
        folder.display(),
        manifest.files.len(),
        manifest.bytes()
    );
    Ok(())
}

pub(super) async fn restore(config: &Config, folder: &Path) -> Result<(), CliError> {
    let manifest = backup::restore(config, folder).await?;
    println!(
        "The backup of {} is in {}. Start the portal with: accede serve",
        manifest.made_at,
        config.data_dir.display()
    );
    Ok(())
}
