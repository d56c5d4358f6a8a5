//! Counting for the statistics. This reads every row of its window and is for a job: pages read what it wrote
//! ([`crate::figure`]).

use accede_domain::application::state::{ApplicationState, Stage};
use accede_domain::name::full_name;
use accede_domain::review::CaseKind;
use accede_domain::review::figures::{AGES, Step, WINDOW, place_of};
use accede_domain::time::{Duration, Timestamp};

use crate::{AssertSqlSafe, StoreError, Tx, params};

/// How long a step took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Took {
    /// Half of them took no longer.
    pub median: Duration,
    /// Nine in ten took no longer.
    pub p90: Duration,
    /// How many ended in the window.
    pub samples: i64,
}

/// How long a step took, of those that ended in the window; nothing where none did.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn took(tx: &mut Tx, step: Step, now: Timestamp) -> Result<Option<Took>, StoreError> {
    let (took, from) = match step {
        Step::Training => (
            "decided_at - submitted_at",
            "training WHERE decided_at >= $1 AND CAST($2 AS TEXT) IS NOT NULL",
        ),
        _ => (
            "left_at - entered_at",
            "stage_visit WHERE left_at >= $1 AND stage = $2 AND withdrawn = 0",
        ),
    };
    // No text of a caller: both parts stand above.
    let counts = format!("SELECT count(*) AS n FROM {from}");
    let since = now.minus(WINDOW);
    let row = tx
        .fetch_one(AssertSqlSafe(counts), params![since, step.as_str()])
        .await?;
    let samples = row.int("n")?;
    if samples == 0 {
        return Ok(None);
    }
    let (half, ninety) = (place_of(50, samples), place_of(90, samples));
    let ranks = format!(
        "SELECT took FROM (SELECT {took} AS took, row_number() OVER (ORDER BY {took}) AS place FROM {from}) ranked
         WHERE place IN ($3, $4) ORDER BY place"
    );
    let rows = tx
        .fetch_all(
            AssertSqlSafe(ranks),
            params![since, step.as_str(), half, ninety],
        )
        .await?;
    let at = |row: Option<&crate::Row>| row.map_or(Ok(0), |row| row.int("took"));
    Ok(Some(Took {
        median: Duration(at(rows.first())?),
        p90: Duration(at(rows.last())?),
        samples,
    }))
}

/// Of the applications first submitted in the window, how many came to each stage or past it: a stage can be passed
/// without a stay, as where the reference has answered before the identity is confirmed.
///
/// # Errors
/// Any [`StoreError`].
pub async fn reached(tx: &mut Tx, now: Timestamp) -> Result<Vec<(Stage, i64)>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT furthest, returned, count(*) AS n FROM (
                 SELECT MAX(CASE v.stage WHEN 'identity' THEN 1 WHEN 'reference' THEN 2 WHEN 'response' THEN 3
                         WHEN 'final' THEN 4 ELSE 0 END) AS furthest,
                     MAX(CASE v.stage WHEN 'returned' THEN 1 ELSE 0 END) AS returned
                 FROM application a JOIN stage_visit v ON v.application_id = a.id
                 WHERE a.state IN ('submitted', 'accepted', 'rejected', 'withdrawn', 'lapsed', 'revoked', 'expired')
                     AND a.first_submitted_at >= $1
                 GROUP BY a.id) each_one
             GROUP BY furthest, returned",
            params![now.minus(WINDOW)],
        )
        .await?;
    let mut reached: Vec<_> = Stage::ALL.iter().map(|stage| (*stage, 0)).collect();
    for row in &rows {
        let (furthest, n) = (row.int("furthest")?, row.int("n")?);
        let returned = row.int("returned")? != 0;
        for ((stage, count), place) in reached.iter_mut().zip(1..) {
            let came = if *stage == Stage::Returned {
                returned
            } else {
                place <= furthest
            };
            *count += if came { n } else { 0 };
        }
    }
    Ok(reached)
}

/// Of the same applications, how many stand in each state.
///
/// # Errors
/// Any [`StoreError`].
pub async fn became(
    tx: &mut Tx,
    now: Timestamp,
) -> Result<Vec<(ApplicationState, i64)>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT state, count(*) AS n FROM application
             WHERE state IN ('submitted', 'accepted', 'rejected', 'withdrawn', 'lapsed', 'revoked', 'expired')
                 AND first_submitted_at >= $1
             GROUP BY state",
            params![now.minus(WINDOW)],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.word("state", ApplicationState::parse)?, row.int("n")?)))
        .collect()
}

/// How many stand at each stage, by how long they have: the group that [`AGES`] begins, from 0.
///
/// # Errors
/// Any [`StoreError`].
pub async fn ages(tx: &mut Tx, now: Timestamp) -> Result<Vec<(Stage, usize, i64)>, StoreError> {
    let since = |place: usize| now.minus(Duration::days(AGES.get(place).copied().unwrap_or(0)));
    let rows = tx
        .fetch_all(
            "SELECT stage, age, count(*) AS n FROM (SELECT stage, CASE
                     WHEN stage_since > $1 THEN 0 WHEN stage_since > $2 THEN 1 WHEN stage_since > $3 THEN 2
                     WHEN stage_since > $4 THEN 3 WHEN stage_since > $5 THEN 4 ELSE 5 END AS age
                 FROM application WHERE state = 'submitted') waiting
             GROUP BY stage, age",
            params![since(0), since(1), since(2), since(3), since(4)],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let age = usize::try_from(row.int("age")?).unwrap_or(0);
            Ok((row.word("stage", Stage::parse)?, age, row.int("n")?))
        })
        .collect()
}

/// How often a member of staff took one kind of decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The account.
    pub account_id: String,
    /// Its user name.
    pub user_name: String,
    /// The full name.
    pub name: String,
    /// On what.
    pub case_kind: CaseKind,
    /// The command, by its spelling.
    pub command: String,
    /// How often.
    pub times: i64,
}

/// What staff decided in the window, as far as it was carried out; by person.
///
/// # Errors
/// Any [`StoreError`].
pub async fn decided(tx: &mut Tx, now: Timestamp) -> Result<Vec<Decided>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT d.decided_by, d.case_kind, d.command, d.n, a.user_name, a.given_names, a.family_name
             FROM (SELECT decided_by, case_kind, command, count(*) AS n FROM decision
                 WHERE ended_at >= $1 AND state = 'carried_out' GROUP BY decided_by, case_kind, command) d
             JOIN account a ON a.id = d.decided_by ORDER BY a.user_name, d.case_kind, d.command",
            params![now.minus(WINDOW)],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Decided {
                account_id: row.text("decided_by")?,
                user_name: row.text("user_name")?,
                name: full_name(&row.text("given_names")?, &row.text("family_name")?),
                case_kind: row.word("case_kind", CaseKind::parse)?,
                command: row.text("command")?,
                times: row.int("n")?,
            })
        })
        .collect()
}
