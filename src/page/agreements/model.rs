//! How a signature stands beside the others of the person: pure, tested natively.

use accede_api::dataset::Signature;
use accede_domain::time::Date;

/// How a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    InForce,
    /// A later version was signed.
    Replaced,
    /// A new version has to be signed by then.
    SignBy(Date),
    /// A new version had to be signed.
    Ended,
}

/// How one of all the person's signatures stands.
pub fn state(signature: &Signature, all: &[Signature], today: Date) -> State {
    let later = |other: &Signature| {
        other.dataset == signature.dataset && signature.signed_at < other.signed_at
    };
    if all.iter().any(later) {
        return State::Replaced;
    }
    match signature.counts_until {
        _ if signature.current => State::InForce,
        Some(day) if today <= day => State::SignBy(day),
        _ => State::Ended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_domain::time::Timestamp;

    fn signature(dataset: &str, signed: i64, counts_until: Option<&str>) -> Signature {
        Signature {
            id: String::new(),
            dataset: dataset.to_owned(),
            dataset_title: String::new(),
            agreement_version: String::new(),
            agreement_sha256: String::new(),
            typed_name: String::new(),
            signed_at: Timestamp::from_seconds(signed),
            receipt_url: String::new(),
            current: counts_until.is_none(),
            counts_until: counts_until.and_then(Date::parse),
        }
    }

    #[test]
    fn the_latest_signature_on_a_dataset_counts_and_says_until_when() {
        let day = |text: &str| Date::parse(text).unwrap();
        let all = [
            signature("a", 1, Some("2027-02-23")),
            signature("b", 2, Some("2027-02-23")),
            signature("a", 3, None),
        ];
        let states = |today| {
            all.iter()
                .map(|of| state(of, &all, day(today)))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            states("2027-02-23"),
            [
                State::Replaced,
                State::SignBy(day("2027-02-23")),
                State::InForce
            ]
        );
        assert_eq!(states("2027-02-24")[1], State::Ended);
    }
}
