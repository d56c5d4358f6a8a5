//! Training types: data, not code.

use std::collections::BTreeMap;

use accede_domain::training::TrainingChecklist;
use accede_domain::training::reading::ReportRules;
use serde::Deserialize;

use crate::dataset::require_filled;
use crate::files::Files;
use crate::{ContentError, Text};

/// A kind of training that a dataset may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingType {
    /// The file's name, and the key that datasets and records use.
    pub key: String,
    /// The course's name.
    pub title: String,
    /// Who gives it.
    pub provider: String,
    /// The provider's address.
    pub provider_url: String,
    /// Whole years from the completion date on the report.
    pub validity_years: u8,
    /// What to hand in, in one sentence.
    pub evidence: String,
    /// How to take the course and what to save.
    pub instructions: Text,
    /// How its report is told from other papers, and what stands in it.
    pub report: ReportRules,
    /// Modules seen on reports. The provider changes them: a help to the reviewer, never a rule.
    pub modules: Vec<Module>,
    /// The wording of what the reviewer answers: the questions of `TrainingChecklist`, in its order.
    pub checklist: Vec<Question>,
}

impl TrainingType {
    /// Names of the modules that a reviewer asks for.
    #[must_use]
    pub fn asked_modules(&self) -> Vec<String> {
        let asked = self.modules.iter().filter(|module| module.asked_for);
        asked.map(|module| module.name.clone()).collect()
    }
}

/// A module of a course.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Its name on the report.
    pub name: String,
    /// Whether the reviewer is asked for it by name, and reading looks for it.
    #[serde(default)]
    pub asked_for: bool,
}

/// A question of the reviewer's checklist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The key under which the answer is kept.
    pub key: String,
    /// The question.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrainingFile {
    title: String,
    provider: String,
    provider_url: String,
    validity_years: u8,
    evidence: String,
    report: ReportRules,
    modules: Vec<Module>,
    checklist: Vec<Question>,
}

/// Reads and checks every `trainings/*.toml` with its instructions beside it.
pub(crate) fn load_all(files: &mut Files) -> Result<Vec<TrainingType>, ContentError> {
    files
        .stems("trainings", "toml")
        .into_iter()
        .map(|key| load(files, key))
        .collect()
}

fn load(files: &mut Files, key: String) -> Result<TrainingType, ContentError> {
    let path = format!("trainings/{key}.toml");
    let file: TrainingFile = files.toml(&path, "trainings")?;
    require_filled(
        &path,
        [
            ("title", &file.title),
            ("provider", &file.provider),
            ("evidence", &file.evidence),
        ],
    )?;
    if file.validity_years == 0 {
        return Err(ContentError::Malformed {
            path,
            field: "validity_years".to_owned(),
            value: "0".to_owned(),
            expected: "one year or more",
        });
    }
    let asked = file.checklist.iter().map(|question| question.key.as_str());
    if !asked.eq(TrainingChecklist::QUESTIONS.iter().copied()) {
        return Err(ContentError::Malformed {
            path,
            field: "checklist".to_owned(),
            value: file
                .checklist
                .iter()
                .map(|question| question.key.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            expected: "every question of a training's review, in its order",
        });
    }
    let text_path = format!("trainings/{key}.md");
    let instructions = Text::read(files, &text_path, &path, &BTreeMap::new())?;
    Ok(TrainingType {
        key,
        title: file.title,
        provider: file.provider,
        provider_url: file.provider_url,
        validity_years: file.validity_years,
        evidence: file.evidence,
        instructions,
        report: file.report,
        modules: file.modules,
        checklist: file.checklist,
    })
}
