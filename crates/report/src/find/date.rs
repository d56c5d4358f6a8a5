//! Dates as they are printed.

use accede_domain::time::Date;
use accede_domain::training::reading::SeenDate;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A part of a text: a number, a word, or what stands between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Number(&'a str),
    Word(&'a str),
    Between(&'a str),
}

/// The first date in a text, with the bytes it takes there. `12-Sep-2026`, `September 12, 2026`, `2026-09-12`. Of
/// `09/12/2026` nobody knows which is the month: it is seen and has no day, unless only one of them can be.
pub(super) fn find(text: &str) -> Option<(std::ops::Range<usize>, SeenDate)> {
    let parts = parts(text);
    parts.iter().enumerate().find_map(|(index, (start, _))| {
        let rest: Vec<_> = parts[index..]
            .iter()
            .take(DATE_PARTS)
            .map(|(_, part)| *part)
            .collect();
        let (day, taken) = day(&rest)?;
        let end = parts
            .get(index + taken)
            .map_or(text.len(), |(start, _)| *start);
        let text = text[*start..end].to_owned();
        Some((*start..end, SeenDate { text, day }))
    })
}

/// Day, month and year, and what stands between them.
const DATE_PARTS: usize = 5;
/// At most so many parts are looked at: a line of a report has some twenty.
const PARTS_MAX: usize = 200;

fn parts(text: &str) -> Vec<(usize, Part<'_>)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if parts.len() == PARTS_MAX {
            break;
        }
        let kind = class(first);
        let end = rest.find(|c: char| class(c) != kind).unwrap_or(rest.len());
        let part = match kind {
            Class::Digit => Part::Number(&rest[..end]),
            Class::Letter => Part::Word(&rest[..end]),
            Class::Other => Part::Between(&rest[..end]),
        };
        parts.push((text.len() - rest.len(), part));
        rest = &rest[end..];
    }
    parts
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Other,
}

fn class(c: char) -> Class {
    if c.is_ascii_digit() {
        Class::Digit
    } else if c.is_alphabetic() {
        Class::Letter
    } else {
        Class::Other
    }
}

/// The day that a text begins with, and how many parts it takes.
fn day(parts: &[Part<'_>]) -> Option<(Option<Date>, usize)> {
    use Part::{Between, Number, Word};
    match *parts {
        // 12-Sep-2026, 12 September 2026
        [
            Number(day),
            Between(a),
            Word(month),
            Between(b),
            Number(year),
            ..,
        ] if is_between(a) && is_between(b) => Some((Some(date(year, month_of(month)?, day)?), 5)),
        // Sep 12, 2026
        [
            Word(month),
            Between(a),
            Number(day),
            Between(b),
            Number(year),
            ..,
        ] if is_between(a) && is_between(b) => Some((Some(date(year, month_of(month)?, day)?), 5)),
        [
            Number(first),
            Between(a),
            Number(second),
            Between(b),
            Number(third),
            ..,
        ] if a == b && is_between(a) => {
            if first.len() == 4 {
                return Some((Some(date(first, number(second)?, third)?), 5));
            }
            let one = date(third, number(first)?, second);
            let other = date(third, number(second)?, first);
            match (one, other) {
                (None, None) => None,
                (Some(day), None) | (None, Some(day)) => Some((Some(day), 5)),
                (Some(one), Some(other)) => Some(((one == other).then_some(one), 5)),
            }
        }
        _ => None,
    }
}

fn is_between(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "." | "," | "/")
}

fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let month = MONTHS.iter().position(|month| word.starts_with(month))?;
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    // `Sept` and `Sep`, but not `Marker`.
    full[month].starts_with(&word).then_some(month as u8 + 1)
}

fn number(digits: &str) -> Option<u8> {
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

/// Years are written in full: of two digits nobody knows the century.
fn date(year: &str, month: u8, day: &str) -> Option<Date> {
    let year: i32 = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    (1990..=2200).contains(&year).then_some(())?;
    Date::new(year, month, number(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_the_ways_in_which_they_are_printed() {
        for text in [
            "12-Sep-2026",
            "12 - Sep - 2026",
            "12–Sept–2026",
            "Completed 12 September 2026.",
            "Sep 12, 2026",
            "September 12 2026",
            "2026-09-12",
            "2026/9/12",
            "Stage 1 12.Sep.2026 5/5 (100%)",
        ] {
            let (place, seen) = find(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(seen.day, Date::parse("2026-09-12"), "{text}");
            assert_eq!(text[place], seen.text);
        }
        assert_eq!(find("09/25/2026").unwrap().1.day, Date::parse("2026-09-25"));
        assert_eq!(find("25.09.2026").unwrap().1.day, Date::parse("2026-09-25"));
    }

    #[test]
    fn what_may_be_two_days_is_seen_and_not_understood() {
        let (_, seen) = find("on 09/12/2026").unwrap();
        assert_eq!((seen.text.as_str(), seen.day), ("09/12/2026", None));
        assert_eq!(find("11/11/2026").unwrap().1.day, Date::parse("2026-11-11"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "5/5 (100%)",
            "12-Sep-26",
            "31-Feb-2026",
            "12-Marker-2026",
            "1127 2026",
            "2026",
            "888-529-5929",
            "12-Sep-0026",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
