//! The lists of training reports: a page of one, how many lines it has, how many each state has.
//!
//! As with the lists of applications, a page reads a stretch of an index; under a search at most [`STRETCH`] lines are
//! looked at, and what is beyond is read by going on from there.

use std::fmt::Write as _;

use accede_domain::age::{self, AgeBand};
use accede_domain::review::CaseKind;
use accede_domain::time::{Date, Timestamp};
use accede_domain::training::TrainingState;

use crate::application_queue::{STRETCH, Total};
use crate::claim::{self, HOLDER, Held, Next};
use crate::search::Search;
use crate::sql::bind;
use crate::{AssertSqlSafe, Row, StoreError, Tx, Value, counter, page, params, training};

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
    /// Those of a type, by its key.
    pub training_type: Option<String>,
    /// Those that have waited so long, with the moment from which it is counted.
    pub age: Option<(AgeBand, Timestamp)>,
    /// Those with these words in the name or the user name.
    pub search: Option<Search>,
    /// Not those of this account: nobody reviews their own.
    pub not_of: String,
}

impl Filter {
    fn is_whole_state(&self) -> bool {
        self.training_type.is_none() && self.age.is_none() && self.search.is_none()
    }
}

/// What a line sorts by, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// In the order of uploads.
    At(Timestamp, String),
    /// In the order of names.
    Name(String, String),
}

/// Where a page begins.
pub type Edge = page::Edge<Spot>;

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
    /// Who works on it now.
    pub claim: Option<Held>,
}

impl Line {
    /// Where it stands in a list of this order.
    #[must_use]
    pub fn spot(&self, sort: Sort) -> Spot {
        match sort {
            Sort::Oldest | Sort::Newest => Spot::At(self.submitted_at, self.id.clone()),
            Sort::Name => Spot::Name(self.applicant_name.clone(), self.id.clone()),
        }
    }
}

/// Lines of a list.
pub type Lines = page::Lines<Line, Spot>;

/// The statements of one list.
struct List<'f> {
    filter: &'f Filter,
    sort: Sort,
    edge: &'f Edge,
}

impl<'f> List<'f> {
    /// All of it, in the first order.
    const fn whole(filter: &'f Filter) -> Self {
        Self {
            filter,
            sort: Sort::Oldest,
            edge: &Edge::First,
        }
    }

    const fn key(&self) -> &'static str {
        match self.sort {
            Sort::Oldest | Sort::Newest => "submitted_at",
            Sort::Name => "applicant_name",
        }
    }

    fn is_ascending(&self) -> bool {
        self.edge.is_ascending(self.sort == Sort::Newest)
    }

    /// Lines beyond the edge that the index itself picks out.
    fn by_index(&self, values: &mut Vec<Value>) -> String {
        let state = bind(values, self.filter.state.as_str());
        let mut sql = format!("t.state = {state}");
        if let Edge::After(spot) | Edge::Before(spot) = self.edge {
            let comparison = if self.is_ascending() { ">" } else { "<" };
            let (key, id) = match spot {
                Spot::At(at, id) => (bind(values, *at), id),
                Spot::Name(name, id) => (bind(values, name), id),
            };
            let (of, id) = (self.key(), bind(values, id));
            let _ = write!(sql, " AND (t.{of}, t.id) {comparison} ({key}, {id})");
        }
        if let Some((band, now)) = self.filter.age {
            let (after, until) = age::REVIEW.since_within(band, now);
            let (after, until) = (bind(values, after), bind(values, until));
            let _ = write!(
                sql,
                " AND t.submitted_at > {after} AND t.submitted_at <= {until}"
            );
        }
        sql
    }

    /// What a look at the line tells.
    fn looked_at(&self, values: &mut Vec<Value>) -> String {
        let mut sql = format!(" AND t.account_id <> {}", bind(values, &self.filter.not_of));
        if let Some(of) = &self.filter.training_type {
            let _ = write!(sql, " AND t.training_type = {}", bind(values, of));
        }
        if let Some(search) = &self.filter.search {
            sql.push_str(&search.looked_at("t.search_text", values));
        }
        sql
    }

    fn order(&self, of: &str) -> String {
        let (key, direction) = (self.key(), if self.is_ascending() { "ASC" } else { "DESC" });
        format!(" ORDER BY {of}{key} {direction}, {of}id {direction}")
    }

    /// `far_end`: one row with the key up to which lines are looked at, as `bound`. It lies beyond every line where all are.
    fn far_end(&self, values: &mut Vec<Value>) -> String {
        let beyond = match self.beyond_all() {
            Value::Int(at) => at.to_string(),
            _ => format!("'{}'", page::last_id(self.is_ascending())),
        };
        if self.filter.is_whole_state() {
            return format!("far_end AS MATERIALIZED (SELECT {beyond} AS bound)");
        }
        let (key, order) = (self.key(), self.order("t."));
        let by_index = self.by_index(values);
        format!(
            "far_end AS MATERIALIZED (SELECT coalesce((SELECT t.{key} FROM training t WHERE {by_index}{order}
                 LIMIT 1 OFFSET {STRETCH}), {beyond}) AS bound)"
        )
    }

    /// A key that no line lies beyond. PostgreSQL takes the digits of the smallest number for a decimal.
    fn beyond_all(&self) -> Value {
        match (self.sort, self.is_ascending()) {
            (Sort::Name, is_ascending) => Value::Text(page::last_id(is_ascending)),
            (_, true) => Value::Int(i64::MAX),
            (_, false) => Value::Int(-i64::MAX),
        }
    }

    /// The condition of lying no further than `far_end`.
    fn up_to(&self) -> String {
        if self.filter.is_whole_state() {
            return String::new();
        }
        let comparison = if self.is_ascending() { "<=" } else { ">=" };
        let key = self.key();
        format!(" AND t.{key} {comparison} (SELECT bound FROM far_end)")
    }

    /// Counts the lines up to `most`, and one more: as `lines`, beside the `bound` of `far_end`.
    fn counted(&self, most: u32, values: &mut Vec<Value>) -> String {
        format!(
            "WITH {far_end} SELECT (SELECT bound FROM far_end) AS bound, count(*) AS lines
             FROM (SELECT 1 FROM training t WHERE {by_index}{up_to}{looked_at} LIMIT {limit}) counted",
            far_end = self.far_end(values),
            by_index = self.by_index(values),
            up_to = self.up_to(),
            looked_at = self.looked_at(values),
            limit = most + 1
        )
    }

    /// What a row of [`List::counted`] says.
    fn total(&self, row: &Row, most: u32) -> Result<Total, StoreError> {
        let (lines, most) = (row.int("lines")?, i64::from(most));
        Ok(Total {
            lines: lines.min(most),
            exact: self.cut_at(row)?.is_none() && lines <= most,
        })
    }

    /// Where `far_end` cut the list short, from a row of [`lines`]: the spot behind every line with this key.
    fn cut_at(&self, row: &Row) -> Result<Option<Spot>, StoreError> {
        let (bound, id) = (row.value("bound")?, page::last_id(self.is_ascending()));
        if *bound == self.beyond_all() {
            return Ok(None);
        }
        Ok(Some(match self.sort {
            Sort::Oldest | Sort::Newest => Spot::At(row.timestamp("bound")?, id),
            Sort::Name => Spot::Name(row.text("bound")?, id),
        }))
    }
}

/// A part of a list from an edge on: at most `limit` lines, with who works on each `now`. One statement.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn lines(
    tx: &mut Tx,
    filter: &Filter,
    sort: Sort,
    edge: &Edge,
    limit: u32,
    now: Timestamp,
) -> Result<Lines, StoreError> {
    let list = List { filter, sort, edge };
    let mut values = Vec::new();
    let far_end = list.far_end(&mut values);
    let conditions = [
        list.by_index(&mut values),
        list.up_to(),
        list.looked_at(&mut values),
        list.order("t."),
    ];
    let claims = claim::join(CaseKind::Training, "f.id", &bind(&mut values, now));
    // One row is there even where no line is: it has `far_end` alone.
    let sql = format!(
        "WITH {far_end} SELECT e.bound, f.*, {HOLDER} FROM far_end e LEFT JOIN
             (SELECT t.id, t.applicant_name, a.user_name, t.training_type, t.state, t.completed_on, t.submitted_at
             FROM training t JOIN account a ON a.id = t.account_id WHERE {} LIMIT {limit}) f ON 1 = 1{claims}{}",
        conditions.concat(),
        list.order("f.")
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), values).await?;
    edge.lines(&rows, limit, line, |row| list.cut_at(row))
}

/// The first report that waits and meets a condition besides, by its id. `condition` begins with ` AND `, calls the report
/// `t` and adds its parameters to those that are there. One statement, which looks as far as a page does.
pub(crate) async fn first(
    tx: &mut Tx,
    filter: &Filter,
    condition: impl FnOnce(&mut Vec<Value>) -> String,
) -> Result<Next, StoreError> {
    if filter.state != TrainingState::Submitted {
        return Ok(Next::None);
    }
    let list = List::whole(filter);
    let mut values = Vec::new();
    let far_end = list.far_end(&mut values);
    let conditions = [
        list.by_index(&mut values),
        list.up_to(),
        list.looked_at(&mut values),
        condition(&mut values),
        list.order("t."),
    ];
    let sql = format!(
        "WITH {far_end} SELECT e.bound, f.id FROM far_end e
         LEFT JOIN (SELECT t.id FROM training t WHERE {} LIMIT 1) f ON 1 = 1",
        conditions.concat()
    );
    let row = tx.fetch_one(AssertSqlSafe(sql), values).await?;
    Ok(match (row.opt_text("id")?, list.cut_at(&row)?) {
        (Some(id), _) => Next::Case(id),
        (None, Some(Spot::At(at, _))) => Next::NoneUntil(at),
        (None, _) => Next::None,
    })
}

/// How many lines a list has: kept for a whole state, else counted up to `most`, and no further than a page looks. One
/// statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn total(tx: &mut Tx, filter: &Filter, most: u32) -> Result<Total, StoreError> {
    if filter.is_whole_state() {
        let lines = counter::get(tx, training::counter(filter.state)).await?;
        return Ok(Total { lines, exact: true });
    }
    let list = List::whole(filter);
    let mut values = Vec::new();
    let sql = list.counted(most, &mut values);
    let row = tx.fetch_one(AssertSqlSafe(sql), values).await?;
    list.total(&row, most)
}

/// How many lines the list would have in another state, as far as that is kept, and how many in each band of age, counted as
/// far as a list is: the query parameter, its value, how many. One statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn facets(
    tx: &mut Tx,
    filter: &Filter,
    most: u32,
    now: Timestamp,
) -> Result<Vec<(&'static str, String, Total)>, StoreError> {
    let mut values = Vec::new();
    let mut parts = Vec::new();
    let of_all_ages = Filter {
        age: None,
        ..filter.clone()
    };
    if of_all_ages.is_whole_state() {
        for &state in TrainingState::ALL {
            let kept = training::counter(state);
            let select = |parameter: &str, value: &str| {
                format!(
                    "SELECT '{parameter}' AS parameter, '{value}' AS value, CAST(NULL AS BIGINT) AS bound,
                         value AS lines FROM counter WHERE name = '{kept}'"
                )
            };
            parts.push(select("state", state.as_str()));
            if state == filter.state {
                parts.push(select("age", ""));
            }
        }
    }
    let bands = AgeBand::ALL.iter().map(|band| Some((*band, now)));
    for age in bands.chain([None]) {
        let filter = Filter {
            age,
            ..filter.clone()
        };
        if !filter.is_whole_state() {
            let counted = List::whole(&filter).counted(most, &mut values);
            let value = age.map_or("", |(band, _)| band.as_str());
            parts.push(format!(
                "SELECT 'age' AS parameter, '{value}' AS value, bound, lines FROM ({counted}) aged"
            ));
        }
    }
    let sql = parts.join(" UNION ALL ");
    let rows = tx.fetch_all(AssertSqlSafe(sql), values).await?;
    let list = List::whole(filter);
    let read = |row: &Row| {
        let total = match row.value("bound")? {
            Value::Null => Total {
                lines: row.int("lines")?,
                exact: true,
            },
            _ => list.total(row, most)?,
        };
        let is_state = row.text("parameter")? == "state";
        let parameter = if is_state { "state" } else { "age" };
        Ok((parameter, row.text("value")?, total))
    };
    rows.iter().map(read).collect()
}

/// Counts the records of each state anew, as after a database was filled.
///
/// # Errors
/// Any [`StoreError`].
pub async fn recount(tx: &mut Tx) -> Result<(), StoreError> {
    for &state in TrainingState::ALL {
        tx.execute(
            "INSERT INTO counter (name, value) SELECT $1, count(*) FROM training WHERE state = $2
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![training::counter(state), state.as_str()],
        )
        .await?;
    }
    Ok(())
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
        claim: claim::of_line(row)?,
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
