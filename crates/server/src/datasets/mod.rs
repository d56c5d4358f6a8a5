//! The files of datasets: how they come into the file store, what lies there, and the archive made of them.
//!
//! ```text
//! datasets/<slug>/<version>.json      the manifest: paths, sizes, digests, times
//! datasets/blobs/<aa>/<sha256>        the bytes of a file, under their own digest
//! ```
//!
//! A file's bytes never change under their name, and the manifest is replaced in one step: an import that is running,
//! or that broke off, is never seen, and a download that is running is never mixed.

pub mod archive;
mod import;
pub mod manifest;

pub use import::{Content, ImportError, NewFile, import};
pub use manifest::{FileEntry, Manifest};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};

use crate::error::ApiError;
use crate::state::AppState;

/// Manifests that were read, each with what names the state of its object.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<HashMap<Path, (String, Arc<Manifest>)>>);

/// What lies there of a version; nothing where it was not imported. `slug` and `version` come from the catalogue.
///
/// # Errors
/// When the file store cannot be read.
pub async fn manifest(
    state: &AppState,
    slug: &str,
    version: &str,
) -> Result<Option<Arc<Manifest>>, ApiError> {
    let path = manifest_path(slug, version);
    let meta = match state.files.head(&path).await {
        Ok(meta) => meta,
        Err(object_store::Error::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let tag = format!("{:?} {}", meta.e_tag, meta.last_modified);
    if let Some(known) = state.shelf.get(&path, &tag) {
        return Ok(Some(known));
    }
    let bytes = state.files.get(&path).await?.bytes().await?;
    let read = Arc::new(Manifest::read(&bytes)?);
    state.shelf.put(path, tag, Arc::clone(&read));
    Ok(Some(read))
}

impl Shelf {
    fn get(&self, path: &Path, tag: &str) -> Option<Arc<Manifest>> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf
            .get(path)
            .filter(|(known, _)| known == tag)
            .map(|(_, manifest)| Arc::clone(manifest))
    }

    fn put(&self, path: Path, tag: String, manifest: Arc<Manifest>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path, (tag, manifest));
    }
}

fn manifest_path(slug: &str, version: &str) -> Path {
    Path::from_iter(["datasets", slug, &format!("{version}.json")])
}

/// Where the bytes with this digest lie.
#[must_use]
pub fn blob_path(sha256: &str) -> Path {
    Path::from_iter(["datasets", "blobs", &sha256[..2], sha256])
}

/// The file store, for streams that outlive a request's borrow of the state.
#[must_use]
pub fn store_of(state: &AppState) -> Arc<dyn ObjectStore> {
    Arc::clone(&state.files)
}
