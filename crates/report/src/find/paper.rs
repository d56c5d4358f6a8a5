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

/// The address under which the provider confirms the paper, as it is printed. Of several, as where certificate and report
/// are one file, the one that is told to be of this paper.
pub(crate) fn link(lines: &[Line], rules: &ReportRules, paper: Paper) -> Option<String> {
    let own: Vec<String> = match paper {
        Paper::Report => &rules.report,
        _ => &rules.certificate,
    }
    .iter()
    .map(|words| folded(words))
    .collect();
    let mut first = None;
    for found in lines.iter().filter_map(|line| link_in(line, rules)) {
        let plain = folded(&found);
        if own.iter().any(|words| plain.contains(words)) {
            return Some(found);
        }
        first = first.or(Some(found));
    }
    first
}

fn link_in(line: &Line, rules: &ReportRules) -> Option<String> {
    let wanted = rules.link.to_lowercase();
    // Pieces of an address may stand apart.
    let text: String = line.text().split_whitespace().collect::<Vec<_>>().join("");
    // Lower case of a Latin letter is as long as the letter; where it is not, nothing is cut in the middle.
    let start = text.to_lowercase().find(&wanted)?;
    let found: String = text
        .get(start..)?
        .chars()
        .take_while(char::is_ascii_graphic)
        .take(super::VALUE_MAX)
        .collect();
    let found = found.trim_end_matches(['.', ',', ')']);
    (found.len() > wanted.len()).then(|| [beginning(&text[..start]), found].concat())
}

/// How the address begins, of what stands before the part of it that is known.
fn beginning(before: &str) -> &str {
    ["https://www.", "http://www.", "www.", "https://", "http://"]
        .iter()
        .find_map(|start| {
            let at = before.len().checked_sub(start.len())?;
            before
                .get(at..)
                .filter(|end| end.eq_ignore_ascii_case(start))
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_as_it_is_printed() {
        for (before, begins) in [
            ("Verifyat:www.", "www."),
            ("Seehttps://WWW.", "https://WWW."),
            ("http://", "http://"),
            ("é", ""),
            ("", ""),
        ] {
            assert_eq!(beginning(before), begins, "{before}");
        }
    }
}
