//! What a reading says beside what is asked for: each check met, not met and not to be told.

use accede_domain::name::{Likeness, likeness};
use accede_domain::text::folded;
use accede_domain::time::{Date, Timestamp};
use accede_domain::training::findings::{Asked, Check, Finding, Verdict, Why, compare};
use accede_domain::training::reading::{
    Labels, Paper, ReadModule, Reading, ReportField, ReportRules, SeenDate, SeenNumber, Unreadable,
};

fn rules() -> ReportRules {
    let none = Vec::new;
    ReportRules {
        report: vec!["COMPLETION REPORT".to_owned()],
        certificate: vec!["This is to certify".to_owned()],
        link: "citiprogram.org/verify/".to_owned(),
        affiliation: "Massachusetts Institute of Technology Affiliates".to_owned(),
        no_affiliation: "Independent Learner".to_owned(),
        course: "Data or Specimens Only Research".to_owned(),
        labels: Labels {
            name: none(),
            affiliation: none(),
            curriculum_group: none(),
            course: none(),
            stage: none(),
            record_id: none(),
            completed_on: none(),
            expires_on: none(),
            minimum_passing: none(),
            reported_score: none(),
            other: none(),
        },
    }
}

fn seen(text: &str, day: &str) -> Option<SeenDate> {
    Some(SeenDate {
        text: text.to_owned(),
        day: Date::parse(day),
    })
}

fn number(number: u32) -> Option<SeenNumber> {
    Some(SeenNumber {
        text: number.to_string(),
        number: Some(number),
    })
}

fn good() -> Reading {
    let mut reading = Reading {
        name: Some("Ada Lovelace".to_owned()),
        affiliation: Some("Massachusetts Institute of  Technology Affiliates".to_owned()),
        course: Some("Data or Specimens Only Research".to_owned()),
        completed_on: seen("12-Sep-2026", "2026-09-12"),
        minimum_passing: number(90),
        reported_score: number(97),
        modules: vec![ReadModule {
            name: "Research and HIPAA Privacy Protections".to_owned(),
            completed_on: None,
            score: None,
        }],
        ..Reading::nothing(Paper::Report, None)
    };
    reading.note_what_is_missing();
    reading
}

fn findings(reading: &Reading, stated: Option<&str>) -> Vec<Finding> {
    let asked = Asked {
        rules: &rules(),
        modules: &["Research and HIPAA Privacy Protections".to_owned()],
        validity_years: 3,
        full_name: "Ada Lovelace",
        stated: stated.and_then(Date::parse),
        now: Timestamp::parse("2026-11-21T08:00:00Z").unwrap(),
    };
    compare(reading, &asked)
}

fn outcome(reading: &Reading, check: Check) -> (Verdict, Option<Why>) {
    let all = findings(reading, Some("2026-09-12"));
    let finding = all.iter().find(|finding| finding.check == check).unwrap();
    (finding.verdict, finding.why)
}

fn changed(change: impl FnOnce(&mut Reading)) -> Reading {
    let mut reading = good();
    change(&mut reading);
    reading
}

#[test]
fn a_good_report_meets_every_check_and_says_until_when_it_counts() {
    let all = findings(&good(), None);
    assert_eq!(all.len(), Check::ALL.len() - 1, "no date was stated");
    for finding in &all {
        assert_eq!(
            (finding.verdict, finding.why),
            (Verdict::Met, None),
            "{finding:?}"
        );
    }
    let until = all
        .iter()
        .find(|finding| finding.check == Check::ValidUntil)
        .unwrap();
    assert_eq!(until.day, Date::parse("2029-09-12"));
}

#[test]
fn each_check_can_fail_by_itself() {
    use Verdict::{CouldNotTell, NotMet};
    let cases: Vec<(Check, Reading, (Verdict, Why))> = vec![
        (
            Check::IsReport,
            changed(|of| of.paper = Paper::Certificate),
            (NotMet, Why::IsCertificate),
        ),
        (
            Check::IsReport,
            changed(|of| of.paper = Paper::Unknown),
            (NotMet, Why::OtherPaper),
        ),
        (
            Check::NameMatches,
            changed(|of| of.name = Some("Grace Hopper".into())),
            (NotMet, Why::OtherName),
        ),
        (
            Check::NameMatches,
            changed(|of| of.name = Some("Ada Byron".into())),
            (CouldNotTell, Why::NamePart),
        ),
        (
            Check::NameMatches,
            changed(|of| of.name = Some("王小明".into())),
            (CouldNotTell, Why::OtherScript),
        ),
        (
            Check::NameMatches,
            changed(|of| of.name = None),
            (CouldNotTell, Why::NotFound),
        ),
        (
            Check::Affiliation,
            changed(|of| of.affiliation = Some("Independent learner".into())),
            (NotMet, Why::NoAffiliation),
        ),
        (
            Check::Affiliation,
            changed(|of| of.affiliation = Some("Massachusetts Institute of Technology".into())),
            (NotMet, Why::OtherAffiliation),
        ),
        (
            Check::Affiliation,
            changed(|of| of.affiliation = None),
            (CouldNotTell, Why::NotFound),
        ),
        (
            Check::Course,
            changed(|of| of.course = Some("Biomedical Research".into())),
            (NotMet, Why::OtherCourse),
        ),
        (
            Check::Passed,
            changed(|of| of.reported_score = number(89)),
            (NotMet, Why::ScoreLow),
        ),
        (
            Check::Passed,
            changed(|of| of.minimum_passing = None),
            (CouldNotTell, Why::NotFound),
        ),
        (
            Check::ValidUntil,
            changed(|of| of.completed_on = seen("21-Nov-2023", "2023-11-21")),
            (NotMet, Why::RunOut),
        ),
        (
            Check::ValidUntil,
            changed(|of| of.completed_on = seen("24-Dec-2026", "2026-12-24")),
            (NotMet, Why::InFuture),
        ),
        (
            Check::ValidUntil,
            changed(|of| of.completed_on = seen("09/12/2026", "")),
            (CouldNotTell, Why::NotFound),
        ),
        (
            Check::Modules,
            changed(|of| of.modules[0].name = "Other".into()),
            (CouldNotTell, Why::ModuleMissing),
        ),
        (
            Check::Modules,
            changed(|of| of.modules.clear()),
            (CouldNotTell, Why::NotFound),
        ),
        (
            Check::StatedDate,
            changed(|of| of.completed_on = seen("13-Sep-2026", "2026-09-13")),
            (NotMet, Why::OtherDate),
        ),
    ];
    for (check, reading, (verdict, why)) in cases {
        assert_eq!(outcome(&reading, check), (verdict, Some(why)), "{check}");
        for &other in Check::ALL {
            let alone =
                other == check || (other == Check::StatedDate && check == Check::ValidUntil);
            assert!(
                alone || outcome(&reading, other).0 == Verdict::Met,
                "{check} changed {other}"
            );
        }
    }
}

#[test]
fn of_a_scan_and_of_what_cannot_be_read_nothing_is_held_against_anybody() {
    let scan = Reading::nothing(Paper::Scan, None);
    let odd = Reading::nothing(Paper::Unreadable, Some(Unreadable::Letters));
    for (reading, why) in [(scan, Why::IsScan), (odd, Why::Unreadable)] {
        assert_eq!(reading.not_read, ReportField::ALL);
        for &check in Check::ALL {
            assert_eq!(outcome(&reading, check), (Verdict::CouldNotTell, Some(why)));
        }
    }
}

#[test]
fn a_file_that_will_be_refused_does_not_fit() {
    for (because, why) in [
        (Unreadable::UnknownFormat, Why::WrongFormat),
        (Unreadable::Password, Why::NeedsPassword),
        (Unreadable::Damaged, Why::Damaged),
    ] {
        let reading = Reading::nothing(Paper::Unreadable, Some(because));
        let found = outcome(&reading, Check::IsReport);
        assert_eq!(found, (Verdict::NotMet, Some(why)));
        let (verdict, _) = outcome(&reading, Check::NameMatches);
        assert_eq!(verdict, Verdict::CouldNotTell);
    }
}

#[test]
fn what_was_seen_and_not_understood_counts_as_not_read() {
    let reading = changed(|of| {
        of.completed_on = seen("09/12/2026", "");
        of.note_what_is_missing();
    });
    assert!(reading.not_read.contains(&ReportField::CompletedOn));
    assert!(!reading.not_read.contains(&ReportField::Name));
    let again: Reading = serde_json::from_str(&serde_json::to_string(&reading).unwrap()).unwrap();
    assert_eq!(again, reading);
}

#[test]
fn names_are_the_same_in_any_order_with_fewer_names_and_without_accents() {
    for (printed, given) in [
        ("ADA LOVELACE", "Ada Lovelace"),
        ("Lovelace, Ada", "Ada Lovelace"),
        ("Ada King Lovelace", "Ada Lovelace"),
        ("A. Lovelace", "Ada Lovelace"),
        ("Ada K. Lovelace", "Ada King Lovelace"),
        ("Emile Zola", "Émile Zola"),
        ("Jurgen Mueller", "Jürgen Müller"),
        ("Jean Luc Picard", "Jean-Luc Picard"),
        ("OBrien Miles", "Miles O’Brien"),
        ("Nguyen Thi Minh", "Nguyễn Thị Minh"),
        ("Ali MacDonald", "Ali Mac Donald"),
        ("王小明", "王 小明"),
        ("Sukarno", "Sukarno"),
        ("Straße Weiss", "Strasse Weiß"),
    ] {
        assert_eq!(
            likeness(printed, given),
            Likeness::Same,
            "{printed} / {given}"
        );
    }
    for (printed, given) in [
        ("Ada Byron", "Ada Lovelace"),
        ("Bob Smith", "Robert Smith"),
        ("Ada", "Ada Lovelace"),
    ] {
        assert_eq!(
            likeness(printed, given),
            Likeness::Part,
            "{printed} / {given}"
        );
    }
    for (printed, given) in [
        ("Grace Hopper", "Ada Lovelace"),
        ("A. L.", "Ada Lovelace"),
        ("", "Ada Lovelace"),
    ] {
        assert_eq!(
            likeness(printed, given),
            Likeness::Different,
            "{printed} / {given}"
        );
    }
    assert_eq!(likeness("Wang Xiaoming", "王小明"), Likeness::OtherScript);
}

proptest::proptest! {
    #[test]
    fn a_name_is_itself_and_comparing_takes_any_text(a in ".{0,60}", b in ".{0,60}") {
        proptest::prop_assert_eq!(likeness(&a, &a), Likeness::Same);
        proptest::prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        let once = folded(&a);
        proptest::prop_assert_eq!(&folded(&once), &once);
    }
}
