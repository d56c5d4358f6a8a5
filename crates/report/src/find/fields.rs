//! Values behind their labels: `Name: Ada Lovelace`, label and value in two columns, or one below the other.

use accede_domain::training::reading::{
    Labels, Reading, ReportField, ReportRules, SeenDate, SeenNumber,
};

use super::{date, kept, without_number};
use crate::text::{Line, Segment};

/// Lines of a text that was broken stand nearer than this, in parts of the font's size.
const NEAR: f64 = 1.9;
/// A broken value goes on below itself and not below its label.
const INDENT: f64 = 0.5;

/// A label as it stands somewhere.
pub(super) struct Found {
    /// What it is a label of; nothing for one whose value nobody asks for.
    field: Option<ReportField>,
    line: usize,
    segment: usize,
    /// Bytes of the segment's text.
    start: usize,
    end: usize,
    has_colon: bool,
}

/// Fills in what stands behind labels. The first value of each counts.
pub(crate) fn fields(lines: &[Line], rules: &ReportRules, reading: &mut Reading) {
    let labels = known(&rules.labels);
    let found: Vec<Found> = lines
        .iter()
        .enumerate()
        .flat_map(|(index, line)| in_line(index, line, &labels))
        .collect();
    for (index, label) in found.iter().enumerate() {
        let Some(field) = label.field else { continue };
        let next = found.get(index + 1);
        let value = value(lines, label, next, &found);
        if !value.is_empty() {
            set(reading, field, &value);
        }
    }
}

/// Every label with what it is of, the longest first, so that `Name` is not found inside of a longer one.
pub(super) fn known(labels: &Labels) -> Vec<(Vec<char>, Option<ReportField>)> {
    use ReportField as F;
    let mut known: Vec<(Vec<char>, Option<F>)> = [
        (&labels.name, Some(F::Name)),
        (&labels.affiliation, Some(F::Affiliation)),
        (&labels.curriculum_group, Some(F::CurriculumGroup)),
        (&labels.course, Some(F::Course)),
        (&labels.stage, Some(F::Stage)),
        (&labels.record_id, Some(F::RecordId)),
        (&labels.completed_on, Some(F::CompletedOn)),
        (&labels.expires_on, Some(F::ExpiresOn)),
        (&labels.minimum_passing, Some(F::MinimumPassing)),
        (&labels.reported_score, Some(F::ReportedScore)),
        (&labels.other, None),
    ]
    .into_iter()
    .flat_map(|(words, field)| words.iter().map(move |word| (squeezed(word), field)))
    .filter(|(word, _)| !word.is_empty())
    .collect();
    known.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    known
}

/// Lower case without blanks.
fn squeezed(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn in_line(
    index: usize,
    line: &Line,
    labels: &[(Vec<char>, Option<ReportField>)],
) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, segment) in line.segments.iter().enumerate() {
        let mut from = 0;
        while let Some(start) = next_word(&segment.text, from) {
            from = start
                + segment.text[start..]
                    .chars()
                    .next()
                    .map_or(1, char::len_utf8);
            let Some((field, end, has_colon)) = label_at(segment, start, labels) else {
                continue;
            };
            // Behind other words of its line it is one only where a label came before: `for the following course:` is none.
            // Without a colon it has to have a column of its own, in a line whose labels have none.
            let begins = is_first(&segment.text, start);
            let is_label = if has_colon {
                begins || !found.is_empty()
            } else {
                begins
                    && end == segment.text.len()
                    && (at == 0 || found.last().is_some_and(|of: &Found| !of.has_colon))
            };
            if is_label {
                found.push(Found {
                    field,
                    line: index,
                    segment: at,
                    start,
                    end,
                    has_colon,
                });
                from = end;
            }
        }
    }
    found
}

/// The next beginning of a word, from a byte on.
fn next_word(text: &str, from: usize) -> Option<usize> {
    let mut before = text.get(..from).and_then(|text| text.chars().next_back());
    for (at, c) in text.get(from..)?.char_indices() {
        let is_inside = before.is_some_and(char::is_alphanumeric);
        if c.is_alphanumeric() && !is_inside {
            return Some(from + at);
        }
        before = Some(c);
    }
    None
}

/// Nothing but bullets stand before it.
fn is_first(text: &str, start: usize) -> bool {
    !text[..start].chars().any(char::is_alphanumeric)
}

/// The label that begins here: what it is of, where it ends with its marks (`*`) and colon, and whether it has a colon.
fn label_at(
    segment: &Segment,
    start: usize,
    labels: &[(Vec<char>, Option<ReportField>)],
) -> Option<(Option<ReportField>, usize, bool)> {
    let text = segment.text.get(start..)?;
    labels.iter().find_map(|(label, field)| {
        let mut wanted = label.iter().peekable();
        let mut end = 0;
        for (at, c) in text.char_indices() {
            if wanted.peek().is_none() {
                break;
            }
            end = at + c.len_utf8();
            if c.is_whitespace() {
                continue;
            }
            for lower in c.to_lowercase() {
                if wanted.next() != Some(&lower) {
                    return None;
                }
            }
        }
        if wanted.peek().is_some() {
            return None;
        }
        let rest = &text[end..];
        // A longer word that begins like the label.
        if rest.chars().next().is_some_and(char::is_alphanumeric) {
            return None;
        }
        let marks = rest.len() - rest.trim_start_matches(['*', ' ', '†']).len();
        let has_colon = rest[marks..].starts_with([':', '：']);
        let colon = rest[marks..].chars().next().map_or(0, char::len_utf8);
        let taken = marks + if has_colon { colon } else { 0 };
        Some((*field, start + end + taken, has_colon))
    })
}

/// What stands behind a label up to the next one, else below it.
fn value(lines: &[Line], label: &Found, next: Option<&Found>, all: &[Found]) -> String {
    let Some(line) = lines.get(label.line) else {
        return String::new();
    };
    let mut value = String::new();
    let mut x = None;
    for (at, segment) in line.segments.iter().enumerate().skip(label.segment) {
        let from = if at == label.segment { label.end } else { 0 };
        let next_here = next.filter(|next| next.line == label.line && next.segment == at);
        let to = next_here.map_or(segment.text.len(), |next| next.start);
        let part = segment.text.get(from..to).unwrap_or_default().trim();
        if !part.is_empty() {
            x = x.or(Some(if at == label.segment {
                None
            } else {
                Some(segment.x)
            }));
            value.push(' ');
            value.push_str(part);
        }
        if next_here.is_some() {
            break;
        }
    }
    let label_x = line.segments.get(label.segment).map_or(0.0, |of| of.x);
    let below = |index: usize| {
        let (above, line) = (lines.get(index.checked_sub(1)?)?, lines.get(index)?);
        let is_near = above.y - line.y < NEAR * above.size.max(line.size) && line.y < above.y;
        // Labels are in the order of their lines.
        let is_free = all.binary_search_by(|of| of.line.cmp(&index)).is_err();
        (is_near && is_free).then_some(line)
    };
    // A value may be broken, or stand as a whole below a label that has a colon and nothing behind it.
    let starts_below = value.trim().is_empty() && label.has_colon;
    let mut index = label.line + 1;
    while let Some(line) = below(index) {
        let goes_on = match x {
            Some(Some(x)) => line
                .segments
                .iter()
                .find(|of| (of.x - x).abs() < line.size * INDENT),
            Some(None) => line
                .segments
                .first()
                .filter(|of| of.x > label_x + INDENT * line.size),
            None if starts_below && index == label.line + 1 => line.segments.first(),
            None => None,
        };
        let Some(segment) = goes_on else { break };
        value.push(' ');
        value.push_str(&segment.text);
        index += 1;
        if starts_below || index > label.line + 3 {
            break;
        }
    }
    kept(&value)
}

fn set(reading: &mut Reading, field: ReportField, value: &str) {
    let named = || {
        let plain = kept(without_number(value));
        (!plain.is_empty()).then_some(plain)
    };
    match field {
        ReportField::Name => first(&mut reading.name, named()),
        ReportField::Affiliation => first(&mut reading.affiliation, named()),
        ReportField::CurriculumGroup => first(&mut reading.curriculum_group, named()),
        ReportField::Course => first(&mut reading.course, named()),
        ReportField::Stage => first(&mut reading.stage, named()),
        ReportField::RecordId => first(&mut reading.record_id, Some(value.to_owned())),
        ReportField::CompletedOn => first(&mut reading.completed_on, Some(day(value))),
        ReportField::ExpiresOn => first(&mut reading.expires_on, Some(day(value))),
        ReportField::MinimumPassing => first(&mut reading.minimum_passing, Some(number(value))),
        ReportField::ReportedScore => first(&mut reading.reported_score, Some(number(value))),
        ReportField::Modules | ReportField::Link => {}
    }
}

fn first<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

fn day(value: &str) -> SeenDate {
    match date::find(value) {
        Some((_, seen)) => seen,
        None => SeenDate {
            text: value.to_owned(),
            day: None,
        },
    }
}

/// `97`, `97%`, `97.5`: what stands behind the point does not decide whether somebody passed.
fn number(value: &str) -> SeenNumber {
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    SeenNumber {
        text: value.to_owned(),
        number: digits.parse().ok().filter(|number| *number <= 1000),
    }
}

#[cfg(test)]
mod tests {
    use accede_domain::training::reading::Paper;

    use super::*;
    use crate::testing::rules;

    /// Lines 12 apart with letters 10 high; ` | ` divides columns, each at its place in the line.
    fn page(text: &str) -> Vec<Line> {
        let lines = text.lines().enumerate();
        lines
            .map(|(index, line)| {
                let mut x = line.len() - line.trim_start().len();
                let segments = line
                    .trim_start()
                    .split(" | ")
                    .map(|part| {
                        let segment = Segment {
                            x: x as f64 * 5.0,
                            text: part.trim().to_owned(),
                        };
                        x += part.len() + 3;
                        segment
                    })
                    .collect();
                Line {
                    y: 800.0 - 12.0 * index as f64,
                    size: 10.0,
                    segments,
                }
            })
            .filter(|line: &Line| !line.text().is_empty())
            .collect()
    }

    fn read(text: &str) -> Reading {
        let mut reading = Reading::nothing(Paper::Report, None);
        fields(&page(text), &rules(), &mut reading);
        reading
    }

    #[test]
    fn values_stand_behind_labels_in_columns_and_below() {
        for text in [
            "• Name: Ada Lovelace (ID: 12)\n• Completion Date: 12-Sep-2026 Expiration Date : 11-Sep-2029",
            "Name | Ada Lovelace\nCompletion Date | 12-Sep-2026\nExpiration Date | 11-Sep-2029",
            "NAME: | Ada Lovelace\nCompletion Date: 12-Sep-2026 | Expiration Date: 11-Sep-2029",
            "Name:\nAda Lovelace\nCompletion Date:\n12-Sep-2026\nExpiration Date:\n11-Sep-2029",
            "Na me : Ada Lovelace\nCompletion Date*: 12-Sep-2026\nExpiration Date**: 11-Sep-2029",
        ] {
            let reading = read(text);
            assert_eq!(reading.name.as_deref(), Some("Ada Lovelace"), "{text}");
            let completed = reading.completed_on.unwrap();
            assert_eq!(completed.text, "12-Sep-2026", "{text}");
            assert_eq!(reading.expires_on.unwrap().text, "11-Sep-2029", "{text}");
        }
    }

    #[test]
    fn a_value_that_was_broken_is_put_together_and_no_other_line_with_it() {
        let broken = "Institution Affiliation: | Massachusetts Institute of Technology\n                           Affiliates (ID: 7)\nStage: | Stage 1";
        let affiliation = read(broken).affiliation;
        assert_eq!(
            affiliation.as_deref(),
            Some("Massachusetts Institute of Technology Affiliates")
        );
        let indented = "* Institution Affiliation: Massachusetts Institute of\n  Technology Affiliates\n* Phone: 1";
        assert_eq!(
            read(indented).affiliation.as_deref(),
            Some("Massachusetts Institute of Technology Affiliates")
        );
        let followed = "Name: Ada Lovelace\nThis is the report.";
        assert_eq!(read(followed).name.as_deref(), Some("Ada Lovelace"));
    }

    #[test]
    fn a_word_like_a_label_is_none() {
        assert_eq!(
            read("Your Name and more\nNames: Ada\nUser name here: x").name,
            None
        );
        assert_eq!(read("The name is on the certificate").name, None);
        assert_eq!(
            read("Has completed the following course:\nHuman Research\nfor the | course | of")
                .course,
            None
        );
        // Words that stand far apart are columns, and what looks like a label is part of a value.
        let spaced = read("Stage: | Stage | 1 | Basic | Course");
        assert_eq!(spaced.stage.as_deref(), Some("Stage 1 Basic Course"));
        assert_eq!(spaced.course, None);
        let behind_an_accent = read("Name: Émile Zola Completion Date: 12-Sep-2026");
        assert_eq!(behind_an_accent.name.as_deref(), Some("Émile Zola"));
        assert!(behind_an_accent.completed_on.is_some());
        let twice = read("Name: Ada Lovelace\nName: Grace Hopper");
        assert_eq!(twice.name.as_deref(), Some("Ada Lovelace"));
    }

    #[test]
    fn scores_are_numbers_with_or_without_a_sign() {
        let reading = read("Minimum Passing: 90 | Reported Score*: 97%");
        assert_eq!(reading.minimum_passing.unwrap().number, Some(90));
        let score = reading.reported_score.unwrap();
        assert_eq!((score.text.as_str(), score.number), ("97%", Some(97)));
        assert_eq!(
            read("Reported Score: passed")
                .reported_score
                .unwrap()
                .number,
            None
        );
    }
}
