//! Puts a backup into an empty data folder, after every digest was found right.

use std::fs;
use std::path::{Component, Path, PathBuf};

use accede_store::{Store, StoreConfig};

use super::{BackupError, FOLDERS, FORMAT, Kind, MANIFEST, Manifest, copy, postgres};
use crate::config::{Config, FILE_NAME};

/// Restores database, files and keys.
///
/// # Errors
/// Before anything is written: a damaged backup, a data folder or a database in use. After that: the first thing that
/// cannot be written; empty the data folder before the next try.
pub async fn restore(config: &Config, folder: &Path) -> Result<Manifest, BackupError> {
    let manifest = read(folder)?;
    if manifest.database != Kind::of(config) {
        return Err(BackupError::OtherDatabase);
    }
    must_be_free(config).await?;
    let (from, data_dir, all) = (
        folder.to_path_buf(),
        config.data_dir.clone(),
        manifest.clone(),
    );
    let sqlite = config.sqlite_file().map(Path::to_path_buf);
    let copied = tokio::task::spawn_blocking(move || {
        verify(&all, &from)?;
        put_back(&all, &from, &data_dir, sqlite.as_deref())
    });
    copied.await??;
    if manifest.database == Kind::Postgres {
        postgres::load(&config.database_url, &folder.join(Kind::Postgres.file())).await?;
    }
    Ok(manifest)
}

fn read(folder: &Path) -> Result<Manifest, BackupError> {
    let no_manifest = || BackupError::NoManifest(folder.to_path_buf());
    let text = fs::read(folder.join(MANIFEST)).map_err(|_| no_manifest())?;
    let value: serde_json::Value = serde_json::from_slice(&text).map_err(|_| no_manifest())?;
    let format = value["format"].as_u64().unwrap_or_default();
    if format != u64::from(FORMAT) {
        return Err(BackupError::Format(
            u32::try_from(format).unwrap_or_default(),
        ));
    }
    serde_json::from_value(value).map_err(|_| no_manifest())
}

async fn must_be_free(config: &Config) -> Result<(), BackupError> {
    if !copy::is_free(&config.data_dir, &[FILE_NAME])? {
        return Err(BackupError::DataFolder(config.data_dir.clone()));
    }
    let empty = match config.sqlite_file() {
        Some(file) => !file.exists(),
        None => {
            let url = config.database_url.clone();
            let store = Store::open(StoreConfig {
                url,
                connections: 1,
                patience: StoreConfig::FOR_COMMANDS,
            })
            .await?;
            let empty = store.is_empty().await;
            store.close().await;
            empty?
        }
    };
    if empty {
        Ok(())
    } else {
        Err(BackupError::DatabaseInUse)
    }
}

fn verify(manifest: &Manifest, from: &Path) -> Result<(), BackupError> {
    let database = manifest.database.file();
    if !manifest.files.iter().any(|entry| entry.path == database) {
        return Err(BackupError::Damaged(database.to_owned()));
    }
    for entry in &manifest.files {
        let damaged = || BackupError::Damaged(entry.path.clone());
        if entry.path != database && !has_its_place(&entry.path) {
            return Err(damaged());
        }
        let (size, sha256) = copy::file(&from.join(&entry.path), None).map_err(|_| damaged())?;
        if size != entry.size || sha256 != entry.sha256 {
            return Err(damaged());
        }
    }
    Ok(())
}

/// Below one of the folders, and nowhere else.
fn has_its_place(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    let first = parts.next();
    FOLDERS
        .iter()
        .any(|own| first == Some(Component::Normal(own.as_ref())))
        && parts.all(|part| matches!(part, Component::Normal(_)))
}

fn put_back(
    manifest: &Manifest,
    from: &Path,
    data_dir: &Path,
    sqlite: Option<&Path>,
) -> Result<(), BackupError> {
    for folder in FOLDERS {
        copy::make_folder(&data_dir.join(folder))?;
    }
    for entry in &manifest.files {
        let target: Option<PathBuf> = if entry.path == manifest.database.file() {
            sqlite.map(Path::to_path_buf)
        } else {
            Some(data_dir.join(&entry.path))
        };
        let Some(target) = target else {
            continue;
        };
        if let Some(folder) = target.parent() {
            copy::make_folder(folder)?;
        }
        let (_, sha256) = copy::file(&from.join(&entry.path), Some(&target))?;
        if sha256 != entry.sha256 {
            return Err(BackupError::Damaged(entry.path.clone()));
        }
    }
    Ok(())
}
