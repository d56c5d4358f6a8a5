//! `POST /api/v1/trainings/{id}/accept`, `…/return`, `…/reject`: one reviewer's decision, in three ways.

use accede_api::training::{DecideTraining, TrainingCase};
use accede_domain::training::{
    TrainingActor, TrainingCommand, TrainingCommandKind, TrainingState, check_completed_on, decide,
    expires_on,
};
use accede_mail::Message;
use accede_store::Tx;
use accede_store::training::{self, Decision, Training};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::{Actor, ReviewerActor};
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam, IfMatchParam};
use crate::http::version::IfMatch;
use crate::http::write::{Command, IdempotencyKey};
use crate::lists;
use crate::record::{self, Event};
use crate::state::AppState;
use crate::training::{KIND, case, end, facts, name, refused, relation, tell};

/// Finds a report in order. It counts from now until its expiry; the one that counted before ends.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/accept", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = DecideTraining,
    responses((status = 200, body = TrainingCase), CommandProblems), security(("session" = [])))]
pub(super) async fn accept(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<DecideTraining>,
) -> Answer<Response> {
    let cmd = key.begin(&state, &actor, &body.raw).await?;
    let kind = TrainingCommandKind::Accept;
    carry_out(&state, &actor, cmd, &id, seen, kind, body.value).await
}

/// Gives a report back with a comment; its person sends another file.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/return", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = DecideTraining,
    responses((status = 200, body = TrainingCase), CommandProblems), security(("session" = [])))]
pub(super) async fn give_back(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<DecideTraining>,
) -> Answer<Response> {
    let cmd = key.begin(&state, &actor, &body.raw).await?;
    let kind = TrainingCommandKind::Return;
    carry_out(&state, &actor, cmd, &id, seen, kind, body.value).await
}

/// Refuses a report, with a comment.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/reject", tag = "review",
    params(("id" = String, Path), IdempotencyKeyParam, IfMatchParam), request_body = DecideTraining,
    responses((status = 200, body = TrainingCase), CommandProblems), security(("session" = [])))]
pub(super) async fn reject(
    State(state): State<AppState>,
    ReviewerActor(actor): ReviewerActor,
    Path(id): Path<String>,
    key: IdempotencyKey,
    seen: IfMatch,
    body: JsonBody<DecideTraining>,
) -> Answer<Response> {
    let cmd = key.begin(&state, &actor, &body.raw).await?;
    let kind = TrainingCommandKind::Reject;
    carry_out(&state, &actor, cmd, &id, seen, kind, body.value).await
}

async fn carry_out(
    state: &AppState,
    actor: &Actor,
    mut cmd: Command,
    id: &str,
    seen: IfMatch,
    kind: TrainingCommandKind,
    body: DecideTraining,
) -> Answer<Response> {
    let now = cmd.now;
    cmd.tx.lock("training", id).await?;
    let record = training::by_id(&mut cmd.tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if seen.0 != record.version {
        let current = case(state, &mut cmd.tx, &record, actor, now).await?;
        seen.check(record.version, || current)?;
    }
    let completed_on = body.completed_on.unwrap_or(record.completed_on);
    let relation = relation(&mut cmd.tx, &record, &actor.account_id).await?;
    let facts = facts(
        state,
        &record,
        TrainingActor::Reviewer,
        relation,
        Some(seen.0),
    );
    let command = command(kind, &body, completed_on);
    let to = decide(record.state, &command, &facts, now).map_err(
        |refusal| match check_completed_on(completed_on, facts.validity_years, now) {
            Err(code) if refusal == accede_domain::refusal::Refusal::DateInvalid => {
                ApiError::field("/completed_on", code.as_str(), code.detail())
            }
            _ => refused(refusal),
        },
    )?;
    let accepted = to == TrainingState::Accepted;
    // What the applicant stated stands, unless the reviewer found the report in order.
    let completed_on = if accepted {
        completed_on
    } else {
        record.completed_on
    };
    let comment = (!accepted).then(|| body.comment.trim());
    let decision = Decision {
        state: to,
        checklist: body.checklist,
        comment,
        reviewer_id: &actor.account_id,
        completed_on,
        expires_on: expires_on(completed_on, facts.validity_years),
    };
    if accepted {
        end_earlier(state, &mut cmd, actor, &record).await?;
    }
    training::decide(&mut cmd.tx, id, &decision, now).await?;
    lists::of_person(&mut cmd.tx, state, &record.account_id).await?;
    audit(state, &mut cmd.tx, actor, kind, &record, &decision).await?;
    let message = message(state, &record, &decision);
    tell(state, &mut cmd.tx, id, &record.account_id, &message).await?;
    crate::desire::recompute(state, &mut cmd.tx, &record.account_id, now).await?;
    let record = training::by_id(&mut cmd.tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let answer = case(state, &mut cmd.tx, &record, actor, now).await?;
    cmd.etag(record.version)
        .finish(StatusCode::OK, &answer)
        .await
}

fn command(
    kind: TrainingCommandKind,
    body: &DecideTraining,
    completed_on: accede_domain::time::Date,
) -> TrainingCommand {
    let comment = body.comment.clone();
    match kind {
        TrainingCommandKind::Accept => TrainingCommand::Accept {
            checklist: body.checklist,
            completed_on,
        },
        TrainingCommandKind::Reject => TrainingCommand::Reject { comment },
        _ => TrainingCommand::Return { comment },
    }
}

/// One accepted record of a type counts: the new one takes the place of the one before.
async fn end_earlier(
    state: &AppState,
    cmd: &mut Command,
    actor: &Actor,
    record: &Training,
) -> Result<(), ApiError> {
    let all = training::of_account(&mut cmd.tx, &record.account_id).await?;
    let earlier = all.iter().find(|other| {
        other.training_type == record.training_type && other.state == TrainingState::Accepted
    });
    if let Some(earlier) = earlier {
        let (to, action) = (TrainingState::Expired, "training.supersede");
        end(state, &mut cmd.tx, actor, earlier, to, action, cmd.now).await?;
    }
    Ok(())
}

async fn audit(
    state: &AppState,
    tx: &mut Tx,
    actor: &Actor,
    kind: TrainingCommandKind,
    record: &Training,
    decision: &Decision<'_>,
) -> Result<(), ApiError> {
    let action = format!("training.{}", kind.as_str());
    let event = Event {
        action: &action,
        object: (KIND, &record.id),
        concerns: Some(&record.account_id),
        changed: &["state", "checklist", "comment", "completed_on"],
        before: Some(json!({ "state": record.state, "completed_on": record.completed_on })),
        after: Some(json!({
            "state": decision.state, "completed_on": decision.completed_on, "checklist": decision.checklist,
            "comment": decision.comment,
        })),
    };
    record::audit(tx, state, actor, event).await
}

fn message(state: &AppState, record: &Training, decision: &Decision<'_>) -> Message {
    let training = name(state, &record.training_type);
    let comment = decision.comment.unwrap_or_default().to_owned();
    match decision.state {
        TrainingState::Accepted => Message::TrainingAccepted {
            training,
            expires_on: Some(decision.expires_on),
        },
        TrainingState::Rejected => Message::TrainingRejected { training, comment },
        _ => Message::TrainingReturned { training, comment },
    }
}
