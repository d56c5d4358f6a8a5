//! The access rule with its facts from the database. The rule itself is [`evaluate`], and nothing else decides.

use accede_content::{Agreement, Dataset};
use accede_domain::access::{
    AcceptedAgreement, AccessDecision, AccessFacts, DatasetRule, evaluate,
};
use accede_domain::time::{Duration, Timestamp};
use accede_store::{StoreError, Tx, access_facts};

use crate::state::AppState;

/// How long a signature on a version counts after a material change came into force: the time to sign again.
pub const SIGN_AGAIN_WITHIN: Duration = Duration::days(30);

/// What is known of a person.
///
/// # Errors
/// Those of the store.
pub async fn facts(
    tx: &mut Tx,
    account_id: &str,
    _now: Timestamp,
) -> Result<AccessFacts, StoreError> {
    access_facts::read(tx, account_id).await
}

/// May this person, or a visitor, use the dataset now, and if not what is missing.
///
/// # Errors
/// Those of the store.
pub async fn decide(
    _state: &AppState,
    tx: &mut Tx,
    account_id: Option<&str>,
    dataset: &Dataset,
    now: Timestamp,
) -> Result<AccessDecision, StoreError> {
    let facts = match account_id {
        Some(id) => facts(tx, id, now).await?,
        None => AccessFacts::default(),
    };
    Ok(evaluate(&rule(dataset, now), &facts, now))
}

/// What a dataset asks today.
#[must_use]
pub fn rule(dataset: &Dataset, now: Timestamp) -> DatasetRule {
    DatasetRule {
        policy: dataset.policy,
        training_types: dataset.trainings.clone(),
        agreements: accepted_agreements(dataset, now),
    }
}

/// The version that is offered for signing now: the newest whose day has come.
#[must_use]
pub fn agreement_in_force(dataset: &Dataset, now: Timestamp) -> &Agreement {
    let come = dataset
        .agreements
        .iter()
        .find(|version| version.effective <= now.date());
    // Before the first one's day, the first one stands ready.
    come.or(dataset.agreements.last())
        .unwrap_or_else(|| dataset.agreement())
}

/// Whether a signature on this version counts without an end; false once a material change asks to sign again.
#[must_use]
pub fn is_current(dataset: &Dataset, agreement_version: &str, now: Timestamp) -> bool {
    let id = access_facts::agreement_id(&dataset.slug, agreement_version);
    accepted_agreements(dataset, now)
        .iter()
        .any(|of| of.version_id == id && of.until.is_none())
}

/// The version in force, and every earlier one until the first material change after it asks to sign again.
fn accepted_agreements(dataset: &Dataset, now: Timestamp) -> Vec<AcceptedAgreement> {
    let in_force = agreement_in_force(dataset, now);
    let mut until = None;
    let mut accepted = Vec::new();
    for version in dataset
        .agreements
        .iter()
        .skip_while(|version| version.version != in_force.version)
    {
        let version_id = access_facts::agreement_id(&dataset.slug, version.version.as_str());
        accepted.push(AcceptedAgreement { version_id, until });
        if version.material {
            // Going back in time: the change next to a version is the one that ends it first.
            until = Some(version.effective.start().plus(SIGN_AGAIN_WITHIN));
        }
    }
    accepted
}
