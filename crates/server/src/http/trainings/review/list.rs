//! `GET /api/v1/review/trainings`, `…/facets`, and the same as a file

use accede_api::page::Page;
use accede_api::review::Facets;
use accede_api::training::TrainingQueueItem;
use accede_domain::age::{self, AgeBand};
use accede_domain::time::Timestamp;
use accede_domain::training::TrainingState;
use accede_store::training_queue::{self as queue, Filter, Line, Sort, Spot};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::http::actor::StaffActor;
use crate::http::cursor::{COUNT_LIMIT, Edge, Paging, facets as counted, not_ours, page_of};
use crate::http::extract::Query;
use crate::http::openapi::ListProblems;
use crate::http::review::export::record_export;
use crate::http::review::queue::{choice, search};
use crate::http::{Answer, csv};
use crate::review::claims;
use crate::state::AppState;
use crate::training::name;

const HEADINGS: &[&str] = &[
    "person",
    "user_name",
    "training",
    "state",
    "completed_on",
    "submitted_at",
    "age",
    "id",
];

/// Filters and order of the list. The file takes the same.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::trainings) struct Params {
    /// A state; empty for those that wait for a reviewer.
    state: String,
    /// Key of a training type.
    training_type: String,
    /// `ok`, `due`, `late`; of those that wait.
    age: String,
    /// Words. Each begins a word of the name or the user name.
    q: String,
    /// `oldest` (without it), `newest`, `name`.
    sort: String,
    /// Rows a page, 1 to 100; 50 without it.
    limit: Option<u32>,
    /// The `next` of an earlier page.
    after: Option<String>,
    /// The `prev` of an earlier page.
    before: Option<String>,
}

/// The sort key of a line, on its way through the page. `t` where it is a time, `n` where it is a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cursor {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    id: String,
}

impl Params {
    fn sort(&self) -> Result<Sort, ApiError> {
        Ok(choice(&self.sort, "sort", Sort::parse)?.unwrap_or(Sort::Oldest))
    }

    pub(super) fn filter(&self, not_of: &str, now: Timestamp) -> Result<Filter, ApiError> {
        let state = choice(&self.state, "state", TrainingState::parse)?;
        let age = choice(&self.age, "age", AgeBand::parse)?;
        Ok(Filter {
            state: state.unwrap_or(TrainingState::Submitted),
            training_type: Some(self.training_type.clone()).filter(|key| !key.is_empty()),
            age: age.map(|band| (band, now)),
            search: search(&self.q)?,
            not_of: not_of.to_owned(),
        })
    }
}

/// A page of the training reports. A reviewer's own are not in it.
#[utoipa::path(get, path = "/api/v1/review/trainings", tag = "review", params(Params),
    responses((status = 200, body = Page<TrainingQueueItem>), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(in crate::http::trainings) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Page<TrainingQueueItem>>> {
    let now = state.now();
    let (sort, filter) = (params.sort()?, params.filter(&actor.account_id, now)?);
    let paging = Paging::new(params.limit, params.after, params.before);
    let (limit, edge) = (paging.limit()?, paging.edge::<Cursor>()?);
    let from = edge.try_map(|cursor| spot(cursor, sort))?;
    let mut tx = state.store.read().await?;
    let found = queue::lines(&mut tx, &filter, sort, &from, limit + 1, now).await?;
    let total = queue::total(&mut tx, &filter, COUNT_LIMIT).await?;
    drop(tx);
    let page = page_of(found, limit, &edge, total, |line| line.spot(sort), cursor)?;
    Ok(Json(Page {
        items: page
            .items
            .iter()
            .map(|line| item(&state, line, &actor.account_id, now))
            .collect(),
        next: page.next,
        prev: page.prev,
        total: page.total,
    }))
}

/// How many training reports the list would have in each state, and of each age.
#[utoipa::path(get, path = "/api/v1/review/trainings/facets", tag = "review", params(Params),
    responses((status = 200, body = Facets), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(in crate::http::trainings) async fn facets(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Facets>> {
    let now = state.now();
    let filter = params.filter(&actor.account_id, now)?;
    let mut tx = state.store.read().await?;
    let found = queue::facets(&mut tx, &filter, COUNT_LIMIT, now).await?;
    Ok(Json(counted(found)))
}

/// The list as a file, read while it is written; each file stands in the audit log.
#[utoipa::path(get, path = "/api/v1/review/trainings.csv", tag = "review", params(Params),
    responses((status = 200, content_type = "text/csv", body = String), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(in crate::http::trainings) async fn export(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Response> {
    let now = state.now();
    let (sort, filter) = (params.sort()?, params.filter(&actor.account_id, now)?);
    record_export(&state, &actor, "trainings").await?;
    csv::file("trainings.csv", HEADINGS, Edge::First, move |edge| {
        let (state, filter) = (state.clone(), filter.clone());
        async move {
            let mut tx = state.store.read().await?;
            let found = queue::lines(&mut tx, &filter, sort, &edge, csv::AT_ONCE, now).await?;
            let spot = |line: &Line| line.spot(sort);
            Ok(csv::part(found, spot, |line| cells(&state, line, now)))
        }
    })
}

fn cursor(spot: Spot) -> Cursor {
    match spot {
        Spot::At(at, id) => Cursor {
            t: Some(at.micros()),
            n: None,
            id,
        },
        Spot::Name(name, id) => Cursor {
            t: None,
            n: Some(name),
            id,
        },
    }
}

/// A cursor of this order; one of another order, or one that holds what no database does, is no cursor.
fn spot(cursor: &Cursor, sort: Sort) -> Result<Spot, ApiError> {
    let id = || cursor.id.clone();
    let spot = match (sort, cursor.t, &cursor.n) {
        (Sort::Name, None, Some(name)) => Some(Spot::Name(name.clone(), id())),
        (Sort::Oldest | Sort::Newest, Some(t), None) => {
            Some(Spot::At(Timestamp::from_micros(t), id()))
        }
        _ => None,
    };
    let holds_nul = |text: &str| text.contains('\0');
    let odd = holds_nul(&cursor.id) || cursor.n.as_deref().is_some_and(holds_nul);
    spot.filter(|_| !odd).ok_or_else(not_ours)
}

/// Nothing waits any more once it was looked at.
fn age_of(line: &Line, now: Timestamp) -> AgeBand {
    if line.state == TrainingState::Submitted {
        age::REVIEW.band(line.submitted_at, now)
    } else {
        AgeBand::Ok
    }
}

fn item(state: &AppState, line: &Line, account_id: &str, now: Timestamp) -> TrainingQueueItem {
    TrainingQueueItem {
        id: line.id.clone(),
        applicant_name: line.applicant_name.clone(),
        user_name: line.user_name.clone(),
        training_type: line.training_type.clone(),
        training_name: name(state, &line.training_type),
        state: line.state,
        completed_on: line.completed_on,
        submitted_at: line.submitted_at,
        age: age_of(line, now),
        claim: line
            .claim
            .as_ref()
            .map(|held| claims::shown(held, account_id)),
    }
}

fn cells(state: &AppState, line: &Line, now: Timestamp) -> Vec<String> {
    vec![
        line.applicant_name.clone(),
        line.user_name.clone(),
        name(state, &line.training_type),
        line.state.as_str().to_owned(),
        line.completed_on.to_string(),
        line.submitted_at.to_string(),
        age_of(line, now).as_str().to_owned(),
        line.id.clone(),
    ]
}
