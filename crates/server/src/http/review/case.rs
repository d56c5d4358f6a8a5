//! `GET /api/v1/review/applications/{id}`

use accede_api::review::Case;
use accede_domain::account::Role;
use accede_domain::application::state::ActorRole;
use accede_store::application;
use axum::extract::State;

use crate::application::{By, Case as Loaded, staff};
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
    let role = match actor.role {
        Role::Administrator => ActorRole::Administrator,
        _ => ActorRole::Reviewer,
    };
    let by = By::person(&actor, role, None);
    // Nobody waits for the one writer while the records are looked through.
    let mut tx = state.store.read().await?;
    let application = application::get(&mut tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let case = Loaded::load(&mut tx, &state, application, &by, None, now).await?;
    let owner = case.application.account_id.clone();
    let on_record = on_record::of(&mut tx, &state, &case).await?;
    let case = Case {
        on_record,
        ..staff::shown(&mut tx, &state, case, &by, now).await?
    };
    drop(tx);
    let mut tx = state.store.write().await?;
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
