//! How many lines a list would have with one more thing asked of it.
//!
//! Counts are kept by tray and value (`queue_count`). They answer for a whole view, and for a view that one thing narrows
//! what other stages and other values of that thing have. For the rest the first thousand lines are counted.

use std::fmt::Write as _;

use accede_domain::age::AgeBand;
use accede_domain::application::state::Stage;
use accede_domain::application::{ResearcherCategory, Signal};
use accede_domain::time::Timestamp;

use super::statement::{CUT, Query, Statement};
use super::{CANDIDATES, Edge, Filter, Sort, Total, Tray, View};
use crate::{Row, StoreError, Tx, Value, params};

/// Where counting stops.
const MOST: u32 = 1_000;

words! {
    /// A query parameter of the list.
    pub enum Facet {
        /// None: every line.
        All = "",
        /// Which applications.
        Stage = "stage",
        /// The researcher category.
        Category = "category",
        /// The country.
        Country = "country",
        /// How the trainings stand.
        Training = "training",
        /// A signal, with those that are asked for already.
        Signal = "signal",
        /// Something waits for a reviewer to see to it.
        Flag = "flag",
        /// The band of age.
        Age = "age",
    }
}

impl Facet {
    /// The parameter that asks for a signal.
    pub(super) fn of_signal(signal: Signal) -> Self {
        if Signal::OF_TRAINING.contains(&signal) {
            Self::Training
        } else {
            Self::Signal
        }
    }
}

/// With this parameter at this value, the list would have so many lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The parameter.
    pub facet: Facet,
    /// The value.
    pub value: String,
    /// How many.
    pub total: Total,
}

/// Counts for the values of every parameter, as of `now`; a value that is not there was not counted. At most two
/// statements, three under a search.
///
/// # Errors
/// Any [`StoreError`].
pub async fn facets(
    tx: &mut Tx,
    filter: &Filter,
    now: Timestamp,
) -> Result<Vec<FacetCount>, StoreError> {
    let mut counts = Vec::new();
    let Some((facet, value)) = filter.kept() else {
        return of_some(tx, filter, now).await;
    };
    let trays = kept(tx, filter.view, facet, &value, now, &mut counts).await?;
    of_stages(&trays, Tray::ALL, true, &mut counts);
    if facet != Facet::All {
        let kept = |one: &FacetCount| one.facet == Facet::Stage || one.facet == facet;
        let known = facet != Facet::Signal;
        if !known {
            counts.retain(|one| one.facet == Facet::Stage);
        }
        let some = of_some(tx, filter, now).await?;
        counts.extend(
            some.into_iter()
                .filter(|one| !(kept(one) && (known || one.facet == Facet::Stage))),
        );
    }
    Ok(counts)
}

/// How many lines of a view have a value, as kept.
pub(super) async fn kept_total(
    tx: &mut Tx,
    view: View,
    facet: Facet,
    value: &str,
) -> Result<i64, StoreError> {
    let trays = list(view.trays());
    // The trays are constants of the program.
    let sql = format!(
        "SELECT CAST(coalesce(sum(lines), 0) AS BIGINT) AS lines FROM queue_count
         WHERE tray IN ({trays}) AND facet = $1 AND value = $2"
    );
    let row = tx
        .fetch_one(crate::AssertSqlSafe(sql), params![facet, value])
        .await?;
    row.int("lines")
}

fn list(trays: &[Tray]) -> String {
    let quoted = trays.iter().map(|tray| ["'", tray.as_str(), "'"].concat());
    quoted.collect::<Vec<_>>().join(", ")
}

/// The kept counts: of the facet's values in the view (of every facet's, and of the ages, for a whole view) into `counts`;
/// of the value on each tray as the answer.
async fn kept(
    tx: &mut Tx,
    view: View,
    facet: Facet,
    value: &str,
    now: Timestamp,
    counts: &mut Vec<FacetCount>,
) -> Result<Vec<(Tray, i64)>, StoreError> {
    let (every, within) = (list(Tray::ALL), list(view.trays()));
    let (of, mut values) = (facet, params![facet, value]);
    let which = if facet == Facet::All {
        "facet <> ''"
    } else {
        "facet = $1"
    };
    let mut text = format!(
        "SELECT 'stage' AS facet, tray AS value, lines FROM queue_count
             WHERE tray IN ({every}) AND facet = $1 AND value = $2
         UNION ALL SELECT facet, value, CAST(sum(lines) AS BIGINT) FROM queue_count
             WHERE tray IN ({within}) AND {which} GROUP BY facet, value"
    );
    if facet == Facet::All {
        add_ages(&mut text, &mut values, view, now);
    }
    let mut trays = Vec::new();
    for row in (Query { text, values }).fetch_all(tx).await? {
        let (facet, value, lines) = read(&row)?;
        if facet == Facet::Stage {
            if let Some(tray) = Tray::parse(&value) {
                trays.push((tray, lines));
            }
        } else {
            add(
                counts,
                facet,
                &value,
                lines,
                lines <= i64::from(MOST) || facet != Facet::Age,
            );
        }
    }
    add_none(counts, true, |facet, _| of == Facet::All || of == facet);
    Ok(trays)
}

/// Ages go by the clock, so nothing is kept of them: each is a stretch of an index, counted to a thousand a tray.
fn add_ages(text: &mut String, values: &mut Vec<Value>, view: View, now: Timestamp) {
    for &tray in view.trays() {
        for &band in AgeBand::ALL {
            let Some((after, until)) = super::within(tray, band, now) else {
                continue;
            };
            values.extend([Value::from(after), Value::from(until)]);
            let (word, limit, n) = (tray.as_str(), MOST + 1, values.len());
            let _ = write!(
                text,
                " UNION ALL SELECT 'age', '{band}', count(*) FROM (SELECT 1 FROM queue_entry
                     WHERE tray = '{word}' AND stage_since > ${} AND stage_since <= ${n} LIMIT {limit}) aged",
                n - 1
            );
        }
    }
}

/// Adds to a count that is there, or begins it.
fn add(counts: &mut Vec<FacetCount>, facet: Facet, value: &str, lines: i64, exact: bool) {
    let there = counts
        .iter_mut()
        .find(|one| one.facet == facet && one.value == value);
    if let Some(there) = there {
        there.total.lines += lines;
        there.total.exact &= exact;
    } else {
        counts.push(FacetCount {
            facet,
            value: value.to_owned(),
            total: Total { lines, exact },
        });
    }
}

/// Values that were counted and that no line has: none is a count too. Countries are too many to say it of each.
fn add_none(counts: &mut Vec<FacetCount>, exact: bool, is_counted: impl Fn(Facet, &str) -> bool) {
    let categories = ResearcherCategory::ALL.iter();
    let categories = categories.map(|one| (Facet::Category, one.as_str()));
    let signals = Signal::ALL.iter();
    let signals = signals.map(|one| (Facet::of_signal(*one), one.as_str()));
    let ages = AgeBand::ALL.iter().map(|one| (Facet::Age, one.as_str()));
    let all = categories.chain(signals).chain(ages);
    for (facet, value) in all.chain([(Facet::Flag, "true")]) {
        if is_counted(facet, value) {
            add(counts, facet, value, 0, exact);
        }
    }
}

/// What each view has, as far as the trays that were counted make it up.
fn of_stages(lines: &[(Tray, i64)], counted: &[Tray], exact: bool, counts: &mut Vec<FacetCount>) {
    let views = [
        ("", View::Staff),
        ("open", View::Open),
        ("decided", View::Decided),
    ];
    let stages = Stage::ALL
        .iter()
        .map(|stage| (stage.as_str(), View::Stage(*stage)));
    for (word, view) in views.into_iter().chain(stages) {
        if view.trays().iter().all(|tray| counted.contains(tray)) {
            let within = lines.iter().filter(|(tray, _)| view.trays().contains(tray));
            add(
                counts,
                Facet::Stage,
                word,
                within.map(|(_, lines)| lines).sum(),
                exact,
            );
        }
    }
}

/// Counts among the first thousand lines of the list.
async fn of_some(
    tx: &mut Tx,
    filter: &Filter,
    now: Timestamp,
) -> Result<Vec<FacetCount>, StoreError> {
    const COLUMNS: &str =
        "q.tray, q.researcher_category, q.country, q.signals, q.flagged, q.stage_since";
    let statement = Statement::new(tx.dialect(), filter, Sort::Oldest, &Edge::First);
    let select = |more: &str| {
        let mut sql = format!(
            "SELECT '' AS facet, '' AS value, count(*) AS lines FROM found
             UNION ALL SELECT 'more', '', {more}
             UNION ALL SELECT 'tray', tray, count(*) FROM found GROUP BY tray
             UNION ALL SELECT 'category', researcher_category, count(*) FROM found GROUP BY researcher_category
             UNION ALL SELECT 'country', country, count(*) FROM found GROUP BY country
             UNION ALL SELECT 'flag', 'true', count(*) FROM found WHERE flagged = 1"
        );
        for &signal in Signal::ALL {
            let bits = accede_domain::application::Signals::default()
                .with(signal)
                .bits();
            let facet = Facet::of_signal(signal).as_str();
            let _ = write!(
                sql,
                " UNION ALL SELECT '{facet}', '{signal}', count(*) FROM found WHERE (signals & {bits}) = {bits}"
            );
        }
        // Whole numbers that the program made of its own clock.
        for &band in AgeBand::ALL {
            let ages = filter.view.trays().iter().filter_map(|&tray| {
                let (Timestamp(after), Timestamp(until)) = super::within(tray, band, now)?;
                let tray = tray.as_str();
                Some(format!(
                    "(tray = '{tray}' AND stage_since > {after} AND stage_since <= {until})"
                ))
            });
            let ages: Vec<String> = ages.collect();
            if !ages.is_empty() {
                let ages = ages.join(" OR ");
                let _ = write!(
                    sql,
                    " UNION ALL SELECT 'age', '{band}', count(*) FROM found WHERE {ages}"
                );
            }
        }
        sql
    };
    let cut = select(CUT);
    let mut rows = statement
        .of_first(COLUMNS, MOST + 1, &cut)
        .fetch_all(tx)
        .await?;
    let (lines, mut more) = (number(&rows, "")?, number(&rows, "more")? > 0);
    if more && lines <= i64::from(MOST) && filter.search.is_some() {
        let candidates = select("(SELECT count(*) FROM candidate)");
        let query = statement.of_candidates(COLUMNS, &candidates);
        let found = query.fetch_all(tx).await?;
        if number(&found, "more")? <= i64::from(CANDIDATES) {
            (rows, more) = (found, false);
        }
    }
    let exact = !more && number(&rows, "")? <= i64::from(MOST);
    let mut counts = Vec::new();
    let mut trays = Vec::new();
    // Of what filters already, the other values are not among these lines.
    let is_counted = |facet, value: &str| match facet {
        Facet::All => false,
        Facet::Age => filter.age.is_none_or(|(band, _)| band.as_str() == value),
        Facet::Training => {
            super::of_training(filter.signals).is_none_or(|one| one.as_str() == value)
        }
        Facet::Category => filter.category.as_deref().is_none_or(|one| one == value),
        _ => true,
    };
    for row in &rows {
        if let Some(tray) = Tray::parse(&row.text("value")?) {
            trays.push((tray, row.int("lines")?));
        } else if row.text("facet")? != "more" {
            let (facet, value, lines) = read(row)?;
            if is_counted(facet, &value) {
                add(&mut counts, facet, &value, lines, exact);
            }
        }
    }
    add_none(&mut counts, exact, is_counted);
    of_stages(&trays, filter.view.trays(), exact, &mut counts);
    Ok(counts)
}

fn number(rows: &[Row], facet: &str) -> Result<i64, StoreError> {
    for row in rows {
        if row.text("facet")? == facet {
            return row.int("lines");
        }
    }
    Ok(0)
}

fn read(row: &Row) -> Result<(Facet, String, i64), StoreError> {
    Ok((
        row.word("facet", Facet::parse)?,
        row.text("value")?,
        row.int("lines")?,
    ))
}
