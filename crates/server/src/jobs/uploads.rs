//! Deletes uploaded bytes that no row names: a crash between storing them and committing leaves them behind.

use accede_domain::time::{Duration, Timestamp};
use accede_store::{file, job_lease};
use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use object_store::ObjectStoreExt as _;
use object_store::path::Path as Key;

use super::Job;
use crate::error::ApiError;
use crate::state::AppState;
use crate::uploads::FOLDER;

/// No upload takes so long: what is older and named by no row is named by none ever.
const AGE: Duration = Duration::days(1);
/// Names asked about at a time.
const BATCH: usize = 200;

pub(super) struct SweepUploads;

#[async_trait]
impl Job for SweepUploads {
    fn name(&self) -> &'static str {
        "sweep uploads"
    }

    fn every(&self) -> Duration {
        Duration::days(1)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.read().await?;
        let last = job_lease::last_done_at(&mut tx, self.name()).await?;
        Ok(Some(last.map_or(now, |last| last.plus(self.every()))))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        // A name begins with the moment it was made, so it tells its age.
        let made_until = state.ids.id(now.minus(AGE));
        let folder = Key::from(FOLDER);
        let all = state.files.list(Some(&folder));
        let mut old = all
            .try_filter(|found| {
                let name = found.location.filename().unwrap_or_default();
                std::future::ready(name < made_until.as_str())
            })
            .map_ok(|found| found.location.to_string())
            .try_chunks(BATCH);
        let mut swept = 0_usize;
        while let Some(keys) = old.try_next().await.map_err(|failed| failed.1)? {
            let known = file::known_keys(&mut state.store.read().await?, &keys).await?;
            for key in keys.iter().filter(|key| !known.contains(key)) {
                state.files.delete(&Key::from(key.as_str())).await?;
                swept += 1;
            }
        }
        if swept > 0 {
            tracing::info!(swept, "uploads that nothing names were deleted");
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use accede_domain::account::Role;

    use super::*;
    use crate::testing::TestServer;

    #[tokio::test]
    async fn what_no_row_names_goes_after_a_day_and_nothing_else() {
        let server = TestServer::start().await;
        let state = &server.state;
        let (account, _) = server.person("ada", Role::Researcher).await;
        let put = async |name: &str| {
            let key = Key::from_iter([FOLDER, name]);
            state
                .files
                .put(&key, b"report".to_vec().into())
                .await
                .unwrap();
            key
        };
        let lost = put(&format!("{}.pdf", state.ids.id(state.now()))).await;
        let id = state.ids.id(state.now());
        let kept = put(&format!("{id}.pdf")).await;
        let mut tx = state.store.write().await.unwrap();
        let row = file::File {
            id,
            owner_account_id: account,
            object_key: kept.to_string(),
            sha256: String::new(),
            size: 6,
            media_type: "application/pdf".to_owned(),
            file_name: "report.pdf".to_owned(),
            pages: 1,
            created_at: state.now(),
        };
        file::create(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
        server.run_jobs().await;
        assert!(
            state.files.head(&lost).await.is_ok(),
            "it may be on its way into a row"
        );
        server.clock.advance(Duration::days(2));
        let young = put(&format!("{}.pdf", state.ids.id(state.now()))).await;
        server.run_jobs().await;
        assert!(state.files.head(&lost).await.is_err());
        assert!(state.files.head(&kept).await.is_ok() && state.files.head(&young).await.is_ok());
    }
}
