//! Forgets what is over: stored answers, tries under limits, ended sessions, registrations that nobody proved,
//! ways to ORCID that nobody came back from.

use accede_domain::time::{Duration, Timestamp};
use accede_store::{account, attempt, claim, decision, idempotency, job_lease, orcid, session};
use async_trait::async_trait;

use super::Job;
use crate::error::ApiError;
use crate::state::AppState;

/// Sessions are kept for so long after their end, so that an event in the audit log can be matched with one.
const SESSIONS: Duration = Duration::days(30);
/// Tries are forgotten a day after the last one; no limit looks back further.
const ATTEMPTS: Duration = Duration::days(1);

/// Registrations whose address was never proved: far longer than the link in a mail works.
const REGISTRATIONS: Duration = Duration::days(14);
/// Registrations forgotten at a time, so that no transaction is long.
const REGISTRATIONS_AT_ONCE: u32 = 500;

/// A claim that ended is of no use; a day leaves room for whoever looks into what happened.
const CLAIMS: Duration = Duration::days(1);
/// What was written with a decision that came to nothing is kept so long for whoever wrote it.
const WORDS: Duration = Duration::days(30);

pub(super) struct Housekeeping;

#[async_trait]
impl Job for Housekeeping {
    fn name(&self) -> &'static str {
        "housekeeping"
    }

    fn every(&self) -> Duration {
        Duration::hours(1)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.read().await?;
        let last = job_lease::last_done_at(&mut tx, self.name()).await?;
        Ok(Some(last.map_or(now, |last| last.plus(self.every()))))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.write().await?;
        let answers = idempotency::purge(&mut tx, now).await?;
        let attempts = attempt::purge(&mut tx, now.minus(ATTEMPTS)).await?;
        let sessions = session::purge(&mut tx, now.minus(SESSIONS)).await?;
        let registrations =
            account::purge_unverified(&mut tx, now.minus(REGISTRATIONS), REGISTRATIONS_AT_ONCE)
                .await?;
        let claims = claim::purge(&mut tx, now.minus(CLAIMS)).await?;
        let words = decision::forget_words(&mut tx, now.minus(WORDS)).await?;
        let ways = orcid::purge(&mut tx, now).await?;
        tx.commit().await?;
        tracing::info!(
            ways,
            claims,
            words,
            answers,
            attempts,
            sessions,
            registrations,
            "what is over was forgotten"
        );
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use accede_domain::account::Role;
    use accede_store::Dialect;

    use super::*;
    use crate::testing::TestServer;

    #[tokio::test]
    async fn what_is_over_is_forgotten_and_nothing_else() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let server = TestServer::on(dialect).await;
            let account = server.account("ada", Role::Researcher).await;
            server.sign_in(&account).await;
            server.clock.advance(Duration::days(20));
            server.sign_in(&account).await;
            server.run_jobs().await;
            assert_eq!(server.number("SELECT count(*) AS n FROM session").await, 2);
            server.clock.advance(Duration::days(11));
            server.run_jobs().await;
            assert_eq!(server.number("SELECT count(*) AS n FROM session").await, 1);
        }
    }

    #[tokio::test]
    async fn it_runs_once_an_hour_however_often_it_is_roused() {
        let server = TestServer::start().await;
        let state = &server.state;
        server.run_jobs().await;
        let hour_later = state.now().plus(Duration::hours(1));
        let due = Housekeeping.due(state, state.now()).await.unwrap();
        assert_eq!(due, Some(hour_later));
    }
}
