//! `GET /api/v1/account/texts`, `POST /api/v1/account/texts/accept`

use accede_api::page::List;
use accede_api::text::{AcceptTexts, TextToAccept};
use accede_content::DocumentKind;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_store::Tx;
use accede_store::account::{self as accounts, Account};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, ReadProblems};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::state::AppState;
use crate::texts;

/// The texts in force that the caller is asked to accept, with what is new in them. None: nothing is asked.
#[utoipa::path(get, path = "/api/v1/account/texts", tag = "account",
    responses((status = 200, body = List<TextToAccept>), ReadProblems), security(("session" = [])))]
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
) -> Answer<Json<List<TextToAccept>>> {
    let mut tx = state.store.read().await?;
    let account = find(&mut tx, &actor.account_id).await?;
    let items = texts::to_accept(&state, &account, state.now())
        .into_iter()
        .map(|of| texts::view(&state, of, texts::accepted(&account, of.kind)))
        .collect();
    Ok(Json(List { items }))
}

/// Accepts the versions that the caller read. A version that is not in force is refused; one that is accepted stays so.
#[utoipa::path(post, path = "/api/v1/account/texts/accept", tag = "account", params(IdempotencyKeyParam),
    request_body = AcceptTexts, responses((status = 204), CommandProblems), security(("session" = [])))]
pub(super) async fn accept(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<AcceptTexts>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (id, now) = (actor.account_id.as_str(), cmd.now);
    let AcceptTexts {
        privacy_version,
        terms_version,
    } = body.value;
    let mut problems = Vec::new();
    for (pointer, kind, read) in [
        ("/privacy_version", DocumentKind::Privacy, &privacy_version),
        ("/terms_version", DocumentKind::Terms, &terms_version),
    ] {
        let in_force = texts::in_force(&state, kind, now).version.as_str();
        if read.as_ref().is_some_and(|read| read != in_force) {
            problems.push(FieldProblem::new(pointer, FieldCode::ConsentRequired));
        }
    }
    if !problems.is_empty() {
        return Err(ApiError::invalid(&problems));
    }
    cmd.tx.lock("account", id).await?;
    let before = find(&mut cmd.tx, id).await?;
    let privacy = privacy_version.as_ref().unwrap_or(&before.privacy_version);
    let terms = terms_version.as_ref().unwrap_or(&before.terms_version);
    if (privacy, terms) != (&before.privacy_version, &before.terms_version) {
        accounts::accept_texts(&mut cmd.tx, id, privacy, terms, now).await?;
        let event = Event {
            action: "account.accept_texts",
            object: ("account", id),
            concerns: Some(id),
            changed: &["privacy_version", "terms_version"],
            before: Some(json!({
                "privacy_version": before.privacy_version, "terms_version": before.terms_version,
            })),
            after: Some(json!({ "privacy_version": privacy, "terms_version": terms })),
        };
        record::audit(&mut cmd.tx, &state, &actor, event).await?;
    }
    cmd.finish_empty().await
}

async fn find(tx: &mut Tx, id: &str) -> Result<Account, ApiError> {
    accounts::by_id(tx, id)
        .await?
        .ok_or_else(ApiError::not_found)
}
