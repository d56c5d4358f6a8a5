//! The reviewers' queue of training reports: a page of it, and how many there are. Two statements, however long the page.

use std::fmt::Write as _;

use accede_domain::time::{Date, Timestamp};
use accede_domain::training::TrainingState;

use crate::application_queue::{Edge, Key, like};
use crate::{AssertSqlSafe, Row, StoreError, Tx, Value, params};

words! {
    /// In which order.
    pub enum Sort {
        /// The longest waiting first.
        Oldest = "oldest",
        /// The latest upload first.
        Newest = "newest",
        /// By the person's name.
        Name = "name",
    }
}

/// Which lines are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Those in this state.
    pub state: TrainingState,
    /// Those whose name or user name holds this.
    pub search: Option<String>,
    /// Not those of this account: nobody reviews their own.
    pub not_of: String,
}

impl Filter {
    /// The condition, and its parameters in the order of their numbers.
    pub(crate) fn condition(&self) -> (String, Vec<Value>) {
        let mut values = vec![Value::from(self.state.as_str()), Value::from(&self.not_of)];
        let mut sql = "t.state = $1 AND t.account_id <> $2".to_owned();
        if let Some(search) = &self.search {
            values.push(Value::from(like(search)));
            let _ = write!(sql, " AND t.search_text LIKE ${} ESCAPE '!'", values.len());
        }
        (sql, values)
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The training record.
    pub id: String,
    /// The person's name, as it was at the upload.
    pub applicant_name: String,
    /// Their user name.
    pub user_name: String,
    /// Key of the type.
    pub training_type: String,
    /// How it stands.
    pub state: TrainingState,
    /// The report's day.
    pub completed_on: Date,
    /// The latest upload.
    pub submitted_at: Timestamp,
}

impl Line {
    /// What this line sorts by.
    #[must_use]
    pub fn key(&self, sort: Sort) -> Key {
        match sort {
            Sort::Oldest | Sort::Newest => Key::At(self.submitted_at),
            Sort::Name => Key::Text(self.applicant_name.clone()),
        }
    }
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
        Sort::Oldest | Sort::Newest => "t.submitted_at",
        Sort::Name => "t.applicant_name",
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
        "SELECT t.id, t.applicant_name, a.user_name, t.training_type, t.state, t.completed_on, t.submitted_at
         FROM training t JOIN account a ON a.id = t.account_id WHERE {condition}"
    );
    if let Edge::After(key, id) | Edge::Before(key, id) = edge {
        values.push(Value::from(key));
        values.push(Value::from(id));
        let _ = write!(
            sql,
            " AND ({column}, t.id) {comparison} (${}, ${})",
            values.len() - 1,
            values.len()
        );
    }
    values.push(Value::from(limit));
    let _ = write!(
        sql,
        " ORDER BY {column} {order}, t.id {order} LIMIT ${}",
        values.len()
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), values).await?;
    let mut lines = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    if backwards {
        lines.reverse();
    }
    Ok(lines)
}

/// How many lines there are, counted up to `most`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn count(tx: &mut Tx, filter: &Filter, most: u32) -> Result<i64, StoreError> {
    let (condition, values) = filter.condition();
    let sql = format!(
        "SELECT count(*) AS n FROM (SELECT 1 FROM training t WHERE {condition} LIMIT {most}) some_of_them"
    );
    tx.fetch_one(AssertSqlSafe(sql), values).await?.int("n")
}

fn line(row: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        id: row.text("id")?,
        applicant_name: row.text("applicant_name")?,
        user_name: row.text("user_name")?,
        training_type: row.text("training_type")?,
        state: row.word("state", TrainingState::parse)?,
        completed_on: row
            .opt_date("completed_on")?
            .ok_or_else(|| StoreError::corrupt("completed_on", "is empty"))?,
        submitted_at: row.timestamp("submitted_at")?,
    })
}

/// How many reports wait before one. Stops at `most`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn place(
    tx: &mut Tx,
    submitted_at: Timestamp,
    id: &str,
    most: u32,
) -> Result<i64, StoreError> {
    let row = tx
        .fetch_one(
            "SELECT count(*) AS n FROM (SELECT 1 FROM training
                 WHERE state = 'submitted' AND (submitted_at, id) < ($1, $2) LIMIT $3) ahead",
            params![submitted_at, id, most],
        )
        .await?;
    row.int("n")
}
