use accede_domain::age::AgeBand;
use accede_domain::time::{Date, Duration, Timestamp};
use accede_domain::training::reading::{Paper, Reading};
use accede_domain::training::{TrainingChecklist, TrainingState};
use accede_store::application_queue::STRETCH;
use accede_store::claim::{self, Next, Seeker};
use accede_store::file::{self, File};
use accede_store::search::Search;
use accede_store::training::{self, Decision, Report};
use accede_store::training_queue::{self, Edge, Filter, Sort};
use accede_store::{Store, StoreError, Tx, params};

use std::sync::LazyLock;

use crate::support::{NOW, add_account, write};

contract_tests!(
    a_record_lives,
    one_waits_and_one_counts,
    the_ending_ones_come_page_by_page,
    the_queue_pages_both_ways,
    ties_are_seen_from_both_sides,
    known_files_are_told_from_others,
    the_next_report_is_looked_for_as_far_as_a_page_looks,
);

const TYPE: &str = "citi";
static READ: LazyLock<Reading> = LazyLock::new(|| Reading {
    name: Some("Ada “Ł” Lovelace".to_owned()),
    ..Reading::nothing(Paper::Report, None)
});

async fn add_file(tx: &mut Tx, id: &str, owner: &str) {
    let file = File {
        id: id.to_owned(),
        owner_account_id: owner.to_owned(),
        object_key: format!("uploads/{id}.pdf"),
        sha256: "00".to_owned(),
        size: 7,
        media_type: "application/pdf".to_owned(),
        file_name: "報告.pdf".to_owned(),
        pages: 2,
        created_at: NOW,
    };
    file::create(tx, &file).await.unwrap();
}

async fn add(tx: &mut Tx, id: &str, owner: &str, at: Timestamp) -> Result<(), StoreError> {
    add_file(tx, id, owner).await;
    training::create(tx, id, owner, TYPE, &report(id, owner), at).await
}

fn report<'a>(file_id: &'a str, name: &'a str) -> Report<'a> {
    Report {
        file_id,
        completed_on: day(2026, 9, 12),
        expires_on: day(2029, 9, 12),
        reading: &READ,
        applicant_name: name,
        user_name: name,
    }
}

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn accepting(reviewer_id: &str, expires_on: Date) -> Decision<'_> {
    Decision {
        state: TrainingState::Accepted,
        checklist: TrainingChecklist::all(true),
        comment: None,
        reviewer_id,
        completed_on: day(2026, 9, 10),
        expires_on,
    }
}

async fn a_record_lives(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    add_account(&mut tx, "rev").await;
    add(&mut tx, "t1", "ada", NOW).await.unwrap();
    let made = training::by_id(&mut tx, "t1").await.unwrap().unwrap();
    assert_eq!(made.state, TrainingState::Submitted);
    assert_eq!((made.version, made.file.pages), (1, 2));
    assert_eq!(made.file.file_name, "報告.pdf");
    assert_eq!(made.checklist, TrainingChecklist::default());
    assert_eq!(made.reading.as_ref(), Some(&*READ));
    let back = Decision {
        state: TrainingState::Returned,
        comment: Some("the certificate"),
        ..accepting("rev", day(2029, 9, 12))
    };
    training::decide(&mut tx, "t1", &back, NOW).await.unwrap();
    let returned = training::by_id(&mut tx, "t1").await.unwrap().unwrap();
    assert_eq!(returned.comment.as_deref(), Some("the certificate"));
    assert_eq!((returned.version, returned.decided_at), (2, Some(NOW)));
    add_file(&mut tx, "f2", "ada").await;
    let later = NOW.plus(Duration::days(1));
    let scan = Reading::nothing(Paper::Scan, None);
    let second = Report {
        reading: &scan,
        ..report("f2", "ada")
    };
    training::resubmit(&mut tx, "t1", &second, later)
        .await
        .unwrap();
    let again = training::by_id(&mut tx, "t1").await.unwrap().unwrap();
    assert_eq!((again.file.id.as_str(), again.version), ("f2", 3));
    assert_eq!((again.comment, again.decided_at), (None, None));
    assert_eq!(again.reading, Some(scan));
    assert_eq!(again.submitted_at, later);
    training::set_state(&mut tx, "t1", TrainingState::Withdrawn, later)
        .await
        .unwrap();
    let all = training::of_account(&mut tx, "ada").await.unwrap();
    assert_eq!(all[0].state, TrainingState::Withdrawn);
    assert_eq!(training::by_id(&mut tx, "none").await.unwrap(), None);
    tx.commit().await.unwrap();
}

async fn one_waits_and_one_counts(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    add(&mut tx, "t1", "ada", NOW).await.unwrap();
    let accepted = accepting("ada", day(2029, 9, 10));
    training::decide(&mut tx, "t1", &accepted, NOW)
        .await
        .unwrap();
    add(&mut tx, "t2", "ada", NOW).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = write(store).await;
    let third = add(&mut tx, "t3", "ada", NOW).await;
    assert!(matches!(third, Err(StoreError::Unique(name)) if name == "training_present_key"));
    drop(tx);
    let mut tx = write(store).await;
    let both = training::decide(&mut tx, "t2", &accepted, NOW).await;
    assert!(matches!(both, Err(StoreError::Unique(name)) if name == "training_present_key"));
}

async fn the_ending_ones_come_page_by_page(store: &Store) {
    let mut tx = write(store).await;
    for (id, end) in [
        ("a", day(2027, 1, 1)),
        ("b", day(2027, 2, 1)),
        ("c", day(2027, 2, 1)),
        ("d", day(2027, 3, 1)),
    ] {
        add_account(&mut tx, id).await;
        add(&mut tx, id, id, NOW).await.unwrap();
        training::decide(&mut tx, id, &accepting(id, end), NOW)
            .await
            .unwrap();
    }
    let until = day(2027, 2, 1);
    let mut seen = Vec::new();
    let mut last: Option<(Date, String)> = None;
    loop {
        let after = last.as_ref().map(|(day, id)| (*day, id.as_str()));
        let page = training::ending(&mut tx, until, after, 2).await.unwrap();
        let Some(end) = page.last() else { break };
        last = Some((end.expires_on, end.id.clone()));
        seen.extend(page.into_iter().map(|of| of.id));
    }
    assert_eq!(seen, ["a", "b", "c"]);
}

async fn the_queue_pages_both_ways(store: &Store) {
    let mut tx = write(store).await;
    for (minute, name) in ["dora", "Émile", "ada", "100", "rev"]
        .into_iter()
        .enumerate()
    {
        add_account(&mut tx, name).await;
        let at = NOW.plus(Duration::minutes(i64::try_from(minute).unwrap()));
        add(&mut tx, name, name, at).await.unwrap();
    }
    let filter = |typed: &str| Filter {
        state: TrainingState::Submitted,
        training_type: None,
        age: None,
        search: Search::parse(typed),
        not_of: "rev".to_owned(),
    };
    let ids = |lines: &[training_queue::Line]| {
        let all = lines.iter().map(|line| line.id.clone());
        all.collect::<Vec<_>>()
    };
    let read = async |tx: &mut Tx, filter: &Filter, sort, edge: &Edge| {
        let found = training_queue::lines(tx, filter, sort, edge, 10, NOW)
            .await
            .unwrap();
        assert_eq!(found.cut_at, None);
        found.lines
    };
    let all = filter("");
    for sort in Sort::ALL.iter().copied() {
        let whole = read(&mut tx, &all, sort, &Edge::First).await;
        assert_eq!(whole.len(), 4, "not one's own");
        let third = whole[2].spot(sort);
        let rest = read(&mut tx, &all, sort, &Edge::After(third.clone())).await;
        assert_eq!(ids(&rest), ids(&whole[3..]));
        let before = read(&mut tx, &all, sort, &Edge::Before(third)).await;
        assert_eq!(ids(&before), ids(&whole[..2]));
    }
    let total = async |tx: &mut Tx, filter: &Filter, most| {
        let total = training_queue::total(tx, filter, most).await.unwrap();
        (total.lines, total.exact)
    };
    assert_eq!(total(&mut tx, &all, 3).await, (5, true));
    for (typed, found) in [("ÉMI", "Émile"), ("100", "100"), ("DO", "dora")] {
        let filter = filter(typed);
        assert_eq!(
            ids(&read(&mut tx, &filter, Sort::Oldest, &Edge::First).await),
            [found]
        );
        assert_eq!(total(&mut tx, &filter, 9).await, (1, true));
    }
    let typed = Filter {
        training_type: Some(TYPE.into()),
        ..filter("")
    };
    assert_eq!(total(&mut tx, &typed, 2).await, (2, false));
    let aged = |band| Filter {
        age: Some((band, NOW.plus(Duration::days(5)).plus(Duration::minutes(1)))),
        ..filter("")
    };
    let due = read(&mut tx, &aged(AgeBand::Due), Sort::Name, &Edge::First).await;
    assert_eq!(ids(&due), ["dora", "Émile"]);
    assert_eq!(
        read(&mut tx, &aged(AgeBand::Ok), Sort::Newest, &Edge::First)
            .await
            .len(),
        2
    );
    let other = Filter {
        training_type: Some("other".into()),
        ..filter("")
    };
    assert_eq!(read(&mut tx, &other, Sort::Oldest, &Edge::First).await, []);
    training::decide(&mut tx, "ada", &accepting("ada", day(2027, 1, 1)), NOW)
        .await
        .unwrap();
    let before = tx.statements();
    let facets = async |tx: &mut Tx, filter: &Filter, most| {
        let found = training_queue::facets(tx, filter, most, NOW).await.unwrap();
        let all = found.into_iter();
        let all = all.map(|(of, value, total)| (of, value, total.lines, total.exact));
        all.collect::<Vec<_>>()
    };
    let has = |found: &[(&str, String, i64, bool)], of: &str, value: &str| {
        let mut found = found.iter();
        let one = found.find(|one| one.0 == of && one.1 == value);
        one.map(|one| (one.2, one.3))
    };
    // Kept where nothing narrows the state, else counted: never one's own, and no further than asked.
    let whole = facets(&mut tx, &all, 1_000).await;
    assert_eq!(has(&whole, "state", "submitted"), Some((4, true)));
    assert_eq!(has(&whole, "state", "accepted"), Some((1, true)));
    assert_eq!(has(&whole, "age", ""), Some((4, true)));
    assert_eq!(has(&whole, "age", "ok"), Some((3, true)));
    assert_eq!(has(&whole, "age", "late"), Some((0, true)));
    let few = facets(&mut tx, &all, 2).await;
    assert_eq!(has(&few, "age", "ok"), Some((2, false)));
    let found = facets(&mut tx, &filter("do"), 1_000).await;
    assert_eq!(has(&found, "age", ""), Some((1, true)));
    assert_eq!(has(&found, "age", "ok"), Some((1, true)));
    assert_eq!(has(&found, "state", "accepted"), None, "nobody counted it");
    assert_eq!(tx.statements() - before, 3);
    training_queue::recount(&mut tx).await.unwrap();
    assert_eq!(total(&mut tx, &all, 9).await, (4, true));
}

async fn ties_are_seen_from_both_sides(store: &Store) {
    let mut tx = write(store).await;
    for id in ["ada", "rev", "eve"] {
        add_account(&mut tx, id).await;
        tx.execute(
            "INSERT INTO account_email (id, version, account_id, address, folded, is_primary, created_at, updated_at)
             VALUES ($1, 1, $1, $1, $1, 1, $2, $2)",
            params![id, NOW],
        )
        .await
        .unwrap();
    }
    tx.execute(
        "INSERT INTO application (id, version, account_id, state, form, snapshots, applicant_name, organisation,
             country, researcher_category, created_at, updated_at)
         VALUES ('app', 1, 'ada', 'accepted', '{}', 1, 'A', 'U', 'DE', 'academic', $1, $1)",
        params![NOW],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email,
             email_folded, organisation, title, page_url, created_at, updated_at, ended_at)
         VALUES ('r', 1, 'app', 1, 'replaced', 'supervisor', 'R', 'rev', 'rev', 'O', 'T', '', $1, $1, $1)",
        params![NOW],
    )
    .await
    .unwrap();
    // (named as reference of the owner, rests on the owner); someone replaced was named all the same.
    assert_eq!(
        training::ties(&mut tx, "ada", "rev").await.unwrap(),
        (true, false)
    );
    assert_eq!(
        training::ties(&mut tx, "rev", "ada").await.unwrap(),
        (false, true)
    );
    assert_eq!(
        training::ties(&mut tx, "ada", "eve").await.unwrap(),
        (false, false)
    );
}

async fn known_files_are_told_from_others(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    add_file(&mut tx, "f", "ada").await;
    let asked = ["uploads/f.pdf".to_owned(), "uploads/g.pdf".to_owned()];
    assert_eq!(
        file::known_keys(&mut tx, &asked).await.unwrap(),
        ["uploads/f.pdf"]
    );
    assert!(file::known_keys(&mut tx, &[]).await.unwrap().is_empty());
}

async fn the_next_report_is_looked_for_as_far_as_a_page_looks(store: &Store) {
    let mut tx = write(store).await;
    for who in ["many", "rosa"] {
        add_account(&mut tx, who).await;
    }
    add_file(&mut tx, "f", "many").await;
    let stretch = i64::from(STRETCH);
    tx.execute(
        "INSERT INTO training (id, version, account_id, training_type, state, file_id, completed_on, expires_on, facts,
             submitted_at, applicant_name, search_text, created_at, updated_at)
         WITH RECURSIVE counter (n) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT n + 1 FROM counter WHERE n < $1)
         SELECT 'm' || CAST(n AS TEXT), 1, 'many', 't' || CAST(n AS TEXT), 'submitted', 'f', '2026-09-12', '2029-09-12',
             '{}', n, 'Many', 'many', 0, 0 FROM counter",
        params![stretch + 5],
    )
    .await
    .unwrap();
    let mut next = async |of: Option<String>| {
        let seeker = Seeker {
            account_id: "rosa",
            passed: &[],
        };
        let filter = Filter {
            state: TrainingState::Submitted,
            training_type: of,
            age: None,
            search: None,
            not_of: "rosa".to_owned(),
        };
        claim::next_training(&mut tx, &filter, &seeker, NOW)
            .await
            .unwrap()
    };
    let of = |n: i64| Some(format!("t{n}"));
    assert_eq!(next(None).await, Next::Case("m0".to_owned()));
    assert_eq!(next(of(7)).await, Next::Case("m7".to_owned()));
    let far = next(of(stretch + 1)).await;
    assert_eq!(far, Next::NoneUntil(Timestamp(stretch)));
}
