//! Content as a set of (path, bytes): embedded in the program, or read from a folder; one path from there on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

use crate::ContentError;

/// A content file is a text that people read; this is far above the longest, and far below what hurts.
const FILE_LIMIT: u64 = 1024 * 1024;

#[derive(RustEmbed)]
#[folder = "data"]
struct Embedded;

/// Content files by their `/`-separated path below the content folder, and which of them were used.
#[derive(Debug, Default)]
pub(crate) struct Files {
    bytes: BTreeMap<String, Vec<u8>>,
    used: BTreeSet<String>,
}

impl Files {
    /// The files the program carries.
    pub(crate) fn embedded() -> Self {
        let bytes = Embedded::iter()
            .filter_map(|path| {
                Embedded::get(&path).map(|file| (path.into_owned(), file.data.into_owned()))
            })
            .collect();
        Self {
            bytes,
            used: BTreeSet::new(),
        }
    }

    /// Every regular file below `dir`; names that begin with a dot are left out.
    pub(crate) fn from_dir(dir: &Path) -> Result<Self, ContentError> {
        let mut bytes = BTreeMap::new();
        let mut waiting = vec![(dir.to_path_buf(), String::new())];
        while let Some((folder, prefix)) = waiting.pop() {
            for entry in std::fs::read_dir(&folder).map_err(reading(&folder))? {
                let entry = entry.map_err(reading(&folder))?;
                let path = entry.path();
                let name =
                    entry
                        .file_name()
                        .into_string()
                        .map_err(|name| ContentError::NotUtf8 {
                            path: name.to_string_lossy().into_owned(),
                        })?;
                if name.starts_with('.') {
                    continue;
                }
                let relative = format!("{prefix}{name}");
                let metadata = std::fs::metadata(&path).map_err(reading(&path))?;
                if metadata.is_dir() {
                    waiting.push((path, format!("{relative}/")));
                } else if metadata.len() > FILE_LIMIT {
                    return Err(ContentError::TooLarge {
                        path: relative,
                        bytes: metadata.len(),
                        limit: FILE_LIMIT,
                    });
                } else {
                    bytes.insert(relative, std::fs::read(&path).map_err(reading(&path))?);
                }
            }
        }
        Ok(Self {
            bytes,
            used: BTreeSet::new(),
        })
    }

    /// Any other set of files, as (path, bytes).
    pub(crate) fn from_pairs(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self {
            bytes: files.into_iter().collect(),
            used: BTreeSet::new(),
        }
    }

    /// These files, where each top-level folder that `over` has stands in for ours as a whole. A repository that ships
    /// its own `datasets/` thereby also says which of ours it does not have.
    pub(crate) fn replaced_by(self, over: Self) -> Self {
        let top = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        let replaced: BTreeSet<String> = over.bytes.keys().map(|path| top(path)).collect();
        let mut bytes: BTreeMap<_, _> = self
            .bytes
            .into_iter()
            .filter(|(path, _)| !replaced.contains(&top(path)))
            .collect();
        bytes.extend(over.bytes);
        Self {
            bytes,
            used: BTreeSet::new(),
        }
    }

    /// Names of the folders directly below `folder`, sorted.
    pub(crate) fn folders(&self, folder: &str) -> Vec<String> {
        let names: BTreeSet<&str> = self
            .below(folder)
            .filter_map(|rest| rest.split_once('/'))
            .map(|(name, _)| name)
            .collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// Names without extension of the files `*.{extension}` directly in `folder`, sorted.
    pub(crate) fn stems(&self, folder: &str, extension: &str) -> Vec<String> {
        self.below(folder)
            .filter(|rest| !rest.contains('/'))
            .filter_map(|name| {
                name.strip_suffix(extension)?
                    .strip_suffix('.')
                    .map(str::to_owned)
            })
            .collect()
    }

    fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = &'a str> {
        let prefix = format!("{folder}/");
        self.bytes
            .keys()
            .filter_map(move |path| path.strip_prefix(&prefix))
    }

    /// Whether there is a file at `path`.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.bytes.contains_key(path)
    }

    /// The text at `path`, now counted as used. `wanted_by` is named when it is missing.
    pub(crate) fn text(&mut self, path: &str, wanted_by: &str) -> Result<String, ContentError> {
        let bytes = self.bytes.get(path).ok_or_else(|| ContentError::Missing {
            path: path.to_owned(),
            wanted_by: wanted_by.to_owned(),
        })?;
        self.used.insert(path.to_owned());
        let text = std::str::from_utf8(bytes).map_err(|_| ContentError::NotUtf8 {
            path: path.to_owned(),
        })?;
        if text.trim().is_empty() {
            return Err(ContentError::Empty {
                path: path.to_owned(),
                field: "text".to_owned(),
            });
        }
        Ok(text.to_owned())
    }

    /// The TOML at `path` as `T`.
    pub(crate) fn toml<T: DeserializeOwned>(
        &mut self,
        path: &str,
        wanted_by: &str,
    ) -> Result<T, ContentError> {
        let text = self.text(path, wanted_by)?;
        toml::from_str(&text).map_err(|error| ContentError::Toml {
            path: path.to_owned(),
            message: error.to_string(),
        })
    }

    /// Refuses a file that nothing referred to: it would silently do nothing.
    pub(crate) fn refuse_strays(&self) -> Result<(), ContentError> {
        match self.bytes.keys().find(|path| !self.used.contains(*path)) {
            Some(path) => Err(ContentError::Stray { path: path.clone() }),
            None => Ok(()),
        }
    }
}

fn reading(path: &Path) -> impl FnOnce(std::io::Error) -> ContentError {
    let path: PathBuf = path.to_path_buf();
    move |source| ContentError::Read { path, source }
}
