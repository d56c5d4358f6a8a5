//! The demonstration's data files: right names, folders and columns, invented content.
//!
//! Nobody can mistake them for the real thing: each folder has a `README-SYNTHETIC.txt`, each compressed table says so in
//! its gzip header, each free text in its first words, and every number of a patient, admission or stay begins with 9,
//! which the real datasets never use. They are made by a fixed sequence of numbers, so that two runs of one build give the
//! same bytes.

mod cohort;
mod mimic_cxr;
mod mimic_iv_ed;
mod mimiciii;
mod mimiciv;
mod numbers;
mod table;
mod vocabulary;

use accede_domain::time::{Date, Timestamp};

/// When every generated file says it was last modified: 2025-01-15T12:00:00Z.
const MODIFIED: Timestamp = match Date::new(2025, 1, 15) {
    Some(date) => Timestamp::from_seconds(date.start().seconds() + 12 * 3600),
    None => Timestamp::from_seconds(0),
};

/// The mark that stands in headers, notes and read-me files.
const MARK: &str = "SYNTHETIC demonstration data: invented, describes no person";

/// A generated file of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntheticFile {
    /// Where it lies in the dataset, with `/` between folders.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its time of last modification, the same in every run.
    pub modified: Timestamp,
}

impl SyntheticFile {
    fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            path: path.into(),
            bytes,
            modified: MODIFIED,
        }
    }
}

/// The demonstration's files of one version of a dataset, by path. None where nothing is generated for it.
#[must_use]
pub fn files(slug: &str, version: &str) -> Vec<SyntheticFile> {
    let (title, mut files) = match (slug, version) {
        ("mimiciii", "1.4") => ("MIMIC-III Clinical Database", mimiciii::files()),
        ("mimiciv", "3.1") => ("MIMIC-IV", mimiciv::files()),
        ("mimic-cxr", "2.1.0") => ("MIMIC-CXR Database", mimic_cxr::files()),
        ("mimic-iv-ed", "2.2") => ("MIMIC-IV-ED", mimic_iv_ed::files()),
        _ => return Vec::new(),
    };
    files.push(SyntheticFile::new(
        "README-SYNTHETIC.txt",
        readme(title, version).into_bytes(),
    ));
    files.push(SyntheticFile::new(
        "LICENSE.txt",
        licence(title).into_bytes(),
    ));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

fn readme(title: &str, version: &str) -> String {
    format!(
        "{MARK}.

This is not {title}. A program made these files so that the portal can be tried: they have
the names, folders and columns of a few files of {title} {version}, and nothing else of it.
Every value was drawn from a fixed sequence of numbers. Do not draw conclusions from them.

How to tell: numbers of patients, admissions and stays begin with 9. In {title} they never do.
Dates lie in the years 2110 to 2195.
"
    )
}

fn licence(title: &str) -> String {
    format!(
        "{MARK}.

These generated files are dedicated to the public domain (CC0 1.0). That holds for them only:
the real {title} may be used by those alone who have signed its data use agreement.
"
    )
}
