//! The lists of applications against the same lists worked out by hand, and what their statements read.

use std::collections::BTreeMap;

use accede_domain::age::{self, AgeBand};
use accede_domain::application::state::{ApplicationState, Position, Stage};
use accede_domain::application::{ApplicationForm, Signal, Signals};
use accede_domain::time::{Duration, Timestamp};
use accede_store::application_queue::{self as queue, Edge, Facet, Filter, Line, Sort, Spot, View};
use accede_store::search::Search;
use accede_store::{Dialect, Store, Tx, params};

use crate::support::{NOW, add_account, write};

contract_tests!(
    every_list_is_what_it_would_be_by_hand,
    counts_follow_lines_that_change,
    what_a_reference_says_shows_where_they_are_named_too,
    people_are_found_by_whatever_is_known_of_them,
    a_page_looks_no_further_than_a_stretch,
    a_word_that_many_have_is_found_as_fast_as_a_rare_one,
    no_list_is_sorted_or_read_as_a_whole,
    lines_made_anew_are_the_same,
    a_line_is_wrong_until_it_is_refreshed_whatever_it_follows_from,
    a_database_without_lines_is_filled,
);

const ME: &str = "p0";

/// A person who applied; everything about them follows from their number.
async fn apply(tx: &mut Tx, n: i64) {
    let id = format!("p{n}");
    add_account(tx, &id).await;
    let domain = if n % 3 == 0 {
        "gmail.com"
    } else {
        "uni.example"
    };
    let email = format!("{id}@{domain}");
    tx.execute(
        "INSERT INTO account_email (id, version, account_id, address, folded, verified_at, is_primary, created_at, updated_at)
         VALUES ($1, 1, $1, $2, $2, 0, 1, 0, 0)",
        params![&id, email],
    )
    .await
    .unwrap();
    let (position, waits) = match n % 8 {
        0 | 1 => (Position::IDENTITY, true),
        2 => (Position::REFERENCE, true),
        3 => (Position::RESPONSE, false),
        4 => (Position::RESPONSE, true),
        5 => (Position::FINAL, true),
        6 => (Position::RETURNED, false),
        _ => (Position::ACCEPTED, false),
    };
    let name = [
        "Zoë Ångström",
        "李明",
        "ada byron",
        "Ada Byron",
        "Ólafur",
        "Nobody",
    ][(n % 6) as usize];
    let form = ApplicationForm {
        webpage: if n % 2 == 0 {
            "https://uni.example/x".into()
        } else {
            String::new()
        },
        research_summary: format!("We look at question number {n}."),
        ..ApplicationForm::default()
    };
    let form = serde_json::to_string(&form).unwrap();
    // Two at each moment, so that places have to tell them apart.
    let at = NOW.plus(Duration::hours(n / 2));
    tx.execute(
        "INSERT INTO application (id, version, account_id, state, stage, form, reference_number, snapshots, applicant_name,
             organisation, country, researcher_category, waits_for_staff, first_submitted_at, submitted_at, stage_since,
             decided_at, created_at, updated_at)
         VALUES ($1, 1, $1, $2, $3, $4, $5, 1, $6, 'École 3M', $7, $8, $9, $10, $10, $11, $12, $10, $10)",
        params![
            &id,
            position.state.as_str(),
            position.stage.map(Stage::as_str),
            &form,
            format!("CR-{n:08}"),
            name,
            ["DE", "KR", "XK"][(n % 3) as usize],
            ["student", "academic"][(n % 2) as usize],
            waits,
            at,
            NOW.plus(Duration::hours(7 * n % 31)),
            (position.state == ApplicationState::Accepted).then_some(at)
        ],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO application_snapshot (application_id, number, form, taken_at) VALUES ($1, 1, $2, $3)",
        params![&id, &form, at],
    )
    .await
    .unwrap();
    if n % 5 == 0 {
        tx.execute(
            "INSERT INTO application_flag (id, application_id, flag, audience, raised_at)
             VALUES ($1, $1, 'reference_declined', 'reviewer', 0)",
            params![&id],
        )
        .await
        .unwrap();
    }
    if n % 4 == 0 {
        nominate(tx, n, "tess@uni.example").await;
    }
}

async fn nominate(tx: &mut Tx, n: i64, email: &str) {
    tx.execute(
        "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email, email_folded,
             organisation, title, page_url, created_at, updated_at)
         VALUES ($1, 1, $1, 1, 'sent', 'supervisor', 'Tess Referee', $2, $2, '', '', '', 0, 0)",
        params![format!("p{n}"), email],
    )
    .await
    .unwrap();
}

async fn crowd(tx: &mut Tx, count: i64) -> Vec<String> {
    for n in 0..count {
        apply(tx, n).await;
    }
    let ids: Vec<String> = (0..count).map(|n| format!("p{n}")).collect();
    queue::refresh(tx, &ids, &[]).await.unwrap();
    ids
}

/// Every line there is.
async fn every(tx: &mut Tx) -> Vec<Line> {
    let mut all = Vec::new();
    for view in [View::Open, View::Decided] {
        let found = queue::lines(
            tx,
            &Filter::of(view, ""),
            Sort::Oldest,
            &Edge::First,
            10_000,
            now(),
        )
        .await;
        all.extend(found.unwrap().lines);
    }
    all
}

fn now() -> Timestamp {
    NOW.plus(Duration::days(11))
}

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

fn signals(of: &[Signal]) -> Signals {
    of.iter().copied().collect()
}

/// One filter of each kind, and some together.
fn filters(view: View) -> Vec<(Filter, &'static [&'static str])> {
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

fn views() -> Vec<View> {
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

/// Makes the reference of all known.
async fn known_by_one(tx: &mut Tx) {
    tx.execute(
        "UPDATE reference_request SET answer = 'confirms', answered_at = 0 WHERE application_id = 'p8'",
        params![],
    )
    .await
    .unwrap();
    let mut ids = queue::known_elsewhere(tx, "p8").await.unwrap();
    ids.push("p8".to_owned());
    queue::refresh(tx, &ids, &[]).await.unwrap();
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

async fn total(tx: &mut Tx, filter: &Filter) -> i64 {
    queue::total(tx, filter, 1_000).await.unwrap().lines
}

async fn totals(tx: &mut Tx, lists: [&Filter; 4]) -> Vec<i64> {
    let mut totals = Vec::new();
    for filter in lists {
        totals.push(total(tx, filter).await);
    }
    totals
}

async fn counts_follow_lines_that_change(store: &Store) {
    let mut tx = write(store).await;
    let ids = crowd(&mut tx, 9).await;
    let staff = Filter::of(View::Staff, "");
    let decided = Filter::of(View::Decided, "");
    let german = |of: &Filter| Filter {
        country: Some("DE".into()),
        ..of.clone()
    };
    let lists = [&staff, &decided, &german(&staff), &german(&decided)];
    assert_eq!(totals(&mut tx, lists).await, [6, 1, 1, 0]);
    // p0 is decided, and has moved meanwhile.
    tx.execute(
        "UPDATE application SET state = 'rejected', stage = NULL, waits_for_staff = 0, decided_at = 0, country = 'FR'
         WHERE id = 'p0'",
        params![],
    )
    .await
    .unwrap();
    for _ in 0..2 {
        queue::refresh(&mut tx, &ids, &[]).await.unwrap();
        assert_eq!(totals(&mut tx, lists).await, [5, 2, 0, 0]);
    }
    let kept = counts(&mut tx).await;
    queue::recount(&mut tx).await.unwrap();
    assert_eq!(counts(&mut tx).await, kept);
    // A draft has no line.
    add_account(&mut tx, "d").await;
    tx.execute(
        "INSERT INTO application (id, version, account_id, state, form, snapshots, applicant_name, organisation, country,
             researcher_category, created_at, updated_at) VALUES ('d', 1, 'd', 'draft', '{}', 0, '', '', '', '', 0, 0)",
        params![],
    )
    .await
    .unwrap();
    queue::refresh(&mut tx, &["d".to_owned()], &[])
        .await
        .unwrap();
    assert_eq!(every(&mut tx).await.len(), 9);
}

async fn counts(tx: &mut Tx) -> Vec<(String, String, String, i64)> {
    let sql = "SELECT tray, facet, value, lines FROM queue_count WHERE lines <> 0 ORDER BY tray, facet, value";
    let rows = tx.fetch_all(sql, params![]).await.unwrap();
    let read = |row: &accede_store::Row| {
        let text = |of| row.text(of).unwrap();
        (
            text("tray"),
            text("facet"),
            text("value"),
            row.int("lines").unwrap(),
        )
    };
    rows.iter().map(read).collect()
}

async fn what_a_reference_says_shows_where_they_are_named_too(store: &Store) {
    let mut tx = write(store).await;
    let ids = crowd(&mut tx, 13).await;
    let known = Filter {
        signals: signals(&[Signal::KnownReference]),
        ..Filter::of(View::Open, "")
    };
    let find = async |tx: &mut Tx| {
        let found = queue::lines(tx, &known, Sort::Oldest, &Edge::First, 50, now())
            .await
            .unwrap();
        found
            .lines
            .into_iter()
            .map(|line| line.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(find(&mut tx).await, Vec::<String>::new());
    known_by_one(&mut tx).await;
    // Not on the one where they confirmed: that is no news there.
    assert_eq!(find(&mut tx).await, ["p0", "p4", "p12"]);
    assert_eq!(total(&mut tx, &known).await, 3);
    let say = async |tx: &mut Tx, id: &str, change: &'static str| {
        tx.execute(change, params![id]).await.unwrap();
        let mut ids = queue::known_elsewhere(tx, id).await.unwrap();
        ids.push(id.to_owned());
        queue::refresh(tx, &ids, &[]).await.unwrap();
    };
    say(
        &mut tx,
        "p4",
        "UPDATE reference_request SET answer = 'confirms' WHERE application_id = $1",
    )
    .await;
    assert_eq!(find(&mut tx).await, ["p0", "p4", "p8", "p12"]);
    say(
        &mut tx,
        "p8",
        "UPDATE reference_request SET withdrawn_at = 1 WHERE application_id = $1",
    )
    .await;
    assert_eq!(find(&mut tx).await, ["p0", "p8", "p12"]);
    say(
        &mut tx,
        "p0",
        "UPDATE reference_request SET ended_at = 1 WHERE application_id = $1",
    )
    .await;
    assert_eq!(find(&mut tx).await, ["p8", "p12"]);
    assert_eq!(
        queue::stale(&mut tx, &ids, &[]).await.unwrap(),
        Vec::<String>::new()
    );
}

async fn people_are_found_by_whatever_is_known_of_them(store: &Store) {
    let mut tx = write(store).await;
    crowd(&mut tx, 5).await;
    let find = async |tx: &mut Tx, typed: &str| {
        let filter = Filter {
            search: Search::parse(typed),
            ..Filter::of(View::Open, "")
        };
        let found = queue::lines(tx, &filter, Sort::Oldest, &Edge::First, 50, now())
            .await
            .unwrap();
        found
            .lines
            .into_iter()
            .map(|line| line.id)
            .collect::<Vec<_>>()
    };
    for (typed, found) in [
        ("zoe", &["p0"] as &[&str]),
        ("ZOË ang", &["p0"]),
        ("明李", &["p1"]),
        ("p1@uni.example", &["p1"]),
        ("gmail", &["p0", "p3"]),
        ("cr-00000002", &["p2"]),
        ("ecole 3m number 4", &["p4"]),
        ("tess referee", &["p0", "p4"]),
        ("tess@uni", &["p0", "p4"]),
        ("zoe byron", &[]),
        ("yron", &[]),
        ("%", &["p0", "p1", "p2", "p3", "p4"]),
    ] {
        assert_eq!(find(&mut tx, typed).await, found, "{typed}");
    }
    // A word of the place where lines lie is none of theirs.
    assert_eq!(find(&mut tx, "identity").await, Vec::<String>::new());
    // What was changed is found by the new words, and no longer by the old ones.
    tx.execute(
        "UPDATE application SET applicant_name = 'Nova Sample' WHERE id = 'p0'",
        params![],
    )
    .await
    .unwrap();
    queue::refresh(&mut tx, &["p0".to_owned()], &[])
        .await
        .unwrap();
    assert_eq!(find(&mut tx, "zoe").await, Vec::<String>::new());
    assert_eq!(find(&mut tx, "nova").await, ["p0"]);
}

/// Lines alone, of one person: what they follow from does not matter here.
pub async fn many(tx: &mut Tx, from: i64, count: i64, of: &str, words: &str) {
    let counter = "WITH RECURSIVE counter (n) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM counter WHERE n + 1 < $2)";
    let until = from + count;
    let sql = format!(
        "INSERT INTO application (id, version, account_id, state, form, snapshots, applicant_name, organisation, country,
             researcher_category, created_at, updated_at)
         {counter} SELECT 'm' || CAST(n AS TEXT), 1, 'many', 'rejected', '{{}}', 0, '', '', '', '', 0, 0 FROM counter"
    );
    tx.execute(accede_store::AssertSqlSafe(sql), params![from, until])
        .await
        .unwrap();
    let sql = format!(
        "INSERT INTO queue_entry (place, application_id, account_id, user_name, reference_number, tray, state,
             applicant_name, organisation, researcher_category, country, sort_name, first_submitted_at, stage_since,
             training, flagged, known_reference, signals)
         {counter} SELECT n, 'm' || CAST(n AS TEXT), 'many', 'many', 'CR', 'decided', 'rejected', 'Many', '', {of}, 'many',
             n, n, 'training_missing', 0, 0, 0 FROM counter"
    );
    tx.execute(accede_store::AssertSqlSafe(sql), params![from, until])
        .await
        .unwrap();
    let sql =
        format!("INSERT INTO queue_words (place, words) {counter} SELECT n, {words} FROM counter");
    tx.execute(accede_store::AssertSqlSafe(sql), params![from, until])
        .await
        .unwrap();
}

async fn a_page_looks_no_further_than_a_stretch(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "many").await;
    let stretch = i64::from(queue::STRETCH);
    // Students from Germany at the two ends only: both filters fit many, both together hardly anything.
    let of =
        format!("CASE WHEN n < 3 OR n > {stretch} * 2 THEN 'student' ELSE 'academic' END, 'DE'");
    many(&mut tx, 0, stretch * 2 + 5, &of, "'§decided'").await;
    let filter = Filter {
        category: Some("student".into()),
        country: Some("DE".into()),
        ..Filter::of(View::Decided, "")
    };
    for (sort, first) in [
        (Sort::Oldest, 0),
        (Sort::Newest, stretch * 2 + 4),
        (Sort::StageAge, 0),
        (Sort::Name, 0),
    ] {
        let (mut ids, mut edge, mut pages) = (Vec::new(), Edge::First, 0);
        loop {
            let found = queue::lines(&mut tx, &filter, sort, &edge, 5, now())
                .await
                .unwrap();
            pages += 1;
            let last = found
                .lines
                .last()
                .filter(|_| found.lines.len() == 5)
                .map(|line| line.spot(sort));
            ids.extend(found.lines.iter().map(|line| line.place));
            let Some(spot) = last.or(found.cut_at) else {
                break;
            };
            edge = Edge::After(spot);
        }
        assert_eq!(ids.len(), 7, "{sort:?}");
        assert_eq!(ids[0], first);
        assert!((3..=5).contains(&pages), "{sort:?}: {pages}");
    }
    let total = queue::total(&mut tx, &filter, 1_000).await.unwrap();
    assert_eq!((total.lines, total.exact), (3, false));
    let facets = queue::facets(&mut tx, &filter, now()).await.unwrap();
    let category = facets
        .iter()
        .find(|one| one.facet == Facet::Category)
        .unwrap();
    assert_eq!((category.total.lines, category.total.exact), (3, false));
    // And back from the end, past what is not of the list.
    let end = Spot {
        key: queue::Key::Place,
        place: stretch * 2 + 1,
    };
    let back = async |tx: &mut Tx, spot| {
        let edge = Edge::Before(spot);
        queue::lines(tx, &filter, Sort::Oldest, &edge, 5, now())
            .await
            .unwrap()
    };
    let found = back(&mut tx, end).await;
    assert_eq!(found.lines, []);
    let found = back(&mut tx, found.cut_at.unwrap()).await;
    assert_eq!((found.lines.len(), found.cut_at), (3, None));
}

async fn a_word_that_many_have_is_found_as_fast_as_a_rare_one(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "many").await;
    let words = "CASE WHEN n = 6500 THEN '§decided needle university' WHEN n > 6000 THEN '§decided late university'
        ELSE '§decided university' END";
    many(&mut tx, 0, 12_000, "'student', 'DE'", words).await;
    let searched = |typed: &str| Filter {
        search: Search::parse(typed),
        ..Filter::of(View::Decided, "")
    };
    // What everybody has fills the first page at once.
    let before = tx.statements();
    let found = queue::lines(
        &mut tx,
        &searched("univ"),
        Sort::Oldest,
        &Edge::First,
        50,
        now(),
    )
    .await
    .unwrap();
    assert_eq!(
        (found.lines.len(), found.cut_at, tx.statements() - before),
        (50, None, 1)
    );
    let total = queue::total(&mut tx, &searched("univ"), 1_000)
        .await
        .unwrap();
    assert_eq!((total.lines, total.exact), (1_000, false));
    // What one has is found by the word, far from where looking began.
    for sort in Sort::ALL.iter().copied() {
        let before = tx.statements();
        let found = queue::lines(
            &mut tx,
            &searched("needle univ"),
            sort,
            &Edge::First,
            50,
            now(),
        )
        .await
        .unwrap();
        assert_eq!(
            (found.lines[0].place, found.lines.len(), found.cut_at),
            (6_500, 1, None)
        );
        assert_eq!(tx.statements() - before, 2);
    }
    let before = tx.statements();
    let needle = searched("needle");
    let (found, total) = queue::page(&mut tx, &needle, Sort::Name, &Edge::First, 50, 1_000, now())
        .await
        .unwrap();
    assert_eq!((found.lines.len(), total.lines, total.exact), (1, 1, true));
    assert_eq!(tx.statements() - before, 2);
    // What thousands have, but none of those in front, is gone on with from where looking stopped.
    let mut edge = Edge::First;
    let mut looked = 0;
    let found = loop {
        let found = queue::lines(&mut tx, &searched("late"), Sort::Oldest, &edge, 50, now())
            .await
            .unwrap();
        looked += 1;
        match found.cut_at {
            Some(spot) if found.lines.is_empty() => edge = Edge::After(spot),
            _ => break found,
        }
    };
    assert_eq!(found.lines[0].place, 6_001);
    assert!((3..=5).contains(&looked), "{looked}");
}

/// A statement's plan may name an index and a look by key; nothing is read as a whole, nothing is put in order but what was
/// found by its words.
async fn no_list_is_sorted_or_read_as_a_whole(store: &Store) {
    let mut tx = write(store).await;
    crowd(&mut tx, 8).await;
    add_account(&mut tx, "many").await;
    many(
        &mut tx,
        0,
        6_000,
        "'student', CASE WHEN n % 50 = 0 THEN 'KR' ELSE 'DE' END",
        "'§decided x'",
    )
    .await;
    tx.commit().await.unwrap();
    let mut tx = write(store).await;
    if tx.dialect() == Dialect::Postgres {
        tx.execute("ANALYZE queue_entry", params![]).await.unwrap();
        tx.execute("ANALYZE queue_words", params![]).await.unwrap();
        // Of so few lines it would rather put some in order than read an index: whether it could is the question here.
        for way in ["enable_sort", "enable_seqscan"] {
            let sql = format!("SET LOCAL {way} = off");
            tx.execute(accede_store::AssertSqlSafe(sql), params![])
                .await
                .unwrap();
        }
    }
    for view in views() {
        for (filter, _) in filters(view) {
            // Nothing decided or returned is late: no such line is looked for.
            let is_under_review = !matches!(view, View::Decided | View::Stage(Stage::Returned));
            if !is_under_review && filter.age.is_some_and(|(band, _)| band != AgeBand::Ok) {
                continue;
            }
            // PostgreSQL reads eight lines as they are.
            if tx.dialect() == Dialect::Postgres && view != View::Decided {
                continue;
            }
            for &sort in Sort::ALL {
                for (what, plan) in queue::plans(&mut tx, &filter, sort).await.unwrap() {
                    by_index(&plan, what, &format!("{filter:?} {sort:?}"));
                }
            }
        }
    }
}

fn by_index(plan: &[String], what: &str, of: &str) {
    let steps = plan
        .iter()
        .map(|step| step.trim_start_matches([' ', '-', '>']));
    let steps: Vec<&str> = steps.collect();
    for (at, step) in steps.iter().enumerate() {
        let whole = ["SCAN q", "SCAN w", "Seq Scan on queue_"];
        let is_whole = whole.iter().any(|words| step.starts_with(words));
        // The index of words is read by the words; what they found is `q` then.
        let is_found =
            step.starts_with("SCAN queue_search") || (what == "words" && *step == "SCAN q");
        let is_whole = is_whole && !is_found;
        // The spots of all trays are put in order: no more than there are trays.
        let of_spots = match steps.get(at.wrapping_sub(1)..) {
            Some(["SCAN far", ..]) => true,
            Some([_, _, _, next, ..]) => ["Append", "Result"].iter().any(|of| next.starts_with(of)),
            _ => false,
        };
        let is_sorted =
            step.starts_with("USE TEMP B-TREE") || (what == "lines" && step.starts_with("Sort  ("));
        let may_sort = what == "words" || of_spots;
        assert!(
            !is_whole && (may_sort || !is_sorted),
            "{what} of {of}:\n{}",
            plan.join("\n")
        );
    }
}

async fn lines_made_anew_are_the_same(store: &Store) {
    let mut tx = write(store).await;
    let ids = crowd(&mut tx, 12).await;
    let before = every(&mut tx).await;
    assert_eq!(
        queue::stale(&mut tx, &ids, &[]).await.unwrap(),
        Vec::<String>::new()
    );
    queue::refresh(&mut tx, &ids, &[]).await.unwrap();
    assert_eq!(every(&mut tx).await, before);
    // A setting that makes an address a personal one changes what follows from it.
    let domains = ["uni.example".to_owned()];
    assert!(
        !queue::stale(&mut tx, &ids, &domains)
            .await
            .unwrap()
            .is_empty()
    );
    queue::refresh(&mut tx, &ids, &domains).await.unwrap();
    assert_eq!(
        queue::stale(&mut tx, &ids, &domains).await.unwrap(),
        Vec::<String>::new()
    );
    let institutional = Filter {
        signals: signals(&[Signal::InstitutionalMail]),
        ..Filter::of(View::Open, "")
    };
    assert_eq!(total(&mut tx, &institutional).await, 0);
}

/// Everything that a line follows from, changed one after the other: each change shows as a difference, and refreshing ends it.
async fn a_line_is_wrong_until_it_is_refreshed_whatever_it_follows_from(store: &Store) {
    let mut tx = write(store).await;
    let ids = crowd(&mut tx, 9).await;
    known_by_one(&mut tx).await;
    for change in [
        "UPDATE application SET stage = 'final' WHERE id = 'p4'",
        "UPDATE application SET state = 'accepted', stage = NULL, waits_for_staff = 0 WHERE id = 'p4'",
        "UPDATE application SET waits_for_staff = 1 WHERE id = 'p3'",
        "UPDATE application SET stage_since = stage_since + 1 WHERE id = 'p4'",
        "UPDATE application SET applicant_name = 'Zed' WHERE id = 'p4'",
        "UPDATE application SET organisation = 'Zed' WHERE id = 'p4'",
        "UPDATE application SET country = 'AQ' WHERE id = 'p4'",
        "UPDATE application SET researcher_category = 'other' WHERE id = 'p4'",
        "INSERT INTO application_snapshot (application_id, number, form, taken_at)
             VALUES ('p1', 2, '{\"research_summary\":\"penguins\",\"webpage\":\"https://x.example\"}', 0)",
        "UPDATE application SET snapshots = 2 WHERE id = 'p1'",
        "UPDATE account SET user_name = 'zed' WHERE id = 'p4'",
        "UPDATE account SET revoked_before = 'p7' WHERE id = 'p4'",
        "UPDATE account_email SET folded = 'zed@zed.example' WHERE account_id = 'p4'",
        "UPDATE account_email SET folded = 'zed@gmail.com' WHERE account_id = 'p4'",
        "UPDATE account_email SET verified_at = NULL WHERE account_id = 'p4'",
        "UPDATE reference_request SET name = 'Zed' WHERE id = 'p4'",
        "UPDATE reference_request SET email_folded = 'zed@gmail.com' WHERE id = 'p4'",
        "UPDATE reference_request SET email_folded = 'tess@uni.example' WHERE id = 'p4'",
        "UPDATE application SET state = 'revoked', stage = NULL, waits_for_staff = 0 WHERE id = 'p8'",
        "UPDATE application_flag SET seen_at = 1 WHERE id = 'p5'",
        "INSERT INTO file (id, owner_account_id, object_key, sha256, size, media_type, file_name, created_at)
             VALUES ('f', 'p4', 'f', 'x', 1, 'application/pdf', 'report.pdf', 0)",
        "INSERT INTO training (id, version, account_id, training_type, state, file_id, completed_on, facts, submitted_at,
             created_at, updated_at) VALUES ('t', 1, 'p4', 'citi', 'submitted', 'f', '2026-01-01', '{}', 0, 0, 0)",
        "UPDATE training SET state = 'accepted' WHERE id = 't'",
        "UPDATE training SET state = 'expired' WHERE id = 't'",
    ] {
        tx.execute(change, params![]).await.unwrap();
        let found = queue::stale(&mut tx, &ids, &[]).await.unwrap();
        // A file that is no report yet, a snapshot that is not the latest yet.
        let is_first_half = change.starts_with("INSERT INTO file")
            || change.starts_with("INSERT INTO application_snapshot");
        assert_eq!(found.is_empty(), is_first_half, "{change}");
        queue::refresh(&mut tx, &ids, &[]).await.unwrap();
        let found = queue::stale(&mut tx, &ids, &[]).await.unwrap();
        assert_eq!(found, Vec::<String>::new(), "{change}");
        let kept = counts(&mut tx).await;
        queue::recount(&mut tx).await.unwrap();
        assert_eq!(counts(&mut tx).await, kept, "{change}");
    }
}

/// What the migration does for a database that had applications before.
async fn a_database_without_lines_is_filled(store: &Store) {
    let mut tx = write(store).await;
    let ids = crowd(&mut tx, 12).await;
    let before = every(&mut tx).await;
    for table in ["queue_words", "queue_entry", "queue_count"] {
        let sql = format!("DELETE FROM {table}");
        tx.execute(accede_store::AssertSqlSafe(sql), params![])
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    store.fill_lists().await.unwrap();
    let mut tx = write(store).await;
    assert_eq!(every(&mut tx).await, before);
    let found = queue::stale(&mut tx, &ids, &[]).await.unwrap();
    assert_eq!(found, Vec::<String>::new());
    let kept = counts(&mut tx).await;
    queue::recount(&mut tx).await.unwrap();
    assert_eq!(counts(&mut tx).await, kept);
}
