//! The lists of applications: a page of one, how many lines it has, and what narrowing it would leave.
//!
//! A list is a stretch of an index: each filter has one for each order (`migrations/0002_lists`), so that a page reads
//! what it shows. Where several filters or words come together, one of them picks the index and the lines between are
//! looked at for the others; never more than [`STRETCH`] of them, so that no page costs more than so much. What is beyond
//! is read by going on from there ([`Lines::cut_at`]).

mod entry;
mod facets;
mod statement;

use accede_domain::age::{self, AgeBand};
use accede_domain::application::state::{ApplicationState, Position, Stage};
use accede_domain::application::{Signal, Signals};
use accede_domain::time::Timestamp;

use crate::claim::{self, Held, Next};
use crate::search::Search;
use crate::{Row, StoreError, Tx, Value, page};

pub(crate) use entry::fill;
pub use entry::{Facts, Kept, known_elsewhere, lock_address, of_account, recount, refresh, stale};
pub use facets::{Facet, FacetCount, facets};

use statement::Statement;
pub(crate) use statement::WORDS;

/// Lines that a page looks at besides those it shows, where filters are combined or words are searched for.
pub const STRETCH: u32 = 2_000;
/// Lines that are found by their words alone and then put in order.
const CANDIDATES: u32 = 5_000;

words! {
    /// Where a line lies. Each lies in one tray; a view is some of them.
    pub enum Tray {
        /// A reviewer looks at who the applicant is.
        Identity = "identity",
        /// A reviewer looks at the named reference.
        Reference = "reference",
        /// The reference is asked.
        Response = "response",
        /// The reference answered, and a reviewer has to look at it.
        Answered = "answered",
        /// A reviewer decides.
        Final = "final",
        /// With the applicant, for changes.
        Returned = "returned",
        /// The review has ended.
        Decided = "decided",
    }
}

impl Tray {
    /// Where an application lies, by its position and whether a reviewer has to act.
    #[must_use]
    pub const fn of(position: Position, waits_for_staff: bool) -> Self {
        match position.stage {
            Some(Stage::Identity) => Self::Identity,
            Some(Stage::Reference) => Self::Reference,
            Some(Stage::Response) if waits_for_staff => Self::Answered,
            Some(Stage::Response) => Self::Response,
            Some(Stage::Final) => Self::Final,
            Some(Stage::Returned) => Self::Returned,
            None => Self::Decided,
        }
    }

    const fn stage(self) -> Option<Stage> {
        match self {
            Self::Identity => Some(Stage::Identity),
            Self::Reference => Some(Stage::Reference),
            Self::Response | Self::Answered => Some(Stage::Response),
            Self::Final => Some(Stage::Final),
            Self::Returned => Some(Stage::Returned),
            Self::Decided => None,
        }
    }

    /// Whether a deadline runs; see [`age::of_application`].
    const fn is_under_review(self) -> bool {
        !matches!(self, Self::Returned | Self::Decided)
    }
}

/// Which applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Those on which a reviewer has to act.
    Staff,
    /// Those at a stage.
    Stage(Stage),
    /// All whose review has not ended.
    Open,
    /// Those whose review has ended.
    Decided,
}

impl View {
    /// The trays it is made of.
    #[must_use]
    pub const fn trays(self) -> &'static [Tray] {
        use Tray::*;
        match self {
            Self::Staff => &[Identity, Reference, Answered, Final],
            Self::Stage(Stage::Identity) => &[Identity],
            Self::Stage(Stage::Reference) => &[Reference],
            Self::Stage(Stage::Response) => &[Response, Answered],
            Self::Stage(Stage::Final) => &[Final],
            Self::Stage(Stage::Returned) => &[Returned],
            Self::Open => &[Identity, Reference, Response, Answered, Final, Returned],
            Self::Decided => &[Decided],
        }
    }
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
    /// Those of one country, by its code.
    pub country: Option<String>,
    /// Those with something for a reviewer to see to.
    pub flagged: bool,
    /// Those for which all of these hold.
    pub signals: Signals,
    /// Those in one band of age, with the moment from which it is counted.
    pub age: Option<(AgeBand, Timestamp)>,
    /// Those with these words in a name, an organisation, an address, the number or the summary.
    pub search: Option<Search>,
    /// Not those of this account: whoever works the queue does not look into their own.
    pub not_of: String,
}

impl Filter {
    /// A whole view, as this account sees it.
    #[must_use]
    pub fn of(view: View, not_of: &str) -> Self {
        Self {
            view,
            category: None,
            country: None,
            flagged: false,
            signals: Signals::default(),
            age: None,
            search: None,
            not_of: not_of.to_owned(),
        }
    }

    /// The kept count that says how many lines there are: where at most one thing narrows the view.
    fn kept(&self) -> Option<(Facet, String)> {
        if self.age.is_some() || self.search.is_some() {
            return None;
        }
        let mut narrowed = Vec::new();
        if let Some(category) = &self.category {
            narrowed.push((Facet::Category, category.clone()));
        }
        if let Some(country) = &self.country {
            narrowed.push((Facet::Country, country.clone()));
        }
        if self.flagged {
            narrowed.push((Facet::Flag, "true".to_owned()));
        }
        narrowed.extend(
            self.signals
                .iter()
                .map(|signal| (Facet::of_signal(signal), signal.as_str().to_owned())),
        );
        match narrowed.len() {
            0 => Some((Facet::All, String::new())),
            1 => narrowed.pop(),
            _ => None,
        }
    }
}

/// What a line sorts by, beside its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// By place alone.
    Place,
    /// A time.
    At(Timestamp),
    /// A name.
    Text(String),
}

/// Where a line stands in its list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// What the list sorts by first.
    pub key: Key,
    /// The place in the queue.
    pub place: i64,
}

/// Where a page begins.
pub type Edge = page::Edge<Spot>;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The place in the queue.
    pub place: i64,
    /// The application.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// Their user name.
    pub user_name: String,
    /// For people to quote.
    pub reference_number: String,
    /// As in the latest snapshot; so are the next three.
    pub applicant_name: String,
    /// The organisation.
    pub organisation: String,
    /// By its code.
    pub country: String,
    /// By its spelling.
    pub researcher_category: String,
    /// Where it stands.
    pub position: Position,
    /// The first submission.
    pub first_submitted_at: Timestamp,
    /// Since when it stands where it stands.
    pub stage_since: Timestamp,
    /// What speaks for and against.
    pub signals: Signals,
    /// Something waits for a reviewer to see to it.
    pub flagged: bool,
    /// Who works on it now.
    pub claim: Option<Held>,
    sort_name: String,
}

impl Line {
    /// Where it stands in a list of this order.
    #[must_use]
    pub fn spot(&self, sort: Sort) -> Spot {
        let key = match sort {
            Sort::Oldest | Sort::Newest => Key::Place,
            Sort::StageAge => Key::At(self.stage_since),
            Sort::Name => Key::Text(self.sort_name.clone()),
        };
        Spot {
            key,
            place: self.place,
        }
    }
}

/// Lines of a list.
pub type Lines = page::Lines<Line, Spot>;

/// How many lines a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// So many.
    pub lines: i64,
    /// False: at least so many.
    pub exact: bool,
}

/// Up to `limit` applications that were ever submitted, in the order of their ids from one on: for making every line anew.
///
/// # Errors
/// Any [`StoreError`].
pub async fn submitted_after(tx: &mut Tx, id: &str, limit: u32) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT id FROM application WHERE id > $1 AND first_submitted_at IS NOT NULL ORDER BY id LIMIT $2";
    let rows = tx.fetch_all(sql, crate::params![id, limit]).await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// A part of a list from an edge on: at most `limit` lines, with who works on each `now`; and how many the whole list has,
/// counted up to `most` where that is not known. At most two statements, three under a search.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn page(
    tx: &mut Tx,
    filter: &Filter,
    sort: Sort,
    edge: &Edge,
    limit: u32,
    most: u32,
    now: Timestamp,
) -> Result<(Lines, Total), StoreError> {
    let (lines, known) = found(tx, filter, sort, edge, limit, now).await?;
    let total = match known {
        Some(total) => total,
        None => total(tx, filter, most).await?,
    };
    Ok((lines, total))
}

/// The lines of [`page`] alone. One statement, at most two under a search.
///
/// # Errors
/// Any [`StoreError`].
pub async fn lines(
    tx: &mut Tx,
    filter: &Filter,
    sort: Sort,
    edge: &Edge,
    limit: u32,
    now: Timestamp,
) -> Result<Lines, StoreError> {
    Ok(found(tx, filter, sort, edge, limit, now).await?.0)
}

/// Lines, and how many there are in all where finding them told.
async fn found(
    tx: &mut Tx,
    filter: &Filter,
    sort: Sort,
    edge: &Edge,
    limit: u32,
    now: Timestamp,
) -> Result<(Lines, Option<Total>), StoreError> {
    let statement = Statement::new(tx.dialect(), filter, sort, edge);
    let rows = statement.lines(limit, now).fetch_all(tx).await?;
    let bound = rows.first().map(|row| statement.cut_at(row)).transpose()?;
    let rows: Vec<&Row> = rows.iter().filter(is_line).collect();
    let cut_at = bound.flatten().filter(|_| rows.len() < limit as usize);
    // Only now: both databases look a word up to its end, which is slow for one that many have; such a one is among these lines.
    if cut_at.is_some()
        && filter.search.is_some()
        && let Some((lines, total)) = by_words(tx, &statement, sort, limit, now).await?
    {
        return Ok((lines, Some(total)));
    }
    let lines = in_order(rows.into_iter(), sort)?;
    Ok((Lines { lines, cut_at }, None))
}

/// The lines found by the words searched for, and how many there are in all; nothing where too many have the words.
async fn by_words(
    tx: &mut Tx,
    statement: &Statement<'_>,
    sort: Sort,
    limit: u32,
    now: Timestamp,
) -> Result<Option<(Lines, Total)>, StoreError> {
    let rows = statement.lines_by_words(limit, now).fetch_all(tx).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    if first.int("candidates")? > i64::from(CANDIDATES) {
        return Ok(None);
    }
    let total = Total {
        lines: first.int("lines")?,
        exact: true,
    };
    let lines = Lines {
        lines: in_order(rows.iter().filter(is_line), sort)?,
        cut_at: None,
    };
    Ok(Some((lines, total)))
}

/// Whether a row has a line, and not only what is said of the whole list.
fn is_line(row: &&Row) -> bool {
    row.opt_int("place").is_ok_and(|place| place.is_some())
}

/// Lines in the list's order: the database joins them with claims, and promises none.
fn in_order<'r>(rows: impl Iterator<Item = &'r Row>, sort: Sort) -> Result<Vec<Line>, StoreError> {
    let mut lines = rows.map(held_line).collect::<Result<Vec<_>, _>>()?;
    lines.sort_by_cached_key(|line| line.spot(sort));
    if sort == Sort::Newest {
        lines.reverse();
    }
    Ok(lines)
}

/// The first line under review, by place, that meets a condition besides; by the id of its application. `condition` begins
/// with ` AND `, calls the line `q` and adds its parameters to those that are there. At most two statements, which look as far
/// as a page does.
pub(crate) async fn first(
    tx: &mut Tx,
    filter: &Filter,
    condition: impl Fn(&mut Vec<Value>) -> String,
) -> Result<Next, StoreError> {
    let statement = Statement::new(tx.dialect(), filter, Sort::Oldest, &Edge::First);
    let Some(statement) = statement.under_review() else {
        return Ok(Next::None);
    };
    if filter.search.is_some() {
        let row = statement.first_by_words(&condition).fetch_one(tx).await?;
        if row.int("candidates")? <= i64::from(CANDIDATES) {
            return Ok(row.opt_text("id")?.map_or(Next::None, Next::Case));
        }
    }
    let row = statement.first(&condition).fetch_one(tx).await?;
    if let Some(id) = row.opt_text("id")? {
        return Ok(Next::Case(id));
    }
    let cut_at = statement.cut_at(&row)?;
    Ok(cut_at.map_or(Next::None, |cut_at| {
        Next::NoneUntil(Kept::moment_of(cut_at.place))
    }))
}

/// How the database means to carry out the statements of a list, by what each is for: a test holds it to the indexes.
///
/// # Errors
/// Any [`StoreError`].
#[cfg(feature = "testing")]
pub async fn plans(
    tx: &mut Tx,
    filter: &Filter,
    sort: Sort,
) -> Result<Vec<(&'static str, Vec<String>)>, StoreError> {
    let key = match sort {
        Sort::Oldest | Sort::Newest => Key::Place,
        Sort::StageAge => Key::At(Timestamp(1)),
        Sort::Name => Key::Text("m".to_owned()),
    };
    let (spot, now) = (Spot { key, place: 1 }, Timestamp(1));
    let (after, before) = (Edge::After(spot.clone()), Edge::Before(spot.clone()));
    let first = Statement::new(tx.dialect(), filter, sort, &Edge::First);
    let after = Statement::new(tx.dialect(), filter, sort, &after);
    let before = Statement::new(tx.dialect(), filter, sort, &before);
    let is_counted = filter.kept().is_none() && sort == Sort::Oldest;
    let queries = [
        ("lines", Some(first.lines(51, now))),
        ("lines", Some(after.lines(51, now))),
        ("lines", Some(before.lines(51, now))),
        ("total", is_counted.then(|| first.total(1_001))),
        (
            "words",
            filter
                .search
                .is_some()
                .then(|| after.lines_by_words(51, now)),
        ),
    ];
    let (explain, column) = match tx.dialect() {
        crate::Dialect::Sqlite => ("EXPLAIN QUERY PLAN ", "detail"),
        crate::Dialect::Postgres => ("EXPLAIN ", "QUERY PLAN"),
    };
    let mut plans = Vec::new();
    for (what, query) in queries {
        let Some(mut query) = query else { continue };
        query.text.insert_str(0, explain);
        let rows = query.fetch_all(tx).await?;
        let steps = rows
            .iter()
            .map(|row| row.text(column))
            .collect::<Result<_, _>>()?;
        plans.push((what, steps));
    }
    Ok(plans)
}

/// How many lines a list has: kept for a view that at most one thing narrows; else counted up to `most`, and no further
/// than a page looks. One statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn total(tx: &mut Tx, filter: &Filter, most: u32) -> Result<Total, StoreError> {
    if let Some((facet, value)) = filter.kept() {
        let lines = facets::kept_total(tx, filter.view, facet, &value).await?;
        return Ok(Total { lines, exact: true });
    }
    let statement = Statement::new(tx.dialect(), filter, Sort::Oldest, &Edge::First);
    let row = statement.total(most + 1).fetch_one(tx).await?;
    let (lines, is_cut) = (row.int("lines")?, row.int("cut")? > 0);
    let most = i64::from(most);
    Ok(Total {
        lines: lines.min(most),
        exact: !is_cut && lines <= most,
    })
}

/// How much waits; references are late who were asked by `late`. One statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn summary(tx: &mut Tx, late: Timestamp) -> Result<Summary, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT tray AS name, lines FROM queue_count WHERE facet = '' AND value = '' AND tray IN
                 ('identity', 'reference', 'response', 'answered', 'final', 'returned', 'decided')
             UNION ALL SELECT 'flagged', CAST(coalesce(sum(lines), 0) AS BIGINT) FROM queue_count
                 WHERE facet = 'flag' AND value = 'true' AND tray IN
                 ('identity', 'reference', 'response', 'answered', 'final', 'returned')
             UNION ALL SELECT name, value FROM counter WHERE name = 'training.submitted'
             UNION ALL SELECT 'trainings', CAST(coalesce(sum(value), 0) AS BIGINT) FROM counter WHERE name IN
                 ('training.submitted', 'training.accepted', 'training.returned', 'training.rejected',
                 'training.withdrawn', 'training.expired')
             UNION ALL SELECT 'late', count(*) FROM (SELECT 1 FROM reference_request
                 WHERE state IN ('invited', 'sent', 'bounced') AND first_requested_at <= $1 LIMIT 1000) late",
            crate::params![late],
        )
        .await?;
    let mut summary = Summary::default();
    for row in &rows {
        let (name, lines) = (row.text("name")?, row.int("lines")?);
        match (Tray::parse(&name), name.as_str()) {
            (Some(tray), _) => summary.trays.push((tray, lines)),
            (None, "late") => summary.references_late = lines,
            (None, "flagged") => summary.flagged = lines,
            (None, "trainings") => summary.trainings_ever = lines,
            _ => summary.trainings = lines,
        }
    }
    Ok(summary)
}

/// How much waits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    trays: Vec<(Tray, i64)>,
    /// Applications under way with something for a reviewer to see to.
    pub flagged: i64,
    /// Trainings that wait for a reviewer.
    pub trainings: i64,
    /// Training records of every state.
    pub trainings_ever: i64,
    /// References who are late; at most 1,000.
    pub references_late: i64,
}

impl Summary {
    /// How many applications a view has.
    #[must_use]
    pub fn of(&self, view: View) -> i64 {
        let within = self
            .trays
            .iter()
            .filter(|(tray, _)| view.trays().contains(tray));
        within.map(|(_, lines)| lines).sum()
    }
}

/// The application that has waited longest for a reviewer: id, number, stage, since when.
///
/// # Errors
/// Any [`StoreError`].
pub async fn oldest_waiting(
    tx: &mut Tx,
    now: Timestamp,
) -> Result<Option<(String, String, Stage, Timestamp)>, StoreError> {
    let filter = Filter::of(View::Staff, "");
    let found = lines(tx, &filter, Sort::StageAge, &Edge::First, 1, now).await?;
    let first = found.lines.into_iter().next();
    Ok(first.and_then(|line| {
        let stage = line.position.stage?;
        Some((line.id, line.reference_number, stage, line.stage_since))
    }))
}

fn line(row: &Row) -> Result<Line, StoreError> {
    let state = row.word("state", ApplicationState::parse)?;
    let tray = row.word("tray", Tray::parse)?;
    let position = Position::from_parts(state, tray.stage())
        .ok_or_else(|| StoreError::corrupt("tray", "does not go with the state"))?;
    Ok(Line {
        place: row.int("place")?,
        id: row.text("application_id")?,
        account_id: row.text("account_id")?,
        user_name: row.text("user_name")?,
        reference_number: row.text("reference_number")?,
        applicant_name: row.text("applicant_name")?,
        organisation: row.text("organisation")?,
        country: row.text("country")?,
        researcher_category: row.text("researcher_category")?,
        position,
        first_submitted_at: row.timestamp("first_submitted_at")?,
        stage_since: row.timestamp("stage_since")?,
        signals: Signals::from_bits(row.int("signals")?),
        flagged: row.bool("flagged")?,
        claim: None,
        sort_name: row.text("sort_name")?,
    })
}

/// A line with who works on it.
fn held_line(row: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        claim: claim::of_line(row)?,
        ..line(row)?
    })
}

/// The moments between which lines of a tray have stood there to be in a band; nothing where none are in it.
fn within(tray: Tray, band: AgeBand, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
    if tray.is_under_review() {
        return Some(age::REVIEW.since_within(band, now));
    }
    (band == AgeBand::Ok).then_some((Timestamp(i64::MIN), Timestamp(i64::MAX)))
}

/// The signal by which trainings are filtered, where one is among these.
fn of_training(signals: Signals) -> Option<Signal> {
    signals
        .iter()
        .find(|signal| Signal::OF_TRAINING.contains(signal))
}
