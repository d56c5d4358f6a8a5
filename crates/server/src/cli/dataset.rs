//! `accede dataset import SLUG VERSION DIR`

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use accede_domain::time::Timestamp;
use clap::Subcommand;

use super::CliError;
use crate::config::Config;
use crate::datasets::{Content, ImportError, NewFile, import};
use crate::state::AppState;

#[derive(Debug, Subcommand)]
pub(super) enum DatasetCommand {
    /// Make the files of a folder the files of a version; its list of digests is made anew
    Import {
        /// The dataset's name in paths
        slug: String,
        /// A version that the catalogue serves
        version: String,
        /// The folder
        dir: PathBuf,
    },
}

pub(super) async fn run(config: Config, command: &DatasetCommand) -> Result<(), CliError> {
    let DatasetCommand::Import { slug, version, dir } = command;
    let mut files = Vec::new();
    collect(dir, "", &mut files)?;
    let state = AppState::open_for_command(config).await?;
    let count = import(&state, slug, version, files).await?;
    println!(
        "{slug} {version}: {count} files, {} among them",
        crate::datasets::manifest::DIGESTS
    );
    state.store.close().await;
    Ok(())
}

/// Every file below a folder. What a link points to counts as lying there.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<NewFile>) -> Result<(), ImportError> {
    let failed = |path: &Path, source| ImportError::Read {
        path: path.to_path_buf(),
        source,
    };
    let entries = std::fs::read_dir(folder).map_err(|source| failed(folder, source))?;
    for entry in entries {
        let at = entry.map_err(|source| failed(folder, source))?.path();
        let name = at.file_name().and_then(|name| name.to_str());
        let path = format!(
            "{prefix}{}",
            name.ok_or_else(|| ImportError::Name(at.display().to_string()))?
        );
        let metadata = std::fs::metadata(&at).map_err(|source| failed(&at, source))?;
        if metadata.is_dir() {
            collect(&at, &format!("{path}/"), files)?;
            continue;
        }
        let modified = metadata.modified().map_err(|source| failed(&at, source))?;
        // A file from before 1970 bears a broken date; the epoch is what tools can read.
        let seconds = modified
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let modified = Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(0));
        files.push(NewFile {
            path,
            modified,
            content: Content::File(at),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_with_everything_below() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("a/b")).unwrap();
        std::fs::write(folder.path().join("1.csv"), "1").unwrap();
        std::fs::write(folder.path().join("a/b/2.csv"), "2").unwrap();
        let mut files = Vec::new();
        collect(folder.path(), "", &mut files).unwrap();
        let mut paths: Vec<String> = files.into_iter().map(|file| file.path).collect();
        paths.sort();
        assert_eq!(paths, ["1.csv", "a/b/2.csv"]);
        assert!(collect(&folder.path().join("none"), "", &mut Vec::new()).is_err());
    }
}
