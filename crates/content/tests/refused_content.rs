//! Each way of breaking the shipped content is refused by name.
#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test may panic as the test may"
)]

mod support;

use std::collections::BTreeMap;

use accede_content::{Catalogue, ContentError};
use support::shipped;

/// Loads the shipped files after `change`, which must break them.
fn broken(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> ContentError {
    let mut files = shipped();
    change(&mut files);
    Catalogue::from_pairs(files).unwrap_err()
}

/// Replaces a piece of one shipped file; it must be there exactly as given.
fn replace(files: &mut BTreeMap<String, Vec<u8>>, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{path} has no {from:?}");
    files.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
}

const MIMICIV: &str = "datasets/mimiciv/dataset.toml";

#[test]
fn a_missing_howto_is_named() {
    let error = broken(|files| {
        files.remove("datasets/mimiciv/howto-bigquery.md");
    });
    assert_eq!(
        error.to_string(),
        "datasets/mimiciv/howto-bigquery.md is missing; datasets/mimiciv/dataset.toml refers to it"
    );
}

#[test]
fn a_howto_in_another_language_without_a_title_in_it_or_a_title_without_the_page_is_named() {
    for error in [
        broken(|files| {
            files.remove("datasets/mimiciv/howto-zip.es.md");
        }),
        broken(|files| {
            replace(
                files,
                MIMICIV,
                "howto_title_in = { es = \"MIMIC-IV: el archivo ZIP\" }\n",
                "",
            );
        }),
    ] {
        assert!(
            matches!(&error, ContentError::Malformed { field, .. } if field == "methods.howto_title_in"),
            "{error}"
        );
    }
}

#[test]
fn a_placeholder_that_only_a_translation_has_is_named() {
    let error = broken(|files| {
        replace(
            files,
            "datasets/mimiciv/howto-zip.es.md",
            "{title}",
            "{titulo}",
        );
    });
    assert!(
        matches!(&error, ContentError::UnknownPlaceholder { path, name }
            if path == "datasets/mimiciv/howto-zip.es.md" && name == "titulo"),
        "{error}"
    );
}

#[test]
fn an_unknown_training_is_named() {
    let error =
        broken(|files| replace(files, MIMICIV, "citi-data-or-specimens-only", "citi-other"));
    assert!(
        matches!(&error, ContentError::UnknownTraining { key, .. } if key == "citi-other"),
        "{error}"
    );
}

#[test]
fn a_version_listed_twice_or_out_of_order_is_named() {
    let error = broken(|files| replace(files, MIMICIV, "version = \"3.0\"", "version = \"3.1\""));
    assert!(
        matches!(&error, ContentError::Duplicate { list: "versions", value, .. } if value == "3.1"),
        "{error}"
    );
    let error = broken(|files| replace(files, MIMICIV, "version = \"3.0\"", "version = \"3.10\""));
    assert!(matches!(error, ContentError::OutOfOrder { .. }), "{error}");
}

#[test]
fn the_current_version_must_be_served() {
    let error = broken(|files| replace(files, MIMICIV, "current = \"3.1\"", "current = \"3.0\""));
    assert!(
        matches!(error, ContentError::CurrentNotServed { .. }),
        "{error}"
    );
}

#[test]
fn an_edited_agreement_or_notice_is_refused() {
    for path in [
        "datasets/mimiciii/agreement/1.0.md",
        "documents/privacy/1.0.md",
    ] {
        let error = broken(|files| files.get_mut(path).unwrap().push(b'\n'));
        assert!(
            matches!(&error, ContentError::Edited { path: named, .. } if named == path),
            "{error}"
        );
    }
}

#[test]
fn an_agreement_has_no_placeholders() {
    let path = "datasets/mimiciii/agreement/1.0.md";
    let error = broken(|files| replace(files, path, "the support address", "{support}"));
    assert!(
        matches!(&error, ContentError::UnknownPlaceholder { name, .. } if name == "support"),
        "{error}"
    );
}

#[test]
fn an_unknown_placeholder_is_named() {
    let error = broken(|files| {
        replace(
            files,
            "datasets/mimiciii/howto-wget.md",
            "{files_url}",
            "{file_url}",
        )
    });
    assert!(
        matches!(&error, ContentError::UnknownPlaceholder { name, .. } if name == "file_url"),
        "{error}"
    );
    // A reader's name has no place in a notice that is the same for all.
    let error = broken(|files| {
        files.insert(
            "trainings/citi-data-or-specimens-only.md".to_owned(),
            b"Hello {user_name}".to_vec(),
        );
    });
    assert!(
        matches!(&error, ContentError::UnknownPlaceholder { name, .. } if name == "user_name"),
        "{error}"
    );
}

#[test]
fn misspelt_names_are_refused_and_not_ignored() {
    let error = broken(|files| {
        files.insert(
            "datasets/mimiciv/howto-wgte.md".to_owned(),
            b"text".to_vec(),
        );
    });
    assert!(matches!(error, ContentError::Stray { .. }), "{error}");
    let error = broken(|files| replace(files, MIMICIV, "summary =", "sumary ="));
    assert!(matches!(error, ContentError::Toml { .. }), "{error}");
    let error = broken(|files| {
        replace(
            files,
            MIMICIV,
            "policy = \"credentialed\"",
            "policy = \"secret\"",
        )
    });
    assert!(error.to_string().contains("secret"), "{error}");
    let error =
        broken(|files| replace(files, MIMICIV, "slug = \"mimiciv\"", "slug = \"mimic-iv\""));
    assert!(
        matches!(error, ContentError::SlugMismatch { .. }),
        "{error}"
    );
}

#[test]
fn methods_need_their_place_and_stand_once() {
    let error = broken(|files| replace(files, MIMICIV, "method = \"wget\"", "method = \"zip\""));
    assert!(
        matches!(
            error,
            ContentError::Duplicate {
                list: "methods",
                ..
            }
        ),
        "{error}"
    );
    let error = broken(|files| {
        let text = String::from_utf8(files[MIMICIV].clone()).unwrap();
        let (before, rest) = text.split_once("[storage]").unwrap();
        let (_, after) = rest.split_once("[citation]").unwrap();
        files.insert(
            MIMICIV.to_owned(),
            format!("{before}[citation]{after}").into_bytes(),
        );
    });
    assert!(
        matches!(
            error,
            ContentError::MissingPlace {
                table: "storage",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn bytes_that_are_not_text_and_empty_files_are_named() {
    let error = broken(|files| {
        files.insert(
            "datasets/mimiciv/description.md".to_owned(),
            vec![0xff, 0xfe],
        );
    });
    assert!(matches!(error, ContentError::NotUtf8 { .. }), "{error}");
    let error = broken(|files| {
        files.insert(
            "datasets/mimiciv/description.md".to_owned(),
            b" \n".to_vec(),
        );
    });
    assert!(matches!(error, ContentError::Empty { .. }), "{error}");
}

#[test]
fn content_without_datasets_documents_or_reasons_is_refused() {
    let without = |prefix: &'static str| {
        broken(move |files| files.retain(|path, _| !path.starts_with(prefix)))
    };
    assert!(matches!(
        without("datasets/"),
        ContentError::Nothing { what: "dataset" }
    ));
    assert!(matches!(
        without("documents/terms/"),
        ContentError::Missing { .. }
    ));
    assert!(matches!(
        without("templates/rejection/"),
        ContentError::Nothing {
            what: "rejection template"
        }
    ));
}

#[test]
fn a_training_words_every_question_of_its_review() {
    let path = "trainings/citi-data-or-specimens-only.toml";
    let error = broken(|files| {
        replace(
            files,
            path,
            "key = \"hipaa_complete\"",
            "key = \"hippa_complete\"",
        )
    });
    assert!(
        matches!(&error, ContentError::Malformed { field, .. } if field == "checklist"),
        "{error}"
    );
}

#[test]
fn a_template_points_to_a_field_of_the_form() {
    let path = "templates/return/summary-safety.toml";
    let error = broken(|files| replace(files, path, "\"research_summary\"", "\"summary\""));
    assert!(matches!(error, ContentError::Toml { .. }), "{error}");
}
