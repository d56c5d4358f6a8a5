//! Once an hour: every grant's facts are looked at again, because time alone ends some of them; then each provider's
//! list is held against ours, both ways.

use accede_content::Dataset;
use accede_domain::grant::Service;
use accede_domain::time::{Duration, Timestamp};
use accede_grants::{Heard, Provider, ProviderError, compare};
use accede_store::{grant, job_lease};
use async_trait::async_trait;
use serde_json::json;

use super::Job;
use super::grants::{group_of, record};
use crate::desire;
use crate::error::ApiError;
use crate::record::{self as log, Event, Who};
use crate::state::AppState;

/// Accounts looked at in one transaction.
const PAGE: u32 = 100;

/// The sweep.
pub(super) struct SweepGrants;

#[async_trait]
impl Job for SweepGrants {
    fn name(&self) -> &'static str {
        "grant-sweep"
    }

    fn every(&self) -> Duration {
        Duration::hours(1)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let last = job_lease::last_done_at(&mut state.store.read().await?, self.name()).await?;
        Ok(Some(last.map_or(now, |last| last.plus(self.every()))))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        recompute_all(state, now).await?;
        for dataset in state.catalogue.datasets() {
            for &service in Service::ALL {
                let provider = state.provider.as_ref();
                // A provider that is away is asked again in an hour; the other groups go on.
                if let Err(error) = hold_against(state, provider, dataset, service, now).await {
                    tracing::warn!(%error, dataset = dataset.slug, service = service.as_str(), "a list could not be compared");
                }
            }
        }
        state.wake.up();
        Ok(None)
    }
}

async fn recompute_all(state: &AppState, now: Timestamp) -> Result<(), ApiError> {
    let mut after = String::new();
    loop {
        let mut tx = state.store.write().await?;
        let accounts = grant::accounts_with_grants(&mut tx, &after, PAGE).await?;
        for account in &accounts {
            desire::recompute(state, &mut tx, account, now).await?;
        }
        tx.commit().await?;
        match accounts.into_iter().last() {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

async fn hold_against(
    state: &AppState,
    provider: &dyn Provider,
    dataset: &Dataset,
    service: Service,
    now: Timestamp,
) -> Result<(), ApiError> {
    let Some(group) = group_of(dataset, service) else {
        return Ok(());
    };
    let failed = |error: ProviderError| ApiError::internal(error);
    // Ours is read after theirs: nobody who was let in meanwhile is then taken for one to take off.
    let listed = provider.members(group).await.map_err(failed)?;
    let grants = grant::of_dataset(&mut state.store.read().await?, &dataset.slug, service).await?;
    let drift = compare(grants, &listed);
    if drift.is_none() {
        return Ok(());
    }
    let (lost, back, unknown) = (drift.lost.len(), drift.back.len(), drift.unknown.len());
    tracing::warn!(
        group,
        provider = provider.name(),
        lost,
        back,
        unknown,
        "the provider's list differs from ours"
    );
    for principal in &drift.back {
        provider.remove(group, principal).await.map_err(failed)?;
    }
    let mut tx = state.store.write().await?;
    let event = Event {
        action: "grant.drift",
        object: ("group", group),
        after: Some(json!({
            "provider": provider.name(), "lost": lost, "taken_off": drift.back, "unknown": drift.unknown,
        })),
        ..Event::default()
    };
    log::audit(&mut tx, state, Who::system(), event).await?;
    for mut grant in drift.lost {
        let before = grant.state;
        let noted = Heard::Listed(false).note(&mut grant, now);
        if grant::update(&mut tx, &grant, now).await? {
            record(&mut tx, state, provider, &grant, before, noted).await?;
        }
    }
    Ok(tx.commit().await?)
}
