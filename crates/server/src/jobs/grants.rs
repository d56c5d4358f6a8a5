//! Makes the provider agree with each grant, and records what was observed.

use accede_content::Dataset;
use accede_domain::grant::Service;
use accede_domain::time::{Duration, Timestamp};
use accede_grants::{Ask, Heard, Noted, Provider, ProviderError, next};
use accede_mail::{GrantLocation, GrantRemoval, Message};
use accede_store::grant::{self, Grant};
use accede_store::{Tx, signature};
use async_trait::async_trait;
use serde_json::json;

use super::Job;
use crate::error::ApiError;
use crate::record::{self, Event, To, Who};
use crate::state::AppState;
use crate::{access, desire};

/// Looked at in one run: far below what the job's lease has time for.
const BATCH: u32 = 50;

/// The worker of grants.
pub(super) struct WorkGrants;

#[async_trait]
impl Job for WorkGrants {
    fn name(&self) -> &'static str {
        "grants"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    async fn due(&self, state: &AppState, _: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        Ok(grant::next_due(&mut state.store.read().await?).await?)
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        work(state, state.provider.as_ref(), now).await
    }
}

/// One step of each grant that is due. Says when the next one is.
pub(super) async fn work(
    state: &AppState,
    provider: &dyn Provider,
    now: Timestamp,
) -> Result<Option<Timestamp>, ApiError> {
    let due = grant::due(&mut state.store.read().await?, now, BATCH).await?;
    for grant in due {
        let id = grant.id.clone();
        // One grant's failure must not hold up the others.
        if let Err(error) = step(state, provider, grant, now).await {
            tracing::error!(%error, grant = id, "a grant could not be handled; it is tried again");
        }
    }
    Ok(grant::next_due(&mut state.store.read().await?).await?)
}

async fn step(
    state: &AppState,
    provider: &dyn Provider,
    mut grant: Grant,
    now: Timestamp,
) -> Result<(), ApiError> {
    let Some(ask) = next(&grant) else {
        grant.next_attempt_at = None;
        let mut tx = state.store.write().await?;
        grant::update(&mut tx, &grant, now).await?;
        return Ok(tx.commit().await?);
    };
    if ask == Ask::Add && !still_allowed(state, &grant, now).await? {
        let mut tx = state.store.write().await?;
        desire::recompute(state, &mut tx, &grant.account_id, now).await?;
        return Ok(tx.commit().await?);
    }
    let heard = put(state, provider, ask, &grant, now).await;
    let before = grant.state;
    let noted = heard.note(&mut grant, now);
    let mut tx = state.store.write().await?;
    if !grant::update(&mut tx, &grant, now).await? {
        // The person or a fact changed it meanwhile: it is due again, and seen as it is now.
        return Ok(());
    }
    record(&mut tx, state, provider, &grant, before, noted).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(())
}

/// The access rule once more: time alone may have ended what the request rested on.
async fn still_allowed(state: &AppState, grant: &Grant, now: Timestamp) -> Result<bool, ApiError> {
    let Some(dataset) = state.catalogue.dataset(&grant.dataset) else {
        return Ok(false);
    };
    let mut tx = state.store.read().await?;
    let decision = access::decide(&mut tx, Some(&grant.account_id), dataset, now).await?;
    Ok(decision.allowed && grant.identity_linked)
}

/// Puts the question to the provider. No transaction is open meanwhile.
async fn put(
    state: &AppState,
    provider: &dyn Provider,
    ask: Ask,
    grant: &Grant,
    now: Timestamp,
) -> Heard {
    let dataset = state.catalogue.dataset(&grant.dataset);
    let Some(group) = dataset.and_then(|of| group_of(of, grant.service)) else {
        return Heard::Refused(ProviderError::Later(
            "the catalogue names no group for it".to_owned(),
        ));
    };
    let principal = grant.address.as_str();
    let heard = match ask {
        Ask::Add => provider
            .add(group, principal, now)
            .await
            .map(|()| Heard::Added),
        Ask::Look => provider.contains(group, principal).await.map(Heard::Listed),
        Ask::Remove => match provider.remove(group, principal).await {
            Ok(()) => provider.contains(group, principal).await.map(Heard::Listed),
            Err(error) => Err(error),
        },
    };
    heard.unwrap_or_else(Heard::Refused)
}

/// The group whose members may read a dataset on a service.
pub(super) fn group_of(dataset: &Dataset, service: Service) -> Option<&str> {
    match service {
        Service::BigQuery => dataset
            .bigquery
            .as_ref()
            .map(|place| place.reader_group.as_str()),
        Service::CloudStorage => dataset
            .storage
            .as_ref()
            .map(|place| place.reader_group.as_str()),
    }
}

/// The event, and the mail where the person is to know.
pub(super) async fn record(
    tx: &mut Tx,
    state: &AppState,
    provider: &dyn Provider,
    grant: &Grant,
    before: accede_domain::grant::GrantState,
    noted: Noted,
) -> Result<(), ApiError> {
    let event = Event {
        action: noted.action(),
        object: ("grant", &grant.id),
        concerns: Some(&grant.account_id),
        changed: &["state"],
        before: Some(json!({ "state": before })),
        after: Some(
            json!({ "state": grant.state, "provider": provider.name(), "error": grant.last_error }),
        ),
    };
    record::audit(tx, state, Who::system(), event).await?;
    let Some(message) = message(state, provider, grant, noted) else {
        return Ok(());
    };
    let person = signature::signer(tx, &grant.account_id).await?;
    // A closed account has no address any more.
    if let Some(address) = person.and_then(|of| of.email) {
        let to = To {
            address: &address,
            account_id: Some(&grant.account_id),
            subject: Some(("grant", &grant.id)),
            ..To::default()
        };
        record::mail(tx, state, to, &message).await?;
    }
    Ok(())
}

fn message(
    state: &AppState,
    provider: &dyn Provider,
    grant: &Grant,
    noted: Noted,
) -> Option<Message> {
    let dataset = state.catalogue.dataset(&grant.dataset)?;
    let (service, title, slug) = (grant.service, dataset.title.clone(), dataset.slug.clone());
    match noted {
        Noted::Accepted => Some(Message::GrantMade {
            service,
            dataset: title,
            dataset_slug: slug,
            cloud_address: grant.address.clone(),
            location: location(dataset, service)?,
            local_ledger: provider.is_local(),
        }),
        Noted::Failed => Some(Message::GrantFailed {
            service,
            dataset: title,
            dataset_slug: slug,
            will_retry: false,
        }),
        Noted::Removed => Some(Message::GrantRemoved {
            service,
            dataset: title,
            dataset_slug: slug,
            because: because(grant),
        }),
        Noted::Verified | Noted::Lost | Noted::Restored | Noted::Postponed => None,
    }
}

fn because(grant: &Grant) -> GrantRemoval {
    let word = grant.removal_reason.clone().unwrap_or_default();
    serde_json::from_value(serde_json::Value::String(word)).unwrap_or(GrantRemoval::Other)
}

/// Where the data is found.
fn location(dataset: &Dataset, service: Service) -> Option<GrantLocation> {
    match service {
        Service::BigQuery => dataset
            .bigquery
            .as_ref()
            .map(|place| GrantLocation::Project {
                project: place.project.clone(),
                datasets: place.datasets.iter().map(|of| of.name.clone()).collect(),
            }),
        Service::CloudStorage => dataset.storage.as_ref().map(|place| GrantLocation::Bucket {
            bucket: place.bucket.clone(),
            url: format!(
                "https://console.cloud.google.com/storage/browser/{}",
                place.bucket
            ),
        }),
    }
}
