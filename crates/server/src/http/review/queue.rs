//! `GET /api/v1/review/applications`

use accede_api::page::{Count, Page};
use accede_api::review::QueueItem;
use accede_api::work::Claim;
use accede_domain::age;
use accede_domain::application::{ResearcherCategory, Stage};
use accede_domain::review::CaseKind;
use accede_domain::time::Timestamp;
use accede_store::application_queue::{self, Filter, Key, Line, Sort, View};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::application::staff;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::cursor::{COUNT_LIMIT, Edge, Paging, counted, page};
use crate::http::extract::Query;
use crate::http::openapi::ReadProblems;
use crate::review::claims;
use crate::state::AppState;

/// The longest search: as many characters as the longest organisation.
const SEARCH_MAX: usize = 200;

/// Filters and order of the queue.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Params {
    /// `identity`, `reference`, `response`, `final`, `returned`, `decided`; empty for all that wait for staff.
    stage: String,
    /// A researcher category.
    category: String,
    /// `true` for those with something that a reviewer has to see to.
    flag: String,
    /// Part of a name, an organisation, a number or a user name.
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

/// The sort key of a line, on its way through the page. `t` where it is a time, `n` where it is a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Place {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    id: String,
}

/// A page of the queue. A reviewer's own applications are not in it.
#[utoipa::path(get, path = "/api/v1/review/applications", tag = "review", params(Params),
    responses((status = 200, body = Page<QueueItem>), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Json<Page<QueueItem>>> {
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
    let mut tx = state.store.read().await?;
    let lines = application_queue::lines(&mut tx, &filter, sort, &from, limit + 1).await?;
    let found = application_queue::count(&mut tx, &filter, COUNT_LIMIT + 1).await?;
    let (now, me) = (state.now(), &actor.account_id);
    let ids: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    let mut claims = claims::live_on(&mut tx, CaseKind::Application, &ids, me, now).await?;
    drop(tx);
    let found = u32::try_from(found).unwrap_or(0);
    let total = if filter.is_whole_view() {
        Count {
            count: found,
            exact: true,
        }
    } else {
        counted(found)
    };
    let page = page(lines, limit, &edge, total, |line| place(line, sort))?;
    let item = |line: &Line| item(&state, line, claims.remove(&line.id), now);
    Ok(Json(Page {
        items: page.items.iter().map(item).collect(),
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
    let view = match params.stage.as_str() {
        "" => View::Staff,
        "decided" => View::Decided,
        word => View::Stage(Stage::parse(word).ok_or_else(|| unknown("stage"))?),
    };
    let category = match params.category.as_str() {
        "" => None,
        word => Some(
            ResearcherCategory::parse(word)
                .ok_or_else(|| unknown("category"))?
                .as_str()
                .to_owned(),
        ),
    };
    let flagged = match params.flag.as_str() {
        "" | "false" => false,
        "true" | "1" | "flagged" => true,
        _ => return Err(unknown("flag")),
    };
    let search = params.q.trim();
    if search.chars().count() > SEARCH_MAX {
        return Err(unknown("q"));
    }
    let search = (!search.is_empty()).then(|| search.to_owned());
    Ok(Filter {
        view,
        category,
        flagged,
        search,
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
        (Sort::Oldest | Sort::Newest | Sort::StageAge, Some(t), None) => {
            Some(Key::At(Timestamp::from_micros(t)))
        }
        _ => None,
    };
    let holds_nul = |text: &str| text.contains('\0');
    let odd = holds_nul(&place.id) || place.n.as_deref().is_some_and(holds_nul);
    key.filter(|_| !odd)
        .ok_or_else(|| ApiError::malformed("The cursor is not one that this list gave."))
}

fn item(state: &AppState, line: &Line, claim: Option<Claim>, now: Timestamp) -> QueueItem {
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
        signals: staff::signals(state, &line.form, &line.signs),
        flagged: !line.signs.flags.is_empty(),
        claim,
    }
}
