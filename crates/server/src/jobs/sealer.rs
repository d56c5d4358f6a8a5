//! Seals the audit log: numbers, chains and signs what was appended, within seconds of its commit.

use accede_domain::time::{Duration, Timestamp};
use accede_store::audit;
use async_trait::async_trait;

use super::Job;
use crate::error::ApiError;
use crate::keys::Purpose;
use crate::state::AppState;

/// Events that one batch holds at most, so that a batch never keeps the writer for long.
const BATCH: u32 = 500;

pub(super) struct Sealer;

#[async_trait]
impl Job for Sealer {
    fn name(&self) -> &'static str {
        "sealer"
    }

    /// Commands wake it at once; this is for what other processes and the command line append.
    fn every(&self) -> Duration {
        Duration::seconds(3)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.read().await?;
        Ok(audit::has_unsealed(&mut tx).await?.then_some(now))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.write().await?;
        let sign = |hash: &[u8; 32]| {
            let (id, signature) = state.keys.sign(Purpose::Audit, hash);
            (id, signature.to_vec())
        };
        let seal = audit::seal(&mut tx, BATCH, now, sign).await?;
        tx.commit().await?;
        let full = seal.is_some_and(|s| s.last_seq - s.first_seq + 1 >= i64::from(BATCH));
        Ok(full.then_some(now))
    }
}

#[cfg(test)]
mod tests {
    use accede_store::Dialect;
    use accede_store::audit::ChainState;

    use super::*;
    use crate::keys;
    use crate::record::{self, Event, Who};
    use crate::testing::TestServer;

    #[tokio::test]
    async fn what_is_decided_is_sealed_and_signed() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let server = TestServer::on(dialect).await;
            let state = &server.state;
            assert_eq!(Sealer.due(state, state.now()).await.unwrap(), None);
            let mut tx = state.store.write().await.unwrap();
            for id in ["a", "b"] {
                let event = Event {
                    action: "test.do",
                    object: ("thing", id),
                    ..Event::default()
                };
                record::audit(&mut tx, state, Who::system(), event)
                    .await
                    .unwrap();
            }
            tx.commit().await.unwrap();
            assert!(Sealer.due(state, state.now()).await.unwrap().is_some());
            server.run_jobs().await;
            assert_eq!(Sealer.due(state, state.now()).await.unwrap(), None);

            let public = state.keys.public();
            let check = |id: &str, hash: &[u8; 32], signature: &[u8]| {
                keys::verify(&public, Purpose::Audit, id, hash, signature)
            };
            let mut tx = state.store.read().await.unwrap();
            let found = audit::verify(&mut tx, check).await.unwrap();
            assert_eq!(
                found,
                ChainState::Whole {
                    batches: 1,
                    events: 2
                }
            );
        }
    }
}
