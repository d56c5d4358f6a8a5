//! Backups: everything the portal keeps, in one folder with a list of digests.
//!
//! ```text
//! manifest.json       what is there, written last
//! database.sqlite     or database.dump, of PostgreSQL
//! files/…  keys/…     as in the data folder
//! ```
//!
//! The database is copied first. Bytes are stored before the row that names them, and never change under their name, so
//! files copied afterwards are all that the copied rows name, and perhaps more.

mod copy;
mod postgres;
mod restore;
mod take;

use std::path::{Path, PathBuf};

use accede_domain::time::Timestamp;
use accede_store::{Dialect, StoreError};
use serde::{Deserialize, Serialize};

use crate::config::Config;

pub use restore::restore;
pub use take::take;

const MANIFEST: &str = "manifest.json";
/// Counts changes of the layout.
const FORMAT: u32 = 1;
/// The folders of the data folder that a backup holds.
const FOLDERS: [&str; 2] = ["files", "keys"];

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub made_at: Timestamp,
    /// The version of the program that made it.
    pub program: String,
    pub database: Kind,
    pub files: Vec<Entry>,
}

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Below the backup's folder, with `/`.
    pub path: String,
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Of all files together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

impl Kind {
    /// The file that holds the database.
    const fn file(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite",
            Self::Postgres => "database.dump",
        }
    }

    fn of(config: &Config) -> Self {
        match config.sqlite_file() {
            Some(_) => Self::Sqlite,
            None => Self::Postgres,
        }
    }
}

impl From<Dialect> for Kind {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self::Sqlite,
            Dialect::Postgres => Self::Postgres,
        }
    }
}

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{} is not empty: name a folder that is not there yet", .0.display())]
    NotEmpty(PathBuf),
    #[error("{} is what a backup that broke off left behind: delete it and start again", .0.display())]
    BrokenOff(PathBuf),
    #[error("{} lies in the data folder's own files: name a folder elsewhere", .0.display())]
    Inside(PathBuf),
    #[error("there is no database at {}: nothing to back up", .0.display())]
    NoDatabase(PathBuf),
    #[error("{}: {source}", path.display())]
    Io {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    #[error("{0} cannot be run: {1}; install the PostgreSQL client of the server's version")]
    NoProgram(&'static str, std::io::Error),
    #[error("{0} failed: {1}")]
    Program(&'static str, String),
    #[error("{} is no backup, or its manifest is damaged", .0.display())]
    NoManifest(PathBuf),
    #[error("the backup has format {0}; this program reads format {FORMAT}")]
    Format(u32),
    #[error("the backup is damaged: {0} is missing, was changed, or has no place there")]
    Damaged(String),
    #[error("the backup is of another kind of database than `database_url` names")]
    OtherDatabase,
    #[error(
        "the data folder {} is not empty (only accede.toml may be there): nothing was restored", .0.display()
    )]
    DataFolder(PathBuf),
    #[error("the database that `database_url` names is not empty: nothing was restored")]
    DatabaseInUse,
    #[error("the work was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl BackupError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { path, source }
    }
}

/// There is a database to back up.
///
/// # Errors
/// [`BackupError::NoDatabase`]. A PostgreSQL database is asked when it is opened.
pub fn must_be_there(config: &Config) -> Result<(), BackupError> {
    match config.sqlite_file() {
        Some(file) if !file.exists() => Err(BackupError::NoDatabase(file.to_path_buf())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
