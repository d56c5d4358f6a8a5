//! Every file that was made for the purpose, and what reading it gives.

use accede_domain::time::Date;
use accede_domain::training::reading::{Paper, Reading, ReportField, day_of, number_of};
use accede_report::testing::{Sample, Words, rules, samples};
use accede_report::{Limits, read};

/// How the samples print a date.
fn day(text: &str) -> Option<Date> {
    let (day, rest) = text.split_once('-')?;
    let (month, year) = rest.split_once('-')?;
    let month = match month {
        "Sep" => "09",
        other => other,
    };
    Date::parse(&[year, "-", month, "-", day].concat())
}

fn has_all_words(reading: &Reading, words: &Words, name: &str) {
    let text = |of: &Option<String>| of.clone().unwrap_or_default();
    assert_eq!(text(&reading.name), words.name, "{name}");
    assert_eq!(text(&reading.affiliation), words.affiliation, "{name}");
    assert_eq!(text(&reading.curriculum_group), "Human Research", "{name}");
    assert_eq!(text(&reading.course), words.course, "{name}");
    assert_eq!(text(&reading.stage), words.stage, "{name}");
    assert_eq!(text(&reading.record_id), words.record_id, "{name}");
    assert_eq!(
        day_of(reading.completed_on.as_ref()),
        day(&words.completed),
        "{name}"
    );
    assert_eq!(
        day_of(reading.expires_on.as_ref()),
        day(&words.expires),
        "{name}"
    );
    let numbers = (
        number_of(reading.minimum_passing.as_ref()),
        number_of(reading.reported_score.as_ref()),
    );
    assert_eq!(
        numbers,
        (words.minimum.parse().ok(), words.score.parse().ok()),
        "{name}"
    );
    let modules: Vec<[String; 3]> = reading
        .modules
        .iter()
        .map(|of| {
            let date = of.completed_on.as_ref().map(|seen| seen.text.clone());
            [of.name.clone(), date.unwrap_or_default(), text(&of.score)]
        })
        .collect();
    assert_eq!(modules, words.modules, "{name}");
    assert!(
        text(&reading.link).starts_with("www.citiprogram.org/verify/?k"),
        "{name}"
    );
    assert_eq!(reading.not_read, [], "{name}");
}

fn check(sample: &Sample, reading: &Reading) {
    let name = sample.name;
    assert_eq!(
        (reading.paper, reading.because),
        (sample.paper, sample.because),
        "{name}: {reading:#?}"
    );
    assert_eq!(reading.cut_short, sample.cut_short, "{name}");
    assert_eq!(reading.invisible, sample.invisible, "{name}");
    if let Some(words) = &sample.words {
        has_all_words(reading, words, name);
    }
    if reading.paper == Paper::Unreadable {
        assert_eq!(reading.not_read, ReportField::ALL, "{name}");
    }
}

#[test]
fn each_sample_gives_what_stands_in_it() {
    let (rules, samples) = (rules(), samples());
    assert!(samples.len() >= 40);
    // All are tried, so that one change shows everything that it changes.
    let wrong: Vec<_> = samples
        .iter()
        .filter(|sample| {
            let reading = read(&sample.bytes, &rules, &Limits::default());
            std::panic::catch_unwind(|| check(sample, &reading)).is_err()
        })
        .map(|sample| sample.name)
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn of_a_certificate_what_it_says_is_read_too() {
    for sample in samples().iter().filter(|of| of.paper == Paper::Certificate) {
        let reading = read(&sample.bytes, &rules(), &Limits::default());
        let completed = day_of(reading.completed_on.as_ref());
        assert_eq!(completed, Date::parse("2026-09-12"), "{}", sample.name);
        assert!(
            reading.link.unwrap().contains("verify/?w"),
            "{}",
            sample.name
        );
        assert!(reading.modules.is_empty(), "{}", sample.name);
    }
}

#[test]
fn names_of_samples_are_names_of_files() {
    let mut names: Vec<_> = samples().into_iter().map(|of| of.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(names.iter().all(|name| {
        name.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }));
}

#[test]
fn the_smallest_limits_give_an_answer_too() {
    let rules = rules();
    for sample in samples() {
        for limits in [
            Limits {
                steps: 0,
                ..Limits::default()
            },
            Limits {
                steps: 20_000,
                ..Limits::default()
            },
            Limits {
                memory: 2_000,
                ..Limits::default()
            },
            Limits {
                objects: 2,
                depth: 1,
                forms: 0,
                pages: 1,
                letters: 50,
                ..Limits::default()
            },
        ] {
            let reading = read(&sample.bytes, &rules, &limits);
            let is_whole = reading.paper != Paper::Unreadable && !reading.cut_short;
            assert!(
                !is_whole || limits.steps > 0 || !sample.bytes.starts_with(b"%PDF"),
                "{}",
                sample.name
            );
        }
    }
}

#[test]
fn each_limit_alone_holds_for_a_file_that_would_go_beyond_it() {
    let (rules, samples) = (rules(), samples());
    let own = Limits::default();
    let is_whole = |reading: &Reading| reading.paper != Paper::Unreadable && !reading.cut_short;
    for (name, less) in [
        ("file", Limits { file: 100, ..own }),
        (
            "steps",
            Limits {
                steps: 20_000,
                ..own
            },
        ),
        (
            "memory",
            Limits {
                memory: 2_000,
                ..own
            },
        ),
        ("objects", Limits { objects: 2, ..own }),
        ("depth", Limits { depth: 1, ..own }),
        ("forms", Limits { forms: 0, ..own }),
        ("pages", Limits { pages: 1, ..own }),
        ("letters", Limits { letters: 50, ..own }),
    ] {
        let holds = samples.iter().any(|sample| {
            let (all, some) = (
                read(&sample.bytes, &rules, &own),
                read(&sample.bytes, &rules, &less),
            );
            is_whole(&all)
                && all != some
                && (!is_whole(&some) || some.modules.len() < all.modules.len())
        });
        assert!(holds, "no sample goes beyond {name}");
    }
}
