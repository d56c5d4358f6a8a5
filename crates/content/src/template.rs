//! Texts that a reviewer begins from when an application or a training is rejected or returned.

use accede_domain::application::Field;
use serde::Deserialize;

use crate::dataset::require_filled;
use crate::files::Files;
use crate::{ContentError, Text};

/// What a template is written about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A credential application.
    Application,
    /// A training report.
    Training,
}

/// A reason with a text to the applicant; the reviewer may edit the text before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The file's name, kept with the decision.
    pub key: String,
    /// What it is about.
    pub subject: Subject,
    /// The reason, as the reviewer's list shows it.
    pub title: String,
    /// The field of the form that a returned application's comment is pinned to; none for a rejection.
    pub field: Option<Field>,
    text: Text,
}

impl Template {
    /// The text to the applicant, plain, with its placeholders as they stand.
    #[must_use]
    pub fn text(&self) -> String {
        self.text.plain_source().trim_end().to_owned()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    subject: Subject,
    title: String,
    /// Place in the list; equal ones go by key.
    order: u32,
    field: Option<Field>,
    text: String,
}

/// Reads and checks every `templates/<folder>/*.toml`, in the order in which they are listed.
pub(crate) fn load_all(files: &mut Files, folder: &str) -> Result<Vec<Template>, ContentError> {
    let base = format!("templates/{folder}");
    let mut templates = Vec::new();
    for key in files.stems(&base, "toml") {
        let path = format!("{base}/{key}.toml");
        let file: TemplateFile = files.toml(&path, &base)?;
        require_filled(&path, [("title", &file.title), ("text", &file.text)])?;
        let text = Text::new(&path, file.text)?;
        let template = Template {
            key,
            subject: file.subject,
            title: file.title,
            field: file.field,
            text,
        };
        templates.push((file.order, template));
    }
    templates.sort_by(|(left_order, left), (right_order, right)| {
        left_order
            .cmp(right_order)
            .then_with(|| left.key.cmp(&right.key))
    });
    Ok(templates
        .into_iter()
        .map(|(_, template)| template)
        .collect())
}
