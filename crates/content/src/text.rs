//! A text with placeholders, and its rendering.

use std::collections::BTreeMap;

use accede_domain::language::Language;
use accede_domain::placeholder::{self, Site};

use crate::files::Files;
use crate::{ContentError, markdown};

/// Shown in commands where the reader is not signed in.
const NOBODY: &str = "YOUR-USER-NAME";

/// Placeholders of how-to pages that depend on the reader and on the deployment.
const READER_NAMES: [&str; 2] = ["user_name", "files_url"];

/// Markdown whose placeholders are known to have values. It is in English, and may be there in other languages too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    source: String,
    constants: BTreeMap<&'static str, String>,
    others: BTreeMap<Language, Text>,
}

impl Text {
    /// A text that may use the placeholders of [`Site`] only.
    pub(crate) fn new(path: &str, source: String) -> Result<Self, ContentError> {
        Self::with_constants(path, source, BTreeMap::new())
    }

    /// A text about one dataset. `constants` are its facts; with a `files_path` among them, `{files_url}` and
    /// `{user_name}` have values too.
    pub(crate) fn with_constants(
        path: &str,
        source: String,
        constants: BTreeMap<&'static str, String>,
    ) -> Result<Self, ContentError> {
        let known = |name: &str| {
            placeholder::OF_SITE.contains(&name)
                || constants.contains_key(name)
                || (READER_NAMES.contains(&name) && constants.contains_key("files_path"))
        };
        if let Some(name) = placeholder::names(&source).find(|name| !known(name)) {
            return Err(ContentError::UnknownPlaceholder {
                path: path.to_owned(),
                name: name.to_owned(),
            });
        }
        Ok(Self {
            source,
            constants,
            others: BTreeMap::new(),
        })
    }

    /// The text at `path`, and its translations beside it: `name.md`, `name.es.md`.
    pub(crate) fn read(
        files: &mut Files,
        path: &str,
        wanted_by: &str,
        constants: &BTreeMap<&'static str, String>,
    ) -> Result<Self, ContentError> {
        let source = files.text(path, wanted_by)?;
        let mut text = Self::with_constants(path, source, constants.clone())?;
        let stem = path.strip_suffix(".md").unwrap_or(path);
        for &language in Language::ALL {
            let path = format!("{stem}.{language}.md");
            if files.has(&path) {
                let source = files.text(&path, wanted_by)?;
                let translated = Self::with_constants(&path, source, constants.clone())?;
                text.others.insert(language, translated);
            }
        }
        Ok(text)
    }

    /// The text in this language, where it is there in it, and else in English; with the language that it is in.
    #[must_use]
    pub fn spoken(&self, wanted: Language) -> (Language, &Self) {
        match self.others.get(&wanted) {
            Some(text) => (wanted, text),
            None => (Language::English, self),
        }
    }

    /// The languages that it is there in, beside English.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &Language> {
        self.others.keys()
    }

    /// The Markdown as it stands in the file.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// As HTML that fits a strict content security policy; headings begin at `h2`. `user_name` is the reader's, where
    /// one is signed in.
    #[must_use]
    pub fn html(&self, site: &Site<'_>, user_name: Option<&str>) -> String {
        markdown::html(&self.source, site.origin, &|name| {
            self.value(name, site, user_name)
        })
    }

    /// The Markdown with what this deployment calls itself filled in.
    #[must_use]
    pub fn filled(&self, site: &Site<'_>) -> String {
        placeholder::filled(&self.source, &|name| self.value(name, site, None))
    }

    /// As plain text, for mail and for printing to a terminal.
    #[must_use]
    pub fn plain(&self, site: &Site<'_>, user_name: Option<&str>) -> String {
        markdown::plain(&self.source, site.origin, &|name| {
            self.value(name, site, user_name)
        })
    }

    /// As plain text with its placeholders as they stand, for whoever goes on writing it.
    #[must_use]
    pub fn plain_source(&self) -> String {
        markdown::plain(&self.source, "{origin}", &|_| None)
    }

    fn value(&self, name: &str, site: &Site<'_>, user_name: Option<&str>) -> Option<String> {
        if let Some(value) = site.value(name) {
            return Some(value);
        }
        match name {
            "user_name" => Some(user_name.unwrap_or(NOBODY).to_owned()),
            "files_url" => self
                .constants
                .get("files_path")
                .map(|path| format!("{}{path}", site.origin)),
            _ => self.constants.get(name).cloned(),
        }
    }
}
