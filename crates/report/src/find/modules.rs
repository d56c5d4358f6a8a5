//! The table of modules: a name, a date, a score.

use accede_domain::text::folded;
use accede_domain::training::reading::{ReadModule, ReportRules, SeenDate};

use super::{date, fields, kept, without_number};
use crate::text::Line;

/// The longest course has some fifty.
const MODULES_MAX: usize = 100;
/// A name that was broken goes on nearer than the next row stands, in parts of the font's size.
const NEAR: f64 = 1.4;
/// And begins where its first line did.
const SAME_COLUMN: f64 = 0.6;

/// Every module once, in the order in which they stand there: a transcript may list them again.
pub(crate) fn modules(lines: &[Line], rules: &ReportRules) -> Vec<ReadModule> {
    let labels = fields::known(&rules.labels);
    let is_label = |line: &Line| !fields::in_line(0, line, &labels).is_empty();
    let mut found: Vec<ReadModule> = Vec::new();
    let mut names = std::collections::HashSet::new();
    for (index, line) in lines.iter().enumerate() {
        if found.len() == MODULES_MAX {
            break;
        }
        if is_label(line) {
            continue;
        }
        let Some(mut row) = row(&line.text()) else {
            continue;
        };
        let neighbour = |from: &Line, to: Option<&Line>| {
            to.filter(|to| (from.y - to.y).abs() < NEAR * from.size.max(to.size))
                .filter(|to| self::row(&to.text()).is_none() && !is_label(to))
                .map(Line::text)
        };
        if row.name.is_empty() {
            // Date and score beside the middle of a name of two lines.
            let above = index.checked_sub(1).and_then(|above| lines.get(above));
            row.name = neighbour(line, above).unwrap_or_default();
        }
        let below = lines
            .get(index + 1)
            .filter(|below| starts_alike(line, below));
        if let Some(more) = neighbour(line, below) {
            row.name = [&row.name, " ", &more].concat();
        }
        // Signs before the lines of a list are none of the name.
        let name = row
            .name
            .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '“' | '"'));
        row.name = kept(without_number(name));
        if row.name.chars().any(char::is_alphabetic) && names.insert(folded(&row.name)) {
            found.push(row);
        }
    }
    found
}

fn starts_alike(above: &Line, below: &Line) -> bool {
    match (above.segments.first(), below.segments.first()) {
        (Some(one), Some(other)) => (one.x - other.x).abs() < SAME_COLUMN * above.size,
        _ => false,
    }
}

/// A row has a score at its end, or a date and the word that there was no quiz.
fn row(text: &str) -> Option<ReadModule> {
    let (before, score) = score(text)?;
    let date = date::find(before);
    if score.is_none() && date.is_none() {
        return None;
    }
    let (name, completed_on): (&str, Option<SeenDate>) = match date {
        Some((place, seen)) => (&before[..place.start], Some(seen)),
        None => (before, None),
    };
    Some(ReadModule {
        name: name.trim().to_owned(),
        completed_on,
        score: score.map(str::to_owned),
    })
}

/// What stands before the score, and the score: `5/5`, `5/5 (100%)`, `No Quiz`. Nothing where neither a score nor a date
/// is at the end.
fn score(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim_end();
    let mut end = text;
    // The percentage behind it.
    if let Some(open) = end.strip_suffix(')').and_then(|inside| inside.rfind('(')) {
        let inside = end[open + 1..end.len() - 1].trim();
        if inside
            .strip_suffix('%')
            .is_some_and(|number| is_number(number.trim_end()))
        {
            end = end[..open].trim_end();
        }
    }
    if let Some(start) = points(end) {
        return Some((&text[..start], Some(&text[start..])));
    }
    let lower = text.to_lowercase();
    for words in ["no quiz", "n/a", "quiz not required"] {
        if lower.ends_with(words) && lower.len() == text.len() {
            let start = text.len() - words.len();
            return Some((text.get(..start)?, text.get(start..)));
        }
    }
    let (place, _) = date::find(text)?;
    (place.end == text.len()).then_some((text, None))
}

/// Where the points at the end of a text begin: `5/5`, `4 / 5`.
fn points(text: &str) -> Option<usize> {
    let before_of = without_digits(text)?;
    let before_slash = before_of.trim_end().strip_suffix('/')?.trim_end();
    Some(without_digits(before_slash)?.len())
}

/// The text before the one to three digits at its end.
fn without_digits(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (1..4)
        .contains(&(text.len() - before.len()))
        .then_some(before)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::rules;
    use crate::text::Segment;

    /// Lines at heights, each with one column at the left.
    fn page(lines: &[(f64, &str)]) -> Vec<Line> {
        let line = |(y, text): &(f64, &str)| Line {
            y: -y,
            size: 10.0,
            segments: vec![Segment {
                x: 0.0,
                text: (*text).to_owned(),
            }],
        };
        lines.iter().map(line).collect()
    }

    fn read(lines: &[(f64, &str)]) -> Vec<(String, String, String)> {
        modules(&page(lines), &rules())
            .into_iter()
            .map(|of| {
                let date = of.completed_on.map(|seen| seen.text);
                (
                    of.name,
                    date.unwrap_or_default(),
                    of.score.unwrap_or_default(),
                )
            })
            .collect()
    }

    fn row(name: &str, date: &str, score: &str) -> (String, String, String) {
        (name.to_owned(), date.to_owned(), score.to_owned())
    }

    #[test]
    fn rows_are_read_with_date_and_score_or_one_of_them() {
        let rows = read(&[
            (0.0, "REQUIRED MODULES DATE COMPLETED SCORE"),
            (
                20.0,
                "Belmont Report and Its Principles (ID: 1127) 12-Sep-2026 3/3 (100%)",
            ),
            (40.0, "Review (IRB) Process 12-Sep-2026 4 / 5 (80 %)"),
            (
                60.0,
                "Massachusetts Institute of Technology (ID 2) 12-Sep-2026 No Quiz",
            ),
            (80.0, "Records-Based Research 3/3"),
            (100.0, "Conflicts of Interest 13-Sep-2026"),
            (120.0, "Completion Date: 12-Sep-2026"),
            (140.0, "12-Sep-2026 5/5"),
            (160.0, "and 888-529-5929"),
        ]);
        assert_eq!(
            rows,
            [
                row(
                    "Belmont Report and Its Principles",
                    "12-Sep-2026",
                    "3/3 (100%)"
                ),
                row("Review (IRB) Process", "12-Sep-2026", "4 / 5 (80 %)"),
                row(
                    "Massachusetts Institute of Technology",
                    "12-Sep-2026",
                    "No Quiz"
                ),
                row("Records-Based Research", "", "3/3"),
                row("Conflicts of Interest", "13-Sep-2026", ""),
            ]
        );
    }

    #[test]
    fn a_broken_name_is_put_together_and_a_module_that_is_listed_again_counts_once() {
        let rows = read(&[
            (0.0, "Populations in Research Requiring 12-Sep-2026 5/5"),
            (12.0, "Additional Considerations (ID: 16680)"),
            (40.0, "Research and HIPAA"),
            (46.0, "12-Sep-2026 5/5 (100%)"),
            (52.0, "Privacy Protections"),
            (
                80.0,
                "research and hipaa Privacy Protections 01-Oct-2026 4/5",
            ),
        ]);
        assert_eq!(
            rows,
            [
                row(
                    "Populations in Research Requiring Additional Considerations",
                    "12-Sep-2026",
                    "5/5"
                ),
                row(
                    "Research and HIPAA Privacy Protections",
                    "12-Sep-2026",
                    "5/5 (100%)"
                ),
            ]
        );
    }

    #[test]
    fn there_are_only_so_many() {
        let many: Vec<_> = (0..500)
            .map(|at| format!("Module number {at} is 1/1"))
            .collect();
        let lines: Vec<_> = many
            .iter()
            .enumerate()
            .map(|(at, text)| (20.0 * at as f64, text.as_str()))
            .collect();
        assert_eq!(read(&lines).len(), MODULES_MAX);
    }
}
