//! Content folders of a test's own: the program's texts, with further versions.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// A folder for the setting `content_dir`; deleted at the end.
pub struct TestContent(tempfile::TempDir);

impl Default for TestContent {
    /// The program's own datasets and documents.
    fn default() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/data");
        for part in ["datasets", "documents"] {
            copy(&own.join(part), &folder.path().join(part));
        }
        Self(folder)
    }
}

impl TestContent {
    /// Where it is, as the setting takes it.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path().to_str().expect("UTF-8")
    }

    /// Adds a version, newer than all that are there, to a dataset's agreement. `more` are further lines of its entry; its
    /// text is that of version 1.0 with some words replaced.
    #[must_use]
    pub fn agreement(self, slug: &str, version: &str, more: &str, replaced: (&str, &str)) -> Self {
        let base = format!("datasets/{slug}");
        let texts = format!("{base}/agreement");
        self.add(
            &format!("{base}/dataset.toml"),
            "agreements",
            &texts,
            version,
            more,
            replaced,
        )
    }

    /// The same for a document, such as `privacy`.
    #[must_use]
    pub fn document(self, kind: &str, version: &str, more: &str, replaced: (&str, &str)) -> Self {
        let base = format!("documents/{kind}");
        self.add(
            &format!("{base}/document.toml"),
            "versions",
            &base,
            version,
            more,
            replaced,
        )
    }

    fn add(
        self,
        file: &str,
        list: &str,
        texts: &str,
        version: &str,
        more: &str,
        (old, new): (&str, &str),
    ) -> Self {
        let at = |name: String| self.0.path().join(name);
        let text = read(&at(format!("{texts}/1.0.md")));
        assert!(text.contains(old), "{texts} does not say {old:?}");
        let text = text.replace(old, new);
        let sha256 = hex::encode(Sha256::digest(&text));
        std::fs::write(at(format!("{texts}/{version}.md")), text).expect("the text");
        let path = at(file.to_owned());
        let entry = format!(
            "[[{list}]]\nversion = \"{version}\"\nsha256 = \"{sha256}\"\n{more}\n\n[[{list}]]"
        );
        let changed = read(&path).replacen(&format!("[[{list}]]"), &entry, 1);
        std::fs::write(path, changed).expect("the list");
        self
    }
}

fn read(path: &PathBuf) -> String {
    std::fs::read_to_string(path).expect("a file of the content")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the program's content") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
