//! Files with their digests. Everything here blocks.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::{BackupError, Entry};

/// How much of a file is in memory at a time.
const CHUNK: usize = 1024 * 1024;

/// Makes a folder, and those above it, that only the owner can look into.
pub(super) fn make_folder(folder: &Path) -> Result<(), BackupError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(BackupError::io(folder))
}

/// Copies a folder's files, and what lies below, from `root/path` to `target/path`.
pub(super) fn folder(
    root: &Path,
    path: &str,
    target: &Path,
    entries: &mut Vec<Entry>,
) -> Result<(), BackupError> {
    let from = root.join(path);
    make_folder(&target.join(path))?;
    for found in fs::read_dir(&from).map_err(BackupError::io(&from))? {
        let found = found.map_err(BackupError::io(&from))?;
        let name = found.file_name();
        let Some(name) = name.to_str().filter(|name| !is_passing(name)) else {
            continue;
        };
        let below = format!("{path}/{name}");
        let kind = found.file_type().map_err(BackupError::io(&from))?;
        if kind.is_dir() {
            folder(root, &below, target, entries)?;
        } else if kind.is_file() {
            match file(&root.join(&below), Some(&target.join(&below))) {
                Ok((size, sha256)) => entries.push(Entry {
                    path: below,
                    size,
                    sha256,
                }),
                // Deleted since the folder was read: no row named it any more.
                Err(BackupError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                    let _nothing_copied = fs::remove_file(target.join(&below));
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// Files that are being written (the file store's `name#1`), or are a probe of the folder.
fn is_passing(name: &str) -> bool {
    name.contains('#') || name.starts_with(".probe-")
}

/// Reads a file, writing it to `target` where there is one: its size and digest.
pub(super) fn file(from: &Path, target: Option<&Path>) -> Result<(u64, String), BackupError> {
    let mut source = File::open(from).map_err(BackupError::io(from))?;
    let mut copy = match target {
        Some(path) => Some((
            path,
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .map_err(BackupError::io(path))?,
        )),
        None => None,
    };
    let (mut size, mut sha256, mut buffer) = (0_u64, Sha256::new(), vec![0; CHUNK]);
    loop {
        let read = source.read(&mut buffer).map_err(BackupError::io(from))?;
        if read == 0 {
            break;
        }
        size += read as u64;
        sha256.update(&buffer[..read]);
        if let Some((path, copy)) = &mut copy {
            copy.write_all(&buffer[..read])
                .map_err(BackupError::io(path))?;
        }
    }
    if let Some((path, copy)) = copy {
        copy.sync_all().map_err(BackupError::io(path))?;
    }
    Ok((size, hex::encode(sha256.finalize())))
}

/// Whether a folder is not there or holds nothing but `allowed`.
pub(super) fn is_free(folder: &Path, allowed: &[&str]) -> Result<bool, BackupError> {
    match fs::read_dir(folder) {
        Ok(found) => {
            for one in found {
                let name = one.map_err(BackupError::io(folder))?.file_name();
                if !allowed.iter().any(|allowed| name == *allowed) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(BackupError::io(folder)(error)),
    }
}
