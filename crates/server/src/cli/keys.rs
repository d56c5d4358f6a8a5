//! `accede keys rotate receipt|audit`

use clap::{Subcommand, ValueEnum};

use super::CliError;
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::entropy::SystemEntropy;
use crate::keys::{Keys, Purpose};

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Make a new key that signs from the next start on. What older keys signed can be checked as before
    Rotate {
        /// What the key signs
        #[arg(value_enum)]
        purpose: Signs,
    },
}

/// What a key signs, as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Signs {
    /// Receipts of signed agreements
    Receipt,
    /// The audit log
    Audit,
}

pub(super) fn run(config: &Config, command: &KeysCommand) -> Result<(), CliError> {
    let KeysCommand::Rotate { purpose } = command;
    let purpose = match purpose {
        Signs::Receipt => Purpose::Receipt,
        Signs::Audit => Purpose::Audit,
    };
    let (folder, now) = (config.keys_dir(), SystemClock.now());
    let mut keys = Keys::open(&folder, &SystemEntropy, now)?;
    keys.rotate(&folder, purpose, &SystemEntropy, now)?;
    let mut published = keys.public().into_iter();
    if let Some(key) = published.find(|key| key.purpose == purpose && key.current) {
        println!(
            "The new key is {}. Restart the portal: it signs from then on.",
            key.id
        );
    }
    Ok(())
}
