//! What the pages of cloud accounts decide.

use accede_api::dataset::Signature;

/// The one dataset that somebody has signed for; nothing where there are several, or none.
pub fn only(signed: &[Signature]) -> Option<&str> {
    let (first, others) = signed.split_first()?;
    let is_first = |other: &Signature| other.dataset == first.dataset;
    others
        .iter()
        .all(is_first)
        .then_some(first.dataset.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_domain::time::Timestamp;

    #[test]
    fn a_linked_account_leads_to_the_one_dataset_that_was_signed_for() {
        let signed = |dataset: &str| Signature {
            id: String::new(),
            dataset: dataset.to_owned(),
            dataset_title: String::new(),
            agreement_version: String::new(),
            agreement_sha256: String::new(),
            typed_name: String::new(),
            signed_at: Timestamp::from_seconds(0),
            receipt_url: String::new(),
            current: true,
            counts_until: None,
        };
        assert_eq!(only(&[]), None);
        // Signed again when the agreement had a new version.
        assert_eq!(only(&[signed("a"), signed("a")]), Some("a"));
        assert_eq!(only(&[signed("a"), signed("b")]), None);
    }
}
