//! Tells signers of an agreement that it has a new version, reminds them before the last day to sign it, and ends what rests
//! on a signature that counts no longer.

use accede_content::{Agreement, Dataset};
use accede_domain::time::{Duration, Timestamp};
use accede_domain::versions::{self, NewVersionStep, last_day};
use accede_mail::Message;
use accede_store::{Tx, job_lease, reminder, setting, signature};
use async_trait::async_trait;
use serde_json::json;

use super::Job;
use crate::account::tell;
use crate::desire;
use crate::error::ApiError;
use crate::record::{self, Event, Who};
use crate::state::AppState;

/// The subject of its steps: a person and a version of an agreement.
const KIND: &str = "agreement_version";
/// The setting that holds the versions in force when every signer was last looked at: others are installed with a restart,
/// on any day.
const SEEN: &str = "agreements_seen";
/// Signers read at a time.
const PAGE: u32 = 200;

pub(super) struct NewVersions;

#[async_trait]
impl Job for NewVersions {
    fn name(&self) -> &'static str {
        "new agreements"
    }

    fn every(&self) -> Duration {
        Duration::hours(1)
    }

    /// After a restart with other versions at once, else at the next moment of their schedules.
    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.read().await?;
        let seen = setting::get::<Vec<String>>(&mut tx, SEEN).await?;
        let last = job_lease::last_done_at(&mut tx, self.name()).await?;
        let (Some(seen), Some(last)) = (seen, last) else {
            return Ok(Some(now));
        };
        if seen.value != in_force(state, now) {
            return Ok(Some(now));
        }
        let datasets = state.catalogue.datasets().iter();
        Ok(datasets
            .flat_map(|dataset| versions::moments(&dataset.agreement_versions()))
            .filter(|moment| last < *moment)
            .min())
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        for dataset in state.catalogue.datasets() {
            let agreement = dataset.agreement_in_force(now.date());
            // A first version is new to nobody.
            if dataset.agreements.last() != Some(agreement) {
                look_at_signers(state, dataset, agreement, now).await?;
            }
        }
        remember(state, now).await?;
        Ok(None)
    }
}

/// The versions in force, in the order of the datasets.
fn in_force(state: &AppState, now: Timestamp) -> Vec<String> {
    let datasets = state.catalogue.datasets().iter();
    datasets
        .map(|dataset| {
            let version = &dataset.agreement_in_force(now.date()).version;
            format!("{}/{version}", dataset.slug)
        })
        .collect()
}

async fn remember(state: &AppState, now: Timestamp) -> Result<(), ApiError> {
    let versions = in_force(state, now);
    let mut tx = state.store.write().await?;
    let seen = setting::get::<Vec<String>>(&mut tx, SEEN).await?;
    if seen.as_ref().is_none_or(|seen| seen.value != versions) {
        let version = seen.map_or(0, |seen| seen.version);
        setting::put(&mut tx, SEEN, &versions, version, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn look_at_signers(
    state: &AppState,
    dataset: &Dataset,
    agreement: &Agreement,
    now: Timestamp,
) -> Result<(), ApiError> {
    let mut after = String::new();
    loop {
        let mut tx = state.store.read().await?;
        let page = signature::signers(&mut tx, &dataset.slug, &after, PAGE).await?;
        let mut due = Vec::new();
        for account_id in &page {
            if Subject::new(dataset, agreement, account_id)
                .due(&mut tx, now)
                .await?
                .is_some()
            {
                due.push(account_id);
            }
        }
        drop(tx);
        for account_id in due {
            Subject::new(dataset, agreement, account_id)
                .step(state, now)
                .await?;
        }
        match page.into_iter().next_back() {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

/// A signer, and the version in force.
struct Subject<'a> {
    dataset: &'a Dataset,
    agreement: &'a Agreement,
    account_id: &'a str,
    id: String,
}

/// What is due, what was done before, and when the signature stops counting, where it does.
struct DueStep {
    step: NewVersionStep,
    done: Vec<NewVersionStep>,
    until: Option<Timestamp>,
}

impl<'a> Subject<'a> {
    fn new(dataset: &'a Dataset, agreement: &'a Agreement, account_id: &'a str) -> Self {
        let id = format!("{account_id}/{}/{}", dataset.slug, agreement.version);
        Self {
            dataset,
            agreement,
            account_id,
            id,
        }
    }

    async fn due(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<DueStep>, ApiError> {
        let signed = signature::versions(tx, self.account_id, &self.dataset.slug).await?;
        let all = self.dataset.agreement_versions();
        let Some(until) = versions::outdated(&all, &signed, now.date()) else {
            return Ok(None);
        };
        let done = reminder::done(tx, KIND, &self.id, NewVersionStep::parse).await?;
        let due = versions::new_version(self.agreement.effective, until, &done, now);
        Ok(due.map(|due| DueStep {
            step: due.step,
            done,
            until,
        }))
    }

    /// What is due, in a transaction that also marks it as done: whatever dies in between, it happens once.
    async fn step(&self, state: &AppState, now: Timestamp) -> Result<(), ApiError> {
        let mut tx = state.store.write().await?;
        // Signing takes the same lock.
        tx.lock("account", self.account_id).await?;
        let Some(due) = self.due(&mut tx, now).await? else {
            return Ok(());
        };
        if !reminder::mark(&mut tx, KIND, &self.id, due.step.as_str(), now).await? {
            return Ok(());
        }
        // Whoever was told in time needs no mail to learn that the day has passed: their overview says so.
        if due.step != NewVersionStep::Ended || due.done.is_empty() {
            tell(&mut tx, state, self.account_id, &self.message(&due)).await?;
        }
        if due.step == NewVersionStep::Ended {
            self.end(&mut tx, state, now).await?;
        }
        tx.commit().await?;
        state.wake.up();
        Ok(())
    }

    fn message(&self, due: &DueStep) -> Message {
        Message::AgreementNewVersion {
            dataset: self.dataset.title.clone(),
            dataset_slug: self.dataset.slug.clone(),
            agreement_version: self.agreement.version.to_string(),
            changes: self.agreement.changes.clone(),
            sign_by: due.until.map(last_day),
            again: !due.done.is_empty(),
        }
    }

    /// Access ends by the access rule; here what was granted for it goes, and it is written down.
    async fn end(&self, tx: &mut Tx, state: &AppState, now: Timestamp) -> Result<(), ApiError> {
        signature::supersede(tx, self.account_id, &self.dataset.slug, now).await?;
        let event = Event {
            action: "agreement.superseded",
            object: ("agreement_version", &self.id),
            concerns: Some(self.account_id),
            after: Some(json!({
                "dataset": self.dataset.slug,
                "agreement_version": self.agreement.version.as_str(),
            })),
            ..Event::default()
        };
        record::audit(tx, state, Who::system(), event).await?;
        desire::recompute(state, tx, self.account_id, now).await
    }
}

#[cfg(test)]
mod tests;
