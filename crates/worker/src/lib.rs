//! What the page's worker answers. It runs in a thread of its own, loaded when somebody picks a file (`public/worker-start.js`),
//! so that the page stays small and never stands still.

mod words;

use accede_api::training::{ReadInWords, ReadReport, TrainingRules};
use accede_domain::time::Timestamp;
use accede_domain::training::findings::{Asked, compare};
use accede_domain::training::reading::Reading;
use accede_report::Limits;
use serde::Serialize;

/// An answer: what the page shows, and what it comes from.
#[derive(Serialize)]
struct Answer {
    words: ReadInWords,
    reading: Reading,
}

/// Reads a file and compares it with what is asked. JSON: `words` is a [`ReadInWords`], `reading` a [`Reading`].
///
/// `rules` is the answer of `/api/v1/training-types/{key}/rules`, `full_name` the person as the profile has it, `now` the
/// server's time, `translations` the file of the language that the page speaks; empty for English. Nothing where rules or
/// time cannot be read, as those of a later release.
#[must_use]
pub fn answer(
    file: &[u8],
    rules: &str,
    full_name: &str,
    now: &str,
    translations: &str,
) -> Option<String> {
    if !translations.is_empty() {
        // The worker ends with its one answer, and this with it.
        words::choose(Some(Box::leak(Box::new(words::read(translations)))));
    }
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
    let read = ReadReport { reading, findings };
    let answer = Answer {
        words: words::in_words(&read, words::Told::Sender),
        reading: read.reading,
    };
    serde_json::to_string(&answer).ok()
}

#[cfg(test)]
mod tests {
    use accede_content::Catalogue;
    use accede_domain::time::Date;
    use accede_domain::training::findings::Verdict;
    use accede_report::testing;
    use serde_json::Value;

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
        let text = answer(&bytes, &rules(), "Ada Lovelace", "2027-01-15T08:00:00Z", "").unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        let native = accede_report::read(&bytes, &testing::rules(), &Limits::default());
        assert_eq!(read["reading"], serde_json::to_value(native).unwrap());
        let words: ReadInWords = serde_json::from_value(read["words"].clone()).unwrap();
        assert_eq!(words.verdict, Verdict::Met);
        assert_eq!(words.completed_on, Date::parse("2026-09-12"));
        assert_eq!(words.modules.len(), 6);
        // Nothing is to be mended; of the end it is said how it is counted.
        let advised = words.checks.iter().filter(|of| !of.advice.is_empty());
        assert!(advised.eq(words.checks.iter().filter(|of| of.until.is_some())));
    }

    #[test]
    fn of_a_certificate_the_page_is_told_what_it_is_and_what_to_do() {
        let text = answer(
            &testing::certificate(),
            &rules(),
            "Ada Lovelace",
            "2027-01-15T08:00:00Z",
            "",
        )
        .unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        let first = &read["words"]["checks"][0];
        assert_eq!(first["verdict"], "not_met");
        assert_eq!(first["found"], "The certificate");
        let advice = first["advice"].as_str().unwrap();
        assert!(advice.contains("save the completion report"), "{advice}");
    }

    #[test]
    fn it_answers_in_the_language_of_the_page() {
        let spanish = "msgid \"The certificate\"\nmsgstr \"El certificado\"\n";
        let text = answer(
            &testing::certificate(),
            &rules(),
            "Ada Lovelace",
            "2027-01-15T08:00:00Z",
            spanish,
        )
        .unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["words"]["checks"][0]["found"], "El certificado");
    }

    #[test]
    fn of_a_scan_it_is_said_once_that_it_cannot_be_read() {
        let text = answer(&testing::scan(), &rules(), "", "2027-01-15T08:00:00Z", "").unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        let checks = read["words"]["checks"].as_array().unwrap();
        assert_eq!(checks.len(), 1);
        assert_eq!(checks[0]["verdict"], "could_not_tell");
        assert_eq!(read["words"]["verdict"], "could_not_tell");
    }

    #[test]
    fn of_a_file_that_will_not_be_taken_it_is_said_before_it_is_sent() {
        for (bytes, why) in [
            (&b""[..], "not a PDF, PNG or JPEG"),
            (b"hello", "not a PDF, PNG or JPEG"),
            (b"%PDF-1.7\nhello", "damaged or incomplete"),
        ] {
            let text = answer(bytes, &rules(), "Ada Lovelace", "2027-01-15T08:00:00Z", "").unwrap();
            let read: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(read["words"]["verdict"], "not_met");
            assert_eq!(
                read["words"]["summary"],
                "This file cannot be taken. Choose another one."
            );
            let advice = read["words"]["checks"][0]["advice"].as_str().unwrap();
            assert!(advice.contains(why), "{advice}");
        }
    }

    #[test]
    fn rules_of_a_later_release_are_not_guessed_at() {
        let later = rules().replacen('{', "{\"new\":1,\"report_kind\":2,", 1);
        assert!(
            answer(b"", &later, "", "2027-01-15T08:00:00Z", "").is_some(),
            "what is new is passed over"
        );
        assert_eq!(answer(b"", "{}", "", "2027-01-15T08:00:00Z", ""), None);
        assert_eq!(answer(b"", &rules(), "", "today", ""), None);
    }
}
