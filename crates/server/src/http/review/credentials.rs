//! `GET /api/v1/review/credential-flags`, `POST /api/v1/review/credential-flags/{id}/settle`

use accede_api::page::Page;
use accede_api::review::CredentialFlag;
use accede_store::credential_flag;
use axum::Json;
use axum::extract::State;
use axum::response::Response;

use crate::http::Answer;
use crate::http::actor::AdminActor;
use crate::http::cursor::{COUNT_LIMIT, Paging, counted, newest_first, page};
use crate::http::extract::{NoBody, Path, Query};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, ReadProblems};
use crate::http::write::IdempotencyKey;
use crate::review::credentials;
use crate::state::AppState;

/// What administrators have to look at on credentials that hold, newest first; nothing on the caller's own.
#[utoipa::path(get, path = "/api/v1/review/credential-flags", tag = "review", params(Paging),
    responses((status = 200, body = Page<CredentialFlag>), ReadProblems), security(("session" = ["administrator"])))]
pub(super) async fn list(
    State(state): State<AppState>,
    AdminActor(actor): AdminActor,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<CredentialFlag>>> {
    let (limit, edge) = (paging.limit()?, paging.edge()?);
    let mut tx = state.store.read().await?;
    let me = actor.account_id.as_str();
    let found = credential_flag::list(&mut tx, me, &newest_first(&edge), limit + 1).await?;
    let total = counted(credential_flag::count(&mut tx, me, COUNT_LIMIT + 1).await?);
    let listed = page(found, limit, &edge, total, |flag| {
        (flag.raised_at, flag.id.clone())
    })?;
    Ok(Json(Page {
        items: listed.items.into_iter().map(credentials::shown).collect(),
        next: listed.next,
        prev: listed.prev,
        total: listed.total,
    }))
}

/// Says that an administrator has looked and the credential stays as it is.
#[utoipa::path(post, path = "/api/v1/review/credential-flags/{id}/settle", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam), responses((status = 204), CommandProblems),
    security(("session" = ["administrator"])))]
pub(super) async fn settle(
    State(state): State<AppState>,
    AdminActor(actor): AdminActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let now = cmd.now;
    credentials::settle(&mut cmd.tx, &state, &actor, &id, now).await?;
    cmd.finish_empty().await
}
