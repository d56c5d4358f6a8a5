//! What the page's worker answers. It runs in a thread of its own, loaded when somebody picks a file (`public/worker-start.js`),
//! so that the page stays small and never stands still.

use accede_api::training::{ReadReport, TrainingRules};
use accede_domain::time::Timestamp;
use accede_domain::training::findings::{Asked, compare};
use accede_report::Limits;

/// Reads a file and compares it with what is asked: JSON of a [`ReadReport`].
///
/// `rules` is the answer of `/api/v1/training-types/{key}/rules`, `full_name` the person as the profile has it, `now` the
/// server's time. Nothing where rules or time cannot be read, as those of a later release.
#[must_use]
pub fn answer(file: &[u8], rules: &str, full_name: &str, now: &str) -> Option<String> {
    let rules: TrainingRules = serde_json::from_str(rules).ok()?;
    let reading = accede_report::read(file, &rules.report, &Limits::default());
    let asked = Asked {
        rules: &rules.report,
        modules: &rules.asked_modules,
        validity_years: rules.validity_years,
        full_name,
        stated: None,
        now: Timestamp::parse(now)?,
    };
    let findings = compare(&reading, &asked);
    serde_json::to_string(&ReadReport { reading, findings }).ok()
}

#[cfg(test)]
mod tests {
    use accede_content::Catalogue;
    use accede_domain::training::findings::Verdict;
    use accede_report::testing;

    use super::*;

    fn rules() -> String {
        let catalogue = Catalogue::load().unwrap();
        let of = &catalogue.trainings()[0];
        let rules = TrainingRules {
            validity_years: of.validity_years,
            report: of.report.clone(),
            asked_modules: of.asked_modules(),
        };
        serde_json::to_string(&rules).unwrap()
    }

    #[test]
    fn a_good_report_is_answered_with_what_the_program_reads() {
        let bytes = testing::report();
        let text = answer(&bytes, &rules(), "Ada Lovelace", "2027-01-15T08:00:00Z").unwrap();
        let read: ReadReport = serde_json::from_str(&text).unwrap();
        let native = accede_report::read(&bytes, &testing::rules(), &Limits::default());
        assert_eq!(read.reading, native);
        assert!(read.findings.iter().all(|of| of.verdict == Verdict::Met));
    }

    #[test]
    fn rules_of_a_later_release_are_not_guessed_at() {
        let later = rules().replacen('{', "{\"new\":1,\"report_kind\":2,", 1);
        assert!(
            answer(b"", &later, "", "2027-01-15T08:00:00Z").is_some(),
            "what is new is passed over"
        );
        assert_eq!(answer(b"", "{}", "", "2027-01-15T08:00:00Z"), None);
        assert_eq!(answer(b"", &rules(), "", "today"), None);
    }
}
