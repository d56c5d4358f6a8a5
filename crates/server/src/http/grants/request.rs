//! `POST /api/v1/datasets/{slug}/grants`

use accede_api::dataset::Grant;
use accede_api::grant::RequestGrant;
use accede_api::problem::ProblemCode;
use accede_content::Dataset;
use accede_domain::grant::{Desired, GrantEvent, GrantState, Service, after};
use accede_domain::problem::FieldCode;
use accede_domain::time::Timestamp;
use accede_store::Tx;
use accede_store::cloud_identity::{self, CloudIdentity};
use accede_store::grant::{self, Grant as Stored};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::access;
use crate::account::wrong_field;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::datasets::{named, view};
use crate::http::extract::{JsonBody, Path};
use crate::http::openapi::{CommandProblems, IdempotencyKeyParam};
use crate::http::write::IdempotencyKey;
use crate::record::{self, Event};
use crate::state::AppState;

/// Asks for access to a dataset on one cloud service, for the cloud account that was linked last. It is recorded, and
/// carried out at once by a job; asking again gives what there is. Poll `GET /api/v1/grants`.
#[utoipa::path(post, path = "/api/v1/datasets/{slug}/grants", tag = "grants",
    params(("slug" = String, Path), IdempotencyKeyParam), request_body = RequestGrant,
    responses((status = 201, body = Grant), (status = 200, body = Grant, description = "It was asked for before."),
        CommandProblems), security(("session" = [])))]
pub(super) async fn post(
    State(state): State<AppState>,
    actor: Actor,
    Path(slug): Path<String>,
    key: IdempotencyKey,
    body: JsonBody<RequestGrant>,
) -> Answer<Response> {
    let dataset = named(&state, &slug)?;
    let service = offered(dataset, body.value.service)?;
    let mut cmd = key.begin(&state, &actor, &body.raw).await?;
    let now = cmd.now;
    cmd.tx.lock("account", &actor.account_id).await?;
    let decision = access::decide(&mut cmd.tx, Some(&actor.account_id), dataset, now).await?;
    if !decision.allowed {
        let detail = "`GET /api/v1/datasets/{slug}` lists what is missing.";
        return Err(ApiError::new(ProblemCode::AccessRestricted, detail));
    }
    let before = grant::find(&mut cmd.tx, &actor.account_id, &slug, service).await?;
    if let Some(before) = before
        .as_ref()
        .filter(|of| of.desired == Desired::Present && of.state != GrantState::Failed)
    {
        return cmd
            .finish(StatusCode::OK, &view::grant(&state, before))
            .await;
    }
    let identity = latest_verified(&mut cmd.tx, &actor.account_id).await?;
    let asked = Asked {
        actor: &actor,
        slug: &slug,
        service,
        identity: &identity,
        now,
    };
    let id = match before {
        Some(before) => asked.again(&mut cmd.tx, before).await?,
        None => asked.first(&mut cmd.tx, state.ids.id(now)).await?,
    };
    asked.note(&mut cmd.tx, &state, &id).await?;
    let grant = grant::get(&mut cmd.tx, &id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    cmd.finish(StatusCode::CREATED, &view::grant(&state, &grant))
        .await
}

/// The service, where the dataset can be used on it.
fn offered(dataset: &Dataset, service: Service) -> Result<Service, ApiError> {
    let is_offered = dataset
        .methods
        .iter()
        .any(|method| method.kind.service() == Some(service));
    is_offered
        .then_some(service)
        .ok_or_else(|| wrong_field("/service", FieldCode::NotAChoice))
}

async fn latest_verified(tx: &mut Tx, account_id: &str) -> Result<CloudIdentity, ApiError> {
    let linked = cloud_identity::of_account(tx, account_id).await?;
    let mut verified = linked
        .into_iter()
        .filter(|identity| identity.verified_at.is_some());
    verified.next_back().ok_or_else(|| {
        ApiError::not_possible_now("Link a Google account and confirm its address first.")
    })
}

/// What is asked for.
struct Asked<'a> {
    actor: &'a Actor,
    slug: &'a str,
    service: Service,
    identity: &'a CloudIdentity,
    now: Timestamp,
}

impl Asked<'_> {
    async fn first(&self, tx: &mut Tx, id: String) -> Result<String, ApiError> {
        let grant = Stored {
            id,
            version: 1,
            account_id: self.actor.account_id.clone(),
            dataset: self.slug.to_owned(),
            service: self.service,
            identity_id: self.identity.id.clone(),
            address: self.identity.address.clone(),
            identity_linked: true,
            desired: Desired::Present,
            state: GrantState::Requested,
            requested_at: self.now,
            accepted_at: None,
            verified_at: None,
            removed_at: None,
            removal_reason: None,
            last_error: None,
            attempts: 0,
            next_attempt_at: Some(self.now),
        };
        grant::insert(tx, &grant, self.now).await?;
        Ok(grant.id)
    }

    /// One that was removed, is being removed, or failed.
    async fn again(&self, tx: &mut Tx, before: Stored) -> Result<String, ApiError> {
        if before.state == GrantState::Removing && before.identity_id != self.identity.id {
            // Else the address that is being taken off would be forgotten while it is still on the list.
            return Err(ApiError::not_possible_now(
                "The former address is being taken off the list. Try again in a minute.",
            ));
        }
        let grant = Stored {
            state: after(before.state, GrantEvent::Request)?,
            identity_id: self.identity.id.clone(),
            desired: Desired::Present,
            requested_at: self.now,
            accepted_at: None,
            verified_at: None,
            removed_at: None,
            removal_reason: None,
            last_error: None,
            attempts: 0,
            next_attempt_at: Some(self.now),
            ..before
        };
        grant::update(tx, &grant, self.now).await?;
        Ok(grant.id)
    }

    async fn note(&self, tx: &mut Tx, state: &AppState, id: &str) -> Result<(), ApiError> {
        let event = Event {
            action: "grant.request",
            object: ("grant", id),
            concerns: Some(&self.actor.account_id),
            changed: &["desired", "state"],
            after: Some(json!({
                "dataset": self.slug, "service": self.service, "address": self.identity.address,
            })),
            ..Event::default()
        };
        record::audit(tx, state, self.actor, event).await
    }
}
