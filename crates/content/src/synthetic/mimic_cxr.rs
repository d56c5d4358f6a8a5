//! The lists and reports of MIMIC-CXR. There are no images: an invented radiograph would be of no use to anybody.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::cohort::{Cohort, SEED_MIMIC_IV};
use super::numbers::Numbers;
use super::table::Table;
use super::{MARK, SyntheticFile};

const FIRST_STUDY: u32 = 95_000_001;
/// Reports that also lie in the folders as single files.
const SINGLE_REPORTS: usize = 12;

struct Study {
    subject: u32,
    id: u32,
    images: Vec<String>,
    report: String,
}

impl Study {
    /// The patient's folder, by the first two digits of the number, as in the real dataset.
    fn folder(&self) -> String {
        format!("files/p{}/p{}", self.subject / 1_000_000, self.subject)
    }

    fn report_path(&self) -> String {
        format!("{}/s{}.txt", self.folder(), self.id)
    }
}

pub(super) fn files() -> Vec<SyntheticFile> {
    let studies = studies();
    let mut files = vec![
        record_list(&studies),
        study_list(&studies),
        reports_zip(&studies),
    ];
    files.extend(
        studies.iter().take(SINGLE_REPORTS).map(|study| {
            SyntheticFile::new(study.report_path(), study.report.clone().into_bytes())
        }),
    );
    files
}

fn studies() -> Vec<Study> {
    let cohort = Cohort::new(SEED_MIMIC_IV);
    let numbers = &mut Numbers::from_seed(210);
    (FIRST_STUDY..)
        .zip(&cohort.admissions)
        .map(|(id, admission)| Study {
            subject: admission.subject,
            id,
            images: (0..numbers.between(1, 2))
                .map(|_| image_name(numbers))
                .collect(),
            report: report(numbers),
        })
        .collect()
}

/// Five groups of eight hexadecimal digits.
fn image_name(numbers: &mut Numbers) -> String {
    let digits = numbers.hex(40);
    [
        &digits[..8],
        &digits[8..16],
        &digits[16..24],
        &digits[24..32],
        &digits[32..],
    ]
    .join("-")
}

fn report(numbers: &mut Numbers) -> String {
    let reason = numbers.pick::<&str>(&["cough", "fever", "chest pain", "line placement"]);
    let finding = numbers.pick::<&str>(&[
        "The lungs are clear.",
        "There is a small effusion on the left.",
        "Streaky opacities at both bases, likely atelectasis.",
    ]);
    let impression = numbers.pick::<&str>(&[
        "No acute process.",
        "Small left effusion.",
        "Atelectasis; no focal consolidation.",
    ]);
    format!(
        " {MARK}.

                                 FINAL REPORT
 EXAMINATION:  CHEST (PA AND LAT)

 INDICATION:  ___ with {reason}.

 COMPARISON:  None.

 FINDINGS:

 {finding} The heart is of normal size.

 IMPRESSION:

 {impression}
"
    )
}

fn record_list(studies: &[Study]) -> SyntheticFile {
    let mut table = Table::new(["subject_id", "study_id", "dicom_id", "path"]);
    for study in studies {
        for image in &study.images {
            let path = format!("{}/s{}/{image}.dcm", study.folder(), study.id);
            table.row([&study.subject, &study.id, image, &path]);
        }
    }
    table.file("cxr-record-list.csv.gz")
}

fn study_list(studies: &[Study]) -> SyntheticFile {
    let mut table = Table::new(["subject_id", "study_id", "path"]);
    for study in studies {
        table.row([&study.subject, &study.id, &study.report_path()]);
    }
    table.file("cxr-study-list.csv.gz")
}

#[allow(
    clippy::expect_used,
    reason = "names are short and unique, and writing to a vector does not fail"
)]
fn reports_zip(studies: &[Study]) -> SyntheticFile {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.set_comment(MARK).expect("a short comment is taken");
    // The time is set: left alone it would be the present one in some builds.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for study in studies {
        archive
            .start_file(study.report_path(), options)
            .expect("a new name is taken");
        archive
            .write_all(study.report.as_bytes())
            .expect("a vector takes any bytes");
    }
    let bytes = archive
        .finish()
        .expect("a vector takes any bytes")
        .into_inner();
    SyntheticFile::new("mimic-cxr-reports.zip", bytes)
}
