//! What staff write about an application for each other. The applicant reads it nowhere, not even that it was written.

use accede_api::review::CaseNote;
use accede_domain::application::checklist::COMMENT_MAX;
use accede_domain::problem::FieldProblem;
use accede_domain::refusal::Refusal;
use accede_domain::text;
use accede_domain::time::Timestamp;
use accede_store::{StoreError, Tx, application, case_note};
use serde_json::json;

use crate::error::ApiError;
use crate::http::actor::Actor;
use crate::record::{self, Event};
use crate::state::AppState;

/// Adds a note. The caller commits.
///
/// # Errors
/// 404 for what was never submitted, 403 on one's own, `/text` where it is empty, too long or not visible.
pub async fn add(
    tx: &mut Tx,
    state: &AppState,
    actor: &Actor,
    application_id: &str,
    typed: &str,
    now: Timestamp,
) -> Result<CaseNote, ApiError> {
    let application = application::get(tx, application_id)
        .await?
        .filter(|found| found.first_submitted_at.is_some())
        .ok_or_else(ApiError::not_found)?;
    if application.account_id == actor.account_id {
        return Err(Refusal::OwnCase.into());
    }
    let body = text::required_lines(typed, COMMENT_MAX)
        .map_err(|code| ApiError::invalid(&[FieldProblem::new("/text", code)]))?;
    let id = state.ids.id(now);
    case_note::add(tx, &id, application_id, &actor.account_id, body, now).await?;
    // It concerns nobody who is not of staff: whom an event concerns may read it.
    let event = Event {
        action: "application.note",
        object: ("application", application_id),
        after: Some(json!({ "note": id, "text": body })),
        ..Event::default()
    };
    record::audit(tx, state, actor, event).await?;
    let note = case_note::get(tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    Ok(shown(note))
}

/// The notes on an application, oldest first.
///
/// # Errors
/// Those of the store.
pub async fn of(tx: &mut Tx, application_id: &str) -> Result<Vec<CaseNote>, StoreError> {
    let notes = case_note::of_application(tx, application_id).await?;
    Ok(notes.into_iter().map(shown).collect())
}

fn shown(note: case_note::CaseNote) -> CaseNote {
    CaseNote {
        id: note.id,
        by: note.user_name,
        name: note.name,
        text: note.body,
        at: note.at,
    }
}
