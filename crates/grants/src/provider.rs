//! What a cloud has to be able to do: keep a list of readers for each group.

use std::collections::BTreeSet;

use accede_domain::time::Timestamp;
use async_trait::async_trait;

/// A provider's refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It may work later: a limit, a fault of theirs, no answer.
    #[error("the provider could not do it now: {0}")]
    Later(String),
    /// It will never work as it is asked: no such address, an address of a kind that it does not take.
    #[error("the provider refused it: {0}")]
    Never(String),
}

/// A cloud, or what stands in for one. A principal is what the cloud knows a person by: for Google an e-mail address.
/// Adding whoever is there, and removing whoever is not, succeeds: a step may be repeated after a crash.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Its name in the log and in the audit events.
    fn name(&self) -> &'static str;

    /// True where no cloud is asked; the mail and the page say so.
    fn is_local(&self) -> bool;

    /// Puts a principal on the list of a group.
    async fn add(&self, group: &str, principal: &str, now: Timestamp) -> Result<(), ProviderError>;

    /// Takes a principal off the list of a group.
    async fn remove(&self, group: &str, principal: &str) -> Result<(), ProviderError>;

    /// Whether the list of a group holds a principal, as the provider itself says.
    async fn contains(&self, group: &str, principal: &str) -> Result<bool, ProviderError>;

    /// The whole list of a group.
    async fn members(&self, group: &str) -> Result<BTreeSet<String>, ProviderError>;
}
