//! `GET /api/v1/review/trainings`

use accede_api::page::Page;
use accede_api::training::TrainingQueueItem;
use accede_api::work::Claim;
use accede_domain::age::{self, AgeBand};
use accede_domain::review::CaseKind;
use accede_domain::time::Timestamp;
use accede_domain::training::TrainingState;
use accede_store::application_queue::{self, Key};
use accede_store::training_queue::{self, Filter, Line, Sort};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::cursor::{COUNT_LIMIT, Edge, Paging, counted, page};
use crate::http::extract::Query;
use crate::http::openapi::ReadProblems;
use crate::review::claims;
use crate::state::AppState;
use crate::training::name;

/// The longest search: a full name is no longer.
const SEARCH_MAX: usize = 200;

/// Filters and order of the queue.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::trainings) struct Params {
    /// A state; empty for those that wait for a reviewer.
    state: String,
    /// Part of a name or a user name.
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
struct Place {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    id: String,
}

/// A page of the queue of training reports. A reviewer's own are not in it.
#[utoipa::path(get, path = "/api/v1/review/trainings", tag = "review", params(Params),
    responses((status = 200, body = Page<TrainingQueueItem>), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(in crate::http::trainings) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Page<TrainingQueueItem>>> {
    let sort = match params.sort.as_str() {
        "" => Sort::Oldest,
        word => Sort::parse(word).ok_or_else(|| unknown("sort"))?,
    };
    let filter = filter(&params, &actor.account_id)?;
    let paging = Paging::new(params.limit, params.after, params.before);
    let (limit, edge) = (paging.limit()?, paging.edge::<Place>()?);
    let from = match &edge {
        Edge::First => application_queue::Edge::First,
        Edge::After(place) => application_queue::Edge::After(key(place, sort)?, place.id.clone()),
        Edge::Before(place) => application_queue::Edge::Before(key(place, sort)?, place.id.clone()),
    };
    let now = state.now();
    let mut tx = state.store.read().await?;
    let lines = training_queue::lines(&mut tx, &filter, sort, &from, limit + 1).await?;
    let found = training_queue::count(&mut tx, &filter, COUNT_LIMIT + 1).await?;
    let me = &actor.account_id;
    let ids: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    let mut claims = claims::live_on(&mut tx, CaseKind::Training, &ids, me, now).await?;
    drop(tx);
    let total = counted(u32::try_from(found).unwrap_or(0));
    let page = page(lines, limit, &edge, total, |line| place(line, sort))?;
    Ok(Json(Page {
        items: page
            .items
            .iter()
            .map(|line| item(&state, line, claims.remove(&line.id), now))
            .collect(),
        next: page.next,
        prev: page.prev,
        total: page.total,
    }))
}

fn unknown(name: &str) -> ApiError {
    ApiError::malformed(format!(
        "`{name}` is none of the possible values; see /api/docs."
    ))
}

pub(super) fn filter(params: &Params, not_of: &str) -> Result<Filter, ApiError> {
    let state = match params.state.as_str() {
        "" => TrainingState::Submitted,
        word => TrainingState::parse(word).ok_or_else(|| unknown("state"))?,
    };
    let search = params.q.trim();
    if search.chars().count() > SEARCH_MAX {
        return Err(unknown("q"));
    }
    Ok(Filter {
        state,
        search: (!search.is_empty()).then(|| search.to_owned()),
        not_of: not_of.to_owned(),
    })
}

fn place(line: &Line, sort: Sort) -> Place {
    let (t, n) = match line.key(sort) {
        Key::At(at) => (Some(at.micros()), None),
        Key::Text(name) => (None, Some(name)),
    };
    Place {
        t,
        n,
        id: line.id.clone(),
    }
}

/// A cursor of this order; one of another order, or one that holds what no database does, is no cursor.
fn key(place: &Place, sort: Sort) -> Result<Key, ApiError> {
    let key = match (sort, place.t, &place.n) {
        (Sort::Name, None, Some(name)) => Some(Key::Text(name.clone())),
        (Sort::Oldest | Sort::Newest, Some(t), None) => Some(Key::At(Timestamp::from_micros(t))),
        _ => None,
    };
    let holds_nul = |text: &str| text.contains('\0');
    let odd = holds_nul(&place.id) || place.n.as_deref().is_some_and(holds_nul);
    key.filter(|_| !odd)
        .ok_or_else(|| ApiError::malformed("The cursor is not one that this list gave."))
}

fn item(state: &AppState, line: &Line, claim: Option<Claim>, now: Timestamp) -> TrainingQueueItem {
    TrainingQueueItem {
        id: line.id.clone(),
        applicant_name: line.applicant_name.clone(),
        user_name: line.user_name.clone(),
        training_type: line.training_type.clone(),
        training_name: name(state, &line.training_type),
        state: line.state,
        completed_on: line.completed_on,
        submitted_at: line.submitted_at,
        age: if line.state == TrainingState::Submitted {
            age::REVIEW.band(line.submitted_at, now)
        } else {
            AgeBand::Ok
        },
        claim,
    }
}
