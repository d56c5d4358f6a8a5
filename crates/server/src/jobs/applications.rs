//! What ends by itself: applications that came back and were not sent again, and credentials with an end.

use accede_domain::application::state::{ApplicationState, Command, Position};
use accede_domain::schedule::{
    self, EXPIRY_STEPS, ExpiryStep, RETURNED_DAYS, RETURNED_STEPS, ReturnedStep,
};
use accede_domain::time::{Duration, Timestamp};
use accede_mail::Message;
use accede_store::application::{self, Application};
use accede_store::{Tx, applicant, job_lease, reminder};
use async_trait::async_trait;

use super::Job;
use crate::application::{self as cases, By};
use crate::error::ApiError;
use crate::record::{self, To};
use crate::state::AppState;

/// Applications looked at together.
const BATCH: u32 = 200;

/// Reminds, lapses, expires.
pub struct Applications;

#[async_trait]
impl Job for Applications {
    fn name(&self) -> &'static str {
        "applications"
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
        each(state, Subject::Returned, now).await?;
        each(state, Subject::Credential, now).await?;
        Ok(None)
    }
}

#[derive(Debug, Clone, Copy)]
enum Subject {
    Returned,
    Credential,
}

/// A step that is due, of either schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Returned(ReturnedStep),
    Credential(ExpiryStep),
}

impl Subject {
    const fn word(self) -> &'static str {
        match self {
            Self::Returned => "returned_application",
            Self::Credential => "credential",
        }
    }

    /// The latest time at which a first step can be due now.
    fn until(self, now: Timestamp) -> Timestamp {
        let first_day = match self {
            Self::Returned => RETURNED_STEPS.first().map_or(0, |(day, _)| *day),
            Self::Credential => EXPIRY_STEPS.first().map_or(0, |(day, _)| *day),
        };
        now.minus(Duration::days(first_day))
    }

    async fn page(
        self,
        tx: &mut Tx,
        now: Timestamp,
        after: (Timestamp, &str),
    ) -> Result<Vec<(String, Timestamp)>, ApiError> {
        let until = self.until(now);
        Ok(match self {
            Self::Returned => application::returned_before(tx, until, after, BATCH).await?,
            Self::Credential => {
                application::credentials_ending_before(tx, until, after, BATCH).await?
            }
        })
    }

    /// Since when the schedule counts; nothing where the application is no longer its subject.
    fn start(self, application: &Application) -> Option<Timestamp> {
        match self {
            Self::Returned if application.position == Position::RETURNED => application.returned_at,
            Self::Credential
                if application.position.state == ApplicationState::Accepted
                    && application.superseded_at.is_none() =>
            {
                application.credential_ends_at
            }
            _ => None,
        }
    }

    async fn due(
        self,
        tx: &mut Tx,
        application: &Application,
        now: Timestamp,
    ) -> Result<Option<(String, Step)>, ApiError> {
        let Some(start) = self.start(application) else {
            return Ok(None);
        };
        // What comes back a second time is reminded of again: the return is part of the name.
        let name = format!("{} {}", application.id, start.micros());
        let step = match self {
            Self::Returned => {
                let done = reminder::done(tx, self.word(), &name, ReturnedStep::parse).await?;
                schedule::returned(start, &done, now).map(|due| Step::Returned(due.step))
            }
            Self::Credential => {
                let done = reminder::done(tx, self.word(), &name, ExpiryStep::parse).await?;
                schedule::expiry(start, &done, now).map(|due| Step::Credential(due.step))
            }
        };
        Ok(step.map(|step| (name, step)))
    }
}

async fn each(state: &AppState, subject: Subject, now: Timestamp) -> Result<(), ApiError> {
    let mut after = (Timestamp(i64::MIN), String::new());
    loop {
        let mut tx = state.store.read().await?;
        let page = subject.page(&mut tx, now, (after.0, &after.1)).await?;
        drop(tx);
        let Some((id, at)) = page.last().cloned() else {
            return Ok(());
        };
        after = (at, id);
        for (id, _) in page {
            look_at(state, subject, &id, now).await?;
        }
    }
}

/// Does what is due on one application, in one transaction with the mark that it is done.
async fn look_at(
    state: &AppState,
    subject: Subject,
    id: &str,
    now: Timestamp,
) -> Result<(), ApiError> {
    let mut tx = state.store.read().await?;
    let Some(seen) = application::get(&mut tx, id).await? else {
        return Ok(());
    };
    let nothing = subject.due(&mut tx, &seen, now).await?.is_none();
    drop(tx);
    if nothing {
        return Ok(());
    }
    let mut tx = state.store.write().await?;
    let Some(application) = application::lock(&mut tx, id).await? else {
        return Ok(());
    };
    let Some((name, step)) = subject.due(&mut tx, &application, now).await? else {
        return Ok(());
    };
    let word = match step {
        Step::Returned(step) => step.as_str(),
        Step::Credential(step) => step.as_str(),
    };
    if !reminder::mark(&mut tx, subject.word(), &name, word, now).await? {
        return Ok(());
    }
    match step {
        Step::Returned(ReturnedStep::Lapse) => end(&mut tx, state, id, Command::Lapse, now).await?,
        Step::Credential(ExpiryStep::End) => {
            end(&mut tx, state, id, Command::ExpireCredential, now).await?
        }
        Step::Returned(_) | Step::Credential(_) => {
            warn(&mut tx, state, subject, &application, now).await?
        }
    }
    tx.commit().await?;
    state.wake.up();
    Ok(())
}

async fn end(
    tx: &mut Tx,
    state: &AppState,
    id: &str,
    command: Command,
    now: Timestamp,
) -> Result<(), ApiError> {
    cases::execute(tx, state, id, &By::clock(), command, now).await?;
    Ok(())
}

async fn warn(
    tx: &mut Tx,
    state: &AppState,
    subject: Subject,
    application: &Application,
    now: Timestamp,
) -> Result<(), ApiError> {
    let person = applicant::find(tx, &application.account_id).await?;
    let address = person
        .as_ref()
        .and_then(applicant::Applicant::primary_address);
    let (Some(address), Some(start)) = (address, subject.start(application)) else {
        return Ok(());
    };
    let number = application.reference_number.clone().unwrap_or_default();
    let left = |end: Timestamp| u32::try_from(end.days_since(now)).unwrap_or(0);
    let message = match subject {
        Subject::Returned => {
            let end = start.plus(Duration::days(RETURNED_DAYS));
            Message::ReturnedExpiring {
                number,
                lapses_on: end.date(),
                days_left: left(end),
            }
        }
        Subject::Credential => Message::CredentialExpiring {
            number,
            expires_on: start.date(),
            days_left: left(start),
        },
    };
    let to = To {
        address,
        account_id: Some(&application.account_id),
        ..To::default()
    };
    record::mail(tx, state, to, &message).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use accede_store::Dialect;

    use super::*;
    use crate::application::testing::{Scene, form};

    async fn days_later(scene: &Scene, days: i64) {
        let until = crate::testing::START.plus(Duration::days(days));
        scene
            .server
            .clock
            .advance(until.since(scene.server.state.now()));
        scene.server.run_jobs().await;
        scene.server.clock.advance(Duration::hours(2));
        scene.server.run_jobs().await;
    }

    #[tokio::test]
    async fn what_came_back_lapses_after_ninety_days_and_two_reminders() {
        let scene = Scene::at(Position::RETURNED).await;
        for (day, reminders) in [(59, 0), (60, 1), (82, 1), (83, 2), (89, 2)] {
            days_later(&scene, day).await;
            assert_eq!(
                scene.mails("returned_expiring").await,
                reminders,
                "day {day}"
            );
            assert_eq!(scene.position().await, Position::RETURNED);
        }
        days_later(&scene, 90).await;
        assert_eq!(scene.position().await, Position::LAPSED);
        assert_eq!(
            (
                scene.mails("returned_expiring").await,
                scene.mails("application_lapsed").await
            ),
            (2, 1)
        );
    }

    #[tokio::test]
    async fn a_credential_with_an_end_is_warned_of_and_expires() {
        let scene = Scene::with(Dialect::Sqlite, &[("credential_valid_days", "365")], form()).await;
        scene.go_to(Position::ACCEPTED).await;
        for (day, warnings) in [(304, 0), (305, 1), (335, 2), (358, 3), (364, 3)] {
            days_later(&scene, day).await;
            assert_eq!(
                scene.mails("credential_expiring").await,
                warnings,
                "day {day}"
            );
            assert_eq!(scene.position().await, Position::ACCEPTED);
        }
        days_later(&scene, 365).await;
        assert_eq!(scene.position().await, Position::EXPIRED);
        assert_eq!(scene.mails("credential_expired").await, 1);
    }

    #[tokio::test]
    async fn without_the_setting_a_credential_has_no_end() {
        let scene = Scene::at(Position::ACCEPTED).await;
        days_later(&scene, 3650).await;
        assert_eq!(scene.position().await, Position::ACCEPTED);
    }
}
