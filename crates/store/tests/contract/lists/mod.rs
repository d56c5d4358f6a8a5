//! The lists of applications.

mod by_hand;
mod lines;
mod reads;

use std::collections::BTreeMap;

use accede_domain::age::{self, AgeBand};
use accede_domain::application::state::{ApplicationState, Position, Stage};
use accede_domain::application::{ApplicationForm, Signal, Signals};
use accede_domain::time::{Duration, Timestamp};
use accede_store::application_queue::{self as queue, Edge, Facet, Filter, Line, Sort, Spot, View};
use accede_store::search::Search;
use accede_store::{Dialect, Store, Tx, params};

use crate::support::{NOW, add_account, write};

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

fn signals(of: &[Signal]) -> Signals {
    of.iter().copied().collect()
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
