//! `POST /api/v1/templates`

use accede_api::template::{ManagedTemplate, NewTemplate};
use accede_domain::review::template::Draft;
use accede_domain::text::trimmed;
use accede_store::decision_template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::AdminActor;
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::review::templates;
use crate::state::AppState;

/// Adds a text, behind those that are there.
#[utoipa::path(post, path = "/api/v1/templates", tag = "templates", params(IdempotencyKeyParam), request_body = NewTemplate,
    responses((status = 201, body = ManagedTemplate), CommandProblems), security(("session" = ["administrator"])))]
pub(super) async fn post(
    State(state): State<AppState>,
    AdminActor(actor): AdminActor,
    key: IdempotencyKey,
    body: JsonBody<NewTemplate>,
) -> Answer<Response> {
    let new = &body.value;
    let draft = Draft {
        kind: new.kind,
        subject: new.subject,
        pointer: &new.pointer,
        title: trimmed(&new.title),
        text: trimmed(&new.text),
    };
    let problems = draft.problems();
    if !problems.is_empty() {
        return Err(ApiError::invalid(&problems));
    }
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (tx, now) = (&mut cmd.tx, cmd.now);
    let id = state.ids.id(now);
    let author = Some(actor.account_id.as_str());
    decision_template::add(tx, &id, &draft, templates::LAST, author, now).await?;
    let event = Event {
        action: "template.add",
        object: ("template", &id),
        after: Some(json!({ "title": draft.title, "text": draft.text })),
        ..Event::default()
    };
    record::audit(tx, &state, &actor, event).await?;
    let made = templates::one(tx, &id).await?;
    let path = ["/api/v1/templates/", &id].concat();
    cmd.etag(made.version)
        .location(path)
        .finish(StatusCode::CREATED, &made)
        .await
}
