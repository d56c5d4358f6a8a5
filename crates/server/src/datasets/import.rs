//! Takes files into the file store and makes them the files of a dataset's version.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use accede_domain::time::Timestamp;
use object_store::{ObjectStoreExt as _, WriteMultipart};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncReadExt as _;

use super::manifest::{DIGESTS, FileEntry, Stored};
use super::{blob_path, manifest_path};
use crate::state::AppState;

/// How much of a file is in memory at a time.
const CHUNK: usize = 1024 * 1024;
/// Parts of one file that are written at a time.
const PARTS_AT_ONCE: usize = 4;
/// Unicode scalar values of a path: what file systems and archives take.
const PATH_MAX: usize = 1000;

/// A file to take in.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Below the version's folder, with `/`.
    pub path: String,
    pub modified: Timestamp,
    pub content: Content,
}

/// Where the bytes are.
#[derive(Debug, Clone)]
pub enum Content {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// Why files cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("there is no dataset {0:?} in the catalogue")]
    UnknownDataset(String),
    #[error("the catalogue does not serve version {1:?} of {0}")]
    UnknownVersion(String, String),
    #[error(
        "the name {0:?} cannot be served: use folders and names of visible characters, without backslash"
    )]
    Name(String),
    #[error("{0:?} is there twice, or both as a file and as a folder")]
    Twice(String),
    #[error("there is no file to take in")]
    Nothing,
    #[error("{}: {source}", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("the file store: {0}")]
    Store(#[from] object_store::Error),
    #[error("the manifest cannot be written")]
    Manifest(#[from] serde_json::Error),
}

/// Makes `files`, and a list of their digests, the files of this version. Bytes that are there are not written again.
/// Gives the number of files.
///
/// # Errors
/// The first thing that cannot be taken in; then the version keeps the files it had.
pub async fn import(
    state: &AppState,
    slug: &str,
    version: &str,
    files: Vec<NewFile>,
) -> Result<usize, ImportError> {
    let dataset = state
        .catalogue
        .dataset(slug)
        .ok_or_else(|| ImportError::UnknownDataset(slug.to_owned()))?;
    dataset
        .version(version)
        .filter(|known| known.served)
        .ok_or_else(|| ImportError::UnknownVersion(slug.to_owned(), version.to_owned()))?;
    let files = checked(files)?;
    let newest = files
        .values()
        .map(|file| file.modified)
        .max()
        .ok_or(ImportError::Nothing)?;
    let mut entries = Vec::with_capacity(files.len() + 1);
    for file in files.into_values() {
        entries.push(take_in(state, file).await?);
    }
    let list = NewFile {
        path: DIGESTS.to_owned(),
        modified: newest,
        content: Content::Bytes(digests(&entries)),
    };
    entries.push(take_in(state, list).await?);
    let count = entries.len();
    let manifest = serde_json::to_vec(&Stored {
        imported_at: state.now(),
        files: entries,
    })?;
    state
        .files
        .put(&manifest_path(slug, version), manifest.into())
        .await?;
    Ok(count)
}

/// By path. A list of digests that came along is left out: ours takes its place.
fn checked(files: Vec<NewFile>) -> Result<BTreeMap<String, NewFile>, ImportError> {
    let mut checked: BTreeMap<String, NewFile> = BTreeMap::new();
    for file in files.into_iter().filter(|file| file.path != DIGESTS) {
        if !is_servable(&file.path) {
            return Err(ImportError::Name(file.path));
        }
        if let Some(before) = checked.insert(file.path.clone(), file) {
            return Err(ImportError::Twice(before.path));
        }
    }
    let is_file = |folder: &str| folder == DIGESTS || checked.contains_key(folder);
    let mut folders = checked
        .keys()
        .flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end]));
    match folders.find(|folder| is_file(folder)).map(str::to_owned) {
        Some(folder) => Err(ImportError::Twice(folder)),
        None => Ok(checked),
    }
}

fn is_servable(path: &str) -> bool {
    let part = |part: &str| {
        !matches!(part, "" | "." | "..")
            && !part.contains('\\')
            && !part.chars().any(char::is_control)
    };
    path.chars().count() <= PATH_MAX && path.split('/').all(part)
}

fn digests(entries: &[FileEntry]) -> Vec<u8> {
    let mut text = String::new();
    for entry in entries {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{}  {}", entry.sha256, entry.path);
    }
    text.into_bytes()
}

async fn take_in(state: &AppState, file: NewFile) -> Result<FileEntry, ImportError> {
    let (size, sha256, crc32) = measure(&file.content).await?;
    let target = blob_path(&sha256);
    let is_there = match state.files.head(&target).await {
        Ok(meta) => meta.size == size,
        Err(object_store::Error::NotFound { .. }) => false,
        Err(error) => return Err(error.into()),
    };
    if !is_there {
        write(state, &target, file.content).await?;
    }
    Ok(FileEntry {
        path: file.path,
        size,
        sha256,
        crc32,
        modified: file.modified,
    })
}

/// Size, SHA-256 and CRC-32.
async fn measure(content: &Content) -> Result<(u64, String, u32), ImportError> {
    let (mut size, mut sha256, mut crc32) = (0, Sha256::new(), crc32fast::Hasher::new());
    each_chunk(content, async |chunk: &[u8]| {
        size += chunk.len() as u64;
        sha256.update(chunk);
        crc32.update(chunk);
        Ok(())
    })
    .await?;
    Ok((size, hex::encode(sha256.finalize()), crc32.finalize()))
}

async fn write(
    state: &AppState,
    target: &object_store::path::Path,
    content: Content,
) -> Result<(), ImportError> {
    let content = match content {
        Content::Bytes(bytes) => {
            state.files.put(target, bytes.into()).await?;
            return Ok(());
        }
        file @ Content::File(_) => file,
    };
    let mut upload = WriteMultipart::new(state.files.put_multipart(target).await?);
    let written = each_chunk(&content, async |chunk: &[u8]| {
        upload.wait_for_capacity(PARTS_AT_ONCE).await?;
        upload.write(chunk);
        Ok(())
    })
    .await;
    if let Err(error) = written {
        upload.abort().await?;
        return Err(error);
    }
    upload.finish().await?;
    Ok(())
}

async fn each_chunk(
    content: &Content,
    mut take: impl AsyncFnMut(&[u8]) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let path = match content {
        Content::Bytes(bytes) => return take(bytes).await,
        Content::File(path) => path,
    };
    let failed = |source| ImportError::Read {
        path: path.clone(),
        source,
    };
    let mut file = tokio::fs::File::open(path).await.map_err(failed)?;
    let mut buffer = vec![0; CHUNK];
    loop {
        match file.read(&mut buffer).await.map_err(failed)? {
            0 => return Ok(()),
            read => take(&buffer[..read]).await?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets;
    use crate::testing::TestServer;

    fn file(path: &str, text: &str) -> NewFile {
        let content = Content::Bytes(text.as_bytes().to_vec());
        NewFile {
            path: path.to_owned(),
            modified: Timestamp::from_seconds(1_700_000_000),
            content,
        }
    }

    #[tokio::test]
    async fn files_are_taken_in_from_memory_and_from_disk() {
        let server = TestServer::start().await;
        let folder = tempfile::tempdir().unwrap();
        let on_disk = folder.path().join("big.csv");
        std::fs::write(&on_disk, vec![b'x'; 3 * CHUNK + 7]).unwrap();
        let big = NewFile {
            content: Content::File(on_disk),
            ..file("a/big.csv", "")
        };
        let count = import(
            &server.state,
            "mimiciii",
            "1.4",
            vec![file("A.csv", "hello\n"), big],
        )
        .await
        .unwrap();
        assert_eq!(count, 3);
        let manifest = datasets::manifest(&server.state, "mimiciii", "1.4")
            .await
            .unwrap()
            .unwrap();
        let big = manifest.file("a/big.csv").unwrap();
        assert_eq!(big.size, 3 * CHUNK as u64 + 7);
        let stored = server
            .state
            .files
            .get(&blob_path(&big.sha256))
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        assert_eq!(hex::encode(Sha256::digest(&stored)), big.sha256);
        let sums = manifest.file(DIGESTS).unwrap();
        let sums = server
            .state
            .files
            .get(&blob_path(&sums.sha256))
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        let hello = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  A.csv\n";
        assert!(String::from_utf8(sums.to_vec()).unwrap().starts_with(hello));
    }

    #[tokio::test]
    async fn what_cannot_be_served_is_refused_and_nothing_changes() {
        let server = TestServer::start().await;
        let state = &server.state;
        for path in [
            "", "/a", "a//b", "../a", "a/..", "a/./b", "a\\b", "a\nb", "a/",
        ] {
            let refused = import(state, "mimiciii", "1.4", vec![file(path, "x")]).await;
            assert!(
                matches!(refused, Err(ImportError::Name(_))),
                "{path:?}: {refused:?}"
            );
        }
        let twice = import(
            state,
            "mimiciii",
            "1.4",
            vec![file("a", "x"), file("a", "y")],
        )
        .await;
        assert!(matches!(twice, Err(ImportError::Twice(_))));
        let both = import(
            state,
            "mimiciii",
            "1.4",
            vec![file("a", "x"), file("a/b", "y")],
        )
        .await;
        assert!(matches!(both, Err(ImportError::Twice(_))));
        let nothing = import(state, "mimiciii", "1.4", vec![file(DIGESTS, "x")]).await;
        assert!(matches!(nothing, Err(ImportError::Nothing)));
        let unknown = import(state, "other", "1.4", vec![file("a", "x")]).await;
        assert!(matches!(unknown, Err(ImportError::UnknownDataset(_))));
        let history = import(state, "mimiciii", "1.3", vec![file("a", "x")]).await;
        assert!(matches!(history, Err(ImportError::UnknownVersion(..))));
        assert!(
            datasets::manifest(state, "mimiciii", "1.4")
                .await
                .unwrap()
                .is_none()
        );
    }
}
