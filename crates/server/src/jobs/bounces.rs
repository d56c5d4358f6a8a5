//! Reads the Maildir into which a mail server drops delivery reports.

use std::path::PathBuf;

use accede_domain::time::{Duration, Timestamp};
use accede_mail::maildir::{Maildir, NewMail};
use async_trait::async_trait;

use super::Job;
use crate::bounces;
use crate::error::ApiError;
use crate::state::AppState;

/// Mails read together.
const BATCH: usize = 50;

/// The reader of the Maildir; without the setting it has nothing to do.
pub struct Bounces;

#[async_trait]
impl Job for Bounces {
    fn name(&self) -> &'static str {
        "bounces"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let Some(folder) = state.config.bounce_maildir.clone() else {
            return Ok(None);
        };
        let waits = !read(folder, 1).await?.is_empty();
        Ok(waits.then_some(now))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let Some(folder) = state.config.bounce_maildir.clone() else {
            return Ok(None);
        };
        let mails = read(folder.clone(), BATCH).await?;
        let more = mails.len() == BATCH;
        for mail in mails {
            let failed = bounces::take_in(state, &mail.bytes, now).await?;
            tracing::info!(failed, "a delivery report was read");
            // A stop in between means reading it again, which changes nothing.
            let folder = folder.clone();
            blocking(move || Maildir::open(&folder)?.mark_seen(&mail)).await?;
        }
        Ok(more.then_some(now))
    }
}

async fn read(folder: PathBuf, limit: usize) -> Result<Vec<NewMail>, ApiError> {
    blocking(move || Maildir::open(&folder)?.new_mails(limit)).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(ApiError::internal)?
        .map_err(|error| ApiError::internal(format!("the Maildir of delivery reports: {error}")))
}
