//! What was read in a file that somebody gives as proof of a training, and what to look for in one.
//!
//! `crates/report` reads it; server, page and command line show it. A field is `None` where nothing was found. What was
//! found is kept as it stands there, also where its meaning could not be made out.

use serde::{Deserialize, Serialize};

use crate::time::Date;

choice! {
    /// What a file turned out to be.
    pub enum Paper {
        /// The report, which lists the modules.
        Report = "report",
        /// The certificate, which does not.
        Certificate = "certificate",
        /// It holds text, and is neither.
        Unknown = "unknown",
        /// Pictures without text.
        Scan = "scan",
        /// Nothing could be read; [`Reading::because`] says why.
        Unreadable = "unreadable",
    }
}

choice! {
    /// Why nothing could be read.
    pub enum Unreadable {
        /// Neither PDF, PNG nor JPEG.
        UnknownFormat = "unknown_format",
        /// A PDF that cannot be made out, cut off for example.
        Damaged = "damaged",
        /// It opens with a password only.
        Password = "password",
        /// Reading it took more than is allowed for one file.
        TooCostly = "too_costly",
        /// Its fonts do not say which letters they show.
        Letters = "letters",
        /// It shows neither text nor pictures: an empty page, or letters drawn as lines.
        NoText = "no_text",
    }
}

choice! {
    /// What is looked for in a report, in the order in which one shows it.
    pub enum ReportField {
        /// The learner.
        Name = "name",
        /// The institution.
        Affiliation = "affiliation",
        /// The curriculum.
        CurriculumGroup = "curriculum_group",
        /// The course.
        Course = "course",
        /// Which part of the curriculum it is.
        Stage = "stage",
        /// The provider's number of the record.
        RecordId = "record_id",
        /// When the course was completed.
        CompletedOn = "completed_on",
        /// When it ends, as the provider sees it; the portal counts by itself.
        ExpiresOn = "expires_on",
        /// The score that passes.
        MinimumPassing = "minimum_passing",
        /// The score that was reached.
        ReportedScore = "reported_score",
        /// The table of modules.
        Modules = "modules",
        /// Where the provider confirms it.
        Link = "link",
    }
}

/// What was read in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// What it is.
    pub paper: Paper,
    /// Why nothing was read; with [`Paper::Unreadable`] only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Unreadable>,
    /// Pages that were looked at.
    pub pages: u32,
    /// A limit ended the reading; what had been read by then is here.
    pub cut_short: bool,
    /// Words are there that nobody sees: those recognised in a scan, or hidden ones.
    pub invisible: bool,
    /// The learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// The curriculum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curriculum_group: Option<String>,
    /// The course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
    /// Which part of the curriculum it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The provider's number of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<String>,
    /// When the course was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<SeenDate>,
    /// When it ends, as the provider sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<SeenDate>,
    /// The score that passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_passing: Option<SeenNumber>,
    /// The score that was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_score: Option<SeenNumber>,
    /// The table of modules, each once, as far as it was read.
    pub modules: Vec<ReadModule>,
    /// Where the provider confirms it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What was looked for and not found, or found and not understood.
    pub not_read: Vec<ReportField>,
}

impl Reading {
    /// Nothing was read.
    #[must_use]
    pub fn nothing(paper: Paper, because: Option<Unreadable>) -> Self {
        Self {
            paper,
            because,
            pages: 0,
            cut_short: false,
            invisible: false,
            name: None,
            affiliation: None,
            curriculum_group: None,
            course: None,
            stage: None,
            record_id: None,
            completed_on: None,
            expires_on: None,
            minimum_passing: None,
            reported_score: None,
            modules: Vec::new(),
            link: None,
            not_read: ReportField::ALL.to_vec(),
        }
    }

    /// Lists in [`Self::not_read`] what has no meaning here.
    pub fn note_what_is_missing(&mut self) {
        self.not_read = ReportField::ALL
            .iter()
            .copied()
            .filter(|field| !self.has(*field))
            .collect();
    }

    fn has(&self, field: ReportField) -> bool {
        match field {
            ReportField::Name => self.name.is_some(),
            ReportField::Affiliation => self.affiliation.is_some(),
            ReportField::CurriculumGroup => self.curriculum_group.is_some(),
            ReportField::Course => self.course.is_some(),
            ReportField::Stage => self.stage.is_some(),
            ReportField::RecordId => self.record_id.is_some(),
            ReportField::CompletedOn => day_of(self.completed_on.as_ref()).is_some(),
            ReportField::ExpiresOn => day_of(self.expires_on.as_ref()).is_some(),
            ReportField::MinimumPassing => number_of(self.minimum_passing.as_ref()).is_some(),
            ReportField::ReportedScore => number_of(self.reported_score.as_ref()).is_some(),
            ReportField::Modules => !self.modules.is_empty(),
            ReportField::Link => self.link.is_some(),
        }
    }
}

/// A date as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenDate {
    /// As it stands there: `12-Sep-2026`.
    pub text: String,
    /// The day it means; nothing where that is not certain, as of `09/12/2026`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
}

/// A number as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenNumber {
    /// As it stands there: `97%`.
    pub text: String,
    /// What it means, without a fraction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
}

/// One row of the table of modules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadModule {
    /// Its name, without the provider's number.
    pub name: String,
    /// When it was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<SeenDate>,
    /// As it stands there: `5/5 (100%)`, `No Quiz`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
}

/// The day that was understood.
#[must_use]
pub fn day_of(seen: Option<&SeenDate>) -> Option<Date> {
    seen.and_then(|seen| seen.day)
}

/// The number that was understood.
#[must_use]
pub fn number_of(seen: Option<&SeenNumber>) -> Option<u32> {
    seen.and_then(|seen| seen.number)
}

/// How the papers of a training's provider look: data of a training type. Words are compared without regard to upper and
/// lower case and to white space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportRules {
    /// A report holds one of these.
    pub report: Vec<String>,
    /// A certificate, which is not accepted, holds one of these and none of a report's.
    pub certificate: Vec<String>,
    /// How the address begins under which the provider confirms a paper.
    pub link: String,
    /// The institution that has to stand there.
    pub affiliation: String,
    /// What stands in its place for those who registered without an institution.
    pub no_affiliation: String,
    /// The course that has to stand there.
    pub course: String,
    /// What stands before each value.
    pub labels: Labels,
}

/// The labels of a report, each with every wording that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Labels {
    pub name: Vec<String>,
    pub affiliation: Vec<String>,
    pub curriculum_group: Vec<String>,
    pub course: Vec<String>,
    pub stage: Vec<String>,
    pub record_id: Vec<String>,
    pub completed_on: Vec<String>,
    pub expires_on: Vec<String>,
    pub minimum_passing: Vec<String>,
    pub reported_score: Vec<String>,
    /// Labels of what is not asked for. They are known so that what follows them is not taken for part of another value.
    #[serde(default)]
    pub other: Vec<String>,
}
