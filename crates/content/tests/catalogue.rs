//! The shipped content is whole, true to the seeds, and renders to pages that fit the policy.
#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test may panic as the test may"
)]

mod support;

use std::path::Path;

use accede_content::{AccessMethod, Catalogue, DocumentKind, Site, Subject, Text};
use accede_domain::access::Policy;
use accede_domain::grant::Service;
use accede_domain::language::Language;
use accede_domain::review::CaseKind;
use accede_domain::review::template::{Draft, TemplateKind};
use support::{data_dir, shipped};

const SITE: Site<'_> = Site {
    name: "Test Portal",
    support: "help@portal.example",
    origin: "https://portal.example",
};

#[test]
fn embedded_and_folder_give_the_same_catalogue() {
    let embedded = Catalogue::load().unwrap();
    assert_eq!(embedded, Catalogue::load_from(data_dir()).unwrap());
    assert_eq!(embedded, Catalogue::from_pairs(shipped()).unwrap());
}

#[test]
fn the_four_datasets_of_the_seeds_are_there_in_their_order() {
    let catalogue = Catalogue::load().unwrap();
    let found: Vec<_> = catalogue
        .datasets()
        .iter()
        .map(|dataset| (dataset.slug.as_str(), dataset.current().as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("mimiciii", "1.4"),
            ("mimiciv", "3.1"),
            ("mimic-cxr", "2.1.0"),
            ("mimic-iv-ed", "2.2")
        ]
    );
    for dataset in catalogue.datasets() {
        assert_eq!(dataset.policy, Policy::Credentialed);
        assert_eq!(dataset.trainings, ["citi-data-or-specimens-only"]);
        let methods: Vec<_> = dataset
            .methods
            .iter()
            .map(|method| (method.kind, method.recommended))
            .collect();
        assert_eq!(
            methods,
            [
                (AccessMethod::Zip, false),
                (AccessMethod::BigQuery, true),
                (AccessMethod::CloudStorage, true),
                (AccessMethod::Wget, false),
            ],
            "the seed's order, with the cloud recommended"
        );
        assert_eq!(
            dataset.method(AccessMethod::BigQuery).unwrap().label,
            "Request access using Google BigQuery"
        );
        assert_eq!(
            dataset.method(AccessMethod::CloudStorage).unwrap().label,
            "Request access using Google Cloud Storage"
        );
        assert!(dataset.version(dataset.current().as_str()).unwrap().served);
        for method in &dataset.methods {
            // A service is spelled the same in content, in paths and in the ledger.
            let service = method.kind.service().map(Service::as_str);
            assert!(service.is_none_or(|spelling| spelling == method.kind.as_str()));
        }
        assert!(dataset.citation.dataset.contains(&dataset.citation.doi));
        assert!(dataset.agreement_version("1.0").is_some());
    }
    assert!(catalogue.dataset("mimic-v").is_none());
}

#[test]
fn the_numbers_of_the_seeds_stand_on_the_page_of_mimic_iii() {
    let catalogue = Catalogue::load().unwrap();
    let mimic = catalogue.dataset("mimiciii").unwrap();
    for value in ["61,532", "53,432", "8,100", "June 2001 to October 2012"] {
        assert!(
            mimic.facts.iter().any(|fact| fact.value == value),
            "{value}"
        );
    }
}

#[test]
fn every_agreement_keeps_its_substance_and_its_digest() {
    for dataset in Catalogue::load().unwrap().datasets() {
        let agreement = &dataset.agreements[0];
        let flowing = agreement
            .source()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for promise in [
            "You will not try to find out who",
            "you will not get in touch",
            "You will give the data to nobody",
            "reasonable care that the data can be reached by you alone",
            "lawful scientific research",
            "could identify a person",
            "Write to the support address",
            "**Cite.**",
            "**Share code.**",
            "may end it, and your access, at once when you break a promise",
            "lasts as long as you hold any of the data",
        ] {
            assert!(flowing.contains(promise), "{}: {promise}", dataset.slug);
        }
        assert!(flowing.contains(&dataset.title), "{}", dataset.slug);
        assert_eq!(agreement.sha256.len(), 64);
        assert!(agreement.material && agreement.changes.is_none());
        assert!(agreement.html().starts_with("<h2>Data use agreement for "));
        assert_eq!(agreement.bytes(), agreement.source().as_bytes());
    }
}

#[test]
fn the_precautions_say_the_three_things() {
    for dataset in Catalogue::load().unwrap().datasets() {
        let text = dataset.precautions.plain(&SITE, None);
        for part in [
            "protected health information",
            "reasonably secure",
            "nobody but you",
            "help@portal.example",
        ] {
            assert!(text.contains(part), "{}: {part}", dataset.slug);
        }
    }
}

#[test]
fn the_wget_page_holds_the_command_with_the_readers_name() {
    let catalogue = Catalogue::load().unwrap();
    let page = &catalogue
        .dataset("mimiciv")
        .unwrap()
        .method(AccessMethod::Wget)
        .unwrap()
        .howto;
    let html = page.html(&SITE, Some("ada-l"));
    let command =
        "wget -r -N -c -np --user ada-l --ask-password https://portal.example/files/mimiciv/3.1/\n";
    assert!(html.contains(command), "{html}");
    assert!(
        page.plain(&SITE, Some("ada-l"))
            .contains(command.trim_end())
    );
    assert!(page.html(&SITE, None).contains("--user YOUR-USER-NAME "));
}

#[test]
fn the_cloud_pages_name_the_place() {
    let catalogue = Catalogue::load().unwrap();
    let dataset = catalogue.dataset("mimiciv").unwrap();
    let query = dataset
        .method(AccessMethod::BigQuery)
        .unwrap()
        .howto
        .html(&SITE, None);
    assert!(
        query.contains("`physionet-data.mimiciv_3_1_icu.icustays`"),
        "{query}"
    );
    assert!(
        query.contains("<code>physionet-data.mimiciv_3_1_hosp</code>"),
        "{query}"
    );
    let bucket = dataset
        .method(AccessMethod::CloudStorage)
        .unwrap()
        .howto
        .html(&SITE, None);
    assert!(
        bucket.contains("--billing-project=YOUR-PROJECT gs://mimiciv-3.1.physionet.org"),
        "{bucket}"
    );
}

#[test]
fn no_page_leaves_a_placeholder_or_anything_inline() {
    let catalogue = Catalogue::load().unwrap();
    let mut pages = Vec::new();
    // How to take a course stands in a part of the wizard's page that has its own heading (h2).
    let mut within_a_part = Vec::new();
    for dataset in catalogue.datasets() {
        pages.push(dataset.description.html(&SITE, None));
        pages.push(dataset.precautions.html(&SITE, None));
        pages.push(dataset.agreements[0].html());
        pages.extend(
            dataset
                .methods
                .iter()
                .map(|method| method.howto.html(&SITE, Some("ada"))),
        );
    }
    for kind in DocumentKind::ALL {
        pages.push(catalogue.document_versions(kind)[0].text.html(&SITE, None));
    }
    within_a_part.extend(
        catalogue
            .trainings()
            .iter()
            .map(|training| training.instructions.html(&SITE, None)),
    );
    assert_eq!((pages.len(), within_a_part.len()), (4 * 7 + 3, 1));
    let levels = pages.iter().map(|page| (1, page));
    for (above, page) in levels.chain(within_a_part.iter().map(|page| (2, page))) {
        assert!(
            !page.contains('{') && !page.contains(" style=") && !page.contains("<script"),
            "{page}"
        );
        assert!(!page.contains("<h1") && page.len() > 500, "{page}");
        // No level is skipped on the way down.
        let mut level = above;
        for (at, _) in page.match_indices("<h") {
            let Some(next) = page[at + 2..]
                .chars()
                .next()
                .and_then(|digit| digit.to_digit(10))
            else {
                continue;
            };
            assert!(next <= level + 1, "from h{level} to h{next} in {page}");
            level = next;
        }
        for (at, _) in page.match_indices("href=\"http") {
            let tag = &page[at..at + page[at..].find('>').unwrap()];
            assert!(
                tag.contains("rel=\"noopener noreferrer\"") || tag.contains("portal.example"),
                "{tag}"
            );
        }
    }
}

#[test]
fn documents_have_a_version_a_date_and_a_digest() {
    let catalogue = Catalogue::load().unwrap();
    for kind in DocumentKind::ALL {
        let document = &catalogue.document_versions(kind)[0];
        assert_eq!(document.version.as_str(), "1.0");
        assert_eq!(document.sha256.len(), 64);
        assert_eq!(catalogue.document_versions(kind).len(), 1);
        assert!(
            document
                .text
                .plain(&SITE, None)
                .contains("help@portal.example"),
            "{}",
            kind.as_str()
        );
    }
    assert!(
        catalogue.document_versions(DocumentKind::Privacy)[0]
            .text
            .plain(&SITE, None)
            .contains("Argon2id")
    );
}

#[test]
fn the_training_type_says_what_the_seed_says() {
    let catalogue = Catalogue::load().unwrap();
    let training = catalogue.training("citi-data-or-specimens-only").unwrap();
    assert_eq!(training.validity_years, 3);
    let text = training.instructions.plain(&SITE, None);
    for part in [
        "Massachusetts Institute of Technology Affiliates",
        "independent learner",
        "Human Subjects training",
        "Data or Specimens Only Research",
        "completion report",
        "10 MiB",
        "one PDF",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let keys: Vec<_> = training
        .checklist
        .iter()
        .map(|question| question.key.as_str())
        .collect();
    assert_eq!(
        keys,
        [
            "report_attached",
            "up_to_date",
            "modules_complete",
            "hipaa_complete",
            "name_matches"
        ]
    );
    assert!(
        training
            .modules
            .iter()
            .any(|module| module.asked_for && module.name.contains("HIPAA"))
    );
}

#[test]
fn decision_templates_are_there_for_both_subjects() {
    let catalogue = Catalogue::load().unwrap();
    for key in [
        "frivolous",
        "not-found-by-name",
        "reference-is-applicant",
        "summary-insufficient",
    ] {
        let template = catalogue.rejection_template(key).unwrap();
        assert_eq!(template.subject, Subject::Application);
        assert!(template.field.is_none());
        assert!(template.text().len() > 60, "{key}");
    }
    assert_eq!(catalogue.rejection_templates()[0].key, "not-found-by-name");
    for (kind, template) in catalogue
        .return_templates()
        .iter()
        .map(|one| (TemplateKind::Return, one))
        .chain(
            catalogue
                .rejection_templates()
                .iter()
                .map(|one| (TemplateKind::Reject, one)),
        )
    {
        // What an administrator may write, the program ships.
        let draft = Draft {
            kind,
            subject: match template.subject {
                Subject::Application => CaseKind::Application,
                Subject::Training => CaseKind::Training,
            },
            pointer: template.field.map_or("", |field| field.pointer()),
            title: &template.title,
            text: &template.text(),
        };
        assert_eq!(draft.problems(), [], "{}", template.key);
    }
    for template in catalogue.return_templates() {
        // A return needs a comment at a field; a training has none to pin it to.
        assert_eq!(
            template.field.is_some(),
            template.subject == Subject::Application,
            "{}",
            template.key
        );
    }
    assert!(catalogue.return_template("training-certificate").is_some());
    assert!(
        catalogue
            .rejection_template("untrue-statements")
            .unwrap()
            .text()
            .contains("{support}")
    );
}

#[test]
fn a_folder_replaces_ours_by_top_level_folder() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("datasets/ours");
    std::fs::create_dir_all(own.join("agreement")).unwrap();
    for (path, bytes) in shipped() {
        let Some(rest) = path.strip_prefix("datasets/mimic-iv-ed/") else {
            continue;
        };
        std::fs::write(own.join(rest), bytes).unwrap();
    }
    let toml = std::fs::read_to_string(own.join("dataset.toml")).unwrap();
    std::fs::write(
        own.join("dataset.toml"),
        toml.replacen("slug = \"mimic-iv-ed\"", "slug = \"ours\"", 1),
    )
    .unwrap();
    std::fs::write(dir.path().join(".notes"), "left out").unwrap();
    let catalogue = Catalogue::load_from(dir.path()).unwrap();
    let slugs: Vec<_> = catalogue
        .datasets()
        .iter()
        .map(|dataset| dataset.slug.as_str())
        .collect();
    assert_eq!(slugs, ["ours"]);
    assert!(
        !catalogue.rejection_templates().is_empty(),
        "what the folder lacks is the program's own"
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Catalogue::load_from(Path::new("/nowhere/at/all")).unwrap_err();
    assert!(
        error.to_string().starts_with("cannot read /nowhere/at/all"),
        "{error}"
    );
}

/// What stands between fences: commands and queries, which no translation changes.
fn commands(text: &Text) -> Vec<&str> {
    text.source()
        .split("```")
        .skip(1)
        .step_by(2)
        .map(str::trim)
        .collect()
}

#[test]
fn the_words_of_the_portal_are_there_in_spanish_with_the_same_commands() {
    let catalogue = Catalogue::load().unwrap();
    let mut texts: Vec<_> = catalogue
        .trainings()
        .iter()
        .map(|of| &of.instructions)
        .collect();
    for dataset in catalogue.datasets() {
        texts.push(&dataset.precautions);
        for method in &dataset.methods {
            texts.push(&method.howto);
            assert_ne!(
                method.title_in(Language::Spanish),
                method.title_in(Language::English)
            );
        }
    }
    assert_eq!(texts.len(), 21);
    for text in texts {
        let (language, spanish) = text.spoken(Language::Spanish);
        assert_eq!(language, Language::Spanish, "{}", text.source());
        assert_eq!(commands(spanish), commands(text));
        assert_ne!(spanish.source(), text.source());
        assert_eq!(text.spoken(Language::English), (Language::English, text));
    }
}
