//! Lines of the lists: what they follow from, and how they are kept up to date.
//!
//! A line holds nothing of its own: [`Kept::of`] makes it of what other tables say. Whoever writes those calls [`refresh`]
//! in the same transaction.

mod facts;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use accede_domain::application::{Signals, signals};
use accede_domain::orcid::Orcid;
use accede_domain::time::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{Facet, Line, Tray, line, statement};
use crate::{AssertSqlSafe, Dialect, Store, StoreError, Tx, Value, params, search};

pub use facts::Facts;
use facts::{IS_KNOWN, facts, numbers, texts};

/// Places that a microsecond has: what is submitted at the same time comes one after the other all the same.
const PLACES: i64 = 2_048;
/// Applications that are refreshed by one set of statements.
const AT_ONCE: usize = 500;

/// A line as it is kept, and the words that find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    line: Line,
    tray: Tray,
    words: String,
}

impl Kept {
    /// The columns of [`Kept::row`].
    pub const COLUMNS: &[&str] = &[
        "place",
        "application_id",
        "account_id",
        "user_name",
        "reference_number",
        "tray",
        "state",
        "applicant_name",
        "organisation",
        "researcher_category",
        "country",
        "sort_name",
        "first_submitted_at",
        "stage_since",
        "training",
        "flagged",
        "known_reference",
        "signals",
    ];

    /// The line that follows from these facts, at this place. `further_domains` are the personal-mail services of a
    /// setting.
    #[must_use]
    pub fn of(facts: &Facts, place: i64, further_domains: &[String]) -> Self {
        let tray = Tray::of(facts.position, facts.waits_for_staff);
        let texts = [
            &facts.applicant_name,
            &facts.organisation,
            &facts.user_name,
            &facts.reference_number,
            &facts.research_summary,
        ];
        let orcid = facts.signals.orcid.as_ref().map(Orcid::searched_as);
        let people = facts.references.iter().chain(&facts.signals.verified);
        let people = people.chain(orcid.iter().flatten());
        let texts = texts.into_iter().chain(people).map(String::as_str);
        let line = Line {
            place,
            id: facts.application_id.clone(),
            account_id: facts.account_id.clone(),
            user_name: facts.user_name.clone(),
            reference_number: facts.reference_number.clone(),
            applicant_name: facts.applicant_name.clone(),
            organisation: facts.organisation.clone(),
            country: facts.country.clone(),
            researcher_category: facts.researcher_category.clone(),
            position: facts.position,
            first_submitted_at: facts.first_submitted_at,
            stage_since: facts.stage_since,
            signals: signals(&facts.signals, further_domains),
            flagged: facts.flagged,
            claim: None,
            sort_name: search::words(&facts.applicant_name).join(" "),
        };
        Self {
            line,
            tray,
            words: [&statement::mark(tray), " ", &search::document(texts)].concat(),
        }
    }

    /// The first place of a moment.
    #[must_use]
    pub fn first_place(first_submitted_at: Timestamp) -> i64 {
        first_submitted_at.micros().saturating_mul(PLACES)
    }

    /// The moment of a place.
    pub(super) fn moment_of(place: i64) -> Timestamp {
        Timestamp(place.div_euclid(PLACES))
    }

    /// The values of [`Kept::COLUMNS`].
    #[must_use]
    pub fn row(&self) -> Vec<Value> {
        let line = &self.line;
        let known = line
            .signals
            .contain(accede_domain::application::Signal::KnownReference);
        let training = super::of_training(line.signals).map_or("", |signal| signal.as_str());
        params![
            line.place,
            &line.id,
            &line.account_id,
            &line.user_name,
            &line.reference_number,
            self.tray,
            line.position.state.as_str(),
            &line.applicant_name,
            &line.organisation,
            &line.researcher_category,
            &line.country,
            &line.sort_name,
            line.first_submitted_at,
            line.stage_since,
            training,
            line.flagged,
            known,
            line.signals.bits()
        ]
    }

    /// Place and words, as `queue_words` has them.
    #[must_use]
    pub fn words(&self) -> Vec<Value> {
        params![self.line.place, &self.words]
    }

    /// What counts are kept of.
    fn counted(&self) -> impl Iterator<Item = (Tray, Facet, String)> {
        let line = &self.line;
        let flag = line.flagged.then(|| (Facet::Flag, "true".to_owned()));
        let signals = line
            .signals
            .iter()
            .map(|one| (Facet::of_signal(one), one.as_str().to_owned()));
        let all = [
            (Facet::All, String::new()),
            (Facet::Category, line.researcher_category.clone()),
            (Facet::Country, line.country.clone()),
        ];
        let each = all.into_iter().chain(flag).chain(signals);
        each.map(|(facet, value)| (self.tray, facet, value))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// Brings the lines of these applications up to date; what was never submitted has none.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn refresh(
    tx: &mut Tx,
    ids: &[String],
    further_domains: &[String],
) -> Result<(), StoreError> {
    for ids in ids.chunks(AT_ONCE) {
        lock_accounts(tx, ids).await?;
        let before = kept(tx, ids).await?;
        let mut changed = Vec::new();
        for facts in facts(tx, ids).await? {
            let old = before.get(&facts.application_id);
            let place = match old {
                Some(old) => old.line.place,
                None => next_place(tx, facts.first_submitted_at).await?,
            };
            let new = Kept::of(&facts, place, further_domains);
            if old != Some(&new) {
                // One after the other, so that the next new line sees the place taken.
                if old.is_none() {
                    write(tx, std::slice::from_ref(&new)).await?;
                }
                changed.push((old, new));
            }
        }
        let moved: Vec<Kept> = changed
            .iter()
            .filter(|(old, _)| old.is_some())
            .map(|(_, new)| new.clone())
            .collect();
        write(tx, &moved).await?;
        count(tx, changed.iter().map(|(old, new)| (*old, new))).await?;
    }
    Ok(())
}

/// Makes every line, in transactions of some: of a database that had applications before it had lists.
///
/// # Errors
/// Any [`StoreError`].
pub(crate) async fn fill(store: &Store) -> Result<(), StoreError> {
    let mut last = String::new();
    loop {
        let mut tx = store.write().await?;
        let ids = super::submitted_after(&mut tx, &last, AT_ONCE as u32).await?;
        // Which services of personal mail a setting adds, the program sees to when it starts.
        refresh(&mut tx, &ids, &[]).await?;
        tx.commit().await?;
        match ids.into_iter().next_back() {
            Some(id) => last = id,
            None => return Ok(()),
        }
    }
}

/// The applications of an account that have lines.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT application_id FROM queue_entry WHERE account_id = $1 ORDER BY place";
    let rows = tx.fetch_all(sql, params![account_id]).await?;
    rows.iter().map(|row| row.text("application_id")).collect()
}

/// Other applications whose present reference is one of this one's, and of which is no longer true what their lines say:
/// whether that person has confirmed somebody else.
///
/// # Errors
/// Any [`StoreError`].
pub async fn known_elsewhere(tx: &mut Tx, application_id: &str) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT e.application_id FROM reference_request mine
             JOIN reference_request r ON r.email_folded = mine.email_folded
             JOIN queue_entry e ON e.application_id = r.application_id
             WHERE mine.application_id = $1 AND r.application_id <> $1 AND r.ended_at IS NULL
               AND e.known_reference <> CASE WHEN {IS_KNOWN} THEN 1 ELSE 0 END
             ORDER BY e.application_id"
    );
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), params![application_id])
        .await?;
    rows.iter().map(|row| row.text("application_id")).collect()
}

/// Holds everything about the addresses named on an application against others who name or hear them, until the end of the
/// transaction: whether a reference is known follows from rows that neither would see of the other.
///
/// # Errors
/// Any [`StoreError`].
pub async fn lock_address(tx: &mut Tx, application_id: &str) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let sql = "SELECT email_folded AS name FROM reference_request WHERE application_id = $1";
    let rows = tx.fetch_all(sql, params![application_id]).await?;
    let names = rows
        .iter()
        .map(|row| row.text("name"))
        .collect::<Result<Vec<_>, _>>()?;
    lock(tx, "address", names).await
}

async fn lock_accounts(tx: &mut Tx, ids: &[String]) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let sql = format!(
        "SELECT account_id AS name FROM application WHERE id IN ({})",
        numbers(1, ids.len())
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), texts(ids)).await?;
    let names = rows
        .iter()
        .map(|row| row.text("name"))
        .collect::<Result<Vec<_>, _>>()?;
    lock(tx, "account", names).await
}

/// Locks of PostgreSQL that go by number, taken in the order of the numbers so that no two wait for each other.
async fn lock(tx: &mut Tx, what: &str, names: Vec<String>) -> Result<(), StoreError> {
    let number = |name: &String| {
        let digest: [u8; 32] = Sha256::digest([what, " ", name].concat()).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        i64::from_be_bytes([a, b, c, d, e, f, g, h])
    };
    let all: BTreeSet<i64> = names.iter().map(number).collect();
    for one in all {
        tx.fetch_all(
            "SELECT CAST(pg_advisory_xact_lock($1) AS TEXT)",
            params![one],
        )
        .await?;
    }
    Ok(())
}

/// The next free place of a moment.
async fn next_place(tx: &mut Tx, at: Timestamp) -> Result<i64, StoreError> {
    let first = Kept::first_place(at);
    let row = tx
        .fetch_one(
            "SELECT max(place) AS place FROM queue_entry WHERE place >= $1 AND place < $2",
            params![first, first.saturating_add(PLACES)],
        )
        .await?;
    Ok(row.opt_int("place")?.map_or(first, |last| last + 1))
}

/// The lines that are there, by application.
async fn kept(tx: &mut Tx, ids: &[String]) -> Result<HashMap<String, Kept>, StoreError> {
    let sql = format!(
        "SELECT q.*, w.words FROM queue_entry q JOIN queue_words w ON w.place = q.place WHERE q.application_id IN ({})",
        numbers(1, ids.len())
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), texts(ids)).await?;
    let each = rows.iter().map(|row| {
        let kept = Kept {
            line: line(row)?,
            tray: row.word("tray", Tray::parse)?,
            words: row.text("words")?,
        };
        Ok((kept.line.id.clone(), kept))
    });
    each.collect()
}

async fn write(tx: &mut Tx, lines: &[Kept]) -> Result<(), StoreError> {
    if lines.is_empty() {
        return Ok(());
    }
    let columns = Kept::COLUMNS;
    let rows: Vec<Vec<Value>> = lines.iter().map(Kept::row).collect();
    // The columns are constants of this file.
    let set: Vec<String> = columns
        .iter()
        .skip(1)
        .map(|of| format!("{of} = excluded.{of}"))
        .collect();
    let sql = format!(
        "INSERT INTO queue_entry ({}) VALUES {} ON CONFLICT (place) DO UPDATE SET {}",
        columns.join(", "),
        tuples(rows.len(), columns.len()),
        set.join(", ")
    );
    tx.execute(AssertSqlSafe(sql), rows.concat()).await?;
    let rows: Vec<Vec<Value>> = lines.iter().map(Kept::words).collect();
    let sql = format!(
        "INSERT INTO queue_words (place, words) VALUES {}
         ON CONFLICT (place) DO UPDATE SET words = excluded.words",
        tuples(rows.len(), 2)
    );
    tx.execute(AssertSqlSafe(sql), rows.concat()).await?;
    Ok(())
}

/// Keeps the counts in step with lines that changed from what they were.
async fn count<'k>(
    tx: &mut Tx,
    changed: impl Iterator<Item = (Option<&'k Kept>, &'k Kept)>,
) -> Result<(), StoreError> {
    // In order, so that no two transactions wait for each other.
    let mut changes: BTreeMap<(&str, &str, String), i64> = BTreeMap::new();
    for (old, new) in changed {
        let left = old.into_iter().flat_map(Kept::counted).map(|key| (key, -1));
        for ((tray, facet, value), change) in left.chain(new.counted().map(|key| (key, 1))) {
            *changes
                .entry((tray.as_str(), facet.as_str(), value))
                .or_default() += change;
        }
    }
    changes.retain(|_, change| *change != 0);
    if changes.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO queue_count (tray, facet, value, lines) VALUES {}
         ON CONFLICT (tray, facet, value) DO UPDATE SET lines = queue_count.lines + excluded.lines",
        tuples(changes.len(), 4)
    );
    let values = changes
        .into_iter()
        .flat_map(|((tray, facet, value), change)| params![tray, facet, value, change]);
    tx.execute(AssertSqlSafe(sql), values.collect()).await?;
    Ok(())
}

/// Counts everything anew, as after a database was filled.
///
/// # Errors
/// Any [`StoreError`].
pub async fn recount(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("DELETE FROM queue_count", params![]).await?;
    let signals = accede_domain::application::Signal::ALL
        .iter()
        .map(|&signal| {
            let (facet, bits) = (
                Facet::of_signal(signal).as_str(),
                Signals::default().with(signal).bits(),
            );
            format!(
                " UNION ALL SELECT tray, '{facet}', '{signal}', count(*) FROM queue_entry
              WHERE (signals & {bits}) = {bits} GROUP BY tray"
            )
        });
    let sql = [
        "INSERT INTO queue_count (tray, facet, value, lines)
         SELECT tray, '', '', count(*) FROM queue_entry GROUP BY tray
         UNION ALL SELECT tray, 'category', researcher_category, count(*) FROM queue_entry
             GROUP BY tray, researcher_category
         UNION ALL SELECT tray, 'country', country, count(*) FROM queue_entry GROUP BY tray, country
         UNION ALL SELECT tray, 'flag', 'true', count(*) FROM queue_entry WHERE flagged = 1 GROUP BY tray",
        &signals.collect::<String>(),
    ];
    tx.execute(AssertSqlSafe(sql.concat()), params![]).await?;
    Ok(())
}

/// Those of these applications whose lines are not what they should be.
///
/// # Errors
/// Any [`StoreError`].
pub async fn stale(
    tx: &mut Tx,
    ids: &[String],
    further_domains: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let kept = kept(tx, ids).await?;
        for one in facts(tx, ids).await? {
            let is_right = kept
                .get(&one.application_id)
                .is_some_and(|kept| *kept == Kept::of(&one, kept.line.place, further_domains));
            if !is_right {
                found.push(one.application_id);
            }
        }
    }
    Ok(found)
}

/// `($1, $2), ($3, $4), …`.
fn tuples(rows: usize, columns: usize) -> String {
    let row = |row: usize| ["(", &numbers(1 + row * columns, columns), ")"].concat();
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
