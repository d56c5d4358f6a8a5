//! `GET /api/v1/review/applications`

use accede_api::page::Page;
use accede_api::review::QueueItem;
use accede_domain::age::{self, AgeBand};
use accede_domain::application::{ResearcherCategory, Signal, Signals, Stage};
use accede_domain::country::Country;
use accede_domain::time::Timestamp;
use accede_store::application_queue::{self as queue, Filter, Key, Line, Sort, Spot, View};
use accede_store::search::Search;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, StaffActor};
use crate::http::cursor::{COUNT_LIMIT, Paging, not_ours, page_of};
use crate::http::extract::Query;
use crate::http::openapi::ListProblems;
use crate::review::claims;
use crate::state::AppState;

/// The longest search: as many characters as the longest organisation.
const SEARCH_MAX: usize = 200;

/// Filters and order of the queue. The counts and the file take the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Params {
    /// `identity`, `reference`, `response`, `final`, `returned`; `open` for all under way; `decided`; empty for all that wait
    /// for staff.
    stage: String,
    /// A researcher category.
    category: String,
    /// Two letters of a country.
    country: String,
    /// `true` for those with something that a reviewer has to see to.
    flag: String,
    /// Signals, separated by commas; all of them hold.
    signal: String,
    /// `training_accepted`, `training_waiting`, `training_missing`.
    training: String,
    /// `ok`, `due`, `late`.
    age: String,
    /// Words. Each begins a word of a name, an organisation, an address, the number, the user name or the summary.
    q: String,
    /// `oldest` (without it), `newest`, `stage_age`, `name`.
    sort: String,
    /// Rows a page, 1 to 100; 50 without it.
    limit: Option<u32>,
    /// The `next` of an earlier page.
    after: Option<String>,
    /// The `prev` of an earlier page.
    before: Option<String>,
}

/// Where a line stands, on its way through the page: its place, and `t` where the list goes by a time, `n` where it goes by
/// a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cursor {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    p: i64,
}

/// A page of the queue. A reviewer's own applications are not in it.
#[utoipa::path(get, path = "/api/v1/review/applications", tag = "review", params(Params),
    responses((status = 200, body = Page<QueueItem>), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Page<QueueItem>>> {
    let now = state.now();
    let page = read(&state, &actor, params, now).await?;
    let items = page.items.iter();
    Ok(Json(Page {
        items: items
            .map(|line| item(line, &actor.account_id, now))
            .collect(),
        next: page.next,
        prev: page.prev,
        total: page.total,
    }))
}

/// The lines of the page that was asked for, with its neighbours.
pub(super) async fn read(
    state: &AppState,
    actor: &Actor,
    params: Params,
    now: Timestamp,
) -> Result<Page<Line>, ApiError> {
    let (sort, filter) = (params.sort()?, params.filter(&actor.account_id, now)?);
    let paging = Paging::new(params.limit, params.after, params.before);
    let (limit, edge) = (paging.limit()?, paging.edge::<Cursor>()?);
    let from = edge.try_map(|cursor| spot(cursor, sort))?;
    let mut tx = state.store.read().await?;
    let (found, total) =
        queue::page(&mut tx, &filter, sort, &from, limit + 1, COUNT_LIMIT, now).await?;
    drop(tx);
    page_of(found, limit, &edge, total, |line| line.spot(sort), cursor)
}

impl Params {
    /// The same with this many lines, where nothing else was asked for.
    pub(super) fn or_lines(self, limit: u32) -> Self {
        Self {
            limit: self.limit.or(Some(limit)),
            ..self
        }
    }

    /// In which order.
    pub(super) fn sort(&self) -> Result<Sort, ApiError> {
        match self.sort.as_str() {
            "" => Ok(Sort::Oldest),
            word => Sort::parse(word).ok_or_else(|| unknown("sort")),
        }
    }

    /// Which lines, for whom, by whose clock.
    pub(super) fn filter(&self, not_of: &str, now: Timestamp) -> Result<Filter, ApiError> {
        let view = match self.stage.as_str() {
            "" => View::Staff,
            "open" => View::Open,
            "decided" => View::Decided,
            word => View::Stage(Stage::parse(word).ok_or_else(|| unknown("stage"))?),
        };
        let flagged = match self.flag.as_str() {
            "" | "false" => false,
            "true" => true,
            _ => return Err(unknown("flag")),
        };
        let category = choice(&self.category, "category", ResearcherCategory::parse)?;
        let country = choice(&self.country, "country", Country::parse)?;
        let age = choice(&self.age, "age", AgeBand::parse)?;
        Ok(Filter {
            category: category.map(|of| of.as_str().to_owned()),
            country: country.map(|of| of.as_str().to_owned()),
            flagged,
            signals: self.signals()?,
            age: age.map(|band| (band, now)),
            search: search(&self.q)?,
            ..Filter::of(view, not_of)
        })
    }

    fn signals(&self) -> Result<Signals, ApiError> {
        let words = self.signal.split(',').filter(|word| !word.is_empty());
        let signals = words.map(|word| Signal::parse(word).ok_or_else(|| unknown("signal")));
        let mut signals = signals.collect::<Result<Signals, _>>()?;
        let training = choice(&self.training, "training", Signal::parse)?;
        if let Some(training) = training {
            if !Signal::OF_TRAINING.contains(&training) {
                return Err(unknown("training"));
            }
            signals = signals.with(training);
        }
        Ok(signals)
    }
}

/// One of the possible values, or none where the parameter is empty.
pub(in crate::http) fn choice<T>(
    word: &str,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ApiError> {
    if word.is_empty() {
        return Ok(None);
    }
    parse(word).map(Some).ok_or_else(|| unknown(name))
}

/// What is searched for, where anything is. What holds no letter and no digit has no word that could be looked for, and
/// would show everything.
pub(in crate::http) fn search(typed: &str) -> Result<Option<Search>, ApiError> {
    if typed.chars().count() > SEARCH_MAX {
        let detail = format!("A search takes at most {SEARCH_MAX} characters: shorten it.");
        return Err(ApiError::field("/q", "too_long", detail));
    }
    let search = Search::parse(typed);
    if search.is_none() && !typed.trim().is_empty() {
        let detail = "A search needs a letter or a digit: type one, or leave `q` out.";
        return Err(ApiError::field("/q", "invalid", detail));
    }
    Ok(search)
}

pub(in crate::http) fn unknown(name: &str) -> ApiError {
    ApiError::malformed(format!(
        "`{name}` is none of the possible values; see /api/docs."
    ))
}

fn cursor(spot: Spot) -> Cursor {
    let (t, n) = match spot.key {
        Key::Place => (None, None),
        Key::At(at) => (Some(at.micros()), None),
        Key::Text(name) => (None, Some(name)),
    };
    Cursor {
        t,
        n,
        p: spot.place,
    }
}

/// A cursor of this order; one of another order, or one that holds what no database does, is no cursor.
fn spot(cursor: &Cursor, sort: Sort) -> Result<Spot, ApiError> {
    let key = match (sort, cursor.t, &cursor.n) {
        (Sort::Oldest | Sort::Newest, None, None) => Some(Key::Place),
        (Sort::StageAge, Some(t), None) => Some(Key::At(Timestamp::from_micros(t))),
        (Sort::Name, None, Some(name)) if !name.contains('\0') => Some(Key::Text(name.clone())),
        _ => None,
    };
    let place = cursor.p;
    key.map(|key| Spot { key, place }).ok_or_else(not_ours)
}

fn item(line: &Line, account_id: &str, now: Timestamp) -> QueueItem {
    QueueItem {
        id: line.id.clone(),
        reference_number: line.reference_number.clone(),
        applicant_name: line.applicant_name.clone(),
        user_name: line.user_name.clone(),
        organisation: line.organisation.clone(),
        country: line.country.clone(),
        category: ResearcherCategory::parse(&line.researcher_category),
        state: line.position.state,
        stage: line.position.stage,
        submitted_at: line.first_submitted_at,
        stage_since: line.stage_since,
        age: age::of_application(line.position, line.stage_since, now),
        signals: line.signals.iter().collect(),
        flagged: line.flagged,
        claim: line
            .claim
            .as_ref()
            .map(|held| claims::shown(held, account_id)),
    }
}
