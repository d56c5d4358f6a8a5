//! Conditions and ranges of a request for a file (RFC 9110, 13 and 14).

use std::ops::Range;
use std::time::UNIX_EPOCH;

use accede_domain::time::Timestamp;
use axum::http::{HeaderMap, HeaderName, Method, header};

use crate::http::version::none_match;

/// What there is to be had.
#[derive(Debug, Clone)]
pub(super) struct Representation {
    /// Strong, with its quotes.
    pub etag: String,
    pub modified: Timestamp,
    pub length: u64,
}

/// What to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    NotModified,
    Whole,
    Part(Range<u64>),
    BeyondTheEnd,
}

pub(super) fn judge(method: &Method, asked: &HeaderMap, of: &Representation) -> Outcome {
    if is_known(asked, of) {
        return Outcome::NotModified;
    }
    // A range is for GET alone, and only of what the client has the beginning of.
    if method != Method::GET || !range_holds(asked, of) {
        return Outcome::Whole;
    }
    match text(asked, header::RANGE).and_then(|given| range(given, of.length)) {
        None => Outcome::Whole,
        Some(Some(part)) => Outcome::Part(part),
        Some(None) => Outcome::BeyondTheEnd,
    }
}

/// The ETag decides where one is given, else the time, which must be the same one. Later is not enough: a file that broke
/// off bears the time at which it broke off, and `wget -N -c` would never ask for its end. A whole file bears ours.
fn is_known(asked: &HeaderMap, of: &Representation) -> bool {
    if asked.contains_key(header::IF_NONE_MATCH) {
        return none_match(asked, &of.etag);
    }
    text(asked, header::IF_MODIFIED_SINCE).and_then(seconds) == Some(of.modified.seconds())
}

/// A part fits only what the client has the beginning of. `If-Range` says what that is. `wget -N -c` sends the time of
/// its beginning instead: one from before our last change is the beginning of something else.
fn range_holds(asked: &HeaderMap, of: &Representation) -> bool {
    if asked.contains_key(header::IF_RANGE) {
        return text(asked, header::IF_RANGE).is_some_and(|given| match given.starts_with('"') {
            true => given == of.etag,
            false => seconds(given) == Some(of.modified.seconds()),
        });
    }
    let since = text(asked, header::IF_MODIFIED_SINCE).and_then(seconds);
    since.is_none_or(|since| since >= of.modified.seconds())
}

fn text(asked: &HeaderMap, name: HeaderName) -> Option<&str> {
    asked.get(name)?.to_str().ok().map(str::trim)
}

fn seconds(date: &str) -> Option<i64> {
    let since = httpdate::parse_http_date(date)
        .ok()?
        .duration_since(UNIX_EPOCH)
        .ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// One range of bytes; nothing where it is not one, so that all is sent: several ranges need not be answered as such.
/// Within, nothing where it begins behind the end.
fn range(given: &str, length: u64) -> Option<Option<Range<u64>>> {
    let (unit, range) = given.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = range.trim().split_once('-')?;
    if first.is_empty() {
        let last_bytes = number(last)?;
        return Some(
            (last_bytes > 0 && length > 0).then(|| length.saturating_sub(last_bytes)..length),
        );
    }
    let first = number(first)?;
    let end = if last.is_empty() {
        length
    } else {
        number(last)?.saturating_add(1).min(length)
    };
    if !last.is_empty() && number(last)? < first {
        return None;
    }
    Some((first < length).then_some(first..end))
}

/// Digits alone: `parse` would take a sign as well.
fn number(text: &str) -> Option<u64> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODIFIED: Timestamp = Timestamp(1_700_000_000_999_999);

    fn outcome(length: u64, asked: &[(HeaderName, &str)]) -> Outcome {
        let headers = asked
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect();
        let of = Representation {
            etag: "\"e\"".to_owned(),
            modified: MODIFIED,
            length,
        };
        judge(&Method::GET, &headers, &of)
    }

    #[test]
    fn a_range_is_read_as_it_is_meant() {
        let of = |text: &str| outcome(10, &[(header::RANGE, text)]);
        assert_eq!(of("bytes=0-0"), Outcome::Part(0..1));
        assert_eq!(of("bytes=3-"), Outcome::Part(3..10));
        assert_eq!(of("Bytes = 3-5"), Outcome::Part(3..6));
        assert_eq!(of("bytes=9-99999999999999999"), Outcome::Part(9..10));
        assert_eq!(of("bytes=-4"), Outcome::Part(6..10));
        assert_eq!(of("bytes=-99"), Outcome::Part(0..10));
        for behind in ["bytes=10-", "bytes=10-11", "bytes=-0"] {
            assert_eq!(of(behind), Outcome::BeyondTheEnd, "{behind}");
        }
        for other in [
            "bytes=5-3",
            "bytes=a-b",
            "bytes=1-2,4-5",
            "lines=1-2",
            "bytes",
            "bytes=+1-2",
            "bytes=-",
        ] {
            assert_eq!(of(other), Outcome::Whole, "{other}");
        }
        assert_eq!(
            outcome(0, &[(header::RANGE, "bytes=0-")]),
            Outcome::BeyondTheEnd
        );
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let same = "Tue, 14 Nov 2023 22:13:20 GMT";
        let (before, after) = (
            "Tue, 14 Nov 2023 22:13:19 GMT",
            "Tue, 14 Nov 2023 22:13:21 GMT",
        );
        assert_eq!(
            outcome(10, &[(header::IF_MODIFIED_SINCE, same)]),
            Outcome::NotModified
        );
        assert_eq!(
            outcome(10, &[(header::IF_MODIFIED_SINCE, before)]),
            Outcome::Whole
        );
        let rest = [
            (header::IF_MODIFIED_SINCE, after),
            (header::RANGE, "bytes=7-"),
        ];
        assert_eq!(
            outcome(10, &rest),
            Outcome::Part(7..10),
            "the beginning of a file that broke off"
        );
        let older = [
            (header::IF_MODIFIED_SINCE, before),
            (header::RANGE, "bytes=7-"),
        ];
        assert_eq!(
            outcome(10, &older),
            Outcome::Whole,
            "the beginning of what the file was before"
        );
        assert_eq!(
            outcome(10, &[(header::IF_MODIFIED_SINCE, "yesterday")]),
            Outcome::Whole
        );
        assert_eq!(
            outcome(10, &[(header::IF_NONE_MATCH, "\"e\"")]),
            Outcome::NotModified
        );
        let other = [
            (header::IF_NONE_MATCH, "\"x\""),
            (header::IF_MODIFIED_SINCE, same),
        ];
        assert_eq!(outcome(10, &other), Outcome::Whole);
        assert_eq!(
            outcome(
                10,
                &[
                    (header::RANGE, "bytes=10-"),
                    (header::IF_MODIFIED_SINCE, same)
                ]
            ),
            Outcome::NotModified
        );
    }

    #[test]
    fn a_part_goes_only_to_who_has_the_rest_of_the_same() {
        let of = |given: &str| {
            outcome(
                10,
                &[(header::RANGE, "bytes=5-"), (header::IF_RANGE, given)],
            )
        };
        assert_eq!(of("\"e\""), Outcome::Part(5..10));
        assert_eq!(of("Tue, 14 Nov 2023 22:13:20 GMT"), Outcome::Part(5..10));
        for other in ["\"x\"", "W/\"e\"", "Tue, 14 Nov 2023 22:13:21 GMT", "soon"] {
            assert_eq!(of(other), Outcome::Whole, "{other}");
        }
    }
}
