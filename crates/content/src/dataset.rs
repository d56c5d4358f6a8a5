//! A dataset as its folder `datasets/<slug>/` describes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::files::Files;
use crate::version::{hold_to_digest, require_newest_first};
use crate::{ContentError, IsoDate, Text, Version, markdown};

/// Who gets in; spelled as in the access rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Everyone.
    Open,
    /// Signed in, agreement signed.
    Registered,
    /// Accepted credential, every required training valid, agreement signed.
    Credentialed,
    /// As credentialed, and the data owner approved this person's request.
    Reviewed,
}

/// A way to the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessMethod {
    /// The dataset as one file from the portal.
    Zip,
    /// The linked Google address joins the reader group of BigQuery.
    #[serde(rename = "bigquery")]
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
            Self::BigQuery => "bigquery",
            Self::CloudStorage => "cloud_storage",
            Self::Wget => "wget",
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
    /// Newest first, at least one; see [`Dataset::agreement`].
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

    /// The agreement in force.
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        // Loading refuses a dataset without an agreement.
        &self.agreements[0]
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
    pub released: IsoDate,
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
    pub effective: IsoDate,
    /// Whether signers of earlier versions must sign again.
    pub material: bool,
    /// What changed since the version before; none in the first.
    pub changes: Option<String>,
    /// SHA-256 of [`Agreement::bytes`] in lower-case hexadecimal.
    pub sha256: String,
    source: String,
}

impl Agreement {
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
    /// The how-to page.
    pub howto: Text,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatasetFile {
    slug: String,
    order: u32,
    title: String,
    short_title: String,
    summary: String,
    policy: Policy,
    trainings: Vec<String>,
    current: Version,
    versions: Vec<DatasetVersion>,
    agreements: Vec<AgreementEntry>,
    methods: Vec<MethodEntry>,
    bigquery: Option<BigQueryPlace>,
    storage: Option<StoragePlace>,
    citation: Citation,
    facts: Vec<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreementEntry {
    version: Version,
    effective: IsoDate,
    material: bool,
    changes: Option<String>,
    sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MethodEntry {
    method: AccessMethod,
    label: String,
    gives: String,
    howto_title: String,
    #[serde(default)]
    recommended: bool,
}

/// Reads and checks `datasets/<folder>/`. `trainings` are the keys that exist.
pub(crate) fn load(
    files: &mut Files,
    folder: &str,
    trainings: &BTreeSet<String>,
) -> Result<Dataset, ContentError> {
    let base = format!("datasets/{folder}");
    let path = format!("{base}/dataset.toml");
    let file: DatasetFile = files.toml(&path, &base)?;
    check_names(&file, &path, folder)?;
    check_versions(&file, &path)?;
    if let Some(key) = file.trainings.iter().find(|key| !trainings.contains(*key)) {
        return Err(ContentError::UnknownTraining {
            path,
            key: key.clone(),
        });
    }
    let constants = constants_of(&file);
    let mut text = |name: &str| -> Result<Text, ContentError> {
        let text_path = format!("{base}/{name}");
        let source = files.text(&text_path, &path)?;
        Text::with_constants(&text_path, source, constants.clone())
    };
    let description = text("description.md")?;
    let precautions = text("precautions.md")?;
    let mut methods = Vec::with_capacity(file.methods.len());
    for entry in file.methods {
        check_method(
            &entry,
            &methods,
            &path,
            file.bigquery.is_some(),
            file.storage.is_some(),
        )?;
        methods.push(Method {
            kind: entry.method,
            label: entry.label,
            gives: entry.gives,
            recommended: entry.recommended,
            howto_title: entry.howto_title,
            howto: text(entry.method.howto_file())?,
        });
    }
    let agreements = load_agreements(files, &base, &path, file.agreements)?;
    Ok(Dataset {
        slug: file.slug,
        order: file.order,
        title: file.title,
        short_title: file.short_title,
        summary: file.summary,
        policy: file.policy,
        trainings: file.trainings,
        versions: file.versions,
        agreements,
        methods,
        bigquery: file.bigquery,
        storage: file.storage,
        citation: file.citation,
        facts: file.facts,
        description,
        precautions,
        current: file.current,
    })
}

fn check_names(file: &DatasetFile, path: &str, folder: &str) -> Result<(), ContentError> {
    let sound = !folder.is_empty()
        && folder
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !folder.starts_with('-')
        && !folder.ends_with('-');
    if !sound {
        return Err(ContentError::Malformed {
            path: path.to_owned(),
            field: "slug".to_owned(),
            value: folder.to_owned(),
            expected: "lower-case letters, digits and hyphens",
        });
    }
    if file.slug != folder {
        return Err(ContentError::SlugMismatch {
            path: path.to_owned(),
            slug: file.slug.clone(),
            folder: folder.to_owned(),
        });
    }
    let named = [
        ("title", &file.title),
        ("short_title", &file.short_title),
        ("summary", &file.summary),
        ("citation.dataset", &file.citation.dataset),
        ("citation.doi", &file.citation.doi),
    ];
    require_filled(path, named)?;
    if file.policy == Policy::Open && !file.trainings.is_empty() {
        return Err(ContentError::Malformed {
            path: path.to_owned(),
            field: "trainings".to_owned(),
            value: file.trainings.join(", "),
            expected: "none where the policy is open",
        });
    }
    Ok(())
}

pub(crate) fn require_filled<'a>(
    path: &str,
    fields: impl IntoIterator<Item = (&'a str, &'a String)>,
) -> Result<(), ContentError> {
    match fields
        .into_iter()
        .find(|(_, value)| value.trim().is_empty())
    {
        Some((field, _)) => Err(ContentError::Empty {
            path: path.to_owned(),
            field: field.to_owned(),
        }),
        None => Ok(()),
    }
}

fn check_versions(file: &DatasetFile, path: &str) -> Result<(), ContentError> {
    require_newest_first(
        path,
        "versions",
        file.versions.iter().map(|entry| &entry.version),
    )?;
    require_newest_first(
        path,
        "agreements",
        file.agreements.iter().map(|entry| &entry.version),
    )?;
    if file
        .versions
        .iter()
        .any(|entry| entry.version == file.current && entry.served)
    {
        Ok(())
    } else {
        Err(ContentError::CurrentNotServed {
            path: path.to_owned(),
            version: file.current.to_string(),
        })
    }
}

fn check_method(
    entry: &MethodEntry,
    before: &[Method],
    path: &str,
    has_bigquery: bool,
    has_storage: bool,
) -> Result<(), ContentError> {
    require_filled(
        path,
        [
            ("methods.label", &entry.label),
            ("methods.gives", &entry.gives),
            ("methods.howto_title", &entry.howto_title),
        ],
    )?;
    if before.iter().any(|known| known.kind == entry.method) {
        return Err(ContentError::Duplicate {
            path: path.to_owned(),
            list: "methods",
            value: entry.method.as_str().to_owned(),
        });
    }
    let lacking = match entry.method {
        AccessMethod::BigQuery if !has_bigquery => Some("bigquery"),
        AccessMethod::CloudStorage if !has_storage => Some("storage"),
        _ => None,
    };
    match lacking {
        Some(table) => Err(ContentError::MissingPlace {
            path: path.to_owned(),
            method: entry.method.as_str(),
            table,
        }),
        None => Ok(()),
    }
}

/// What a dataset's texts may say of it by placeholder.
fn constants_of(file: &DatasetFile) -> BTreeMap<&'static str, String> {
    let mut constants = BTreeMap::from([
        ("title", file.title.clone()),
        ("short_title", file.short_title.clone()),
        ("slug", file.slug.clone()),
        ("version", file.current.to_string()),
        (
            "files_path",
            format!("/files/{}/{}/", file.slug, file.current),
        ),
        ("citation", file.citation.dataset.clone()),
    ]);
    if let Some(place) = &file.bigquery {
        constants.insert("bigquery_project", place.project.clone());
        if let Some(first) = place.datasets.first() {
            constants.insert("bigquery_dataset", first.name.clone());
        }
    }
    if let Some(place) = &file.storage {
        constants.insert("bucket", place.bucket.clone());
    }
    constants
}

fn load_agreements(
    files: &mut Files,
    base: &str,
    wanted_by: &str,
    entries: Vec<AgreementEntry>,
) -> Result<Vec<Agreement>, ContentError> {
    if entries.is_empty() {
        return Err(ContentError::Empty {
            path: wanted_by.to_owned(),
            field: "agreements".to_owned(),
        });
    }
    let mut agreements = Vec::with_capacity(entries.len());
    for entry in entries {
        let path = format!("{base}/agreement/{}.md", entry.version);
        let source = files.text(&path, wanted_by)?;
        // What is signed must read the same wherever it is verified.
        if let Some(name) = markdown::placeholders(&source).next() {
            return Err(ContentError::UnknownPlaceholder {
                path,
                name: name.to_owned(),
            });
        }
        hold_to_digest(&path, source.as_bytes(), &entry.sha256)?;
        agreements.push(Agreement {
            version: entry.version,
            effective: entry.effective,
            material: entry.material,
            changes: entry.changes,
            sha256: entry.sha256,
            source,
        });
    }
    Ok(agreements)
}
