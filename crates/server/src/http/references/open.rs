//! `POST /api/v1/reference-requests/open`

use accede_api::reference::ReferenceRequest;
use accede_api::session::MailedToken;
use axum::Json;
use axum::extract::State;

use super::{find, shown};
use crate::application::By;
use crate::http::Answer;
use crate::http::edge::context::RequestContext;
use crate::http::extract::JsonBody;
use crate::http::openapi::CommandProblems;
use crate::state::AppState;

/// Shows the request of a mailed link, and the answer that was given. Changes nothing: mail scanners open links.
#[utoipa::path(post, path = "/api/v1/reference-requests/open", tag = "references", request_body = MailedToken,
    responses((status = 200, body = ReferenceRequest), (status = 410, description = "The link has ended."), CommandProblems))]
pub(super) async fn post(
    State(state): State<AppState>,
    context: RequestContext,
    body: JsonBody<MailedToken>,
) -> Answer<Json<ReferenceRequest>> {
    let (link, request) = find(&state, &context, &body.value.token).await?;
    let by = By::reference(&request.id, &link.id, &context);
    let mut tx = state.store.read().await?;
    Ok(Json(
        shown(&mut tx, &state, &by, &request.id, state.now()).await?,
    ))
}
