//! What a line follows from: whatever changes it, and how lines are made anew.

use super::*;

contract_tests!(
    counts_follow_lines_that_change,
    what_a_reference_says_shows_where_they_are_named_too,
    people_are_found_by_whatever_is_known_of_them,
    lines_made_anew_are_the_same,
    a_line_is_wrong_until_it_is_refreshed_whatever_it_follows_from,
    a_database_without_lines_is_filled,
);

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
        "INSERT INTO orcid (account_id, orcid, verified_at) VALUES ('p4', '0000-0002-1825-0097', 0)",
        "UPDATE orcid SET orcid = '0000-0002-1694-233X' WHERE account_id = 'p4'",
        "DELETE FROM orcid WHERE account_id = 'p4'",
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
