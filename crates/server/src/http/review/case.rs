//! `GET /api/v1/review/applications/{id}`

use accede_api::review::Case;
use accede_domain::account::Role;
use accede_domain::application::state::ActorRole;
use accede_store::application;
use axum::extract::State;

use crate::application::{By, staff};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::StaffActor;
use crate::http::extract::Path;
use crate::http::openapi::ReadProblems;
use crate::http::version::Versioned;
use crate::record::{self, Event};
use crate::review::on_record;
use crate::state::AppState;

/// Everything on one application that was ever submitted. Each view stands in the audit log.
#[utoipa::path(get, path = "/api/v1/review/applications/{id}", tag = "review", params(("id" = String, Path)),
    responses((status = 200, body = Case), ReadProblems),
    security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path(id): Path<String>,
) -> Answer<Versioned<Case>> {
    let now = state.now();
    // Nobody waits for the one writer while the records are looked through.
    let records = on_record::of(&mut state.store.read().await?, &state, &id, &actor).await?;
    let mut tx = state.store.write().await?;
    let application = application::get(&mut tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let role = match actor.role {
        Role::Administrator => ActorRole::Administrator,
        _ => ActorRole::Reviewer,
    };
    let by = By::person(&actor, role, None);
    let owner = application.account_id.clone();
    let case = staff::case(&mut tx, &state, application, &by, now).await?;
    let case = Case {
        on_record: records,
        ..case
    };
    let event = Event {
        action: "application.view",
        object: ("application", &id),
        concerns: Some(&owner),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    tx.commit().await?;
    Ok(Versioned {
        version: case.version,
        value: case,
    })
}
