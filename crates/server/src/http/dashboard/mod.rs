//! `GET /api/v1/dashboard`: where the person stands, in one request.

mod expiries;
mod standing;

use accede_api::application::Application as Shown;
use accede_api::dashboard::{Dashboard, DatasetStanding};
use accede_domain::access::{AccessDecision, evaluate};
use accede_domain::application::state::ApplicationState;
use accede_domain::next::next_step;
use accede_store::applicant::{self, Applicant};
use accede_store::application::{self as applications, Application};
use accede_store::{cloud_identity, grant, personal_token};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::access;
use crate::application::view as application_view;
use crate::error::ApiError;
use crate::http::Answer;
use crate::http::actor::Actor;
use crate::http::datasets::view;
use crate::http::openapi::ReadProblems;
use crate::http::version::polled;
use crate::state::AppState;
use standing::Standing;

/// Tokens looked at for their ends; a person has few.
const TOKENS: u32 = 50;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// What is next for the caller, and how everything of theirs stands. Polled: 304 where nothing changed.
#[utoipa::path(get, path = "/api/v1/dashboard", tag = "dashboard",
    responses((status = 200, body = Dashboard), (status = 304, description = "Nothing changed."), ReadProblems),
    security(("session" = [])))]
async fn get(State(state): State<AppState>, actor: Actor, headers: HeaderMap) -> Answer<Response> {
    let dashboard = read(&state, &actor.account_id).await?;
    // It is made of too many rows to have a version; what is the same reads the same.
    let etag = format!(
        "\"{}\"",
        hex::encode(Sha256::digest(serde_json::to_vec(&dashboard)?))
    );
    polled(&headers, &etag, async { Ok(dashboard) }).await
}

async fn read(state: &AppState, account_id: &str) -> Result<Dashboard, ApiError> {
    let now = state.now();
    let mut tx = state.store.read().await?;
    let facts = access::facts(&mut tx, account_id).await?;
    let person: Applicant = applicant::find(&mut tx, account_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let application = match chosen(applications::of_account(&mut tx, account_id).await?) {
        Some(application) => {
            Some(application_view::for_applicant(&mut tx, state, application, now).await?)
        }
        None => None,
    };
    let identities = cloud_identity::of_account(&mut tx, account_id).await?;
    let grants = grant::of_account(&mut tx, account_id).await?;
    let tokens = personal_token::list(&mut tx, account_id, TOKENS).await?;
    drop(tx);

    let datasets = state.catalogue.datasets().iter();
    let decisions: Vec<AccessDecision> = datasets
        .clone()
        .map(|dataset| evaluate(&access::rule(dataset, now), &facts, now))
        .collect();
    let standing = Standing {
        state,
        facts: &facts,
        person: &person,
        application: application.as_ref(),
        decisions: &decisions,
        identities: &identities,
        grants: &grants,
        now,
    };
    Ok(Dashboard {
        next: next_step(&standing.next_facts()),
        tasks: standing.tasks(),
        expiries: expiries::of(
            state,
            &facts,
            application.as_ref(),
            &tokens,
            &decisions,
            now,
        ),
        datasets: datasets
            .zip(decisions)
            .map(|(dataset, decision)| dataset_standing(dataset, decision))
            .collect(),
        grants: grants.iter().map(|of| view::grant(state, of)).collect(),
        waiting: application.as_ref().and_then(|of| of.waiting.clone()),
        timeline: application
            .as_ref()
            .map(|of| of.timeline.clone())
            .unwrap_or_default(),
        application: application.map(summary),
    })
}

fn dataset_standing(
    dataset: &accede_content::Dataset,
    decision: AccessDecision,
) -> DatasetStanding {
    DatasetStanding {
        slug: dataset.slug.clone(),
        title: dataset.title.clone(),
        version: dataset.current().to_string(),
        access: view::access(decision),
    }
}

/// The application that counts: the open one, else the accepted one, else the last. They come newest first.
fn chosen(applications: Vec<Application>) -> Option<Application> {
    let holds = |of: &Application| {
        of.position.state == ApplicationState::Accepted && of.superseded_at.is_none()
    };
    let at = applications
        .iter()
        .position(|of| of.position.state.is_open())
        .or_else(|| applications.iter().position(holds))
        .unwrap_or(0);
    applications.into_iter().nth(at)
}

fn summary(application: Shown) -> accede_api::application::ApplicationSummary {
    accede_api::application::ApplicationSummary {
        id: application.id,
        reference_number: application.reference_number,
        state: application.state,
        stage: application.stage,
        created_at: application.created_at,
        submitted_at: application.submitted_at,
        decided_at: application.decided_at,
    }
}

#[cfg(test)]
mod tests;
