//! `accede migrate`

use super::CliError;
use crate::config::Config;
use crate::state::AppState;

pub(super) async fn run(config: Config) -> Result<(), CliError> {
    let state = AppState::open_for_command(config).await?;
    let applied = state.migrate(state.now()).await?;
    match applied.as_slice() {
        [] => println!("The database has the schema of this program."),
        names => println!("Applied: {}", names.join(", ")),
    }
    state.store.close().await;
    Ok(())
}
