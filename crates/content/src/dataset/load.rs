//! Reads a dataset's folder, and refuses what does not hold together.

use std::collections::{BTreeMap, BTreeSet};

use accede_domain::access::Policy;
use accede_domain::language::Language;
use accede_domain::placeholder;
use accede_domain::time::Date;
use serde::Deserialize;

use super::{
    AccessMethod, Agreement, BigQueryPlace, Citation, Dataset, DatasetVersion, Fact, Method,
    StoragePlace,
};
use crate::files::Files;
use crate::version::{hold_to_digest, require_in_order, require_newest_first};
use crate::{ContentError, Text, Version};

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
    effective: Date,
    material: bool,
    sign_by: Option<Date>,
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
    howto_title_in: BTreeMap<Language, String>,
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
    let description_path = format!("{base}/description.md");
    let description = files.text(&description_path, &path)?;
    let description = Text::with_constants(&description_path, description, constants.clone())?;
    let mut text = |name: &str| -> Result<Text, ContentError> {
        Text::read(files, &format!("{base}/{name}"), &path, &constants)
    };
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
        let howto = text(entry.method.howto_file())?;
        check_titles(&entry, &howto, &path)?;
        methods.push(Method {
            kind: entry.method,
            label: entry.label,
            gives: entry.gives,
            recommended: entry.recommended,
            howto_title: entry.howto_title,
            howto_title_in: entry.howto_title_in,
            howto,
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
    require_in_order(
        path,
        "agreements",
        file.agreements
            .iter()
            .map(|entry| (&entry.version, entry.effective)),
    )?;
    for entry in &file.agreements {
        if let Some(day) = entry
            .sign_by
            .filter(|day| !entry.material || *day < entry.effective)
        {
            return Err(ContentError::Malformed {
                path: path.to_owned(),
                field: "sign_by".to_owned(),
                value: day.to_string(),
                expected: "a day not before `effective`, and only where `material = true`",
            });
        }
    }
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

/// A how-to page has its title in each language that it is there in.
fn check_titles(entry: &MethodEntry, howto: &Text, path: &str) -> Result<(), ContentError> {
    if howto.languages().eq(entry.howto_title_in.keys()) {
        return Ok(());
    }
    let titled = entry.howto_title_in.keys().map(|one| one.as_str());
    Err(ContentError::Malformed {
        path: path.to_owned(),
        field: "methods.howto_title_in".to_owned(),
        value: titled.collect::<Vec<_>>().join(", "),
        expected: "a title in each language that the page is there in, and in no other",
    })
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
        if let Some(name) = placeholder::names(&source).next() {
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
            sign_by: entry.sign_by,
            changes: entry.changes,
            sha256: entry.sha256,
            source,
        });
    }
    Ok(agreements)
}
