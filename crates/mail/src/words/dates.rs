//! Days and moments in words. Mails do not know the reader's time zone, so moments are given in UTC and say so.

use accede_domain::time::{Date, Timestamp};

const MONTHS: [&str; 12] = [
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

/// "12 September 2026": the month in words, because 12/9 means two different days.
pub(crate) fn day(date: Date) -> String {
    let month = MONTHS
        .get(usize::from(date.month()).wrapping_sub(1))
        .copied()
        .unwrap_or("?");
    format!("{} {month} {}", date.day(), date.year())
}

/// "12 September 2026, 14:05 UTC".
pub(crate) fn moment(at: Timestamp) -> String {
    let seconds_of_day = at.0.div_euclid(1_000_000).rem_euclid(86_400);
    let (hour, minute) = (seconds_of_day / 3600, seconds_of_day % 3600 / 60);
    format!("{}, {hour:02}:{minute:02} UTC", day(at.date()))
}

/// "1 day", "7 days".
pub(crate) fn days(count: u32) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}
