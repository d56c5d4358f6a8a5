//! What lies in the file store of one version of a dataset.

use std::collections::BTreeMap;
use std::ops::Bound;

use accede_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::archive;

/// The list of digests, as `sha256sum` reads it. Made by the import; it is a file like the others.
pub const DIGESTS: &str = "SHA256SUMS.txt";

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Below the version's folder, with `/`.
    pub path: String,
    pub size: u64,
    /// Lower-case hexadecimal; also the name of its bytes in the file store.
    pub sha256: String,
    /// For the archive, which is sent before a file could be read to its end.
    pub crc32: u32,
    pub modified: Timestamp,
}

/// The manifest as its object holds it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    pub imported_at: Timestamp,
    pub files: Vec<FileEntry>,
}

/// The files of a version, by path.
#[derive(Debug)]
pub struct Manifest {
    pub imported_at: Timestamp,
    /// Names this state of the files.
    pub digest: String,
    pub files: BTreeMap<String, FileEntry>,
    /// Bytes of all files.
    pub total_size: u64,
    /// Bytes of the ZIP file made of them.
    pub archive_size: u64,
}

/// What stands in a folder's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry<'m> {
    /// Its name, without a slash.
    Folder(&'m str),
    /// Its name below the folder.
    File(&'m str, &'m FileEntry),
}

impl Manifest {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let stored: Stored = serde_json::from_slice(bytes)?;
        let files: BTreeMap<String, FileEntry> = stored
            .files
            .into_iter()
            .map(|file| (file.path.clone(), file))
            .collect();
        Ok(Self {
            imported_at: stored.imported_at,
            digest: hex::encode(Sha256::digest(bytes)),
            total_size: files.values().map(|file| file.size).sum(),
            archive_size: archive::Archive::of(files.values()).length(),
            files,
        })
    }

    /// The file with exactly this path. Nothing else is ever opened, so no path leads out of the dataset.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&FileEntry> {
        self.files.get(path)
    }

    /// What lies in a folder, by name; nothing where there is no such folder. The top folder is the empty text,
    /// every other ends in a slash.
    #[must_use]
    pub fn folder(&self, folder: &str) -> Option<Vec<Entry<'_>>> {
        let mut entries = Vec::new();
        let mut from = Bound::Included(folder.to_owned());
        while let Some((path, file)) = self.files.range((from, Bound::Unbounded)).next() {
            let Some(rest) = path.strip_prefix(folder) else {
                break;
            };
            from = match rest.split_once('/') {
                // Everything in a sub-folder is passed over: `0` is the character after the slash.
                Some((name, _)) => {
                    entries.push(Entry::Folder(name));
                    Bound::Included(format!("{folder}{name}0"))
                }
                None => {
                    entries.push(Entry::File(rest, file));
                    Bound::Excluded(path.clone())
                }
            };
        }
        (!entries.is_empty()).then_some(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        let file = |path: &&str| FileEntry {
            path: (*path).to_owned(),
            size: 1,
            sha256: "00".repeat(32),
            crc32: 0,
            modified: Timestamp(0),
        };
        let stored = Stored {
            imported_at: Timestamp(0),
            files: paths.iter().map(file).collect(),
        };
        Manifest::read(&serde_json::to_vec(&stored).unwrap()).unwrap()
    }

    fn names(of: &Manifest, folder: &str) -> Option<Vec<String>> {
        let name = |entry: Entry<'_>| match entry {
            Entry::Folder(name) => format!("{name}/"),
            Entry::File(name, _) => name.to_owned(),
        };
        of.folder(folder)
            .map(|entries| entries.into_iter().map(name).collect())
    }

    #[test]
    fn a_folder_lists_what_lies_in_it_and_nothing_below() {
        let all = manifest(&[
            "README",
            "a/1",
            "a/2",
            "a/b/3",
            "a-b",
            "a0",
            "files/p10/s1/x.txt",
            "z",
        ]);
        let list = |names: &[&str]| Some(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            names(&all, ""),
            list(&["README", "a-b", "a/", "a0", "files/", "z"])
        );
        assert_eq!(names(&all, "a/"), list(&["1", "2", "b/"]));
        assert_eq!(names(&all, "files/p10/"), list(&["s1/"]));
        assert_eq!(names(&all, "b/"), None);
        assert_eq!(names(&all, "../"), None);
    }

    #[test]
    fn only_a_listed_path_is_a_file() {
        let all = manifest(&["a/1"]);
        assert!(all.file("a/1").is_some());
        for other in [
            "", "a", "a/", "/a/1", "a//1", "./a/1", "a/../a/1", "../a/1", "a/1\0",
        ] {
            assert!(all.file(other).is_none(), "{other}");
        }
    }
}
