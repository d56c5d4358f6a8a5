//! Runs the jobs: each in its own task, woken by its time or by [`super::Wake`].

use std::sync::Arc;

use accede_domain::time::{Duration, Timestamp};
use accede_store::{Dialect, job_lease};
use tokio_util::sync::CancellationToken;

use super::{Job, Wake};
use crate::error::ApiError;
use crate::state::AppState;

/// A run is over within this, or another process takes the job.
const LEASE: Duration = Duration::minutes(10);
/// After a wake-up the jobs wait for so long: commands come in bursts, and one run does for all of them.
const GATHER: std::time::Duration = std::time::Duration::from_millis(200);
/// The holder of every lease on SQLite, where one process serves: started again after a crash, it need not wait for
/// the lease that its predecessor left behind.
const ONLY_PROCESS: &str = "the only process";
/// The longest sleep: a clock that was set, or a wake-up that another process got, is noticed after it.
const LONGEST_SLEEP: Duration = Duration::minutes(1);

/// Runs one job if no other process does. Says when it wants to run next.
async fn run_leased(
    job: &dyn Job,
    state: &AppState,
    holder: &str,
) -> Result<Option<Timestamp>, ApiError> {
    match job.due(state, state.now()).await? {
        Some(due) if due <= state.now() => {}
        later => return Ok(later),
    }
    let mut tx = state.store.write().await?;
    let ours = job_lease::acquire(&mut tx, job.name(), holder, LEASE, state.now()).await?;
    tx.commit().await?;
    if !ours {
        return Ok(None);
    }
    let outcome = job.run(state, state.now()).await;
    let mut tx = state.store.write().await?;
    job_lease::release(&mut tx, job.name(), holder, outcome.is_ok(), state.now()).await?;
    tx.commit().await?;
    outcome
}

/// Runs every job once, in order, until none says that it has more to do now. For tests, whose clock stands still.
///
/// # Errors
/// The first failure of a job.
pub async fn run_due(state: &AppState, jobs: &[Arc<dyn Job>]) -> Result<(), ApiError> {
    // More rounds than any test needs; a job that always has more to do is a fault, not an endless loop.
    const ROUNDS: usize = 50;
    for _ in 0..ROUNDS {
        let mut more = false;
        for job in jobs {
            let next = run_leased(job.as_ref(), state, "test").await?;
            more |= next.is_some_and(|next| next <= state.now());
        }
        if !more {
            return Ok(());
        }
    }
    Err(ApiError::internal("a job never comes to its end"))
}

/// Runs all jobs until `stop`; a run that has begun is finished.
pub async fn run_until(state: AppState, jobs: Vec<Arc<dyn Job>>, stop: CancellationToken) {
    let holder = match state.store.dialect() {
        Dialect::Sqlite => ONLY_PROCESS.to_owned(),
        Dialect::Postgres => state.ids.id(state.now()),
    };
    let wakes: Vec<Wake> = jobs.iter().map(|_| Wake::default()).collect();
    let mut tasks = tokio::task::JoinSet::new();
    for (job, wake) in jobs.into_iter().zip(wakes.clone()) {
        tasks.spawn(keep_running(
            job,
            state.clone(),
            holder.clone(),
            wake,
            stop.clone(),
        ));
    }
    // One wake-up from a handler rouses every job: each looks by index whether there is anything for it.
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = state.wake.wait() => {
                tokio::select! {
                    () = stop.cancelled() => break,
                    () = tokio::time::sleep(GATHER) => wakes.iter().for_each(Wake::up),
                }
            }
        }
    }
    while tasks.join_next().await.is_some() {}
}

async fn keep_running(
    job: Arc<dyn Job>,
    state: AppState,
    holder: String,
    wake: Wake,
    stop: CancellationToken,
) {
    while !stop.is_cancelled() {
        let regular = state.now().plus(job.every());
        let next = match run_leased(job.as_ref(), &state, &holder).await {
            Ok(next) => next.map_or(regular, |next| next.min(regular)),
            Err(error) => {
                tracing::error!(job = job.name(), %error, "a job failed; it runs again at its time");
                regular
            }
        };
        let pause = next
            .since(state.now())
            .min(LONGEST_SLEEP)
            .max(Duration::ZERO);
        let pause = std::time::Duration::from_micros(u64::try_from(pause.0).unwrap_or_default());
        tokio::select! {
            () = stop.cancelled() => {}
            () = wake.wait() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use async_trait::async_trait;

    use super::*;
    use crate::testing::TestServer;

    struct Count {
        runs: AtomicU32,
        more: u32,
    }

    #[async_trait]
    impl Job for Count {
        fn name(&self) -> &'static str {
            "count"
        }

        fn every(&self) -> Duration {
            Duration::hours(1)
        }

        async fn due(&self, _: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
            Ok(Some(now))
        }

        async fn run(&self, _: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
            let before = self.runs.fetch_add(1, Ordering::SeqCst);
            Ok((before < self.more).then_some(now))
        }
    }

    fn count(more: u32) -> Arc<Count> {
        Arc::new(Count {
            runs: AtomicU32::new(0),
            more,
        })
    }

    #[tokio::test]
    async fn a_job_that_has_more_to_do_goes_on() {
        let server = TestServer::start().await;
        let job = count(3);
        run_due(&server.state, &[job.clone() as Arc<dyn Job>])
            .await
            .unwrap();
        assert_eq!(job.runs.load(Ordering::SeqCst), 4);
        let endless = count(u32::MAX);
        assert!(
            run_due(&server.state, &[endless as Arc<dyn Job>])
                .await
                .is_err()
        );
    }

    #[tokio::test]
    async fn two_processes_do_not_run_a_job_at_once() {
        let server = TestServer::start().await;
        let mut tx = server.state.store.write().await.unwrap();
        let now = server.state.now();
        assert!(
            job_lease::acquire(&mut tx, "count", "another process", LEASE, now)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        let job = count(0);
        run_leased(job.as_ref(), &server.state, "this process")
            .await
            .unwrap();
        assert_eq!(job.runs.load(Ordering::SeqCst), 0);
        // A process that died keeps its lease for a while and not for ever.
        server.clock.advance(LEASE);
        run_leased(job.as_ref(), &server.state, "this process")
            .await
            .unwrap();
        assert_eq!(job.runs.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_wake_up_runs_the_jobs_and_a_stop_ends_them() {
        let server = TestServer::start().await;
        let (job, stop) = (count(0), CancellationToken::new());
        let runner = tokio::spawn(run_until(
            server.state.clone(),
            vec![job.clone()],
            stop.clone(),
        ));
        let runs = |at_least: u32| {
            let job = job.clone();
            async move {
                while job.runs.load(Ordering::SeqCst) < at_least {
                    tokio::task::yield_now().await;
                }
            }
        };
        runs(1).await;
        server.state.wake.up();
        runs(2).await;
        stop.cancel();
        runner.await.unwrap();
    }
}
