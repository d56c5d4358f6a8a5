//! The access rule with its facts from the database. The rule itself is [`evaluate`], and nothing else decides.

use accede_content::{Agreement, Dataset};
use accede_domain::access::{
    AcceptedAgreement, AccessDecision, AccessFacts, DatasetRule, evaluate,
};
use accede_domain::time::Timestamp;
use accede_domain::versions;
use accede_store::{StoreError, Tx, access_facts};

/// What is known of a person.
///
/// # Errors
/// Those of the store.
pub async fn facts(tx: &mut Tx, account_id: &str) -> Result<AccessFacts, StoreError> {
    access_facts::read(tx, account_id).await
}

/// May this person, or a visitor, use the dataset now, and if not what is missing.
///
/// # Errors
/// Those of the store.
pub async fn decide(
    tx: &mut Tx,
    account_id: Option<&str>,
    dataset: &Dataset,
    now: Timestamp,
) -> Result<AccessDecision, StoreError> {
    let facts = match account_id {
        Some(id) => facts(tx, id).await?,
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
    dataset.agreement_in_force(now.date())
}

/// How a signature on a version of an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts, and nothing asks to sign again.
    Counts,
    /// A material change asks to sign again: it counts until then, which may be past.
    CountsUntil(Timestamp),
    /// The dataset or the version is not known any more.
    Unknown,
}

/// How a signature on this version of the dataset's agreement stands.
#[must_use]
pub fn standing(dataset: &Dataset, agreement_version: &str, now: Timestamp) -> Standing {
    let id = access_facts::agreement_id(&dataset.slug, agreement_version);
    let accepted = accepted_agreements(dataset, now);
    match accepted.iter().find(|of| of.version_id == id) {
        Some(AcceptedAgreement { until: None, .. }) => Standing::Counts,
        Some(AcceptedAgreement {
            until: Some(until), ..
        }) => Standing::CountsUntil(*until),
        None => Standing::Unknown,
    }
}

/// The version in force and every earlier one, which counts until the first material change after it asks to sign again.
fn accepted_agreements(dataset: &Dataset, now: Timestamp) -> Vec<AcceptedAgreement> {
    versions::signatures_count(&dataset.agreement_versions(), now.date())
        .into_iter()
        .map(|(place, until)| AcceptedAgreement {
            version_id: access_facts::agreement_id(
                &dataset.slug,
                dataset.agreements[place].version.as_str(),
            ),
            until,
        })
        .collect()
}
