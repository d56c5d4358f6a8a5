//! `POST /api/v1/reference-lists/open`

use accede_api::page::List;
use accede_api::reference::Vouch;
use accede_api::session::MailedToken;
use accede_store::reference_request;
use axum::Json;
use axum::extract::State;

use super::find_list;
use super::vouches::{MOST, vouch};
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::state::AppState;

/// Everybody who named the address as a reference that the link was mailed to, newest first. Changes nothing.
#[utoipa::path(post, path = "/api/v1/reference-lists/open", tag = "references", request_body = MailedToken,
    responses((status = 200, body = List<Vouch>), (status = 410, description = "The link has ended."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<MailedToken>,
) -> Answer<Json<List<Vouch>>> {
    let (_, folded) = find_list(&state, &context, &body.value.token).await?;
    let mut tx = state.store.read().await?;
    let vouched = reference_request::vouched_at(&mut tx, &folded, MOST).await?;
    Ok(Json(List {
        items: vouched.into_iter().map(vouch).collect(),
    }))
}
