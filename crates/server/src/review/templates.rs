//! The texts that decisions begin from: seeded from the program's files, from then on the administrators'.

use accede_api::review::DecisionTemplate;
use accede_api::template::{ManagedTemplate, Wording};
use accede_content::{Subject, Template as Shipped};
use accede_domain::application::state::Command;
use accede_domain::placeholder;
use accede_domain::review::CaseKind;
use accede_domain::review::template::{Draft, TemplateKind};
use accede_store::decision_template::{self as templates, Template};
use accede_store::{StoreError, Tx};

use crate::error::ApiError;
use crate::http::site::with_site;
use crate::state::AppState;

/// Adds what the program's files have and the database does not. What is there is the administrators', retired or not.
///
/// # Errors
/// Those of the store.
pub async fn seed(state: &AppState) -> Result<(), StoreError> {
    let known = templates::all(&mut state.store.read().await?).await?;
    let is_missing = |one: &&Shipped| known.iter().all(|had| had.key != one.key);
    let returns = state.catalogue.return_templates().iter();
    let rejections = state.catalogue.rejection_templates().iter();
    let missing: Vec<(TemplateKind, &Shipped)> = returns
        .filter(is_missing)
        .map(|one| (TemplateKind::Return, one))
        .chain(
            rejections
                .filter(is_missing)
                .map(|one| (TemplateKind::Reject, one)),
        )
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let now = state.now();
    let mut tx = state.store.write().await?;
    for (place, (kind, one)) in (0_i64..).zip(missing) {
        let text = one.text();
        let draft = Draft {
            kind,
            subject: match one.subject {
                Subject::Application => CaseKind::Application,
                Subject::Training => CaseKind::Training,
            },
            pointer: one.field.map_or("", |field| field.pointer()),
            title: &one.title,
            text: &text,
        };
        // Two processes that start at once: whoever was quicker has it.
        if templates::get(&mut tx, &one.key).await?.is_none() {
            templates::add(&mut tx, &one.key, &draft, place, None, now).await?;
        }
    }
    tx.commit().await
}

/// What a reviewer begins from: those that are offered, with their placeholders filled.
///
/// # Errors
/// Those of the store.
pub async fn offered(tx: &mut Tx, state: &AppState) -> Result<Vec<DecisionTemplate>, StoreError> {
    let all = templates::all(tx).await?;
    let offered = all.into_iter().filter(|one| one.retired_at.is_none());
    Ok(offered
        .map(|one| DecisionTemplate {
            text: filled(state, &one.body),
            key: one.key,
            kind: one.kind.as_str().to_owned(),
            subject: one.subject.as_str().to_owned(),
            pointer: Some(one.pointer).filter(|pointer| !pointer.is_empty()),
            title: one.title,
        })
        .collect())
}

/// A text as the applicant reads it.
fn filled(state: &AppState, text: &str) -> String {
    with_site(state, |site| {
        placeholder::filled(text, &|name| site.value(name))
    })
}

/// As an administrator has it.
#[must_use]
pub fn managed(template: Template) -> ManagedTemplate {
    ManagedTemplate {
        id: template.key,
        version: template.version,
        kind: template.kind,
        subject: template.subject,
        pointer: template.pointer,
        title: template.title,
        text: template.body,
        retired_at: template.retired_at,
        updated_at: template.updated_at,
        wordings: Vec::new(),
    }
}

/// The same, with every wording that it had.
///
/// # Errors
/// 404 where there is none.
pub async fn one(tx: &mut Tx, key: &str) -> Result<ManagedTemplate, ApiError> {
    let template = templates::get(tx, key)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let wordings = templates::wordings(tx, key).await?.into_iter();
    Ok(ManagedTemplate {
        wordings: wordings
            .map(|one| Wording {
                version: one.version,
                title: one.title,
                text: one.body,
                by: one.author,
                at: one.at,
            })
            .collect(),
        ..managed(template)
    })
}

/// A rejection takes its reason from what is offered.
///
/// # Errors
/// `/template` where there is none of that key.
pub async fn check(tx: &mut Tx, command: &Command) -> Result<(), ApiError> {
    let Command::Reject { template, .. } = command else {
        return Ok(());
    };
    let is_offered = |one: &Template| {
        one.kind == TemplateKind::Reject
            && one.subject == CaseKind::Application
            && one.retired_at.is_none()
    };
    match templates::get(tx, template).await? {
        Some(one) if is_offered(&one) => Ok(()),
        _ => Err(ApiError::field(
            "/template",
            "not_a_choice",
            "Take the key of a template.",
        )),
    }
}

/// The title of a text, whether it is still offered or not; empty where there is none.
///
/// # Errors
/// Those of the store.
pub async fn title(tx: &mut Tx, key: &str) -> Result<String, StoreError> {
    let found = templates::get(tx, key).await?;
    Ok(found.map(|one| one.title).unwrap_or_default())
}

/// Where a new one goes: behind all that came with the program.
pub const LAST: i64 = 1_000;
