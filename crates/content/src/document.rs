//! The privacy notice, the terms and the accessibility statement: versioned texts, kept to their digest.

use accede_domain::time::Date;
use accede_domain::versions::TextVersion;
use serde::Deserialize;

use crate::dataset::require_filled;
use crate::files::Files;
use crate::version::{hold_to_digest, require_in_order, require_newest_first};
use crate::{ContentError, Text, Version};

/// A document that every deployment has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKind {
    /// Accepted at registration.
    Privacy,
    /// Accepted at registration.
    Terms,
    /// Read only.
    Accessibility,
}

impl DocumentKind {
    /// All of them, in the order of the footer.
    pub const ALL: [Self; 3] = [Self::Privacy, Self::Terms, Self::Accessibility];

    /// The folder's name, and the spelling in paths and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Privacy => "privacy",
            Self::Terms => "terms",
            Self::Accessibility => "accessibility",
        }
    }
}

/// One version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which document.
    pub kind: DocumentKind,
    /// Its title.
    pub title: String,
    /// Its number.
    pub version: Version,
    /// The day from which it holds.
    pub effective: Date,
    /// Whether people who accepted an earlier version are asked again.
    pub material: bool,
    /// What changed since the version before; none in the first.
    pub changes: Option<String>,
    /// SHA-256 of the Markdown in lower-case hexadecimal; placeholders are still in it.
    pub sha256: String,
    /// The text.
    pub text: Text,
}

impl Document {
    /// The version, for the rules about versions.
    #[must_use]
    pub fn text_version(&self) -> TextVersion<'_> {
        TextVersion {
            number: self.version.as_str(),
            effective: self.effective,
            material: self.material,
            sign_by: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentFile {
    title: String,
    versions: Vec<VersionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionEntry {
    version: Version,
    effective: Date,
    material: bool,
    changes: Option<String>,
    sha256: String,
}

/// Reads and checks `documents/<kind>/`; newest first, at least one.
pub(crate) fn load(files: &mut Files, kind: DocumentKind) -> Result<Vec<Document>, ContentError> {
    let base = format!("documents/{}", kind.as_str());
    let path = format!("{base}/document.toml");
    let file: DocumentFile = files.toml(&path, &base)?;
    require_filled(&path, [("title", &file.title)])?;
    require_newest_first(
        &path,
        "versions",
        file.versions.iter().map(|entry| &entry.version),
    )?;
    if file.versions.is_empty() {
        return Err(ContentError::Empty {
            path,
            field: "versions".to_owned(),
        });
    }
    require_in_order(
        &path,
        "versions",
        file.versions
            .iter()
            .map(|entry| (&entry.version, entry.effective)),
    )?;
    let mut documents = Vec::with_capacity(file.versions.len());
    for entry in file.versions {
        let text_path = format!("{base}/{}.md", entry.version);
        let source = files.text(&text_path, &path)?;
        hold_to_digest(&text_path, source.as_bytes(), &entry.sha256)?;
        documents.push(Document {
            kind,
            title: file.title.clone(),
            version: entry.version,
            effective: entry.effective,
            material: entry.material,
            changes: entry.changes,
            sha256: entry.sha256,
            text: Text::new(&text_path, source)?,
        });
    }
    Ok(documents)
}
