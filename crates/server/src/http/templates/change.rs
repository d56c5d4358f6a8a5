//! `PUT /api/v1/templates/{id}`

use accede_api::template::{ChangeTemplate, ManagedTemplate};
use accede_domain::review::template::Draft;
use accede_domain::text::trimmed;
use accede_store::decision_template;
use axum::extract::State;
use serde_json::json;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::AdminActor;
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{ChangeProblems, IfMatchParam};
use crate::http::version::{IfMatch, Versioned};
use crate::record::{self, Event};
use crate::review::templates;
use crate::state::AppState;

/// Gives a text a new version. Decisions that were taken keep the words that they were sent with.
#[utoipa::path(put, path = "/api/v1/templates/{id}", tag = "templates", params(("id" = String, Path), IfMatchParam),
    request_body = ChangeTemplate, responses((status = 200, body = ManagedTemplate), ChangeProblems),
    security(("session" = ["administrator"])))]
pub(super) async fn put(
    State(state): State<AppState>,
    AdminActor(actor): AdminActor,
    Path(id): Path<String>,
    seen: IfMatch,
    body: JsonBody<ChangeTemplate>,
) -> Answer<Versioned<ManagedTemplate>> {
    let now = state.now();
    let mut tx = state.store.write().await?;
    tx.lock("decision_template", &id).await?;
    let before = decision_template::get(&mut tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    seen.check(before.version, || templates::managed(before.clone()))?;
    let draft = Draft {
        kind: before.kind,
        subject: before.subject,
        pointer: &body.value.pointer,
        title: trimmed(&body.value.title),
        text: trimmed(&body.value.text),
    };
    let problems = draft.problems();
    if !problems.is_empty() {
        return Err(ApiError::invalid(&problems));
    }
    decision_template::change(&mut tx, &before, &draft, &actor.account_id, now).await?;
    let event = Event {
        action: "template.change",
        object: ("template", &id),
        changed: &["pointer", "title", "text"],
        before: Some(json!({ "title": before.title, "text": before.body })),
        after: Some(json!({ "title": draft.title, "text": draft.text })),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    let value = templates::one(&mut tx, &id).await?;
    tx.commit().await?;
    Ok(Versioned {
        version: value.version,
        value,
    })
}
