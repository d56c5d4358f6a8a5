//! Points in time, spans and calendar days, small enough for the page: no time-zone tables, no
//! crate. Everything is UTC; the page shows a person's own zone with the browser's `Intl`.
//!
//! The civil algorithms are Howard Hinnant's `days_from_civil` and `civil_from_days`; the tests
//! compare them with the `time` crate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
const MICROS_PER_DAY: i64 = SECONDS_PER_DAY * MICROS_PER_SECOND;

/// A span of time in microseconds; may be negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Duration(pub i64);

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `n` seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(MICROS_PER_SECOND))
    }

    /// `n` minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }

    /// `n` hours.
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Self::seconds(n.saturating_mul(3600))
    }

    /// `n` days of 24 hours.
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Self::seconds(n.saturating_mul(SECONDS_PER_DAY))
    }

    /// Whole days in it, rounded down.
    #[must_use]
    pub const fn whole_days(self) -> i64 {
        self.0.div_euclid(MICROS_PER_DAY)
    }

    /// Whole seconds in it, rounded down.
    #[must_use]
    pub const fn whole_seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND)
    }

    /// `n` times this span, saturating.
    #[must_use]
    pub const fn times(self, n: i64) -> Self {
        Self(self.0.saturating_mul(n))
    }
}

/// A point in time: microseconds since 1970-01-01T00:00:00Z, as the database keeps it.
///
/// In JSON it is an RFC 3339 string ending in `Z`. Only the years 0001 to 9999 can be written so;
/// arithmetic saturates at those bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800 * MICROS_PER_SECOND);
    /// 9999-12-31T23:59:59.999999Z.
    pub const MAX: Self = Self(253_402_300_800 * MICROS_PER_SECOND - 1);

    /// From microseconds since the epoch, held within [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        if micros < Self::MIN.0 {
            Self::MIN
        } else if micros > Self::MAX.0 {
            Self::MAX
        } else {
            Self(micros)
        }
    }

    /// From whole seconds since the epoch.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::from_micros(seconds.saturating_mul(MICROS_PER_SECOND))
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND)
    }

    /// This point moved by a span.
    #[must_use]
    pub const fn plus(self, span: Duration) -> Self {
        Self::from_micros(self.0.saturating_add(span.0))
    }

    /// This point moved back by a span.
    #[must_use]
    pub const fn minus(self, span: Duration) -> Self {
        Self::from_micros(self.0.saturating_sub(span.0))
    }

    /// The span from `earlier` to this point; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// Whole days from `earlier` to this point, rounded down.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.since(earlier).whole_days()
    }

    /// The calendar day in UTC.
    #[must_use]
    pub const fn date(self) -> Date {
        Date::from_days_since_epoch(Self::from_micros(self.0).0.div_euclid(MICROS_PER_DAY))
    }

    /// Reads RFC 3339, with any offset; microseconds are kept, finer digits are cut.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        let day = Date::parse(day)?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (clock, rest) = rest.split_at_checked(8)?;
        let [h1, h2, b':', m1, m2, b':', s1, s2] = *clock.as_bytes() else {
            return None;
        };
        let (hour, minute, second) = (pair(h1, h2)?, pair(m1, m2)?, pair(s1, s2)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let (fraction, rest) = fraction(rest)?;
        let offset = offset_seconds(rest)?;
        let seconds = day.days_since_epoch() * SECONDS_PER_DAY
            + i64::from(hour) * 3600
            + i64::from(minute) * 60
            + i64::from(second)
            - offset;
        let at = Self(seconds * MICROS_PER_SECOND + fraction);
        (at >= Self::MIN && at <= Self::MAX).then_some(at)
    }
}

fn pair(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

/// Microseconds of a `.123` part, and what follows it.
fn fraction(rest: &str) -> Option<(i64, &str)> {
    let Some(digits) = rest.strip_prefix('.') else {
        return Some((0, rest));
    };
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let micros = (0..6).fold(0, |sum, place| {
        let digit = digits.as_bytes().get(place).filter(|_| place < end);
        sum * 10 + digit.map_or(0, |d| i64::from(d - b'0'))
    });
    Some((micros, &digits[end..]))
}

fn offset_seconds(text: &str) -> Option<i64> {
    match *text.as_bytes() {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hour, minute) = (pair(h1, h2)?, pair(m1, m2)?);
            if hour > 23 || minute > 59 {
                return None;
            }
            let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60;
            Some(if sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = Self::from_micros(self.0);
        let second_of_day = held.seconds().rem_euclid(SECONDS_PER_DAY);
        let (hour, minute) = (second_of_day / 3600, second_of_day / 60 % 60);
        write!(
            f,
            "{}T{hour:02}:{minute:02}:{:02}",
            held.date(),
            second_of_day % 60
        )?;
        match held.0.rem_euclid(MICROS_PER_SECOND) {
            0 => f.write_str("Z"),
            micros => write!(f, ".{micros:06}Z"),
        }
    }
}

/// A day of the calendar that exists, in the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if there is one.
    #[must_use]
    pub const fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 {
            return None;
        }
        if day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// 1 to 9999.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Reads exactly `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
            return None;
        };
        let year = i32::from(pair(y1, y2)?) * 100 + i32::from(pair(y3, y4)?);
        Self::new(year, pair(m1, m2)?, pair(d1, d2)?)
    }

    /// The same day `years` later; 29 February becomes 28 February where the year has no 29th, so
    /// that nothing lasts longer than its years. Held within the years 1 to 9999.
    #[must_use]
    pub const fn add_years(self, years: i32) -> Self {
        let wanted = self.year.saturating_add(years);
        let year = if wanted < 1 {
            1
        } else if wanted > 9999 {
            9999
        } else {
            wanted
        };
        let last = days_in_month(year, self.month);
        let day = if self.day > last { last } else { self.day };
        Self {
            year,
            month: self.month,
            day,
        }
    }

    /// The day `days` later, held within the years 1 to 9999.
    #[must_use]
    pub const fn add_days(self, days: i64) -> Self {
        Self::from_days_since_epoch(self.days_since_epoch().saturating_add(days))
    }

    /// Midnight in UTC at which this day begins.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        Timestamp(self.days_since_epoch() * MICROS_PER_DAY)
    }

    /// Days from 1970-01-01 to this day; negative before it.
    #[must_use]
    pub const fn days_since_epoch(self) -> i64 {
        let shifted_year = if self.month <= 2 {
            self.year - 1
        } else {
            self.year
        } as i64;
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let month_from_march = (self.month as i64 + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + self.day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day so many days after 1970-01-01, held within the years 1 to 9999.
    #[must_use]
    pub const fn from_days_since_epoch(days: i64) -> Self {
        const FIRST: i64 = -719_162;
        const LAST: i64 = 2_932_896;
        let held = if days < FIRST {
            FIRST
        } else if days > LAST {
            LAST
        } else {
            days
        };
        let shifted = held + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8;
        let month = ((month_from_march + 2) % 12 + 1) as u8;
        let year = (year_of_era + era * 400) as i32 + if month <= 2 { 1 } else { 0 };
        Self { year, month, day }
    }
}

const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl From<Timestamp> for Date {
    fn from(at: Timestamp) -> Self {
        at.date()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text that is not a time or a day in the one form that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time (RFC 3339) or a day (YYYY-MM-DD)")
    }
}

impl std::error::Error for NotATime {}

impl FromStr for Timestamp {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        Self::parse(text).ok_or(NotATime)
    }
}

impl FromStr for Date {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        Self::parse(text).ok_or(NotATime)
    }
}

macro_rules! serde_by_display {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::choice::deserialize_str(deserializer)
            }
        }
    };
}

serde_by_display!(Timestamp);
serde_by_display!(Date);

string_schema!(
    Timestamp,
    Some(utoipa::openapi::SchemaFormat::KnownFormat(
        utoipa::openapi::KnownFormat::DateTime
    ))
);
string_schema!(
    Date,
    Some(utoipa::openapi::SchemaFormat::KnownFormat(
        utoipa::openapi::KnownFormat::Date
    ))
);
