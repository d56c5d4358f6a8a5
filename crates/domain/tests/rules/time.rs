//! The civil algorithms, against the `time` crate.

use accede_domain::time::{Date, Duration, Timestamp};
use proptest::prelude::*;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

fn any_timestamp() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.0..=Timestamp::MAX.0).prop_map(Timestamp)
}

fn peer(at: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1000).unwrap()
}

proptest! {
    #[test]
    fn a_timestamp_is_written_as_the_time_crate_reads_it(at in any_timestamp()) {
        let read = OffsetDateTime::parse(&at.to_string(), &Rfc3339).unwrap();
        prop_assert_eq!(read, peer(at));
    }

    #[test]
    fn a_timestamp_is_read_as_the_time_crate_writes_it(at in any_timestamp()) {
        prop_assert_eq!(Timestamp::parse(&peer(at).format(&Rfc3339).unwrap()), Some(at));
    }

    #[test]
    fn the_day_of_a_timestamp_is_that_of_the_time_crate(at in any_timestamp()) {
        let date = at.date();
        let peer = peer(at).date();
        prop_assert_eq!(
            (date.year(), date.month(), date.day()),
            (peer.year(), u8::from(peer.month()), peer.day())
        );
    }

    #[test]
    fn days_from_the_epoch_and_back_is_the_same_day(days in -719_162_i64..=2_932_896) {
        prop_assert_eq!(Date::from_days_since_epoch(days).days_since_epoch(), days);
    }

    #[test]
    fn a_day_exists_exactly_where_the_time_crate_has_it(year in 1_i32..=9999, month in 0_u8..=14, day in 0_u8..=33) {
        let peer = time::Month::try_from(month).ok()
            .and_then(|month| time::Date::from_calendar_date(year, month, day).ok());
        prop_assert_eq!(Date::new(year, month, day).is_some(), peer.is_some());
    }

    #[test]
    fn a_day_reads_back_from_its_text(days in -719_162_i64..=2_932_896) {
        let date = Date::from_days_since_epoch(days);
        prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,40}") {
        let _ = Timestamp::parse(&text);
        let _ = Date::parse(&text);
    }

    #[test]
    fn arithmetic_never_panics(at in any::<i64>(), span in any::<i64>(), years in any::<i32>()) {
        let moved = Timestamp(at).plus(Duration(span)).minus(Duration(span));
        let _ = (moved.to_string(), Timestamp(at).to_string(), moved.days_since(Timestamp(at)));
        let _ = moved.date().add_years(years).add_days(span);
    }
}

#[test]
fn a_timestamp_travels_as_rfc_3339() {
    let at = Timestamp::from_seconds(1_795_244_319);
    assert_eq!(
        serde_json::to_string(&at).unwrap(),
        "\"2026-11-21T06:58:39Z\""
    );
    let finer = Timestamp(at.0 + 120);
    assert_eq!(
        serde_json::to_string(&finer).unwrap(),
        "\"2026-11-21T06:58:39.000120Z\""
    );
    assert_eq!(
        serde_json::from_str::<Timestamp>("\"2026-11-21T07:58:39+01:00\"").unwrap(),
        at
    );
    assert!(serde_json::from_str::<Timestamp>("\"2026-11-21\"").is_err());
}

#[test]
fn years_are_added_to_a_leap_day() {
    let leap_day = Date::new(2024, 2, 29).unwrap();
    assert_eq!(leap_day.add_years(3), Date::new(2027, 2, 28).unwrap());
    assert_eq!(leap_day.add_years(4), Date::new(2028, 2, 29).unwrap());
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for text in [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-1-1",
        "0000-01-01",
        "2026-11-21 ",
    ] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}
