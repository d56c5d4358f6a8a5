//! `GET /api/v1/review/applications.csv`

use accede_domain::age;
use accede_domain::application::Stage;
use accede_domain::time::Timestamp;
use accede_store::application_queue::{self, Edge, Line};
use axum::extract::State;
use axum::response::Response;

use super::queue::Params;
use crate::error::ApiError;
use crate::http::actor::{Actor, StaffActor};
use crate::http::extract::Query;
use crate::http::openapi::ListProblems;
use crate::http::{Answer, csv};
use crate::record::{self, Event};
use crate::state::AppState;

const HEADINGS: &[&str] = &[
    "number",
    "applicant",
    "user_name",
    "organisation",
    "country",
    "category",
    "state",
    "stage",
    "submitted_at",
    "stage_since",
    "age",
    "signals",
    "flagged",
    "id",
];

/// The queue as a file, with the filters and the order of the list. It is read while it is written, a part at a time; each
/// file stands in the audit log.
#[utoipa::path(get, path = "/api/v1/review/applications.csv", tag = "review", params(Params),
    responses((status = 200, content_type = "text/csv", body = String), ListProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Query(params): Query<Params>,
) -> Answer<Response> {
    let now = state.now();
    let (sort, filter) = (params.sort()?, params.filter(&actor.account_id, now)?);
    record_export(&state, &actor, "applications").await?;
    csv::file("applications.csv", HEADINGS, Edge::First, move |edge| {
        let (state, filter) = (state.clone(), filter.clone());
        async move {
            let mut tx = state.store.read().await?;
            let found =
                application_queue::lines(&mut tx, &filter, sort, &edge, csv::AT_ONCE, now).await?;
            let spot = |line: &Line| line.spot(sort);
            Ok(csv::part(found, spot, |line| cells(line, now)))
        }
    })
}

/// Says in the audit log that somebody took a list with them.
pub(in crate::http) async fn record_export(
    state: &AppState,
    actor: &Actor,
    list: &str,
) -> Result<(), ApiError> {
    let mut tx = state.store.write().await?;
    let event = Event {
        action: "list.export",
        object: ("list", list),
        ..Event::default()
    };
    record::audit(&mut tx, state, actor, event).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(())
}

fn cells(line: &Line, now: Timestamp) -> Vec<String> {
    let signals: Vec<&str> = line.signals.iter().map(|signal| signal.as_str()).collect();
    let age = age::of_application(line.position, line.stage_since, now);
    let text = |text: &str| text.to_owned();
    vec![
        line.reference_number.clone(),
        line.applicant_name.clone(),
        line.user_name.clone(),
        line.organisation.clone(),
        line.country.clone(),
        line.researcher_category.clone(),
        text(line.position.state.as_str()),
        text(line.position.stage.map_or("", Stage::as_str)),
        line.first_submitted_at.to_string(),
        line.stage_since.to_string(),
        text(age.as_str()),
        signals.join(" "),
        text(if line.flagged { "yes" } else { "no" }),
        line.id.clone(),
    ]
}
