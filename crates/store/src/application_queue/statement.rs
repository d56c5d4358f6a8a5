//! The statements that read a list, put together from the constants of this file; what a caller gave is a parameter.

use std::fmt::Write as _;

use accede_domain::application::{Signal, Signals};
use accede_domain::review::CaseKind;
use accede_domain::time::Timestamp;

use super::{CANDIDATES, Edge, Filter, Key, STRETCH, Sort, Spot, Tray};
use crate::claim::{self, HOLDER};
use crate::sql::bind;
use crate::{AssertSqlSafe, Dialect, Row, StoreError, Tx, Value};

const COLUMNS: &str = "q.place, q.application_id, q.account_id, q.user_name, q.reference_number, q.tray, q.state,
    q.applicant_name, q.organisation, q.researcher_category, q.country, q.sort_name, q.first_submitted_at, q.stage_since,
    q.signals, q.flagged";

/// The words of a line `q`.
pub(crate) const WORDS: &str = "(SELECT w.words FROM queue_words w WHERE w.place = q.place)";

/// 1 where a list by place, from its beginning, was not looked at to its end; else 0.
pub(super) const CUT: &str = "(SELECT count(*) FROM far_end WHERE far_place < 9223372036854775807)";

/// What picks the index; the rarest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Flagged,
    Country,
    Known,
    Training,
    Category,
    Plain,
}

impl Lead {
    fn of(filter: &Filter) -> Self {
        if filter.flagged {
            Self::Flagged
        } else if filter.country.is_some() {
            Self::Country
        } else if filter.signals.contain(Signal::KnownReference) {
            Self::Known
        } else if super::of_training(filter.signals).is_some() {
            Self::Training
        } else if filter.category.is_some() {
            Self::Category
        } else {
            Self::Plain
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Flagged => "flagged",
            Self::Country => "country",
            Self::Known => "known",
            Self::Training => "training",
            Self::Category => "category",
            Self::Plain => "plain",
        }
    }
}

/// A statement with its parameters.
pub(super) struct Query {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

impl Query {
    pub(super) async fn fetch_all(self, tx: &mut Tx) -> Result<Vec<Row>, StoreError> {
        tx.fetch_all(AssertSqlSafe(self.text), self.values).await
    }

    pub(super) async fn fetch_one(self, tx: &mut Tx) -> Result<Row, StoreError> {
        tx.fetch_one(AssertSqlSafe(self.text), self.values).await
    }
}

/// The statements of one list.
pub(super) struct Statement<'f> {
    dialect: Dialect,
    filter: &'f Filter,
    sort: Sort,
    edge: &'f Edge,
    /// Those that the view is made of.
    trays: Vec<Tray>,
    lead: Lead,
    /// The condition that the index is read by.
    led: String,
    /// The conditions that the lines read must meet besides, but for age, edge, words and own account.
    sifted: String,
    /// The parameters of both, numbered from 1.
    values: Vec<Value>,
    /// Whether lines that are read may be none of the list's, so that reading has to be bounded.
    is_sifted: bool,
}

impl<'f> Statement<'f> {
    pub(super) fn new(dialect: Dialect, filter: &'f Filter, sort: Sort, edge: &'f Edge) -> Self {
        let mut new = Self {
            dialect,
            filter,
            sort,
            edge,
            trays: filter.view.trays().to_vec(),
            lead: Lead::of(filter),
            led: String::new(),
            sifted: String::new(),
            values: Vec::new(),
            is_sifted: false,
        };
        new.lead_by();
        new.sift();
        new
    }

    /// Those lines alone on which a decision can be taken; nothing where the view has none.
    pub(super) fn under_review(mut self) -> Option<Self> {
        self.trays.retain(|tray| tray.is_under_review());
        (!self.trays.is_empty()).then_some(self)
    }

    /// The condition of the index.
    fn lead_by(&mut self) {
        let filter = self.filter;
        self.led = match self.lead {
            Lead::Flagged => " AND q.flagged = 1".to_owned(),
            Lead::Known => " AND q.known_reference = 1".to_owned(),
            Lead::Country => self.equals("country", filter.country.as_deref()),
            Lead::Category => self.equals("researcher_category", filter.category.as_deref()),
            Lead::Training => {
                let training = super::of_training(filter.signals);
                self.equals("training", training.map(Signal::as_str))
            }
            Lead::Plain => String::new(),
        };
    }

    /// The conditions besides.
    fn sift(&mut self) {
        let filter = self.filter;
        if self.lead != Lead::Country {
            self.sifted = self.equals("country", filter.country.as_deref());
        }
        if self.lead != Lead::Category {
            let of = self.equals("researcher_category", filter.category.as_deref());
            self.sifted.push_str(&of);
        }
        let by_index = |signal: &Signal| match self.lead {
            Lead::Known => *signal == Signal::KnownReference,
            Lead::Training => Signal::OF_TRAINING.contains(signal),
            _ => false,
        };
        let rest = filter.signals.iter().filter(|signal| !by_index(signal));
        let bits = rest.collect::<Signals>().bits();
        if bits != 0 {
            let _ = write!(self.sifted, " AND (q.signals & {bits}) = {bits}");
        }
        // The index of the order by age says that as well.
        self.is_sifted = !self.sifted.is_empty()
            || (filter.age.is_some() && self.sort != Sort::StageAge)
            || filter.search.is_some();
    }

    fn equals(&mut self, column: &str, value: Option<&str>) -> String {
        value.map_or_else(String::new, |value| {
            format!(" AND q.{column} = {}", bind(&mut self.values, value))
        })
    }

    /// The column that the list sorts by first.
    const fn key(&self) -> &'static str {
        match self.sort {
            Sort::Oldest | Sort::Newest => "place",
            Sort::StageAge => "stage_since",
            Sort::Name => "sort_name",
        }
    }

    /// Whether lines are read from small keys to great ones.
    fn is_ascending(&self) -> bool {
        self.edge.is_ascending(self.sort == Sort::Newest)
    }

    /// Comparison with a line that comes before, and direction.
    fn direction(&self) -> (&'static str, &'static str) {
        if self.is_ascending() {
            (">", "ASC")
        } else {
            ("<", "DESC")
        }
    }

    /// ` ORDER BY …`, of columns under this name.
    fn order(&self, of: &str) -> String {
        let direction = self.direction().1;
        match self.key() {
            "place" => format!(" ORDER BY {of}place {direction}"),
            key => format!(" ORDER BY {of}{key} {direction}, {of}place {direction}"),
        }
    }

    /// The rows of a tray that the index is read for, from the edge on.
    fn tray(&self, tray: Tray, values: &mut Vec<Value>, columns: &str) -> String {
        let by = match self.key() {
            "place" => "place",
            "stage_since" => "since",
            _ => "name",
        };
        let index = match self.dialect {
            // Where two filters each have an index, SQLite has nothing to choose by: the rarer one is named.
            Dialect::Sqlite => format!(" INDEXED BY queue_entry_{}_{by}_idx", self.lead.as_str()),
            Dialect::Postgres => String::new(),
        };
        let (word, led) = (tray.as_str(), &self.led);
        let edge = self.beyond(self.edge, values);
        format!("SELECT {columns} FROM queue_entry q{index} WHERE q.tray = '{word}'{led}{edge}")
    }

    /// The condition of the age; `None` where no line of the tray meets it.
    fn age(&self, tray: Tray, values: &mut Vec<Value>) -> Option<String> {
        let mut sql = String::new();
        if let Some((band, now)) = self.filter.age {
            let (after, until) = super::within(tray, band, now)?;
            if after.micros() != i64::MIN {
                let _ = write!(sql, " AND q.stage_since > {}", bind(values, after));
            }
            if until.micros() != i64::MAX {
                let _ = write!(sql, " AND q.stage_since <= {}", bind(values, until));
            }
        }
        Some(sql)
    }

    /// The condition of lying beyond an edge.
    fn beyond(&self, edge: &Edge, values: &mut Vec<Value>) -> String {
        match edge {
            Edge::First => String::new(),
            Edge::After(spot) | Edge::Before(spot) => {
                self.compared(self.direction().0, spot, values)
            }
        }
    }

    /// The condition of comparing so with a spot.
    fn compared(&self, comparison: &str, spot: &Spot, values: &mut Vec<Value>) -> String {
        let key = self.key();
        let first = match &spot.key {
            Key::Place => None,
            Key::At(at) => Some(bind(values, *at)),
            Key::Text(text) => Some(bind(values, text)),
        };
        let place = bind(values, spot.place);
        match first {
            Some(first) => format!(" AND (q.{key}, q.place) {comparison} ({first}, {place})"),
            None => format!(" AND q.place {comparison} {place}"),
        }
    }

    /// The condition of not being one's own.
    fn not_own(&self, values: &mut Vec<Value>) -> String {
        format!(" AND q.account_id <> {}", bind(values, &self.filter.not_of))
    }

    /// The condition of having the words, by a look at each line's.
    fn has_words(&self, values: &mut Vec<Value>) -> String {
        let search = self.filter.search.as_ref();
        search.map_or_else(String::new, |search| search.looked_at(WORDS, values))
    }

    /// `far_end`: one row with the spot up to which every tray is read, as `far_place`, and as `far_key` where the list sorts
    /// by more. It lies beyond every line where no tray has to be cut short.
    fn far_end(&self, values: &mut Vec<Value>) -> String {
        let (place, direction) = (self.beyond_all(), self.direction().1);
        let (columns, all, order) = match self.key() {
            "place" => (
                "q.place AS far_place".to_owned(),
                format!("SELECT {place} AS far_place"),
                format!("far_place {direction}"),
            ),
            key => {
                let most = match (self.sort, self.is_ascending()) {
                    (Sort::Name, true) => "'\u{10FFFF}'".to_owned(),
                    (Sort::Name, false) => "''".to_owned(),
                    _ => place.to_string(),
                };
                (
                    format!("q.{key} AS far_key, q.place AS far_place"),
                    format!("SELECT {most} AS far_key, {place} AS far_place"),
                    format!("far_key {direction}, far_place {direction}"),
                )
            }
        };
        if !self.is_sifted {
            return format!("far_end AS MATERIALIZED ({all})");
        }
        let mut spots = self.far_spots(&columns, values);
        spots.push(all);
        let spots = spots.join(" UNION ALL ");
        format!("far_end AS MATERIALIZED (SELECT * FROM ({spots}) far ORDER BY {order} LIMIT 1)")
    }

    /// A place, and a time, that no line lies beyond. PostgreSQL takes the digits of the smallest number for a decimal.
    fn beyond_all(&self) -> i64 {
        if self.is_ascending() {
            i64::MAX
        } else {
            -i64::MAX
        }
    }

    /// Asks each tray for the spot up to which it is read; one that is read to its end has none.
    fn far_spots(&self, columns: &str, values: &mut Vec<Value>) -> Vec<String> {
        let offset = STRETCH as usize / self.trays.len();
        let order = self.order("q.");
        let far = self.trays.iter().filter_map(|&tray| {
            // By age, the index is read from where the band begins.
            let age = match self.sort {
                Sort::StageAge => self.age(tray, values)?,
                _ => String::new(),
            };
            let rows = self.tray(tray, values, columns);
            let name = tray.as_str();
            Some(format!(
                "SELECT * FROM ({rows}{age}{order} LIMIT 1 OFFSET {offset}) far_{name}"
            ))
        });
        far.collect()
    }

    /// The condition of lying no further than `far_end`.
    fn up_to(&self) -> String {
        if !self.is_sifted {
            return String::new();
        }
        let comparison = if self.is_ascending() { "<=" } else { ">=" };
        match self.key() {
            "place" => format!(" AND q.place {comparison} (SELECT far_place FROM far_end)"),
            key => format!(
                " AND (q.{key}, q.place) {comparison} (SELECT far_key, far_place FROM far_end)"
            ),
        }
    }

    /// Where `far_end` cut the trays short, from a row of [`Statement::lines`].
    pub(super) fn cut_at(&self, row: &Row) -> Result<Option<Spot>, StoreError> {
        let place = row.int("far_place")?;
        if place == self.beyond_all() {
            return Ok(None);
        }
        let key = match self.sort {
            Sort::Oldest | Sort::Newest => Key::Place,
            Sort::StageAge => Key::At(row.timestamp("far_key")?),
            Sort::Name => Key::Text(row.text("far_key")?),
        };
        Ok(Some(Spot { key, place }))
    }

    /// The lines from the edge to `far_end`, in no order, with who works on each now. One row is there even where no line is:
    /// it has `far_end` alone.
    pub(super) fn lines(&self, limit: u32, now: Timestamp) -> Query {
        let mut values = self.values.clone();
        let far_end = self.far_end(&mut values);
        let rows = self.first_rows(&mut values, COLUMNS, &self.up_to(), limit);
        let order = self.order("");
        let claims = claims(&mut values, now);
        let text = format!(
            "WITH {far_end} SELECT e.*, f.*, {HOLDER} FROM far_end e
             LEFT JOIN ({rows}{order} LIMIT {limit}) f ON 1 = 1{claims}"
        );
        Query { text, values }
    }

    /// The first rows of all trays, as [`Statement::rows`]. PostgreSQL would read every tray to its end before it puts them
    /// together in order, and SQLite has to be told nothing: it merges them as they come.
    fn first_rows(
        &self,
        values: &mut Vec<Value>,
        columns: &str,
        up_to: &str,
        limit: u32,
    ) -> String {
        let each = match self.dialect {
            Dialect::Sqlite => String::new(),
            Dialect::Postgres => [&self.order("q."), " LIMIT ", &limit.to_string()].concat(),
        };
        self.rows_each(values, columns, up_to, &each)
    }

    /// The rows of all trays up to a bound, which is a condition.
    fn rows(&self, values: &mut Vec<Value>, columns: &str, up_to: &str) -> String {
        self.rows_each(values, columns, up_to, "")
    }

    fn rows_each(&self, values: &mut Vec<Value>, columns: &str, up_to: &str, each: &str) -> String {
        let looked_at = [self.not_own(values), self.has_words(values)].concat();
        let trays = self.trays.iter();
        let rows = trays.filter_map(|&tray| {
            let age = self.age(tray, values)?;
            let rows = self.tray(tray, values, columns);
            let rows = [&rows, &self.sifted, &age, up_to, &looked_at, each].concat();
            Some(if each.is_empty() {
                rows
            } else {
                ["SELECT * FROM (", &rows, ") of_", tray.as_str()].concat()
            })
        });
        let rows: Vec<String> = rows.collect();
        if rows.is_empty() {
            // No parameter may be left over: PostgreSQL would not know its type.
            let (led, sifted) = (&self.led, &self.sifted);
            return format!(
                "SELECT {columns} FROM queue_entry q WHERE 1 = 0{led}{sifted}{up_to}{looked_at}"
            );
        }
        rows.join(" UNION ALL ")
    }

    /// Counts lines up to a number, and up to where a page would look: `lines`, and whether that was cut short, as [`CUT`].
    pub(super) fn total(&self, most: u32) -> Query {
        let select = format!("SELECT {CUT} AS cut, count(*) AS lines FROM found");
        self.of_first("q.place", most, &select)
    }

    /// What `select` makes of the first lines, which are `found`. Of a list by place from its beginning.
    pub(super) fn of_first(&self, columns: &str, most: u32, select: &str) -> Query {
        let mut values = self.values.clone();
        let far_end = self.far_end(&mut values);
        let rows = self.rows(&mut values, columns, &self.up_to());
        let text = format!(
            "WITH {far_end}, found AS MATERIALIZED (SELECT * FROM ({rows}) every LIMIT {most}) {select}"
        );
        Query { text, values }
    }

    /// The lines that have the words searched for, found by them. One row is there even where no line is: `lines` says how
    /// many the whole list has, `candidates` how many have the words on these trays. Of more than [`CANDIDATES`], no line is
    /// looked at.
    pub(super) fn lines_by_words(&self, limit: u32, now: Timestamp) -> Query {
        let columns = match self.key() {
            "place" => "q.place".to_owned(),
            key => format!("q.place, q.{key}"),
        };
        let mut query = self.of_candidates(&columns, "");
        let values = &mut query.values;
        let (edge, order) = (self.beyond(self.edge, values), self.order("q."));
        let claims = claims(values, now);
        let _ = write!(
            query.text,
            "SELECT (SELECT count(*) FROM candidate) AS candidates, (SELECT count(*) FROM found) AS lines, f.*, {HOLDER}
             FROM (SELECT 1 AS one) o
             LEFT JOIN (SELECT {COLUMNS} FROM
                 (SELECT q.place FROM found q WHERE 1 = 1{edge}{order} LIMIT {limit}) few
                 CROSS JOIN queue_entry q WHERE q.place = few.place) f ON 1 = 1{claims}"
        );
        query
    }

    /// The first line up to `far_end` that meets a condition besides, by its `id`. One row is there even where no line is: it
    /// has `far_end` alone.
    pub(super) fn first(&self, condition: impl FnOnce(&mut Vec<Value>) -> String) -> Query {
        let mut values = self.values.clone();
        let far_end = self.far_end(&mut values);
        let condition = [self.up_to(), condition(&mut values)].concat();
        let columns = "q.application_id AS id, q.place";
        let rows = self.first_rows(&mut values, columns, &condition, 1);
        let order = self.order("");
        let text = format!(
            "WITH {far_end} SELECT e.far_place, f.id FROM far_end e
             LEFT JOIN (SELECT id FROM ({rows}{order} LIMIT 1) one) f ON 1 = 1"
        );
        Query { text, values }
    }

    /// As [`Statement::first`], among the lines that have the words searched for; `candidates` says how many have them.
    pub(super) fn first_by_words(
        &self,
        condition: impl FnOnce(&mut Vec<Value>) -> String,
    ) -> Query {
        let select = "SELECT (SELECT count(*) FROM candidate) AS candidates,
            (SELECT id FROM found ORDER BY place LIMIT 1) AS id";
        let columns = "q.application_id AS id, q.place";
        self.among_candidates(columns, condition, select)
    }

    /// What `select` makes of the lines that have the words, which are `found`; `candidate` has the places of all that have
    /// them on these trays.
    pub(super) fn of_candidates(&self, columns: &str, select: &str) -> Query {
        self.among_candidates(columns, |_| String::new(), select)
    }

    fn among_candidates(
        &self,
        columns: &str,
        condition: impl FnOnce(&mut Vec<Value>) -> String,
        select: &str,
    ) -> Query {
        let mut values = self.values.clone();
        let candidates = self.candidates(&mut values);
        let age = self.age_of_any(&mut values);
        let (led, sifted) = (&self.led, &self.sifted);
        let not_own = self.not_own(&mut values);
        let condition = condition(&mut values);
        // CROSS: SQLite then begins with the candidates.
        let text = format!(
            "WITH candidate AS MATERIALIZED ({candidates}),
             found AS MATERIALIZED (SELECT {columns} FROM candidate c CROSS JOIN queue_entry q
                 WHERE (SELECT count(*) FROM candidate) <= {CANDIDATES}
                     AND q.place = c.place{age}{led}{sifted}{not_own}{condition}) {select}"
        );
        Query { text, values }
    }

    /// The condition of the age, on whatever tray a line lies: they differ in whether a deadline runs, and so in what an age
    /// means.
    fn age_of_any(&self, values: &mut Vec<Value>) -> String {
        if self.filter.age.is_none() {
            return String::new();
        }
        let mut each = Vec::new();
        for &tray in &self.trays {
            if let Some(age) = self.age(tray, values) {
                each.push(format!("(q.tray = '{}'{age})", tray.as_str()));
            }
        }
        if each.is_empty() {
            return " AND 1 = 0".to_owned();
        }
        format!(" AND ({})", each.join(" OR "))
    }

    /// The places that have the words on these trays: one more than is looked at, where there are more.
    fn candidates(&self, values: &mut Vec<Value>) -> String {
        let trays = self.trays.iter();
        let marks: Vec<String> = trays.map(|tray| mark(*tray)).collect();
        let most = CANDIDATES + 1;
        match (self.dialect, &self.filter.search) {
            (_, None) => "SELECT place FROM queue_words WHERE 1 = 0".to_owned(),
            (Dialect::Sqlite, Some(search)) => format!(
                "SELECT rowid AS place FROM queue_search WHERE queue_search MATCH {} LIMIT {most}",
                bind(values, search.fts5(&marks))
            ),
            (Dialect::Postgres, Some(search)) => format!(
                "SELECT place FROM queue_words
                 WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST({} AS tsquery) LIMIT {most}",
                bind(values, search.tsquery(&marks))
            ),
        }
    }
}

/// Joins lines `f` with the claims that are live now.
fn claims(values: &mut Vec<Value>, now: Timestamp) -> String {
    let now = bind(values, now);
    claim::join(CaseKind::Application, "f.application_id", &now)
}

/// The word that says in which tray a line lies. No text has a word that begins so.
pub(super) fn mark(tray: Tray) -> String {
    ["§", tray.as_str()].concat()
}
