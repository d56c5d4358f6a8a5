//! A dataset as its folder `datasets/<slug>/` describes it.

mod load;

use std::collections::BTreeMap;

use accede_domain::access::Policy;
use accede_domain::grant::Service;
use accede_domain::language::Language;
use accede_domain::time::Date;
use accede_domain::versions::{self, TextVersion};
use serde::Deserialize;

pub(crate) use load::{load, require_filled};

use crate::{Text, Version, markdown};

/// A way to the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessMethod {
    /// The dataset as one file from the portal.
    Zip,
    /// The linked Google address joins the reader group of BigQuery.
    BigQuery,
    /// The linked Google address joins the reader group of the storage bucket.
    CloudStorage,
    /// A command that downloads the files one by one from the portal.
    Wget,
}

impl AccessMethod {
    /// The spelling in content files, paths and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::BigQuery => "big_query",
            Self::CloudStorage => "cloud_storage",
            Self::Wget => "wget",
        }
    }

    /// The cloud service that is granted by it; none for downloads from the portal.
    #[must_use]
    pub fn service(self) -> Option<Service> {
        match self {
            Self::BigQuery => Some(Service::BigQuery),
            Self::CloudStorage => Some(Service::CloudStorage),
            Self::Zip | Self::Wget => None,
        }
    }

    /// The how-to page's file in the dataset's folder.
    fn howto_file(self) -> &'static str {
        match self {
            Self::Zip => "howto-zip.md",
            Self::BigQuery => "howto-bigquery.md",
            Self::CloudStorage => "howto-storage.md",
            Self::Wget => "howto-wget.md",
        }
    }
}

/// A dataset: what it is, what access asks, and how the data are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// The name in paths: lower-case letters, digits and hyphens.
    pub slug: String,
    /// Place in the list of datasets; equal ones go by slug.
    pub order: u32,
    /// The full title.
    pub title: String,
    /// The title where room is short.
    pub short_title: String,
    /// One line for lists.
    pub summary: String,
    /// Who gets in.
    pub policy: Policy,
    /// Keys of the training types of which every one must be valid.
    pub trainings: Vec<String>,
    /// Newest first; see [`Dataset::current`].
    pub versions: Vec<DatasetVersion>,
    /// Newest first, at least one; see [`Dataset::agreement_in_force`].
    pub agreements: Vec<Agreement>,
    /// In the order in which they are offered.
    pub methods: Vec<Method>,
    /// Where the tables stand in BigQuery, where they do.
    pub bigquery: Option<BigQueryPlace>,
    /// Where the files stand in Google Cloud Storage, where they do.
    pub storage: Option<StoragePlace>,
    /// How to cite it.
    pub citation: Citation,
    /// Numbers for the dataset's page, in reading order.
    pub facts: Vec<Fact>,
    /// The description.
    pub description: Text,
    /// What stands before signing and in the Files section.
    pub precautions: Text,
    current: Version,
}

impl Dataset {
    /// The version whose files are offered first.
    #[must_use]
    pub fn current(&self) -> &Version {
        &self.current
    }

    /// One version of the dataset.
    #[must_use]
    pub fn version(&self, version: &str) -> Option<&DatasetVersion> {
        self.versions
            .iter()
            .find(|known| known.version.as_str() == version)
    }

    /// The agreement that is offered for signing on a day.
    #[must_use]
    pub fn agreement_in_force(&self, today: Date) -> &Agreement {
        // Loading refuses a dataset without an agreement.
        &self.agreements[versions::in_force(&self.agreement_versions(), today)]
    }

    /// The versions of its agreement, for the rules about versions.
    #[must_use]
    pub fn agreement_versions(&self) -> Vec<TextVersion<'_>> {
        self.agreements
            .iter()
            .map(Agreement::text_version)
            .collect()
    }

    /// One version of the agreement, by its number.
    #[must_use]
    pub fn agreement_version(&self, version: &str) -> Option<&Agreement> {
        self.agreements
            .iter()
            .find(|known| known.version.as_str() == version)
    }

    /// One method, where the dataset offers it.
    #[must_use]
    pub fn method(&self, kind: AccessMethod) -> Option<&Method> {
        self.methods.iter().find(|method| method.kind == kind)
    }
}

/// One published version of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatasetVersion {
    /// Its number.
    pub version: Version,
    /// The day it was published.
    pub released: Date,
    /// What is new in it, one or two sentences.
    pub note: String,
    /// Whether its files can be had here; the others are listed as history.
    #[serde(default)]
    pub served: bool,
}

/// One version of a data use agreement. Its bytes are what people sign; they never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Its number.
    pub version: Version,
    /// The day from which it is offered for signing.
    pub effective: Date,
    /// Whether signers of earlier versions must sign again.
    pub material: bool,
    /// The last day to sign a material one, where it names one.
    pub sign_by: Option<Date>,
    /// What changed since the version before; none in the first.
    pub changes: Option<String>,
    /// SHA-256 of [`Agreement::bytes`] in lower-case hexadecimal.
    pub sha256: String,
    source: String,
}

impl Agreement {
    /// The version, for the rules about versions.
    #[must_use]
    pub fn text_version(&self) -> TextVersion<'_> {
        TextVersion {
            number: self.version.as_str(),
            effective: self.effective,
            material: self.material,
            sign_by: self.sign_by,
        }
    }

    /// The exact bytes that are signed: Markdown in UTF-8, without placeholders.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.source.as_bytes()
    }

    /// The same as text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// As HTML; headings begin at `h2`. The same bytes give the same page in every deployment.
    #[must_use]
    pub fn html(&self) -> String {
        markdown::html(&self.source, "", &|_| None)
    }
}

/// An access method as one dataset offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Which one.
    pub kind: AccessMethod,
    /// What the button or link says.
    pub label: String,
    /// What it gives, in one sentence.
    pub gives: String,
    /// Whether it is marked as recommended.
    pub recommended: bool,
    /// The how-to page's title.
    pub howto_title: String,
    /// The same in each other language that the page is there in.
    pub howto_title_in: BTreeMap<Language, String>,
    /// The how-to page.
    pub howto: Text,
}

impl Method {
    /// The how-to page's title in a language that the page is there in.
    #[must_use]
    pub fn title_in(&self, language: Language) -> &str {
        let title = self.howto_title_in.get(&language);
        title.unwrap_or(&self.howto_title)
    }
}

/// Where a dataset's tables stand in BigQuery.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BigQueryPlace {
    /// The Google Cloud project that holds the tables.
    pub project: String,
    /// The BigQuery datasets in it; the first is the one the how-to page begins with.
    pub datasets: Vec<BigQueryDataset>,
    /// Local part of the group whose members may read; the deployment's settings give the domain.
    pub reader_group: String,
}

/// One BigQuery dataset, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BigQueryDataset {
    /// Its name below the project.
    pub name: String,
    /// What it holds.
    pub holds: String,
}

/// Where a dataset's files stand in Google Cloud Storage.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoragePlace {
    /// The bucket, without `gs://`.
    pub bucket: String,
    /// Whether whoever reads is billed for the transfer.
    pub requester_pays: bool,
    /// Local part of the group whose members may read; the deployment's settings give the domain.
    pub reader_group: String,
}

/// How to cite a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The dataset itself.
    pub dataset: String,
    /// Its DOI, without the resolver's address.
    pub doi: String,
    /// The article that describes it, where there is one.
    pub article: Option<String>,
}

/// A number for the dataset's page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What is counted.
    pub label: String,
    /// The count, as it is shown.
    pub value: String,
}
