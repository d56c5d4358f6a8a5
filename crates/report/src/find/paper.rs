//! Which paper it is.

use accede_domain::text::folded;
use accede_domain::training::reading::{Paper, ReportRules};

use crate::text::Line;

/// By the words that only one of the papers holds. A file with both holds the report.
pub(crate) fn paper(lines: &[Line], rules: &ReportRules) -> Paper {
    let whole: String = lines.iter().map(|line| folded(&line.text())).collect();
    let has = |words: &[String]| words.iter().any(|of| whole.contains(&folded(of)));
    if has(&rules.report) {
        Paper::Report
    } else if has(&rules.certificate) {
        Paper::Certificate
    } else {
        Paper::Unknown
    }
}

/// The address under which the provider confirms the paper, as it is printed.
pub(crate) fn link(lines: &[Line], rules: &ReportRules) -> Option<String> {
    let wanted = rules.link.to_lowercase();
    lines.iter().find_map(|line| {
        // Pieces of an address may stand apart.
        let text: String = line.text().split_whitespace().collect::<Vec<_>>().join("");
        // Lower case of a Latin letter is as long as the letter; where it is not, nothing is cut in the middle.
        let start = text.to_lowercase().find(&wanted)?;
        let found: String = text
            .get(start..)?
            .chars()
            .take_while(|c| c.is_ascii_graphic())
            .take(super::VALUE_MAX)
            .collect();
        (found.len() > wanted.len()).then(|| found.trim_end_matches(['.', ',', ')']).to_owned())
    })
}
