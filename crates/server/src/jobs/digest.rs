//! Each morning every reviewer is told how much waits, where anything does.

use accede_domain::account::Role;
use accede_domain::application::Stage;
use accede_domain::time::{Duration, Timestamp};
use accede_mail::{DigestQueue, Message, OldestWaiting, StageCount};
use accede_store::application_queue::{self, Summary, View};
use accede_store::{applicant, job_lease, reminder};
use async_trait::async_trait;

use super::Job;
use crate::error::ApiError;
use crate::record::{self, To};
use crate::state::AppState;

/// The hour of the day, in UTC, from which it is sent.
const HOUR: Duration = Duration::hours(6);

/// The reviewers' daily digest.
pub struct Digest;

#[async_trait]
impl Job for Digest {
    fn name(&self) -> &'static str {
        "digest"
    }

    fn every(&self) -> Duration {
        Duration::hours(1)
    }

    async fn due(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let begins = now.date().start().plus(HOUR);
        let mut tx = state.store.read().await?;
        let last = job_lease::last_done_at(&mut tx, self.name()).await?;
        let is_done = last.is_some_and(|last| last >= begins);
        Ok(Some(if is_done {
            begins.plus(Duration::days(1))
        } else {
            begins
        }))
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let today = now.date();
        let next = today.add_days(1).start().plus(HOUR);
        let day = today.to_string();
        let mut tx = state.store.read().await?;
        let counts = counts(&application_queue::summary(&mut tx, now).await?);
        // What waits for references alone is nothing that a reviewer could do.
        let for_staff = |one: &StageCount| one.queue != DigestQueue::Response && one.waiting > 0;
        if !counts.iter().any(for_staff) {
            return Ok(Some(next));
        }
        let oldest = application_queue::oldest_waiting(&mut tx, now).await?;
        let reviewers = applicant::with_role(&mut tx, Role::Reviewer).await?;
        drop(tx);
        let oldest = oldest.map(|(application_id, number, stage, since)| OldestWaiting {
            application_id,
            number,
            queue: queue(stage),
            days: u32::try_from(now.days_since(since)).unwrap_or(0),
        });
        let message = Message::DailyDigest {
            day: today,
            counts,
            oldest,
        };
        for reviewer in reviewers {
            let mut tx = state.store.write().await?;
            if !reminder::mark(&mut tx, "daily_digest", &reviewer.account_id, &day, now).await? {
                continue;
            }
            let account_id = Some(reviewer.account_id.as_str());
            let to = To {
                address: &reviewer.address,
                account_id,
                ..To::default()
            };
            record::mail(&mut tx, state, to, &message).await?;
            tx.commit().await?;
            state.wake.up();
        }
        Ok(Some(next))
    }
}

fn counts(summary: &Summary) -> Vec<StageCount> {
    let of = |queue, waiting: i64| StageCount {
        queue,
        waiting: u64::try_from(waiting).unwrap_or(0),
    };
    let at = |stage| summary.of(View::Stage(stage));
    vec![
        of(DigestQueue::Identity, at(Stage::Identity)),
        of(DigestQueue::Reference, at(Stage::Reference)),
        of(DigestQueue::Response, at(Stage::Response)),
        of(DigestQueue::Flagged, summary.flagged),
        of(DigestQueue::Final, at(Stage::Final)),
        of(DigestQueue::Training, summary.trainings),
    ]
}

const fn queue(stage: Stage) -> DigestQueue {
    match stage {
        Stage::Identity => DigestQueue::Identity,
        Stage::Reference => DigestQueue::Reference,
        Stage::Response | Stage::Returned => DigestQueue::Response,
        Stage::Final => DigestQueue::Final,
    }
}

#[cfg(test)]
mod tests {
    use accede_domain::application::state::Position;

    use super::*;
    use crate::application::testing::Scene;

    #[tokio::test]
    async fn every_morning_on_which_something_waits_has_one_digest() {
        let scene = Scene::at(Position::DRAFT).await;
        scene.server.run_jobs().await;
        assert_eq!(scene.mails("daily_digest").await, 0);
        scene.go_to(Position::IDENTITY).await;
        // The test's clock begins at eight in the morning: today's is over.
        scene.server.clock.advance(Duration::hours(21));
        scene.server.run_jobs().await;
        assert_eq!(scene.mails("daily_digest").await, 0);
        for _ in 0..3 {
            scene.server.clock.advance(Duration::hours(1));
            scene.server.run_jobs().await;
        }
        assert_eq!(scene.mails("daily_digest").await, 1);
        scene.server.clock.advance(Duration::days(1));
        scene.server.run_jobs().await;
        assert_eq!(scene.mails("daily_digest").await, 2);
    }
}
