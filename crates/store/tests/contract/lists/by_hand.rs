//! Each list, and what it counts, against the same worked out by hand from all its lines.

use super::*;

contract_tests!(every_list_is_what_it_would_be_by_hand,);

fn is_in(line: &Line, view: View) -> bool {
    let waits = !matches!(line.id[1..].parse::<i64>().unwrap() % 8, 3 | 6 | 7);
    match view {
        View::Staff => waits,
        View::Stage(stage) => line.position.stage == Some(stage),
        View::Open => line.position.stage.is_some(),
        View::Decided => line.position.stage.is_none(),
    }
}

fn meets(line: &Line, filter: &Filter, words: &[&str]) -> bool {
    let n = line.id[1..].to_owned();
    let text = [
        &line.applicant_name,
        "École 3M",
        &line.user_name,
        &line.reference_number,
    ]
    .join(" ");
    let text = [text, format!("We look at question number {n}.")].join(" ");
    let has = |word: &&str| {
        accede_store::search::words(&text)
            .iter()
            .any(|one| one.starts_with(*word))
    };
    is_in(line, filter.view)
        && line.account_id != filter.not_of
        && filter
            .category
            .as_ref()
            .is_none_or(|of| *of == line.researcher_category)
        && filter.country.as_ref().is_none_or(|of| *of == line.country)
        && (!filter.flagged || line.flagged)
        && filter
            .signals
            .iter()
            .all(|signal| line.signals.contain(signal))
        && filter.age.is_none_or(|(band, now)| {
            age::of_application(line.position, line.stage_since, now) == band
        })
        && words.iter().all(has)
}

fn sorted(mut lines: Vec<Line>, sort: Sort) -> Vec<String> {
    let name = |line: &Line| accede_store::search::words(&line.applicant_name).join(" ");
    match sort {
        Sort::Oldest => lines.sort_by_key(|line| line.place),
        Sort::Newest => lines.sort_by_key(|line| -line.place),
        Sort::StageAge => lines.sort_by_key(|line| (line.stage_since, line.place)),
        Sort::Name => lines.sort_by_key(|line| (name(line), line.place)),
    }
    lines.into_iter().map(|line| line.id).collect()
}

/// One filter of each kind, and some together.
pub(super) fn filters(view: View) -> Vec<(Filter, &'static [&'static str])> {
    let of = || Filter::of(view, ME);
    let searched = |typed: &str| Filter {
        search: Search::parse(typed),
        ..of()
    };
    let mut all: Vec<(Filter, &'static [&'static str])> = vec![
        (of(), &[]),
        (
            Filter {
                category: Some("student".into()),
                ..of()
            },
            &[],
        ),
        (
            Filter {
                country: Some("KR".into()),
                ..of()
            },
            &[],
        ),
        (
            Filter {
                flagged: true,
                ..of()
            },
            &[],
        ),
        (
            Filter {
                category: Some("academic".into()),
                country: Some("DE".into()),
                flagged: true,
                ..of()
            },
            &[],
        ),
        (
            Filter {
                signals: signals(&[Signal::Webpage, Signal::InstitutionalMail]),
                country: Some("KR".into()),
                ..of()
            },
            &[],
        ),
        (
            Filter {
                signals: signals(&[Signal::KnownReference, Signal::TrainingMissing]),
                category: Some("student".into()),
                age: Some((AgeBand::Late, now())),
                ..of()
            },
            &[],
        ),
        (searched("Ångstrom"), &["angstrom"]),
        (searched("明"), &["明"]),
        (searched("3m question 1"), &["3m", "question", "1"]),
        (
            Filter {
                country: Some("XK".into()),
                ..searched("byr")
            },
            &["byr"],
        ),
    ];
    for signal in [
        Signal::InstitutionalMail,
        Signal::Webpage,
        Signal::KnownReference,
        Signal::TrainingMissing,
    ] {
        all.push((
            Filter {
                signals: signals(&[signal]),
                ..of()
            },
            &[],
        ));
    }
    for &band in AgeBand::ALL {
        all.push((
            Filter {
                age: Some((band, now())),
                ..of()
            },
            &[],
        ));
    }
    all
}

pub(super) fn views() -> Vec<View> {
    let stages = Stage::ALL.iter().map(|stage| View::Stage(*stage));
    [View::Staff, View::Open, View::Decided]
        .into_iter()
        .chain(stages)
        .collect()
}

/// Walks a list to its end and back, a few lines at a time.
async fn walk(tx: &mut Tx, filter: &Filter, sort: Sort) -> Vec<String> {
    let (mut ids, mut edge, mut last) = (Vec::new(), Edge::First, None);
    loop {
        let before = tx.statements();
        let found = queue::lines(tx, filter, sort, &edge, 7, now())
            .await
            .unwrap();
        let most = if filter.search.is_some() { 2 } else { 1 };
        assert!(tx.statements() - before <= most);
        let Some(end) = found.lines.last() else { break };
        last = Some(end.spot(sort));
        edge = Edge::After(end.spot(sort));
        ids.extend(found.lines.into_iter().map(|line| line.id));
    }
    let mut back: Vec<String> = Vec::new();
    while let Some(spot) = last {
        let found = queue::lines(tx, filter, sort, &Edge::Before(spot), 7, now())
            .await
            .unwrap();
        last = found.lines.first().map(|line| line.spot(sort));
        back.splice(0..0, found.lines.into_iter().map(|line| line.id));
    }
    assert_eq!(
        back,
        ids[..ids.len().saturating_sub(1)],
        "{filter:?} {sort:?}"
    );
    ids
}

async fn every_list_is_what_it_would_be_by_hand(store: &Store) {
    let mut tx = write(store).await;
    crowd(&mut tx, 96).await;
    known_by_one(&mut tx).await;
    let lines = every(&mut tx).await;
    assert_eq!(lines.len(), 96);
    for view in views() {
        for (filter, words) in filters(view) {
            let meeting: Vec<Line> = lines
                .iter()
                .filter(|line| meets(line, &filter, words))
                .cloned()
                .collect();
            for &sort in Sort::ALL {
                let found = walk(&mut tx, &filter, sort).await;
                assert_eq!(found, sorted(meeting.clone(), sort), "{filter:?} {sort:?}");
            }
            // One's own are counted where the count is kept.
            let own = Filter {
                not_of: String::new(),
                ..filter.clone()
            };
            let with_own = lines.iter().filter(|line| meets(line, &own, words)).count();
            let before = tx.statements();
            let total = queue::total(&mut tx, &filter, 1_000).await.unwrap();
            assert!(total.exact);
            assert_eq!(tx.statements() - before, 1);
            let counted = usize::try_from(total.lines).unwrap();
            assert!(
                counted == meeting.len() || counted == with_own,
                "{filter:?}: {counted}"
            );
            facets_are_right(&mut tx, &lines, &filter, words).await;
        }
    }
}

async fn facets_are_right(tx: &mut Tx, lines: &[Line], filter: &Filter, words: &[&str]) {
    let before = tx.statements();
    let counts = queue::facets(tx, filter, now()).await.unwrap();
    assert!(tx.statements() - before <= 2);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &counts {
        *seen.entry(one.facet.as_str()).or_default() += 1;
        let with = with(filter, one.facet, &one.value);
        let count = |filter: &Filter| {
            i64::try_from(
                lines
                    .iter()
                    .filter(|line| meets(line, filter, words))
                    .count(),
            )
            .unwrap()
        };
        let own = Filter {
            not_of: String::new(),
            ..with.clone()
        };
        let (mine, all) = (count(&with), count(&own));
        assert!(one.total.exact);
        assert!(
            one.total.lines == mine || one.total.lines == all,
            "{filter:?} with {one:?}: {mine} or {all}"
        );
    }
    // Whatever the list is, the values that it has are counted.
    let shown = lines.iter().filter(|line| meets(line, filter, words));
    for line in shown {
        let has = |facet: Facet, value: &str| {
            counts
                .iter()
                .any(|one| one.facet == facet && one.value == value && one.total.lines > 0)
        };
        assert!(
            has(Facet::Country, &line.country) && has(Facet::Category, &line.researcher_category)
        );
        assert!(!line.flagged || has(Facet::Flag, "true"));
        for signal in line.signals.iter() {
            let facet = if Signal::OF_TRAINING.contains(&signal) {
                Facet::Training
            } else {
                Facet::Signal
            };
            assert!(has(facet, signal.as_str()), "{filter:?} {signal}");
        }
        let band = age::of_application(line.position, line.stage_since, now());
        assert!(has(Facet::Age, band.as_str()), "{filter:?} {band}");
    }
    assert!(seen.contains_key("stage"));
}

fn with(filter: &Filter, facet: Facet, value: &str) -> Filter {
    let mut with = filter.clone();
    match facet {
        Facet::All => {}
        Facet::Stage => {
            with.view = match value {
                "" => View::Staff,
                "open" => View::Open,
                "decided" => View::Decided,
                word => View::Stage(Stage::parse(word).unwrap()),
            }
        }
        Facet::Category => with.category = Some(value.to_owned()),
        Facet::Country => with.country = Some(value.to_owned()),
        Facet::Flag => with.flagged = true,
        Facet::Age => with.age = Some((AgeBand::parse(value).unwrap(), now())),
        Facet::Signal => with.signals = with.signals.with(Signal::parse(value).unwrap()),
        Facet::Training => {
            let rest = with
                .signals
                .iter()
                .filter(|one| !Signal::OF_TRAINING.contains(one));
            let rest: Signals = rest.collect();
            with.signals = rest.with(Signal::parse(value).unwrap());
        }
    }
    with
}
