//! The list of people who were asked as references and have not answered yet: a page of it, how many lines it has, and how
//! many of each age.
//!
//! Those who wait are an index of their own, so that a page reads what it shows; where states or words are asked for, at
//! most [`STRETCH`] lines are looked at.

use std::fmt::Write as _;

use accede_domain::age::{self, AgeBand};
use accede_domain::reference::ReferenceState;
use accede_domain::review::CaseKind;
use accede_domain::time::Timestamp;

use crate::application_queue::{STRETCH, Total, WORDS};
use crate::claim::{self, HOLDER, Held};
use crate::search::Search;
use crate::sql::bind;
use crate::{AssertSqlSafe, Dialect, Row, StoreError, Tx, Value, page};

words! {
    /// In which order.
    pub enum Sort {
        /// Who was asked first comes first.
        Oldest = "oldest",
        /// Who was asked last comes first.
        Newest = "newest",
    }
}

/// Which lines are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Those in this state; one in which an answer is waited for.
    pub state: Option<ReferenceState>,
    /// Those asked so long ago, with the moment from which it is counted.
    pub age: Option<(AgeBand, Timestamp)>,
    /// Those whose application is found by these words.
    pub search: Option<Search>,
    /// Not those for this account: applicants do not look into their own.
    pub not_of: String,
}

/// When somebody was first asked, and the request.
pub type Spot = page::Cursor;

/// Where a page begins.
pub type Edge = page::Edge<Spot>;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The request.
    pub id: String,
    /// On which application.
    pub application_id: String,
    /// Its number.
    pub reference_number: String,
    /// Who applied.
    pub applicant_name: String,
    /// Who was asked.
    pub name: String,
    /// Where.
    pub email: String,
    /// Of which organisation.
    pub organisation: String,
    /// How the request stands.
    pub state: ReferenceState,
    /// When they were first asked.
    pub asked_at: Timestamp,
    /// Who works on the application now.
    pub claim: Option<Held>,
}

/// Lines of a list.
pub type Lines = page::Lines<Line, Spot>;

struct List<'f> {
    filter: &'f Filter,
    sort: Sort,
    edge: &'f Edge,
    dialect: Dialect,
}

impl<'f> List<'f> {
    /// All of it, in the first order.
    const fn whole(filter: &'f Filter, dialect: Dialect) -> Self {
        Self {
            filter,
            sort: Sort::Oldest,
            edge: &Edge::First,
            dialect,
        }
    }

    fn is_ascending(&self) -> bool {
        self.edge.is_ascending(self.sort == Sort::Newest)
    }

    fn order(&self, of: &str) -> String {
        let direction = if self.is_ascending() { "ASC" } else { "DESC" };
        format!(" ORDER BY {of}first_requested_at {direction}, {of}id {direction}")
    }

    /// Everyone who is waited for, beyond the edge.
    fn by_index(&self, columns: &str, join: &str, values: &mut Vec<Value>) -> String {
        let index = match self.dialect {
            Dialect::Sqlite => " INDEXED BY reference_request_due_idx",
            Dialect::Postgres => "",
        };
        let mut sql = format!(
            "SELECT {columns} FROM reference_request r{index}{join} WHERE r.state IN ('invited', 'sent', 'bounced')"
        );
        if let Edge::After(spot) | Edge::Before(spot) = self.edge {
            let comparison = if self.is_ascending() { ">" } else { "<" };
            let (at, id) = (bind(values, spot.at), bind(values, &spot.id));
            let _ = write!(
                sql,
                " AND (r.first_requested_at, r.id) {comparison} ({at}, {id})"
            );
        }
        if let Some((band, now)) = self.filter.age {
            let (after, until) = age::REFERENCE.since_within(band, now);
            let (after, until) = (bind(values, after), bind(values, until));
            let _ = write!(
                sql,
                " AND r.first_requested_at > {after} AND r.first_requested_at <= {until}"
            );
        }
        sql
    }

    /// The conditions that a look at each request tells, up to `far_end`.
    fn looked_at(&self, values: &mut Vec<Value>) -> String {
        let own = bind(values, &self.filter.not_of);
        let mut sql = format!(
            " AND r.application_id NOT IN (SELECT id FROM application WHERE account_id = {own})"
        );
        if self.is_sifted() {
            let comparison = if self.is_ascending() { "<=" } else { ">=" };
            let _ = write!(
                sql,
                " AND r.first_requested_at {comparison} (SELECT bound FROM far_end)"
            );
        }
        if let Some(state) = self.filter.state {
            // Nearly all who are waited for are in one state, of all that ever were next to none: in `coalesce`, PostgreSQL does
            // not go by these.
            let state = bind(values, state.as_str());
            let _ = write!(sql, " AND coalesce(r.state = {state}, false)");
        }
        sql
    }

    /// The requests up to `far_end`, each with its line of the queue `q`.
    fn rows(&self, columns: &str, values: &mut Vec<Value>) -> String {
        // CROSS: SQLite then begins with the requests.
        let mut sql = self.by_index(columns, " CROSS JOIN queue_entry q", values);
        sql.push_str(" AND q.application_id = r.application_id");
        sql.push_str(&self.looked_at(values));
        if let Some(search) = &self.filter.search {
            sql.push_str(&search.looked_at(WORDS, values));
        }
        sql
    }

    /// Whether lines are looked at that are not shown.
    fn is_sifted(&self) -> bool {
        self.filter.state.is_some() || self.filter.search.is_some()
    }

    /// `far_end`: one row with when the last one was asked that is looked at, as `bound`. It lies beyond every line where all
    /// are.
    fn far_end(&self, values: &mut Vec<Value>) -> String {
        let beyond = self.beyond_all();
        if !self.is_sifted() {
            return format!("far_end AS MATERIALIZED (SELECT {beyond} AS bound)");
        }
        let rows = self.by_index("r.first_requested_at", "", values);
        let order = self.order("r.");
        format!(
            "far_end AS MATERIALIZED (SELECT coalesce(({rows}{order} LIMIT 1 OFFSET {STRETCH}), {beyond}) AS bound)"
        )
    }

    /// A time that no line lies beyond. PostgreSQL takes the digits of the smallest number for a decimal.
    fn beyond_all(&self) -> i64 {
        if self.is_ascending() {
            i64::MAX
        } else {
            -i64::MAX
        }
    }

    /// Counts the lines up to `most`, and one more: as `lines`, beside the `bound` of `far_end`.
    fn counted(&self, most: u32, values: &mut Vec<Value>) -> String {
        let far_end = self.far_end(values);
        // Whoever was asked has a line: without words to look for, that of each need not be looked up.
        let rows = match self.filter.search {
            Some(_) => self.rows("1", values),
            None => [self.by_index("1", "", values), self.looked_at(values)].concat(),
        };
        format!(
            "WITH {far_end} SELECT (SELECT bound FROM far_end) AS bound, count(*) AS lines FROM ({rows} LIMIT {}) counted",
            most + 1
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

    /// Where `far_end` cut the list short, from a row that has its `bound`.
    fn cut_at(&self, row: &Row) -> Result<Option<Spot>, StoreError> {
        let at = row.timestamp("bound")?;
        let id = page::last_id(self.is_ascending());
        Ok((at.micros() != self.beyond_all()).then_some(Spot { at, id }))
    }
}

/// A part of the list from an edge on: at most `limit` lines, with who works on the application of each `now`. One statement.
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
    let list = List {
        filter,
        sort,
        edge,
        dialect: tx.dialect(),
    };
    let mut values = Vec::new();
    let far_end = list.far_end(&mut values);
    let columns = "r.id, r.application_id, q.reference_number, q.applicant_name, r.name, r.email, r.organisation,
        r.state, r.first_requested_at";
    let rows = list.rows(columns, &mut values);
    let claims = claim::join(
        CaseKind::Application,
        "f.application_id",
        &bind(&mut values, now),
    );
    // One row is there even where no line is: it has `far_end` alone.
    let sql = format!(
        "WITH {far_end} SELECT e.bound, f.*, {HOLDER} FROM far_end e
             LEFT JOIN ({rows}{} LIMIT {limit}) f ON 1 = 1{claims}{}",
        list.order("r."),
        list.order("f.")
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), values).await?;
    edge.lines(&rows, limit, line, |row| list.cut_at(row))
}

/// How many lines the list has, counted up to `most`, and no further than a page looks. One statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn total(tx: &mut Tx, filter: &Filter, most: u32) -> Result<Total, StoreError> {
    let mut values = Vec::new();
    let list = List::whole(filter, tx.dialect());
    let sql = list.counted(most, &mut values);
    let row = tx.fetch_one(AssertSqlSafe(sql), values).await?;
    list.total(&row, most)
}

/// How many lines the list would have of each band of age, and of all of them, each counted as [`total`] counts: the band,
/// or an empty word for all. One statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn ages(
    tx: &mut Tx,
    filter: &Filter,
    most: u32,
    now: Timestamp,
) -> Result<Vec<(String, Total)>, StoreError> {
    let (mut values, mut parts) = (Vec::new(), Vec::new());
    let bands = AgeBand::ALL.iter().map(|band| Some((*band, now)));
    for age in bands.chain([None]) {
        let filter = Filter {
            age,
            ..filter.clone()
        };
        let counted = List::whole(&filter, tx.dialect()).counted(most, &mut values);
        let value = age.map_or("", |(band, _)| band.as_str());
        parts.push(format!(
            "SELECT '{value}' AS value, bound, lines FROM ({counted}) aged"
        ));
    }
    let sql = parts.join(" UNION ALL ");
    let rows = tx.fetch_all(AssertSqlSafe(sql), values).await?;
    let list = List::whole(filter, tx.dialect());
    let read = |row: &Row| Ok((row.text("value")?, list.total(row, most)?));
    rows.iter().map(read).collect()
}

fn line(row: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        id: row.text("id")?,
        application_id: row.text("application_id")?,
        reference_number: row.text("reference_number")?,
        applicant_name: row.text("applicant_name")?,
        name: row.text("name")?,
        email: row.text("email")?,
        organisation: row.text("organisation")?,
        state: row.word("state", ReferenceState::parse)?,
        asked_at: row.timestamp("first_requested_at")?,
        claim: claim::of_line(row)?,
    })
}
