//! The statements that read a list, put together from the constants of this file; what a caller gave is a parameter.

use std::fmt::Write as _;

use accede_domain::application::{Signal, Signals};

use super::{CANDIDATES, Edge, Filter, Key, SEARCH_STRETCH, STRETCH, Shelf, Sort, Spot};
use crate::search::Search;
use crate::{AssertSqlSafe, Dialect, Row, StoreError, Tx, Value};

const COLUMNS: &str = "q.place, q.application_id, q.account_id, q.user_name, q.reference_number, q.shelf, q.state,
    q.applicant_name, q.organisation, q.researcher_category, q.country, q.sort_name, q.first_submitted_at, q.stage_since,
    q.signals, q.flagged";

/// The bound of a list that is read to its end.
const NO_BOUND: &str = "SELECT place FROM queue_words WHERE 1 = 0";

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
    lead: Lead,
    /// The conditions that every line meets, but for shelf, age, bound and own account.
    conditions: String,
    /// Their parameters, numbered from 1.
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
            lead: Lead::of(filter),
            conditions: String::new(),
            values: Vec::new(),
            is_sifted: false,
        };
        new.lead_by();
        new.sift();
        new
    }

    /// The condition of the index.
    fn lead_by(&mut self) {
        let filter = self.filter;
        match self.lead {
            Lead::Flagged => self.conditions.push_str(" AND q.flagged = 1"),
            Lead::Known => self.conditions.push_str(" AND q.known_reference = 1"),
            Lead::Country => self.equals("country", filter.country.as_deref()),
            Lead::Category => self.equals("researcher_category", filter.category.as_deref()),
            Lead::Training => {
                self.equals(
                    "training",
                    super::of_training(filter.signals).map(Signal::as_str),
                );
            }
            Lead::Plain => {}
        }
    }

    /// The conditions besides.
    fn sift(&mut self) {
        let filter = self.filter;
        let led = self.conditions.len();
        if self.lead != Lead::Country {
            self.equals("country", filter.country.as_deref());
        }
        if self.lead != Lead::Category {
            self.equals("researcher_category", filter.category.as_deref());
        }
        let by_index = |signal: &Signal| match self.lead {
            Lead::Known => *signal == Signal::KnownReference,
            Lead::Training => Signal::OF_TRAINING.contains(signal),
            _ => false,
        };
        let rest: Signals = filter
            .signals
            .iter()
            .filter(|signal| !by_index(signal))
            .collect();
        if rest != Signals::default() {
            let bits = rest.bits();
            let _ = write!(self.conditions, " AND (q.signals & {bits}) = {bits}");
        }
        // The index of this order says it as well.
        self.is_sifted = self.conditions.len() > led
            || (filter.age.is_some() && self.sort != Sort::StageAge)
            || filter.search.is_some();
    }

    fn equals(&mut self, column: &str, value: Option<&str>) {
        if let Some(value) = value {
            let parameter = self.bind(value);
            let _ = write!(self.conditions, " AND q.{column} = {parameter}");
        }
    }

    fn bind(&mut self, value: impl Into<Value>) -> String {
        bind(&mut self.values, value)
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
        (self.sort == Sort::Newest) == matches!(self.edge, Edge::Before(_))
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

    /// The rows of a shelf, from the edge on; `None` where none can be of the list.
    fn shelf(&self, shelf: Shelf, values: &mut Vec<Value>, columns: &str) -> Option<String> {
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
        let (word, conditions) = (shelf.as_str(), &self.conditions);
        let age = self.age(shelf, values)?;
        let edge = self.beyond(self.edge, values);
        Some(format!(
            "SELECT {columns} FROM queue_entry q{index} WHERE q.shelf = '{word}'{conditions}{age}{edge}"
        ))
    }

    /// The condition of the age; `None` where no line of the shelf meets it.
    fn age(&self, shelf: Shelf, values: &mut Vec<Value>) -> Option<String> {
        let mut sql = String::new();
        if let Some((band, now)) = self.filter.age {
            let (after, until) = super::within(shelf, band, now)?;
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
        let patterns = self.filter.search.iter().flat_map(Search::patterns);
        let conditions = patterns.map(|pattern| {
            format!(
                " AND (SELECT ' ' || w.words FROM queue_words w WHERE w.place = q.place) LIKE {}",
                bind(values, pattern)
            )
        });
        conditions.collect()
    }

    /// Asks for the spots up to which each shelf is read; of a shelf that is read to its end there is none. Nothing to ask
    /// where every line that is read is one of the list's.
    pub(super) fn bounds(&self) -> Option<Query> {
        self.is_sifted.then(|| {
            let mut values = self.values.clone();
            let text = self.bounds_text(&mut values);
            Query { text, values }
        })
    }

    fn bounds_text(&self, values: &mut Vec<Value>) -> String {
        let shelves = self.filter.view.shelves();
        let stretch = if self.filter.search.is_some() {
            SEARCH_STRETCH
        } else {
            STRETCH
        };
        let offset = stretch as usize / shelves.len();
        let columns = match self.key() {
            "place" => "q.place".to_owned(),
            key => format!("q.{key}, q.place"),
        };
        let order = self.order("q.");
        let far = shelves.iter().filter_map(|&shelf| {
            let rows = self.shelf(shelf, values, &columns)?;
            let name = shelf.as_str();
            Some(format!(
                "SELECT * FROM ({rows}{order} LIMIT 1 OFFSET {offset}) far_{name}"
            ))
        });
        let far: Vec<String> = far.collect();
        if far.is_empty() {
            return NO_BOUND.to_owned();
        }
        far.join(" UNION ALL ")
    }

    /// The nearest of them: up to there, every shelf is read.
    pub(super) fn nearest(&self, rows: &[Row]) -> Result<Option<Spot>, StoreError> {
        let spots = rows
            .iter()
            .map(|row| self.spot(row))
            .collect::<Result<Vec<_>, _>>()?;
        let spots = spots.into_iter();
        Ok(if self.is_ascending() {
            spots.min()
        } else {
            spots.max()
        })
    }

    fn spot(&self, row: &Row) -> Result<Spot, StoreError> {
        let key = match self.sort {
            Sort::Oldest | Sort::Newest => Key::Place,
            Sort::StageAge => Key::At(row.timestamp("stage_since")?),
            Sort::Name => Key::Text(row.text("sort_name")?),
        };
        let place = row.int("place")?;
        Ok(Spot { key, place })
    }

    /// The lines from the edge to the bound.
    pub(super) fn lines(&self, bound: Option<&Spot>, limit: u32) -> Query {
        let mut values = self.values.clone();
        let up_to = bound.map_or_else(String::new, |spot| {
            let comparison = if self.is_ascending() { "<=" } else { ">=" };
            self.compared(comparison, spot, &mut values)
        });
        let rows = self.rows(&mut values, COLUMNS, &up_to);
        let order = self.order("");
        let text = format!("{rows}{order} LIMIT {limit}");
        Query { text, values }
    }

    /// The rows of all shelves up to a bound, which is a condition.
    fn rows(&self, values: &mut Vec<Value>, columns: &str, up_to: &str) -> String {
        let looked_at = [self.not_own(values), self.has_words(values)].concat();
        let shelves = self.filter.view.shelves().iter();
        let rows = shelves.filter_map(|&shelf| {
            let rows = self.shelf(shelf, values, columns)?;
            Some([&rows, up_to, &looked_at].concat())
        });
        let rows: Vec<String> = rows.collect();
        if rows.is_empty() {
            // No parameter may be left over: PostgreSQL would not know its type.
            let conditions = &self.conditions;
            return format!(
                "SELECT {columns} FROM queue_entry q WHERE 1 = 0{conditions}{up_to}{looked_at}"
            );
        }
        rows.join(" UNION ALL ")
    }

    /// Counts lines up to a number, and up to where a page would look: `lines`, and the `bound` of a list by place; null
    /// where all were looked at.
    pub(super) fn total(&self, most: u32) -> Query {
        let select = "SELECT (SELECT place FROM far_end) AS bound, count(*) AS lines FROM found";
        self.of_first("q.place", most, select)
    }

    /// What `select` makes of the first lines, which are `found`; `far_end` has the `place` up to which was looked. Of a list
    /// by place.
    pub(super) fn of_first(&self, columns: &str, most: u32, select: &str) -> Query {
        let mut values = self.values.clone();
        let bounds = if self.is_sifted {
            self.bounds_text(&mut values)
        } else {
            NO_BOUND.to_owned()
        };
        let up_to = if self.is_sifted {
            " AND q.place <= coalesce((SELECT place FROM far_end), 9223372036854775807)"
        } else {
            ""
        };
        let rows = self.rows(&mut values, columns, up_to);
        let text = format!(
            "WITH far_end AS MATERIALIZED (SELECT min(place) AS place FROM ({bounds}) far),
             found AS MATERIALIZED (SELECT * FROM ({rows}) every LIMIT {most}) {select}"
        );
        Query { text, values }
    }

    /// The lines that have the words searched for, found by them; `candidates` says how many have them on these shelves,
    /// and one row is there even where no line is.
    pub(super) fn lines_by_words(&self, limit: u32) -> Query {
        let (inner, outer) = (self.order("q."), self.order("f."));
        let select = format!(
            "SELECT (SELECT count(*) FROM candidate) AS candidates, f.* FROM (SELECT 1 AS one) o
             LEFT JOIN found f ON 1 = 1{outer}"
        );
        self.of_candidates(
            COLUMNS,
            self.edge,
            &format!("{inner} LIMIT {limit}"),
            &select,
        )
    }

    /// Counts them: `lines` and `candidates`.
    pub(super) fn total_by_words(&self) -> Query {
        let select = "SELECT (SELECT count(*) FROM candidate) AS candidates, (SELECT count(*) FROM found) AS lines";
        self.of_candidates("q.place", &Edge::First, "", select)
    }

    /// What `select` makes of the lines that have the words, which are `found`; `candidate` has the places of all that have
    /// them on these shelves.
    pub(super) fn of_candidates(
        &self,
        columns: &str,
        edge: &Edge,
        rest: &str,
        select: &str,
    ) -> Query {
        let mut values = self.values.clone();
        let shelves = self.filter.view.shelves();
        let candidates = self.candidates(&mut values);
        // The shelves of the view differ in whether a deadline runs, and so in what an age means.
        let mut of_age = Vec::new();
        for &shelf in shelves {
            if let Some(age) = self.age(shelf, &mut values) {
                of_age.push(format!("(q.shelf = '{}'{age})", shelf.as_str()));
            }
        }
        let of_age = if of_age.is_empty() {
            "1 = 0".to_owned()
        } else {
            of_age.join(" OR ")
        };
        let (conditions, edge) = (&self.conditions, self.beyond(edge, &mut values));
        let not_own = self.not_own(&mut values);
        // CROSS: SQLite then begins with the candidates.
        let text = format!(
            "WITH candidate AS MATERIALIZED ({candidates}),
             found AS MATERIALIZED (SELECT {columns} FROM candidate c CROSS JOIN queue_entry q
                 WHERE q.place = c.place AND ({of_age}){conditions}{edge}{not_own}{rest}) {select}"
        );
        Query { text, values }
    }

    /// The places that have the words on these shelves: one more than is looked at, where there are more.
    fn candidates(&self, values: &mut Vec<Value>) -> String {
        let shelves = self.filter.view.shelves().iter();
        let marks: Vec<String> = shelves.map(|shelf| mark(*shelf)).collect();
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

/// The word that says on which shelf a line lies. No text has a word that begins so.
pub(super) fn mark(shelf: Shelf) -> String {
    ["§", shelf.as_str()].concat()
}

fn bind(values: &mut Vec<Value>, value: impl Into<Value>) -> String {
    values.push(value.into());
    format!("${}", values.len())
}
