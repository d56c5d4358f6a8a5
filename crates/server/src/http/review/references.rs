//! `GET /api/v1/review/references`, `…/facets`, and the same as a file

use accede_api::page::Page;
use accede_api::review::{Facets, ReferenceQueueItem};
use accede_domain::age::{self, AgeBand};
use accede_domain::reference::{ReferenceState, ends_at};
use accede_domain::time::Timestamp;
use accede_store::reference_queue::{self as queue, Filter, Line, Sort, Spot};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::export::record_export;
use super::queue::{choice, search, unknown};
use crate::error::ApiError;
use crate::http::actor::StaffActor;
use crate::http::cursor::{COUNT_LIMIT, Edge, Paging, facets as counted, not_ours, page_of};
use crate::http::extract::Query;
use crate::http::openapi::ListProblems;
use crate::http::{Answer, csv};
use crate::review::claims;
use crate::state::AppState;

const HEADINGS: &[&str] = &[
    "reference",
    "email",
    "organisation",
    "state",
    "asked_at",
    "ends_at",
    "age",
    "number",
    "applicant",
    "application_id",
];

/// Filters and order. The file takes the same.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Params {
    /// `invited`, `sent`, `bounced`; empty for all.
    state: String,
    /// `ok`; `due` for those who were reminded; `late` for those whose applicant was asked to name someone else.
    age: String,
    /// Words, as in the queue of applications.
    q: String,
    /// `oldest` (without it), `newest`.
    sort: String,
    /// Rows a page, 1 to 100; 50 without it.
    limit: Option<u32>,
    /// The `next` of an earlier page.
    after: Option<String>,
    /// The `prev` of an earlier page.
    before: Option<String>,
}

/// When somebody was asked, and the request.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cursor {
    t: i64,
    id: String,
}

impl Params {
    fn sort(&self) -> Result<Sort, ApiError> {
        Ok(choice(&self.sort, "sort", Sort::parse)?.unwrap_or(Sort::Oldest))
    }

    fn filter(&self, not_of: &str, now: Timestamp) -> Result<Filter, ApiError> {
        let state = choice(&self.state, "state", ReferenceState::parse)?;
        if state.is_some_and(|state| !state.is_asked()) {
            return Err(unknown("state"));
        }
        let age = choice(&self.age, "age", AgeBand::parse)?;
        Ok(Filter {
            state,
            age: age.map(|band| (band, now)),
            search: search(&self.q)?,
            not_of: not_of.to_owned(),
        })
    }
}

/// A page of the people who were asked as references and have not answered yet.
#[utoipa::path(get, path = "/api/v1/review/references", tag = "review", params(Params),
    responses((status = 200, body = Page<ReferenceQueueItem>), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Page<ReferenceQueueItem>>> {
    let now = state.now();
    let (sort, filter) = (params.sort()?, params.filter(&actor.account_id, now)?);
    let paging = Paging::new(params.limit, params.after, params.before);
    let (limit, edge) = (paging.limit()?, paging.edge::<Cursor>()?);
    let from = edge.try_map(spot)?;
    let mut tx = state.store.read().await?;
    let found = queue::lines(&mut tx, &filter, sort, &from, limit + 1, now).await?;
    let total = queue::total(&mut tx, &filter, COUNT_LIMIT).await?;
    drop(tx);
    let page = page_of(found, limit, &edge, total, spot_of, cursor)?;
    Ok(Json(Page {
        items: page
            .items
            .iter()
            .map(|line| item(line, &actor.account_id, now))
            .collect(),
        next: page.next,
        prev: page.prev,
        total: page.total,
    }))
}

/// How many of them were asked how long ago, and how many there are.
#[utoipa::path(get, path = "/api/v1/review/references/facets", tag = "review", params(Params),
    responses((status = 200, body = Facets), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn facets(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Facets>> {
    let now = state.now();
    let filter = params.filter(&actor.account_id, now)?;
    let mut tx = state.store.read().await?;
    let found = queue::ages(&mut tx, &filter, COUNT_LIMIT, now).await?;
    let found = found
        .into_iter()
        .map(|(value, total)| ("age", value, total));
    Ok(Json(counted(found)))
}

/// The same as a file, read while it is written; each file stands in the audit log.
#[utoipa::path(get, path = "/api/v1/review/references.csv", tag = "review", params(Params),
    responses((status = 200, content_type = "text/csv", body = String), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn export(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Response> {
    let now = state.now();
    let (sort, filter) = (params.sort()?, params.filter(&actor.account_id, now)?);
    record_export(&state, &actor, "references").await?;
    csv::file("references.csv", HEADINGS, Edge::First, move |edge| {
        let (state, filter) = (state.clone(), filter.clone());
        async move {
            let mut tx = state.store.read().await?;
            let found = queue::lines(&mut tx, &filter, sort, &edge, csv::AT_ONCE, now).await?;
            Ok(csv::part(found, spot_of, |line| cells(line, now)))
        }
    })
}

fn spot_of(line: &Line) -> Spot {
    Spot {
        at: line.asked_at,
        id: line.id.clone(),
    }
}

fn cursor(spot: Spot) -> Cursor {
    Cursor {
        t: spot.at.micros(),
        id: spot.id,
    }
}

/// One that holds what no database does is no cursor.
fn spot(cursor: &Cursor) -> Result<Spot, ApiError> {
    if cursor.id.contains('\0') {
        return Err(not_ours());
    }
    Ok(Spot {
        at: Timestamp::from_micros(cursor.t),
        id: cursor.id.clone(),
    })
}

fn item(line: &Line, account_id: &str, now: Timestamp) -> ReferenceQueueItem {
    ReferenceQueueItem {
        id: line.id.clone(),
        application_id: line.application_id.clone(),
        reference_number: line.reference_number.clone(),
        applicant_name: line.applicant_name.clone(),
        reference_name: line.name.clone(),
        reference_email: line.email.clone(),
        reference_organisation: line.organisation.clone(),
        state: line.state,
        asked_at: line.asked_at,
        ends_at: ends_at(line.asked_at),
        age: age::REFERENCE.band(line.asked_at, now),
        claim: line
            .claim
            .as_ref()
            .map(|held| claims::shown(held, account_id)),
    }
}

fn cells(line: &Line, now: Timestamp) -> Vec<String> {
    vec![
        line.name.clone(),
        line.email.clone(),
        line.organisation.clone(),
        line.state.as_str().to_owned(),
        line.asked_at.to_string(),
        ends_at(line.asked_at).to_string(),
        age::REFERENCE.band(line.asked_at, now).as_str().to_owned(),
        line.reference_number.clone(),
        line.applicant_name.clone(),
        line.application_id.clone(),
    ]
}
