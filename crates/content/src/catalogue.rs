//! All content, read and checked as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use accede_domain::time::Date;
use accede_domain::versions;

use crate::files::Files;
use crate::{
    ContentError, Dataset, Document, DocumentKind, Template, TrainingType, dataset, document,
    template, training,
};

/// Everything the portal says and ships. Nothing in it refers to something that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    datasets: Vec<Dataset>,
    trainings: Vec<TrainingType>,
    documents: BTreeMap<DocumentKind, Vec<Document>>,
    rejections: Vec<Template>,
    returns: Vec<Template>,
}

impl Catalogue {
    /// The content that the program carries.
    ///
    /// # Errors
    /// A [`ContentError`] that names the file to mend; the crate's tests see to it that a build has none.
    pub fn load() -> Result<Self, ContentError> {
        Self::from_files(Files::embedded())
    }

    /// The content of a folder, laid out as `crates/content/data`. A top-level folder (`datasets`, `documents`,
    /// `trainings`, `templates`) that is there stands in for the program's own as a whole; one that is not, is the
    /// program's own.
    ///
    /// # Errors
    /// A [`ContentError`] that names the file to mend.
    pub fn load_from(dir: &Path) -> Result<Self, ContentError> {
        Self::from_files(Files::embedded().replaced_by(Files::from_dir(dir)?))
    }

    /// The content of a complete set of files, as (path, bytes).
    ///
    /// # Errors
    /// A [`ContentError`] that names the file to mend.
    pub fn from_pairs(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, ContentError> {
        Self::from_files(Files::from_pairs(files))
    }

    fn from_files(mut files: Files) -> Result<Self, ContentError> {
        let trainings = training::load_all(&mut files)?;
        let keys: BTreeSet<String> = trainings
            .iter()
            .map(|training| training.key.clone())
            .collect();
        let mut datasets = Vec::new();
        for folder in files.folders("datasets") {
            datasets.push(dataset::load(&mut files, &folder, &keys)?);
        }
        if datasets.is_empty() {
            return Err(ContentError::Nothing { what: "dataset" });
        }
        datasets.sort_by(|left, right| (left.order, &left.slug).cmp(&(right.order, &right.slug)));
        let mut documents = BTreeMap::new();
        for kind in DocumentKind::ALL {
            documents.insert(kind, document::load(&mut files, kind)?);
        }
        let rejections = template::load_all(&mut files, "rejection")?;
        if rejections.is_empty() {
            // A rejection needs a reason from the templates.
            return Err(ContentError::Nothing {
                what: "rejection template",
            });
        }
        let returns = template::load_all(&mut files, "return")?;
        files.refuse_strays()?;
        Ok(Self {
            datasets,
            trainings,
            documents,
            rejections,
            returns,
        })
    }

    /// All datasets, in the order in which they are listed.
    #[must_use]
    pub fn datasets(&self) -> &[Dataset] {
        &self.datasets
    }

    /// One dataset.
    #[must_use]
    pub fn dataset(&self, slug: &str) -> Option<&Dataset> {
        self.datasets.iter().find(|dataset| dataset.slug == slug)
    }

    /// All training types, by key.
    #[must_use]
    pub fn trainings(&self) -> &[TrainingType] {
        &self.trainings
    }

    /// One training type.
    #[must_use]
    pub fn training(&self, key: &str) -> Option<&TrainingType> {
        self.trainings.iter().find(|training| training.key == key)
    }

    /// The document that holds on a day.
    #[must_use]
    pub fn document_in_force(&self, kind: DocumentKind, today: Date) -> &Document {
        // Loading refuses content that lacks a kind, or a kind without versions.
        let all = &self.documents[&kind];
        let versions: Vec<_> = all.iter().map(Document::text_version).collect();
        &all[versions::in_force(&versions, today)]
    }

    /// Every version of a document, newest first.
    #[must_use]
    pub fn document_versions(&self, kind: DocumentKind) -> &[Document] {
        self.documents.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Reasons to reject, in the order of the reviewer's list.
    #[must_use]
    pub fn rejection_templates(&self) -> &[Template] {
        &self.rejections
    }

    /// One reason to reject.
    #[must_use]
    pub fn rejection_template(&self, key: &str) -> Option<&Template> {
        self.rejections.iter().find(|template| template.key == key)
    }

    /// Comments to return something with, in the order of the reviewer's list.
    #[must_use]
    pub fn return_templates(&self) -> &[Template] {
        &self.returns
    }

    /// One comment to return something with.
    #[must_use]
    pub fn return_template(&self, key: &str) -> Option<&Template> {
        self.returns.iter().find(|template| template.key == key)
    }
}
