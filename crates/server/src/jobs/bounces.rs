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

#[cfg(test)]
mod tests {
    use accede_domain::application::state::Position;
    use accede_store::Dialect;

    use super::*;
    use crate::application::testing::{Scene, form};
    use crate::bounces::tests::report;

    #[tokio::test]
    async fn a_report_in_the_maildir_is_read_once_and_then_seen() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["new", "cur", "tmp"] {
            std::fs::create_dir(folder.path().join(part)).unwrap();
        }
        let setting = ("bounce_maildir", folder.path().to_str().unwrap());
        let scene = Scene::with(Dialect::Sqlite, &[setting], form()).await;
        scene.go_to(Position::RESPONSE).await;
        let (state, now) = (&scene.server.state, scene.server.state.now());
        assert_eq!(Bounces.due(state, now).await.unwrap(), None);

        let new = folder.path().join("new");
        std::fs::write(new.join("1.report.mx"), report(&scene).await).unwrap();
        std::fs::write(
            new.join("2.holiday.mx"),
            "Subject: I am away\r\n\r\nUntil Monday.",
        )
        .unwrap();
        assert_eq!(Bounces.due(state, now).await.unwrap(), Some(now));
        assert_eq!(Bounces.run(state, now).await.unwrap(), None);

        assert_eq!(scene.seen().await["reference"]["state"], "bounced");
        assert_eq!(scene.mails("reference_mail_bounced").await, 1);
        assert_eq!(Bounces.due(state, now).await.unwrap(), None);
        let mut seen: Vec<_> = std::fs::read_dir(folder.path().join("cur"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        seen.sort();
        assert_eq!(seen, ["1.report.mx:2,S", "2.holiday.mx:2,S"]);
    }
}
