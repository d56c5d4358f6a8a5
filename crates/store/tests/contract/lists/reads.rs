//! What the statements of a list read: a stretch of an index, and no further than a bound.

use super::by_hand::{filters, views};
use super::*;

contract_tests!(
    a_page_looks_no_further_than_a_stretch,
    a_word_that_many_have_is_found_as_fast_as_a_rare_one,
    no_list_is_sorted_or_read_as_a_whole,
);

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
