//! `PUT /api/v1/applications/{id}/draft`

use accede_api::application::{SaveDraft, SavedDraft};
use accede_domain::application::state::Position;
use accede_domain::refusal::Refusal;
use accede_store::application;
use axum::extract::State;

use crate::application::view;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{ChangeProblems, IfMatchParam};
use crate::http::version::{IfMatch, Versioned};
use crate::state::AppState;

/// Saves what was typed, whatever it is: nothing is judged before it is submitted.
#[utoipa::path(put, path = "/api/v1/applications/{id}/draft", tag = "applications",
    params(("id" = String, Path), IfMatchParam), request_body = SaveDraft,
    responses((status = 200, body = SavedDraft), ChangeProblems), security(("session" = [])))]
pub(super) async fn put(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
    body: JsonBody<SaveDraft>,
) -> Answer<Versioned<SavedDraft>> {
    let now = state.now();
    let mut tx = state.store.write().await?;
    let found = application::lock(&mut tx, &id).await?;
    let draft = found
        .filter(|one| one.account_id == actor.account_id)
        .ok_or_else(ApiError::not_found)?;
    if seen.0 != draft.version {
        let current = view::for_applicant(&mut tx, &state, draft, now).await?;
        return Err(ApiError::stale(serde_json::to_value(current)?));
    }
    if draft.position != Position::DRAFT && draft.position != Position::RETURNED {
        return Err(Refusal::NotFromHere.into());
    }
    if draft.form == body.value.form {
        return Ok(saved(draft.version, draft.updated_at));
    }
    if !application::save_form(&mut tx, &id, &body.value.form, draft.version, now).await? {
        return Err(ApiError::internal("a locked draft changed"));
    }
    tx.commit().await?;
    Ok(saved(draft.version + 1, now))
}

fn saved(version: i64, updated_at: accede_domain::time::Timestamp) -> Versioned<SavedDraft> {
    Versioned {
        version,
        value: SavedDraft {
            version,
            updated_at,
        },
    }
}
