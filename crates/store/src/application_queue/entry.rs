//! Lines of the lists: what they follow from, and how they are kept up to date.
//!
//! A line holds nothing of its own: [`Kept::of`] makes it of what other tables say. Whoever writes those calls [`refresh`]
//! in the same transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use accede_domain::application::state::{Flag, Position};
use accede_domain::application::{ApplicationForm, SignalFacts, Signals, signals};
use accede_domain::time::Timestamp;
use accede_domain::training::TrainingState;
use sha2::{Digest as _, Sha256};

use super::{Facet, Line, Tray, line, statement};
use crate::{
    AssertSqlSafe, Dialect, Row, Store, StoreError, Tx, Value, application, params, revoked, search,
};

/// Places that a microsecond has: what is submitted at the same time comes one after the other all the same.
const PLACES: i64 = 2_048;
/// Applications that are refreshed by one set of statements.
const AT_ONCE: usize = 500;

/// Whether the reference `r` of `e` has confirmed somebody else, whose credential was not revoked since.
const IS_KNOWN: &str =
    "EXISTS (SELECT 1 FROM reference_request o JOIN application p ON p.id = o.application_id
    WHERE o.email_folded = r.email_folded AND o.answer = 'confirms' AND o.withdrawn_at IS NULL
      AND p.account_id <> e.account_id AND p.state <> 'revoked')";

/// Everything that the line of one application follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The application.
    pub application_id: String,
    /// Whose it is.
    pub account_id: String,
    /// Their user name.
    pub user_name: String,
    /// For people to quote.
    pub reference_number: String,
    /// Where it stands.
    pub position: Position,
    /// A reviewer has to act.
    pub waits_for_staff: bool,
    /// Of the latest snapshot; so are the next three.
    pub applicant_name: String,
    /// The organisation.
    pub organisation: String,
    /// By its spelling.
    pub researcher_category: String,
    /// By its code.
    pub country: String,
    /// Of the latest snapshot.
    pub research_summary: String,
    /// The first submission.
    pub first_submitted_at: Timestamp,
    /// Since when it stands where it stands.
    pub stage_since: Timestamp,
    /// What the signals rest on.
    pub signals: SignalFacts,
    /// Something waits for a reviewer to see to it.
    pub flagged: bool,
    /// Names and addresses of everyone who was named as reference.
    pub references: Vec<String>,
}

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
        let people = facts.references.iter().chain(&facts.signals.verified);
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

/// Takes the lines of these applications for new, as when a database is filled: nothing is looked up but what they follow
/// from. Counts are left to [`recount`].
///
/// # Errors
/// Any [`StoreError`].
pub async fn line_up(
    tx: &mut Tx,
    ids: &[String],
    further_domains: &[String],
) -> Result<Vec<Kept>, StoreError> {
    let facts = facts(tx, ids).await?;
    let line = |one: &Facts| {
        Kept::of(
            one,
            Kept::first_place(one.first_submitted_at),
            further_domains,
        )
    };
    Ok(facts.iter().map(line).collect())
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

/// What the lines of these applications follow from, in the order of their ids. Two statements.
async fn facts(tx: &mut Tx, ids: &[String]) -> Result<Vec<Facts>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.id, p.account_id, a.user_name, p.reference_number, p.state, p.stage, p.waits_for_staff,
             p.applicant_name, p.organisation, p.researcher_category, p.country, p.first_submitted_at, p.stage_since,
             s.form
         FROM application p JOIN account a ON a.id = p.account_id
         JOIN application_snapshot s ON s.application_id = p.id AND s.number = p.snapshots
         WHERE p.id IN ({}) AND p.first_submitted_at IS NOT NULL ORDER BY p.id",
        numbers(1, ids.len())
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), texts(ids)).await?;
    let mut all = rows
        .iter()
        .map(of_application)
        .collect::<Result<Vec<_>, _>>()?;
    around(tx, &mut all).await?;
    Ok(all)
}

fn of_application(row: &Row) -> Result<Facts, StoreError> {
    let form: ApplicationForm = row.json("form")?;
    Ok(Facts {
        application_id: row.text("id")?,
        account_id: row.text("account_id")?,
        user_name: row.text("user_name")?,
        reference_number: row.text("reference_number")?,
        position: application::position(row)?,
        waits_for_staff: row.bool("waits_for_staff")?,
        applicant_name: row.text("applicant_name")?,
        organisation: row.text("organisation")?,
        researcher_category: row.text("researcher_category")?,
        country: row.text("country")?,
        research_summary: form.research_summary,
        first_submitted_at: row.timestamp("first_submitted_at")?,
        stage_since: row.timestamp("stage_since")?,
        signals: SignalFacts {
            webpage: form.webpage,
            ..SignalFacts::default()
        },
        flagged: false,
        references: Vec::new(),
    })
}

/// What is known beside the applications themselves.
async fn around(tx: &mut Tx, all: &mut [Facts]) -> Result<(), StoreError> {
    if all.is_empty() {
        return Ok(());
    }
    let (ids, accounts) = (numbers(1, all.len()), numbers(1 + all.len(), all.len()));
    let sql = format!(
        "SELECT 'address' AS kind, account_id AS owner, folded AS word, '' AS name, CAST(0 AS BIGINT) AS n
             FROM account_email WHERE account_id IN ({accounts}) AND verified_at IS NOT NULL
         UNION ALL SELECT 'training', account_id, state, '', 0 FROM training WHERE account_id IN ({accounts})
             AND state IN ('submitted', 'accepted', 'returned')
         UNION ALL SELECT 'flag', application_id, flag, '', 0 FROM application_flag
             WHERE application_id IN ({ids}) AND audience = 'reviewer' AND seen_at IS NULL
         UNION ALL SELECT 'reference', application_id, email_folded, name, number FROM reference_request
             WHERE application_id IN ({ids})
         UNION ALL SELECT 'known', r.application_id, '', '', 0 FROM reference_request r
             JOIN application e ON e.id = r.application_id
             WHERE r.application_id IN ({ids}) AND r.ended_at IS NULL AND {IS_KNOWN}
         UNION ALL SELECT 'revoked', owner, '', '', 0 FROM ({revoked}) AS revoked
         ORDER BY kind, owner, n, word",
        revoked = revoked::among(&accounts)
    );
    let ids = all.iter().map(|one| Value::from(&one.application_id));
    let accounts = all.iter().map(|one| Value::from(&one.account_id));
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), ids.chain(accounts).collect())
        .await?;
    let mut of: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, one) in all.iter().enumerate() {
        of.entry(one.application_id.clone())
            .or_default()
            .push(index);
        of.entry(one.account_id.clone()).or_default().push(index);
    }
    for row in &rows {
        let kind = row.text("kind")?;
        for &index in of.get(&row.text("owner")?).into_iter().flatten() {
            if let Some(one) = all.get_mut(index) {
                note(one, &kind, row)?;
            }
        }
    }
    Ok(())
}

fn note(facts: &mut Facts, kind: &str, row: &Row) -> Result<(), StoreError> {
    let signals = &mut facts.signals;
    match kind {
        "address" => signals.verified.push(row.text("word")?),
        "training" => signals
            .trainings
            .push(row.word("word", TrainingState::parse)?),
        "flag" => {
            row.word("word", Flag::parse)?;
            facts.flagged = true;
        }
        // In the order in which they were named.
        "reference" => {
            signals.references = row.int("n")?;
            signals.reference = Some(row.text("word")?);
            facts
                .references
                .extend([row.text("name")?, row.text("word")?]);
        }
        "revoked" => signals.revoked_before = true,
        _ => signals.reference_known = true,
    }
    Ok(())
}

/// `$from, $from+1, …`.
fn numbers(from: usize, count: usize) -> String {
    let list: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    list.join(", ")
}

/// `($1, $2), ($3, $4), …`.
fn tuples(rows: usize, columns: usize) -> String {
    let row = |row: usize| ["(", &numbers(1 + row * columns, columns), ")"].concat();
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

fn texts(ids: &[String]) -> Vec<Value> {
    ids.iter().map(Value::from).collect()
}
