//! Counts what the statistics show and what applicants are told of how long a step takes.

use accede_domain::time::{Duration, Timestamp};
use async_trait::async_trait;

use super::Job;
use crate::error::ApiError;
use crate::review::figures;
use crate::state::AppState;

/// Counts.
pub struct Figures;

#[async_trait]
impl Job for Figures {
    fn name(&self) -> &'static str {
        "figures"
    }

    fn every(&self) -> Duration {
        Duration::minutes(15)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let last = figures::counted_at(&mut state.store.read().await?).await?;
        Ok(Some(last.map_or(now, |last| last.plus(self.every()))))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        // All that takes time is read: nobody waits for it.
        let counted = figures::count(&mut state.store.read().await?, now).await?;
        let mut tx = state.store.write().await?;
        figures::keep(&mut tx, &counted, now).await?;
        tx.commit().await?;
        Ok(Some(now.plus(self.every())))
    }
}
