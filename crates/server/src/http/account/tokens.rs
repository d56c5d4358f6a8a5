//! `GET /api/v1/account/tokens`, `POST`, `DELETE …/{id}`

use accede_api::account::{MadeToken, NewToken, TokenInfo};
use accede_api::page::List;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_domain::text::required_line;
use accede_domain::time::Duration;
use accede_store::personal_token::{self, NewToken as ToStore, Token};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::account::text;
use crate::entropy::secret_token;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, hash};
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{ChangeProblems, CommandProblems, IdempotencyKeyParam, ReadProblems};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::state::AppState;

/// Scalar values of a name.
const NAME_MAX: usize = 60;
/// The longest life of a token: what was forgotten ends within a year.
const DAYS_MAX: u16 = 365;
/// Tokens that work at a time.
const LIVE_MAX: i64 = 20;
/// Tokens in the list, ended ones included.
const LISTED: u32 = 100;
/// Begins every token, so that one that leaked into a file can be found and is known for what it is.
const PREFIX: &str = "accede_";

/// The tokens, newest first; those that ended too.
#[utoipa::path(get, path = "/api/v1/account/tokens", tag = "account",
    responses((status = 200, body = List<TokenInfo>), ReadProblems), security(("session" = [])))]
pub(super) async fn list(
    State(state): State<AppState>,
    actor: Actor,
) -> Answer<Json<List<TokenInfo>>> {
    let mut tx = state.store.read().await?;
    let tokens = personal_token::list(&mut tx, &actor.account_id, LISTED).await?;
    Ok(Json(List {
        items: tokens.into_iter().map(info).collect(),
    }))
}

/// Makes a token for tools. The answer holds it, once.
#[utoipa::path(post, path = "/api/v1/account/tokens", tag = "account", params(IdempotencyKeyParam),
    request_body = NewToken, responses((status = 201, body = MadeToken), CommandProblems), security(("session" = [])))]
pub(super) async fn make(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<NewToken>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let account_id = actor.account_id.as_str();
    let wanted = body.value;
    judge(&wanted)?;
    if personal_token::live(&mut cmd.tx, account_id, cmd.now).await? >= LIVE_MAX {
        return Err(ApiError::not_possible_now(format!(
            "{LIVE_MAX} tokens work at a time. End one first."
        )));
    }
    let secret = format!("{PREFIX}{}", secret_token(state.entropy.as_ref()));
    let (id, name) = (state.ids.id(cmd.now), text::line(&wanted.name));
    let expires_at = cmd.now.plus(Duration::days(wanted.days.into()));
    let new = ToStore {
        id: &id,
        account_id,
        name: &name,
        scope: wanted.scope,
        token_hash: hash(&secret),
        expires_at,
    };
    personal_token::create(&mut cmd.tx, &new, cmd.now).await?;
    let event = Event {
        action: "token.make",
        object: ("token", &id),
        concerns: Some(account_id),
        after: Some(json!({ "name": name, "scope": wanted.scope, "expires_at": expires_at })),
        ..Event::default()
    };
    record::audit(&mut cmd.tx, &state, &actor, event).await?;
    let token = TokenInfo {
        id,
        name,
        scope: wanted.scope,
        created_at: cmd.now,
        expires_at,
        last_used_at: None,
        ended_at: None,
    };
    let without = MadeToken {
        token: token.clone(),
        secret: None,
    };
    cmd.finish_secret(
        StatusCode::CREATED,
        &MadeToken {
            token,
            secret: Some(secret),
        },
        &without,
    )
    .await
}

/// Ends a token.
#[utoipa::path(delete, path = "/api/v1/account/tokens/{id}", tag = "account", params(("id" = String, Path)),
    responses((status = 204), ChangeProblems), security(("session" = [])))]
pub(super) async fn end(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let account_id = actor.account_id.as_str();
    let mut tx = state.store.write().await?;
    if !personal_token::end(&mut tx, &id, account_id, state.now()).await? {
        return Err(ApiError::not_found());
    }
    let event = Event {
        action: "token.end",
        object: ("token", &id),
        concerns: Some(account_id),
        ..Event::default()
    };
    record::audit(&mut tx, &state, &actor, event).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn judge(wanted: &NewToken) -> Result<(), ApiError> {
    let mut problems = Vec::new();
    if let Err(code) = required_line(&wanted.name, NAME_MAX) {
        problems.push(FieldProblem::new("/name", code));
    }
    if !(1..=DAYS_MAX).contains(&wanted.days) {
        problems.push(FieldProblem::new("/days", FieldCode::Invalid));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(&problems))
    }
}

fn info(token: Token) -> TokenInfo {
    TokenInfo {
        id: token.id,
        name: token.name,
        scope: token.scope,
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
        ended_at: token.ended_at,
    }
}
