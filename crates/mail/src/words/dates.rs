//! Days and moments in words. Mails do not know the reader's time zone, so moments are given in UTC and say so.

use accede_domain::language::Language;
use accede_domain::time::{Date, Timestamp};

use crate::phrase::{Phrase, fill};

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

pub(crate) fn day(date: Date) -> Phrase {
    Phrase::Day(date)
}

pub(crate) fn moment(at: Timestamp) -> Phrase {
    Phrase::Moment(at)
}

/// "1 day", "7 days".
pub(crate) fn days(count: u32) -> Phrase {
    if count == 1 {
        "1 day".into()
    } else {
        fill!("{1} days", u64::from(count))
    }
}

/// "12 September 2026", "12 de septiembre de 2026": the month in words, because 12/9 means two different days.
pub(crate) fn day_in(date: Date, language: Language) -> String {
    let (months, of) = match language {
        Language::English => (ENGLISH, " "),
        Language::Spanish => (SPANISH, " de "),
    };
    let month = usize::from(date.month()).wrapping_sub(1);
    let month = months.get(month).copied().unwrap_or("?");
    format!("{}{of}{month}{of}{}", date.day(), date.year())
}

/// "12 September 2026, 14:05 UTC".
pub(crate) fn moment_in(at: Timestamp, language: Language) -> String {
    let seconds_of_day = at.0.div_euclid(1_000_000).rem_euclid(86_400);
    let (hour, minute) = (seconds_of_day / 3600, seconds_of_day % 3600 / 60);
    format!("{}, {hour:02}:{minute:02} UTC", day_in(at.date(), language))
}
