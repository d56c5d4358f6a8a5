//! Ends trainings on their day, and says 60, 30 and 7 days before that it comes.

use accede_domain::schedule::{Due, ExpiryStep};
use accede_domain::time::{Date, Duration, Timestamp};
use accede_domain::training::{
    TrainingActor, TrainingCommand, TrainingState, decide, reminder as due_step,
};
use accede_mail::Message;
use accede_store::training::{self, Training};
use accede_store::{Tx, job_lease, reminder};
use async_trait::async_trait;

use super::Job;
use crate::error::ApiError;
use crate::record::Who;
use crate::state::AppState;
use crate::training::{KIND, end, facts, name, tell};

/// The first warning comes so long before the end.
const LOOK_AHEAD_DAYS: i64 = 60;
/// Records read at a time.
const PAGE: u32 = 200;

pub(super) struct TrainingEnds;

#[async_trait]
impl Job for TrainingEnds {
    fn name(&self) -> &'static str {
        "training ends"
    }

    fn every(&self) -> Duration {
        Duration::hours(1)
    }

    /// Every step of the schedule falls on the beginning of a day in UTC: once a day is enough, and soon after that.
    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.read().await?;
        let last = job_lease::last_done_at(&mut tx, self.name()).await?;
        Ok(Some(
            last.map_or(now, |last| last.date().add_days(1).start()),
        ))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let until = now.date().add_days(LOOK_AHEAD_DAYS);
        let mut last: Option<(Date, String)> = None;
        loop {
            let after = last.as_ref().map(|(day, id)| (*day, id.as_str()));
            let mut tx = state.store.read().await?;
            let page = training::ending(&mut tx, until, after, PAGE).await?;
            // Most have been told: they are left alone, and whoever writes waits for none of them.
            let mut concerned = Vec::new();
            for record in &page {
                if due(&mut tx, record, now).await?.is_some() {
                    concerned.push(&record.id);
                }
            }
            drop(tx);
            for id in concerned {
                step(state, id, now).await?;
            }
            match page.into_iter().next_back() {
                Some(record) => last = Some((record.expires_on, record.id)),
                None => return Ok(None),
            }
        }
    }
}

/// What is due on a record that counts.
async fn due(
    tx: &mut Tx,
    record: &Training,
    now: Timestamp,
) -> Result<Option<Due<ExpiryStep>>, ApiError> {
    let done = reminder::done(tx, KIND, &record.id, ExpiryStep::parse).await?;
    Ok(due_step(record.expires_on, &done, now))
}

/// What is due on one record, in a transaction that also marks it as done: whatever dies in between, it happens once.
async fn step(state: &AppState, id: &str, now: Timestamp) -> Result<(), ApiError> {
    let mut tx = state.store.write().await?;
    tx.lock("training", id).await?;
    let Some(record) = training::by_id(&mut tx, id)
        .await?
        .filter(|of| of.state == TrainingState::Accepted)
    else {
        return Ok(());
    };
    let Some(due) = due(&mut tx, &record, now).await? else {
        return Ok(());
    };
    if !reminder::mark(&mut tx, KIND, id, due.step.as_str(), now).await? {
        return Ok(());
    }
    let training = name(state, &record.training_type);
    let message = if due.step == ExpiryStep::End {
        let facts = facts(
            state,
            &record,
            TrainingActor::Clock,
            Default::default(),
            None,
        );
        let to = decide(record.state, &TrainingCommand::Expire, &facts, now)?;
        let action = "training.expire";
        end(state, &mut tx, Who::system(), &record, to, action, now).await?;
        crate::desire::recompute(state, &mut tx, &record.account_id, now).await?;
        Message::TrainingExpired {
            training,
            expired_on: record.expires_on,
        }
    } else {
        let days = record.expires_on.days_since_epoch() - now.date().days_since_epoch();
        Message::TrainingExpiring {
            training,
            expires_on: record.expires_on,
            days_left: u32::try_from(days).unwrap_or_default(),
        }
    };
    tell(state, &mut tx, id, &record.account_id, &message).await?;
    tx.commit().await?;
    state.wake.up();
    Ok(())
}

#[cfg(test)]
mod tests {
    use accede_domain::account::Role;
    use accede_store::{Dialect, params};

    use super::*;
    use crate::testing::TestServer;

    async fn mails(server: &TestServer) -> Vec<String> {
        let mut tx = server.state.store.read().await.unwrap();
        let sql = "SELECT kind FROM outbox WHERE kind LIKE 'training%' ORDER BY id";
        let rows = tx.fetch_all(sql, params![]).await.unwrap();
        rows.iter().map(|row| row.text("kind").unwrap()).collect()
    }

    #[tokio::test]
    async fn a_person_is_told_in_good_time_and_access_stops_on_the_day() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let server = TestServer::on(dialect).await;
            let account = server.account("ada", Role::Researcher).await;
            server.give_training(&account).await;
            let today = server.state.now().date();
            let end = today.add_years(3);
            let mut told = Vec::new();
            // Day by day, several runs a day, each starting from what the database knows.
            server.clock.advance(Duration::days(
                end.days_since_epoch() - today.days_since_epoch() - 62,
            ));
            for day in (-2..=62).rev() {
                server.run_jobs().await;
                server.run_jobs().await;
                let now = mails(&server).await;
                if now.len() > told.len() {
                    assert_eq!(now.len(), told.len() + 1, "one mail a day");
                    told.push(day);
                }
                server.clock.advance(Duration::days(1));
            }
            assert_eq!(told, [60, 30, 7, 0]);
            assert_eq!(
                mails(&server).await.last().map(String::as_str),
                Some("training_expired")
            );
            let left = "SELECT count(*) AS n FROM training WHERE state = 'accepted'";
            assert_eq!(server.number(left).await, 0);
            let events = "SELECT count(*) AS n FROM audit_event WHERE action = 'training.expire'";
            assert_eq!(server.number(events).await, 1);
        }
    }

    #[tokio::test]
    async fn after_a_long_standstill_only_the_latest_step_is_taken() {
        let server = TestServer::start().await;
        let account = server.account("ada", Role::Researcher).await;
        server.give_training(&account).await;
        server.run_jobs().await;
        server.clock.advance(Duration::days(3 * 365 - 20));
        server.run_jobs().await;
        assert_eq!(mails(&server).await, ["training_expiring"]);
        server.clock.advance(Duration::days(40));
        server.run_jobs().await;
        assert_eq!(
            mails(&server).await,
            ["training_expiring", "training_expired"]
        );
    }
}
