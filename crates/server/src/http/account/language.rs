//! `POST /api/v1/account/language`

use accede_api::account::ChooseLanguage;
use accede_store::account as accounts;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::state::AppState;

/// Speaks to the person in this language from now on: on a device where none was chosen, and in mails. The language that
/// it is already is no change.
#[utoipa::path(post, path = "/api/v1/account/language", tag = "account", params(IdempotencyKeyParam),
    request_body = ChooseLanguage, responses((status = 204), CommandProblems), security(("session" = [])))]
pub(super) async fn choose(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<ChooseLanguage>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (id, chosen) = (actor.account_id.as_str(), body.value.language);
    let before = accounts::by_id(&mut cmd.tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?
        .language;
    if accounts::set_language(&mut cmd.tx, id, chosen, cmd.now).await? {
        let event = Event {
            action: "account.choose_language",
            object: ("account", id),
            concerns: Some(id),
            changed: &["language"],
            before: Some(json!({ "language": before })),
            after: Some(json!({ "language": chosen })),
        };
        record::audit(&mut cmd.tx, &state, &actor, event).await?;
    }
    cmd.finish_empty().await
}
