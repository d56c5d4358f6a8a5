//! Carries out the decisions of staff whose time has come: until then they could be undone.

use accede_domain::time::{Duration, Timestamp};
use accede_store::decision;
use async_trait::async_trait;

use super::Job;
use crate::error::ApiError;
use crate::review::decisions;
use crate::state::AppState;

/// Decisions looked at together; each is carried out in a transaction of its own.
const BATCH: u32 = 200;

/// Carries out what was decided.
pub struct Decisions;

#[async_trait]
impl Job for Decisions {
    fn name(&self) -> &'static str {
        "decisions"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    async fn due(&self, state: &AppState, _: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        Ok(decision::next_effect(&mut state.store.read().await?).await?)
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let due = decision::due(&mut state.store.read().await?, now, BATCH).await?;
        let mut failed = None;
        for id in &due {
            // One that the database does not take now keeps none of the others waiting.
            if let Err(error) = decisions::carry_out(state, id, now).await {
                failed = Some(error);
            }
        }
        match failed {
            Some(error) => Err(error),
            None => Ok(decision::next_effect(&mut state.store.read().await?).await?),
        }
    }
}
