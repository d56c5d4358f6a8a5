//! `POST /api/v1/trainings/{id}/withdraw`

use accede_api::training::Training;
use accede_domain::application::state::Relation;
use accede_domain::training::{TrainingActor, TrainingCommand, decide};
use accede_store::training;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::own;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::{NoBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::state::AppState;
use crate::training::{end, facts, wire};

/// Takes a report back that waits for a reviewer or was returned.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/withdraw", tag = "trainings",
    params(("id" = String, Path), IdempotencyKeyParam),
    responses((status = 200, body = Training), CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    body: NoBody,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let now = cmd.now;
    let record = own(&mut cmd.tx, &actor, &id).await?;
    let relation = Relation {
        is_applicant: true,
        ..Relation::default()
    };
    let facts = facts(&state, &record, TrainingActor::Owner, relation, None);
    let to = decide(record.state, &TrainingCommand::Withdraw, &facts, now)?;
    let action = "training.withdraw";
    end(&state, &mut cmd.tx, &actor, &record, to, action, now).await?;
    let after = training::by_id(&mut cmd.tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let answer = wire(&state, &after);
    cmd.etag(after.version)
        .finish(StatusCode::OK, &answer)
        .await
}
