//! The reviewers' queue: a page of it, what speaks for and against each line, how many there are.
//! Three statements, however long the page.

use std::fmt::Write as _;

use accede_domain::application::ApplicationForm;
use accede_domain::application::state::{Flag, Position, Stage};
use accede_domain::time::Timestamp;
use accede_domain::training::TrainingState;

use crate::application::{self, DECIDED_COUNTER, STAFF_COUNTER};
use crate::{AssertSqlSafe, Row, StoreError, Tx, Value, counter, params, revoked};

/// Which applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Those on which a reviewer has to act.
    Staff,
    /// Those at a stage.
    Stage(Stage),
    /// Those whose review has ended.
    Decided,
}

words! {
    /// In which order.
    pub enum Sort {
        /// By place in the queue.
        Oldest = "oldest",
        /// The latest first submission first.
        Newest = "newest",
        /// The longest at its stage first.
        StageAge = "stage_age",
        /// By the applicant's name.
        Name = "name",
    }
}

/// Which lines are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Which applications.
    pub view: View,
    /// Those of one researcher category, by its spelling.
    pub category: Option<String>,
    /// Those with something for a reviewer to see to.
    pub flagged: bool,
    /// Those whose name, organisation, number or user name holds this.
    pub search: Option<String>,
    /// Not those of this account: whoever works the queue does not look into their own.
    pub not_of: String,
}

impl Filter {
    /// Whether nothing narrows the view. The own applications of whoever looks are few, and counted with the rest.
    #[must_use]
    pub fn is_whole_view(&self) -> bool {
        self.category.is_none() && !self.flagged && self.search.is_none()
    }

    /// The kept count that says how many lines there are, where nothing narrows the view.
    fn counter(&self) -> Option<&'static str> {
        if !self.is_whole_view() {
            return None;
        }
        Some(match self.view {
            View::Staff => STAFF_COUNTER,
            View::Stage(stage) => application::stage_counter(stage),
            View::Decided => DECIDED_COUNTER,
        })
    }

    /// The condition, and its parameters in the order of their numbers.
    pub(crate) fn condition(&self) -> (String, Vec<Value>) {
        let mut values = Vec::new();
        let mut sql = match self.view {
            View::Staff => "p.waits_for_staff = 1".to_owned(),
            View::Stage(stage) => {
                format!("p.state = 'submitted' AND p.stage = '{}'", stage.as_str())
            }
            View::Decided => "p.decided_at IS NOT NULL".to_owned(),
        };
        values.push(Value::from(&self.not_of));
        let _ = write!(sql, " AND p.account_id <> ${}", values.len());
        if let Some(category) = &self.category {
            values.push(Value::from(category));
            let _ = write!(sql, " AND p.researcher_category = ${}", values.len());
        }
        if self.flagged {
            sql.push_str(
                " AND EXISTS (SELECT 1 FROM application_flag f WHERE f.application_id = p.id
                    AND f.audience = 'reviewer' AND f.seen_at IS NULL)",
            );
        }
        if let Some(search) = &self.search {
            values.push(Value::from(like(search)));
            let _ = write!(sql, " AND p.search_text LIKE ${} ESCAPE '!'", values.len());
        }
        (sql, values)
    }
}

/// What is searched for, anywhere in the text. Both sides are in lower case, because the two
/// databases' `LIKE` differ in that.
pub(crate) fn like(search: &str) -> String {
    let mut pattern = String::from("%");
    for c in search.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// What a line sorts by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A time.
    At(Timestamp),
    /// A name.
    Text(String),
}

impl From<&Key> for Value {
    fn from(key: &Key) -> Self {
        match key {
            Key::At(at) => Self::from(*at),
            Key::Text(text) => Self::from(text),
        }
    }
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edge {
    /// At the beginning.
    First,
    /// Behind the line with this key and id.
    After(Key, String),
    /// Before it.
    Before(Key, String),
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The application.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// Their user name.
    pub user_name: String,
    /// For people to quote.
    pub reference_number: String,
    /// As in the latest snapshot.
    pub applicant_name: String,
    /// As in the latest snapshot.
    pub organisation: String,
    /// As in the latest snapshot, by its code.
    pub country: String,
    /// As in the latest snapshot, by its spelling.
    pub researcher_category: String,
    /// Where it stands.
    pub position: Position,
    /// The form, as submitted or, returned, as typed since.
    pub form: ApplicationForm,
    /// The place in the queue.
    pub first_submitted_at: Timestamp,
    /// Since when it stands where it stands.
    pub stage_since: Timestamp,
    /// What speaks for and against.
    pub signs: Signs,
}

impl Line {
    /// What this line sorts by.
    #[must_use]
    pub fn key(&self, sort: Sort) -> Key {
        match sort {
            Sort::Oldest | Sort::Newest => Key::At(self.first_submitted_at),
            Sort::StageAge => Key::At(self.stage_since),
            Sort::Name => Key::Text(self.applicant_name.clone()),
        }
    }
}

/// What is known beside the application itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signs {
    /// The verified addresses, folded.
    pub verified: Vec<String>,
    /// The folded address of the latest reference.
    pub reference: Option<String>,
    /// How many requests to references there were.
    pub references: i64,
    /// The present reference confirmed somebody else, whose credential was not revoked since.
    pub reference_known: bool,
    /// A credential of the person was revoked.
    pub revoked_before: bool,
    /// The states of the person's trainings.
    pub trainings: Vec<TrainingState>,
    /// What waits for a reviewer to see to it.
    pub flags: Vec<Flag>,
}

/// The lines of a page, in the list's order; one more than asked for where there is more.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn lines(
    tx: &mut Tx,
    filter: &Filter,
    sort: Sort,
    edge: &Edge,
    limit: u32,
) -> Result<Vec<Line>, StoreError> {
    let column = match sort {
        Sort::Oldest | Sort::Newest => "p.first_submitted_at",
        Sort::StageAge => "p.stage_since",
        Sort::Name => "p.applicant_name",
    };
    let backwards = matches!(edge, Edge::Before(..));
    let ascending = (sort == Sort::Newest) == backwards;
    let (comparison, order) = if ascending {
        (">", "ASC")
    } else {
        ("<", "DESC")
    };
    let (condition, mut values) = filter.condition();
    // Every piece is a constant of this file; what a caller gave is a parameter.
    let mut sql = format!(
        "SELECT p.id, p.account_id, a.user_name, p.reference_number, p.applicant_name, p.organisation, p.country,
             p.researcher_category, p.state, p.stage, p.form, p.first_submitted_at, p.stage_since
         FROM application p JOIN account a ON a.id = p.account_id WHERE {condition}"
    );
    if let Edge::After(key, id) | Edge::Before(key, id) = edge {
        values.push(Value::from(key));
        values.push(Value::from(id));
        let _ = write!(
            sql,
            " AND ({column}, p.id) {comparison} (${}, ${})",
            values.len() - 1,
            values.len()
        );
    }
    values.push(Value::from(limit));
    let _ = write!(
        sql,
        " ORDER BY {column} {order}, p.id {order} LIMIT ${}",
        values.len()
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), values).await?;
    let mut lines = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    if backwards {
        lines.reverse();
    }
    let owners: Vec<(String, String)> = lines
        .iter()
        .map(|line| (line.id.clone(), line.account_id.clone()))
        .collect();
    for (line, signs) in lines.iter_mut().zip(signs(tx, &owners).await?) {
        line.signs = signs;
    }
    Ok(lines)
}

/// How many lines there are: kept for a whole view, counted up to `most` for a part of one.
///
/// # Errors
/// Any [`StoreError`].
pub async fn count(tx: &mut Tx, filter: &Filter, most: u32) -> Result<i64, StoreError> {
    if let Some(name) = filter.counter() {
        return counter::get(tx, name).await;
    }
    let (condition, values) = filter.condition();
    let sql = format!(
        "SELECT count(*) AS n FROM (SELECT 1 FROM application p WHERE {condition} LIMIT {most}) AS found"
    );
    tx.fetch_one(AssertSqlSafe(sql), values).await?.int("n")
}

/// How much waits at each stage, how many trainings, and how many references asked by `late`: `(name of the counter,
/// count)`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn summary(tx: &mut Tx, late: Timestamp) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT name, value FROM counter WHERE name IN ('application.identity', 'application.reference',
                 'application.response', 'application.final', 'application.returned', 'application.staff',
                 'application.decided')
             UNION ALL SELECT 'training', count(*) FROM training WHERE state = 'submitted'
             UNION ALL SELECT 'references_late', count(*) FROM (SELECT 1 FROM reference_request
                 WHERE state IN ('invited', 'sent', 'bounced') AND first_requested_at <= $1 LIMIT 1000) late
             UNION ALL SELECT 'flagged', count(DISTINCT f.application_id) FROM application_flag f
                 JOIN application p ON p.id = f.application_id
                 WHERE f.audience = 'reviewer' AND f.seen_at IS NULL AND p.state = 'submitted'",
            params![late],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("name")?, row.int("value")?)))
        .collect()
}

/// The application that has waited longest for a reviewer: id, number, stage, since when.
///
/// # Errors
/// Any [`StoreError`].
pub async fn oldest_waiting(
    tx: &mut Tx,
) -> Result<Option<(String, String, Stage, Timestamp)>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT id, reference_number, stage, stage_since FROM application
             WHERE waits_for_staff = 1 ORDER BY stage_since, id LIMIT 1",
            params![],
        )
        .await?;
    row.map(|row| {
        Ok((
            row.text("id")?,
            row.text("reference_number")?,
            row.word("stage", Stage::parse)?,
            row.timestamp("stage_since")?,
        ))
    })
    .transpose()
}

/// The signs of some applications, given with their accounts, in the same order: one statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn signs(tx: &mut Tx, owners: &[(String, String)]) -> Result<Vec<Signs>, StoreError> {
    if owners.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = |from: usize| {
        let list: Vec<String> = (0..owners.len())
            .map(|n| format!("${}", from + n))
            .collect();
        list.join(", ")
    };
    let (ids, accounts) = (numbers(1), numbers(1 + owners.len()));
    let sql = format!(
        "SELECT 'address' AS kind, account_id AS owner, folded AS word, CAST(0 AS BIGINT) AS n FROM account_email
             WHERE account_id IN ({accounts}) AND verified_at IS NOT NULL
         UNION ALL SELECT 'training', account_id, state, 0 FROM training WHERE account_id IN ({accounts})
             AND state IN ('submitted', 'accepted', 'returned')
         UNION ALL SELECT 'flag', application_id, flag, 0 FROM application_flag
             WHERE application_id IN ({ids}) AND audience = 'reviewer' AND seen_at IS NULL
         UNION ALL SELECT 'reference', application_id, email_folded, number FROM reference_request
             WHERE application_id IN ({ids})
         UNION ALL SELECT 'known', r.application_id, r.email_folded, r.number FROM reference_request r
             JOIN application mine ON mine.id = r.application_id
             WHERE r.application_id IN ({ids}) AND r.ended_at IS NULL AND EXISTS (SELECT 1 FROM reference_request o
                 JOIN application p ON p.id = o.application_id
                 WHERE o.email_folded = r.email_folded AND o.answer = 'confirms' AND o.withdrawn_at IS NULL
                   AND p.account_id <> mine.account_id AND p.state <> 'revoked')
         UNION ALL SELECT 'revoked', owner, '', 0 FROM ({revoked}) AS revoked",
        revoked = revoked::among(&accounts)
    );
    let ids = owners.iter().map(|(id, _)| Value::from(id));
    let accounts = owners.iter().map(|(_, account)| Value::from(account));
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), ids.chain(accounts).collect())
        .await?;
    let mut all = vec![Signs::default(); owners.len()];
    for row in &rows {
        let (kind, owner) = (row.text("kind")?, row.text("owner")?);
        for ((id, account), signs) in owners.iter().zip(&mut all) {
            if owner == *id || owner == *account {
                note(signs, &kind, row)?;
            }
        }
    }
    Ok(all)
}

fn note(signs: &mut Signs, kind: &str, row: &Row) -> Result<(), StoreError> {
    match kind {
        "address" => signs.verified.push(row.text("word")?),
        "training" => signs
            .trainings
            .push(row.word("word", TrainingState::parse)?),
        "flag" => signs.flags.push(row.word("word", Flag::parse)?),
        "reference" => {
            let number = row.int("n")?;
            if number > signs.references {
                signs.references = number;
                signs.reference = Some(row.text("word")?);
            }
        }
        "revoked" => signs.revoked_before = true,
        _ => signs.reference_known = true,
    }
    Ok(())
}

fn line(row: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        id: row.text("id")?,
        account_id: row.text("account_id")?,
        user_name: row.text("user_name")?,
        reference_number: row.text("reference_number")?,
        applicant_name: row.text("applicant_name")?,
        organisation: row.text("organisation")?,
        country: row.text("country")?,
        researcher_category: row.text("researcher_category")?,
        position: application::position(row)?,
        form: row.json("form")?,
        first_submitted_at: row.timestamp("first_submitted_at")?,
        stage_since: row.timestamp("stage_since")?,
        signs: Signs::default(),
    })
}
