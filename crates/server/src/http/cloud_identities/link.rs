//! `POST /api/v1/cloud-identities`

use accede_api::grant::{CloudIdentity, LinkCloudIdentity};
use accede_domain::email::EmailAddress;
use accede_domain::problem::{FieldCode, FieldProblem};
use accede_store::cloud_identity::{self, NewCloudIdentity, Provider};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::{mail_link, own, view};
use crate::account::wrong_field;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::extract::JsonBody;
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::state::AppState;

/// Cloud accounts that a person may have linked at a time: bounds what one person can make us mail to.
const MOST: usize = 5;

/// Links a Google address, and mails a link to it. Whether somebody else has it already is told to that person only.
#[utoipa::path(post, path = "/api/v1/cloud-identities", tag = "grants", params(IdempotencyKeyParam),
    request_body = LinkCloudIdentity, responses((status = 201, body = CloudIdentity), CommandProblems),
    security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    key: IdempotencyKey,
    body: JsonBody<LinkCloudIdentity>,
) -> Answer<Response> {
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let account_id = actor.account_id.as_str();
    let address = check(&body.value)?;
    cmd.tx.lock("account", account_id).await?;
    let linked = cloud_identity::of_account(&mut cmd.tx, account_id).await?;
    let folded = address.folded();
    if linked.iter().any(|identity| identity.folded == folded) {
        return Err(wrong_field("/address", FieldCode::Taken));
    }
    if linked.len() >= MOST {
        return Err(ApiError::not_possible_now(format!(
            "At most {MOST} cloud accounts can be linked. Unlink one first."
        )));
    }
    let id = state.ids.id(cmd.now);
    let new = NewCloudIdentity {
        id: &id,
        account_id,
        provider: Provider::Google,
        address: address.as_str(),
        folded: &folded,
    };
    cloud_identity::insert(&mut cmd.tx, &new, cmd.now).await?;
    let identity = own(&mut cmd.tx, account_id, &id).await?;
    mail_link(&mut cmd.tx, &state, &identity).await?;
    let event = Event {
        action: "cloud_identity.link",
        object: ("cloud_identity", &id),
        concerns: Some(account_id),
        after: Some(json!({ "address": identity.address, "mine_alone": true })),
        ..Event::default()
    };
    record::audit(&mut cmd.tx, &state, &actor, event).await?;
    cmd.location(format!("/api/v1/cloud-identities/{id}"))
        .finish(StatusCode::CREATED, &view(identity))
        .await
}

fn check(body: &LinkCloudIdentity) -> Result<EmailAddress, ApiError> {
    let address = EmailAddress::parse(&body.address);
    let mut problems = Vec::new();
    if address.is_none() {
        problems.push(FieldProblem::new("/address", FieldCode::NotAnEmail));
    }
    if !body.mine_alone {
        problems.push(FieldProblem::new("/mine_alone", FieldCode::ConsentRequired));
    }
    match address {
        Some(address) if problems.is_empty() => Ok(address),
        _ => Err(ApiError::invalid(&problems)),
    }
}
