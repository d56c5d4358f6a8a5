//! Work that nobody waits for: mails, grants, reminders, clearing up. Each job is one file with a [`Job`]; the runner
//! takes a lease for each run, so that two processes on one database never do the same work at once.

mod agreements;
mod applications;
mod bounces;
mod decisions;
mod digest;
mod figures;
mod grant_sweep;
mod grants;
mod housekeeping;
pub(crate) mod lists;
mod mail;
mod references;
mod runner;
mod sealer;
mod training;
mod uploads;

use std::sync::Arc;

use accede_domain::time::{Duration, Timestamp};
use async_trait::async_trait;
use tokio::sync::Notify;

use crate::error::ApiError;
use crate::state::AppState;

#[cfg(any(test, feature = "testing"))]
pub(crate) use decisions::Decisions;
pub use runner::{run_due, run_until};

/// One kind of work.
#[async_trait]
pub trait Job: Send + Sync {
    /// Its name in the log and in the lease.
    fn name(&self) -> &'static str;

    /// It is asked at least so often whether it is due.
    fn every(&self) -> Duration;

    /// When there is something to do, by one read by index; `None`: nothing is known of. It is asked at each round and
    /// after every command, so that a job with nothing to do writes nothing, not even its lease.
    ///
    /// # Errors
    /// Those of the store.
    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError>;

    /// Does what is due at `now`. Says when there will be more, where it knows; a run that left work undone says `now`.
    ///
    /// # Errors
    /// Whatever stopped it; it is logged, and the job runs again at its time.
    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError>;
}

/// Every job of the server. A new one is one line here.
#[must_use]
pub fn all() -> Vec<Arc<dyn Job>> {
    vec![
        // What takes effect before the mails that it sends.
        Arc::new(decisions::Decisions),
        Arc::new(mail::SendMails),
        Arc::new(bounces::Bounces),
        Arc::new(references::References),
        Arc::new(applications::Applications),
        Arc::new(digest::Digest),
        Arc::new(figures::Figures),
        Arc::new(lists::Lists),
        Arc::new(sealer::Sealer),
        Arc::new(training::TrainingEnds),
        Arc::new(agreements::NewVersions),
        Arc::new(uploads::SweepUploads),
        Arc::new(housekeeping::Housekeeping),
        // The sweep before the work that it finds.
        Arc::new(grant_sweep::SweepGrants),
        Arc::new(grants::WorkGrants),
    ]
}

/// Rouses the runner: after a commit that left work, so that a mail does not wait for the next round.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// There is something to do.
    pub fn up(&self) {
        self.0.notify_one();
    }

    pub(crate) async fn wait(&self) {
        self.0.notified().await;
    }
}
