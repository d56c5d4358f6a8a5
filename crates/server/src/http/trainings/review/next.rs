//! `POST /api/v1/review/trainings/next`

use accede_api::work::{AskNext, NextCase};
use accede_domain::review::CaseKind;
use accede_store::claim::next_training;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::list::Params;
use crate::http::Answer;
use crate::http::actor::ReviewerActor;
use crate::http::extract::{JsonBody, Query};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::review::claims;
use crate::state::AppState;

/// Claims the oldest report of a view that nobody works on and the caller may decide. Two who ask at once get two.
#[utoipa::path(post, path = "/api/v1/review/trainings/next", tag = "review",
    params(Params, IdempotencyKeyParam), request_body = AskNext,
    responses((status = 200, body = NextCase), CommandProblems), security(("session" = ["reviewer"])))]
pub(in crate::http::trainings) async fn post(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Query(params): Query<Params>,
    key: IdempotencyKey,
    body: JsonBody<AskNext>,
) -> Answer<Response> {
    let filter = params.filter(&actor.account_id, state.now())?;
    let seeker = claims::seeker(&actor, &body.value)?;
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let (tx, now, kind) = (&mut cmd.tx, cmd.now, CaseKind::Training);
    if let Some(left) = &body.value.leave {
        claims::release(tx, &state, &actor, kind, left).await?;
    }
    let found = next_training(tx, &filter, &seeker, now).await?;
    let next = claims::given(tx, &state, &actor, kind, found).await?;
    cmd.finish(StatusCode::OK, &next).await
}
