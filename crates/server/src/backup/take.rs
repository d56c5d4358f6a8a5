//! Makes a backup beside its place, and moves it there when it is whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::{BackupError, Entry, FOLDERS, FORMAT, Kind, MANIFEST, Manifest, copy, postgres};
use crate::state::AppState;

/// Copies database, files and keys into `folder`, while the portal runs.
///
/// # Errors
/// The first thing that cannot be copied; then `folder` is not there, and what was begun lies beside it as `….partial`.
pub async fn take(state: &AppState, folder: &Path) -> Result<Manifest, BackupError> {
    let config = &state.config;
    let (folder, partial) = places(folder)?;
    if FOLDERS
        .iter()
        .any(|own| folder.starts_with(absolute(&config.data_dir.join(own))))
    {
        return Err(BackupError::Inside(folder));
    }
    if !copy::is_free(&folder, &[])? {
        return Err(BackupError::NotEmpty(folder));
    }
    if partial.exists() {
        return Err(BackupError::BrokenOff(partial));
    }
    copy::make_folder(&partial)?;
    let database = Kind::from(state.store.dialect());
    let copied = partial.join(database.file());
    match database {
        Kind::Sqlite => state.store.copy_to(&copied).await?,
        Kind::Postgres => postgres::dump(&config.database_url, &copied).await?,
    }
    let (data_dir, made_at) = (config.data_dir.clone(), state.now());
    let rest = tokio::task::spawn_blocking(move || {
        let files = files(&data_dir, &partial, database)?;
        let manifest = Manifest {
            format: FORMAT,
            made_at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            database,
            files,
        };
        finish(&manifest, &partial, &folder)?;
        Ok(manifest)
    });
    rest.await?
}

/// The folder's full name, and its name while it is not whole.
fn places(folder: &Path) -> Result<(PathBuf, PathBuf), BackupError> {
    let folder = absolute(folder);
    let Some(name) = folder.file_name() else {
        return Err(BackupError::NotEmpty(folder));
    };
    let mut partial = name.to_os_string();
    partial.push(".partial");
    let partial = folder.with_file_name(partial);
    Ok((folder, partial))
}

fn absolute(path: &Path) -> PathBuf {
    // It fails for an empty path only, which names nothing.
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn files(data_dir: &Path, partial: &Path, database: Kind) -> Result<Vec<Entry>, BackupError> {
    let (size, sha256) = copy::file(&partial.join(database.file()), None)?;
    let mut entries = vec![Entry {
        path: database.file().to_owned(),
        size,
        sha256,
    }];
    for folder in FOLDERS {
        copy::folder(data_dir, folder, partial, &mut entries)?;
    }
    Ok(entries)
}

/// The manifest last, then the name: a folder of that name is a whole backup.
fn finish(manifest: &Manifest, partial: &Path, folder: &Path) -> Result<(), BackupError> {
    let path = partial.join(MANIFEST);
    let text = serde_json::to_vec_pretty(manifest)
        .map_err(std::io::Error::other)
        .map_err(BackupError::io(&path))?;
    fs::write(&path, text).map_err(BackupError::io(&path))?;
    for one in [path.as_path(), partial] {
        let synced = File::open(one).and_then(|file| file.sync_all());
        synced.map_err(BackupError::io(one))?;
    }
    fs::rename(partial, folder).map_err(BackupError::io(folder))
}
