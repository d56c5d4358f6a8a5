//! The local ledger: lists of readers in the portal's own database. No cloud is asked, and nothing is claimed of one.

use std::collections::BTreeSet;

use accede_domain::time::Timestamp;
use accede_store::{Store, StoreError, ledger};
use async_trait::async_trait;

use crate::{Provider, ProviderError};

/// The provider that needs no cloud.
#[derive(Clone)]
pub struct Ledger(Store);

impl Ledger {
    /// On the portal's database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(store)
    }
}

#[async_trait]
impl Provider for Ledger {
    fn name(&self) -> &'static str {
        "local ledger"
    }

    fn is_local(&self) -> bool {
        true
    }

    async fn add(&self, group: &str, principal: &str, now: Timestamp) -> Result<(), ProviderError> {
        let mut tx = self.0.write().await?;
        ledger::add(&mut tx, group, principal, now).await?;
        tx.commit().await?;
        // The address itself stays out of the log.
        tracing::info!(
            group,
            "local ledger: an address was added; no cloud was asked"
        );
        Ok(())
    }

    async fn remove(&self, group: &str, principal: &str) -> Result<(), ProviderError> {
        let mut tx = self.0.write().await?;
        ledger::remove(&mut tx, group, principal).await?;
        tx.commit().await?;
        tracing::info!(
            group,
            "local ledger: an address was taken off; no cloud was asked"
        );
        Ok(())
    }

    async fn contains(&self, group: &str, principal: &str) -> Result<bool, ProviderError> {
        Ok(ledger::contains(&mut self.0.read().await?, group, principal).await?)
    }

    async fn members(&self, group: &str) -> Result<BTreeSet<String>, ProviderError> {
        Ok(ledger::members(&mut self.0.read().await?, group).await?)
    }
}

/// Our own database never refuses for good. No text of a store error holds SQL or a person's data.
impl From<StoreError> for ProviderError {
    fn from(error: StoreError) -> Self {
        Self::Later(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_store::Dialect;
    use accede_store::testing::TestDatabase;

    async fn keeps_lists(dialect: Dialect) {
        let database = TestDatabase::new(dialect).await;
        let ledger = Ledger::new(database.store.clone());
        let now = Timestamp(0);
        for _ in 0..2 {
            ledger.add("a", "ada@example.org", now).await.unwrap();
        }
        ledger.add("b", "eve@example.org", now).await.unwrap();
        assert!(ledger.contains("a", "ada@example.org").await.unwrap());
        assert!(!ledger.contains("b", "ada@example.org").await.unwrap());
        assert_eq!(
            ledger.members("a").await.unwrap(),
            BTreeSet::from(["ada@example.org".to_owned()])
        );
        for _ in 0..2 {
            ledger.remove("a", "ada@example.org").await.unwrap();
        }
        assert!(ledger.members("a").await.unwrap().is_empty());
        assert!(ledger.is_local());
        database.remove().await;
    }

    #[tokio::test]
    async fn keeps_lists_on_sqlite() {
        keeps_lists(Dialect::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn keeps_lists_on_postgres() {
        keeps_lists(Dialect::Postgres).await;
    }
}
