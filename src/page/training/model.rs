//! Which report counts, and whether another may come.

use accede_api::training::Training;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::time::{Date, Timestamp};
use accede_domain::training::{TrainingState, check_completed_on};

/// Most bytes of an uploaded file, as the server has it (`domain.md`, Training).
const MAX_BYTES: f64 = 10.0 * 1024.0 * 1024.0;

/// Whether a file of so many bytes is taken.
pub fn fits(bytes: f64) -> bool {
    bytes <= MAX_BYTES
}

/// The report that is shown first: the one that waits, else the valid one, else the one sent back, else the newest.
/// `list` is newest first.
pub fn current(list: &[Training]) -> Option<&Training> {
    [
        TrainingState::Submitted,
        TrainingState::Accepted,
        TrainingState::Returned,
    ]
    .iter()
    .find_map(|state| list.iter().find(|training| training.state == *state))
    .or_else(|| list.first())
}

/// Whether a file can be given now: not while another one of the type waits for a reviewer.
pub fn may_upload(list: &[Training]) -> bool {
    !list
        .iter()
        .any(|training| training.state == TrainingState::Submitted)
}

/// Whether a file of this name is of a kind that is taken; its content is judged by the server.
pub fn is_taken(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".pdf", ".png", ".jpg", ".jpeg"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// What is wrong with the form; of the file, its bytes are known.
pub fn problems(
    file: Option<f64>,
    date: &str,
    validity_years: u8,
    now: Timestamp,
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    match file {
        None => problems.push(FieldProblem::new("/file", FieldCode::Required)),
        // Told before ten minutes of sending, not after.
        Some(bytes) if !fits(bytes) => {
            problems.push(FieldProblem::new("/file", FieldCode::FileTooLarge));
        }
        Some(_) => {}
    }
    let judged = if date.is_empty() {
        Err(FieldCode::Required)
    } else {
        Date::parse(date)
            .ok_or(FieldCode::NotADate)
            .and_then(|date| check_completed_on(date, validity_years, now))
    };
    if let Err(code) = judged {
        problems.push(FieldProblem::new("/completed_on", code));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(file: Option<f64>, date: &str) -> Vec<FieldCode> {
        let now = Timestamp::parse("2026-11-21T08:00:00Z").unwrap();
        problems(file, date, 3, now)
            .into_iter()
            .map(|problem| problem.code)
            .collect()
    }

    #[test]
    fn file_and_date_are_both_asked_for() {
        assert_eq!(codes(None, ""), [FieldCode::Required, FieldCode::Required]);
        assert_eq!(codes(Some(5e5), "2026-09-12"), []);
        assert_eq!(codes(Some(10_485_760.0), "2026-09-12"), []);
        let large = codes(Some(10_485_761.0), "2026-09-12");
        assert_eq!(large, [FieldCode::FileTooLarge]);
        assert_eq!(codes(Some(5e5), "2026-02-30"), [FieldCode::NotADate]);
        assert_eq!(codes(Some(5e5), "2027-01-01"), [FieldCode::DateInFuture]);
        assert_eq!(codes(Some(5e5), "2020-01-01"), [FieldCode::DateTooOld]);
    }

    #[test]
    fn only_files_of_the_three_kinds_are_taken() {
        assert!(is_taken("Report.PDF") && is_taken("scan.jpeg"));
        assert!(!is_taken("report.docx") && !is_taken("pdf"));
    }
}
