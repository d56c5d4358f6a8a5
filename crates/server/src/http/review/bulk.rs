//! `POST /api/v1/review/applications/bulk/preview`, `POST /api/v1/review/applications/bulk`,
//! `GET /api/v1/review/bulk/{id}`, `POST /api/v1/review/bulk/{id}/undo`

use std::collections::HashSet;

use accede_api::bulk::{Bulk, BulkAnswer, BulkPreview, DecideBulk, PreviewBulk};
use accede_api::page::Count;
use accede_domain::review::bulk::{BATCH, BULK};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::queue::{self, Params};
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{ReviewerActor, StaffActor};
use crate::http::extract::{JsonBody, NoBody, Path, Query};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, ListProblems, ReadProblems};
use crate::http::write::{IdempotencyKey, is_uuid};
use crate::review::bulk;
use crate::state::AppState;

/// What a decision would do to each application of a list, or to those that are named, and why to some nothing. Writes nothing.
#[utoipa::path(post, path = "/api/v1/review/applications/bulk/preview", tag = "review", params(Params),
    request_body = PreviewBulk,
    responses((status = 200, body = BulkPreview), ListProblems), security(("session" = ["reviewer"])))]
pub(super) async fn preview(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Query(params): Query<Params>,
    body: JsonBody<PreviewBulk>,
) -> Answer<Json<BulkPreview>> {
    let now = state.now();
    let named = body.value.applications;
    let (ids, total, next) = match &named {
        Some(named) => {
            if params != Params::default() {
                let detail = "Name `applications`, or ask by the query for a list; not both.";
                return Err(ApiError::malformed(detail));
            }
            check_named("/applications", "", BULK, named.iter().map(String::as_str))?;
            let count = u32::try_from(named.len()).unwrap_or(u32::MAX);
            (named.clone(), Count { count, exact: true }, None)
        }
        None => {
            let params = params.or_lines(u32::try_from(BULK).unwrap_or(u32::MAX));
            let page = queue::read(&state, &actor, params, now).await?;
            let ids = page.items.into_iter().map(|line| line.id).collect();
            (ids, page.total, page.next)
        }
    };
    let mut tx = state.store.read().await?;
    let command = bulk::command(&mut tx, body.value.decision).await?;
    let mut items = Vec::with_capacity(ids.len());
    for id in &ids {
        let foreseen = bulk::foresee(&mut tx, &state, &actor, &command, id, now).await?;
        // What left the list meanwhile is not missed there; what was named is.
        items.extend(foreseen.or_else(|| named.is_some().then(|| bulk::gone(id))));
    }
    Ok(Json(BulkPreview { items, total, next }))
}

/// Decides a batch. Each application has its own result; what is refused keeps none of the others from being decided. All
/// decisions of the bulk take effect together, the whole time for undoing after its last batch.
#[utoipa::path(post, path = "/api/v1/review/applications/bulk", tag = "review", params(IdempotencyKeyParam),
    request_body = DecideBulk,
    responses((status = 200, body = BulkAnswer), CommandProblems), security(("session" = ["reviewer"])))]
pub(super) async fn decide(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    key: IdempotencyKey,
    body: JsonBody<DecideBulk>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (now, asked) = (cmd.now, body.value);
    check(&asked)?;
    let id = asked.bulk.to_ascii_lowercase();
    let command = bulk::command(&mut cmd.tx, asked.decision).await?;
    let items = &asked.items;
    let answer = bulk::decide(&mut cmd.tx, &state, &actor, &id, &command, items, now).await?;
    cmd.finish(StatusCode::OK, &answer).await
}

/// What became of each decision of a bulk, for whoever took them.
#[utoipa::path(get, path = "/api/v1/review/bulk/{id}", tag = "review", params(("id" = String, Path)),
    responses((status = 200, body = Bulk), ReadProblems), security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn get(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path(id): Path<String>,
) -> Answer<Json<Bulk>> {
    let id = id.to_ascii_lowercase();
    let view = bulk::view(&mut state.store.read().await?, &actor, &id).await?;
    Ok(Json(view))
}

/// Takes back what of a bulk still waits: nobody was told of that. What had taken effect stands, and is among the answer. A
/// batch that arrives later decides nothing.
#[utoipa::path(post, path = "/api/v1/review/bulk/{id}/undo", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam),
    responses((status = 200, body = Bulk), CommandProblems), security(("session" = ["reviewer"]), ("session" = ["administrator"])))]
pub(super) async fn undo(
    State(state): State<AppState>,
    StaffActor(actor): StaffActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let now = cmd.now;
    let id = id.to_ascii_lowercase();
    let undone = bulk::undo(&mut cmd.tx, &state, &actor, &id, now).await?;
    cmd.finish(StatusCode::OK, &undone).await
}

/// Of the request itself: its id, and how many it names.
fn check(asked: &DecideBulk) -> Result<(), ApiError> {
    if !is_uuid(&asked.bulk) {
        let detail = "Give a UUID of your own, the same one for all batches.";
        return Err(ApiError::field("/bulk", "invalid", detail));
    }
    let ids = asked.items.iter().map(|item| item.id.as_str());
    check_named("/items", "/id", BATCH, ids)
}

/// Applications of a request: some and not too many, none twice. Each stands at `list`, its number, `id`.
fn check_named<'i>(
    list: &str,
    id: &str,
    most: usize,
    mut ids: impl ExactSizeIterator<Item = &'i str>,
) -> Result<(), ApiError> {
    if ids.len() == 0 || ids.len() > most {
        let detail = format!("Name 1 to {most} applications, and the others in a further request.");
        return Err(ApiError::field(list, "invalid", detail));
    }
    let mut seen = HashSet::new();
    if let Some(at) = ids.position(|id| !seen.insert(id)) {
        let detail = "This application is named twice; name it once.";
        return Err(ApiError::field(
            &format!("{list}/{at}{id}"),
            "invalid",
            detail,
        ));
    }
    Ok(())
}
