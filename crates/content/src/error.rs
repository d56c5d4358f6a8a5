//! Everything that can be wrong with a content folder, each with the file it was found in.

use std::path::PathBuf;

/// Why a content folder was refused. Each variant names the file (or the key) to mend.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// The folder or one of its files could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A file is larger than any content file has reason to be.
    #[error("{path} has {bytes} bytes; a content file may have {limit}")]
    TooLarge {
        /// The file, relative to the content folder.
        path: String,
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// A file is not UTF-8 text.
    #[error("{path} is not UTF-8 text")]
    NotUtf8 {
        /// The file, relative to the content folder.
        path: String,
    },
    /// A TOML file does not parse, lacks a field, or has one too many.
    #[error("{path}: {message}")]
    Toml {
        /// The file, relative to the content folder.
        path: String,
        /// The parser's message, with line and column.
        message: String,
    },
    /// A file that another one refers to is not there.
    #[error("{path} is missing; {wanted_by} refers to it")]
    Missing {
        /// The missing file.
        path: String,
        /// What refers to it.
        wanted_by: String,
    },
    /// A file that nothing refers to: most often a misspelt name.
    #[error("{path} is not referred to by anything; is its name misspelt?")]
    Stray {
        /// The file, relative to the content folder.
        path: String,
    },
    /// A field that must say something says nothing.
    #[error("{path}: {field} is empty")]
    Empty {
        /// The file.
        path: String,
        /// The field, or `text` for the whole file.
        field: String,
    },
    /// A value is not written as its field asks.
    #[error("{path}: {field} is {value:?}, expected {expected}")]
    Malformed {
        /// The file.
        path: String,
        /// The field.
        field: String,
        /// What stands there.
        value: String,
        /// How it should be written.
        expected: &'static str,
    },
    /// A dataset's folder and the slug inside it differ.
    #[error("{path}: the slug is {slug:?} but the folder is {folder:?}")]
    SlugMismatch {
        /// The `dataset.toml`.
        path: String,
        /// The slug inside.
        slug: String,
        /// The folder's name.
        folder: String,
    },
    /// The same version, key or method stands twice in one list.
    #[error("{path}: {value} stands twice in {list}")]
    Duplicate {
        /// The file.
        path: String,
        /// The list.
        list: &'static str,
        /// The repeated value.
        value: String,
    },
    /// Versions must be listed newest first.
    #[error("{path}: in {list}, {later} stands after {earlier}; list the newest first")]
    OutOfOrder {
        /// The file.
        path: String,
        /// The list.
        list: &'static str,
        /// The version listed first.
        earlier: String,
        /// The version listed after it.
        later: String,
    },
    /// `current` names a version that is not listed, or whose files are not served.
    #[error("{path}: the current version {version} is not listed as served")]
    CurrentNotServed {
        /// The `dataset.toml`.
        path: String,
        /// The version named.
        version: String,
    },
    /// A dataset asks for a training type that does not exist.
    #[error("{path}: there is no training type {key:?}")]
    UnknownTraining {
        /// The `dataset.toml`.
        path: String,
        /// The key named.
        key: String,
    },
    /// A method needs a place (`[bigquery]`, `[storage]`) that the file does not give.
    #[error("{path}: the method {method} needs a [{table}] table")]
    MissingPlace {
        /// The `dataset.toml`.
        path: String,
        /// The method.
        method: &'static str,
        /// The missing table.
        table: &'static str,
    },
    /// A text uses a placeholder that does not exist, or has no value there.
    #[error("{path}: there is no placeholder {{{name}}} here")]
    UnknownPlaceholder {
        /// The file.
        path: String,
        /// The name between the braces.
        name: String,
    },
    /// A published text no longer has the bytes that people signed or accepted.
    #[error(
        "{path} was edited: its SHA-256 is {found}, published was {published}; add a new version instead"
    )]
    Edited {
        /// The file.
        path: String,
        /// The digest written down when it was published.
        published: String,
        /// The digest of the bytes now.
        found: String,
    },
    /// No dataset, or no version of a required document, is there at all.
    #[error("the content has no {what}")]
    Nothing {
        /// What is lacking.
        what: &'static str,
    },
}
