//! The one schedule of requests to references: reminder, questions to the applicant, end.

use accede_domain::application::state::Command;
use accede_domain::reference::{self, ReferenceState, ReferenceStep};
use accede_domain::time::{Duration, Timestamp};
use accede_mail::Message;
use accede_store::application::{self, Application};
use accede_store::reference_request::{self, ReferenceRequest};
use accede_store::{Tx, applicant, job_lease, reminder};
use async_trait::async_trait;

use super::Job;
use crate::application::{self as cases, By};
use crate::error::ApiError;
use crate::record::{self, To};
use crate::references::SUBJECT;
use crate::state::AppState;

/// Requests looked at together.
const BATCH: u32 = 200;

/// Reminds and ends what nobody answered.
pub struct References;

#[async_trait]
impl Job for References {
    fn name(&self) -> &'static str {
        "references"
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
        // Nothing but the invitation itself, which is sent with the command, is due before the second step.
        let first_step = reference::STEPS.get(1).map_or(0, |(day, _)| *day);
        let until = now.minus(Duration::days(first_step));
        let mut after = (Timestamp(i64::MIN), String::new());
        loop {
            let mut tx = state.store.read().await?;
            let edge = (after.0, after.1.as_str());
            let page = reference_request::waiting_since(&mut tx, until, edge, BATCH).await?;
            drop(tx);
            let Some((id, at)) = page.last().cloned() else {
                return Ok(None);
            };
            after = (at, id);
            for (id, _) in page {
                step(state, &id, now).await?;
            }
        }
    }
}

/// Does what is due on one request, in one transaction with the mark that it is done.
async fn step(state: &AppState, id: &str, now: Timestamp) -> Result<(), ApiError> {
    let mut tx = state.store.read().await?;
    let nothing = due(&mut tx, id, now).await?.is_none();
    drop(tx);
    if nothing {
        return Ok(());
    }
    let mut tx = state.store.write().await?;
    let Some(request) = reference_request::get(&mut tx, id).await? else {
        return Ok(());
    };
    // Under the application's lock it is looked at again: an answer may have come in between.
    let Some(application) = application::lock(&mut tx, &request.application_id).await? else {
        return Ok(());
    };
    let (Some(step), Some(request)) = (
        due(&mut tx, id, now).await?,
        reference_request::get(&mut tx, id).await?,
    ) else {
        return Ok(());
    };
    if !reminder::mark(&mut tx, SUBJECT, id, step.as_str(), now).await? {
        return Ok(());
    }
    match step {
        ReferenceStep::Invite => {}
        ReferenceStep::Remind => remind(&mut tx, state, &application, &request, now).await?,
        ReferenceStep::Nudge | ReferenceStep::Warn => {
            nudge(&mut tx, state, &application, &request, now).await?
        }
        ReferenceStep::End => {
            let command = Command::ReferenceTimesOut;
            cases::execute(&mut tx, state, &application.id, &By::clock(), command, now).await?;
        }
    }
    tx.commit().await?;
    state.wake.up();
    Ok(())
}

async fn due(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Option<ReferenceStep>, ApiError> {
    let Some(request) = reference_request::get(tx, id).await? else {
        return Ok(None);
    };
    let (true, Some(first)) = (request.state.is_asked(), request.first_requested_at) else {
        return Ok(None);
    };
    let done = reminder::done(tx, SUBJECT, id, ReferenceStep::parse).await?;
    let due = reference::schedule(first, &done, now).map(|due| due.step);
    Ok(due.filter(|step| *step != ReferenceStep::Invite))
}

/// The same link again. An address that refuses mail is not written to; the applicant was told.
async fn remind(
    tx: &mut Tx,
    state: &AppState,
    application: &Application,
    request: &ReferenceRequest,
    now: Timestamp,
) -> Result<(), ApiError> {
    if request.state == ReferenceState::Bounced {
        return Ok(());
    }
    let message = cases::reminder(
        &application.applicant_name,
        &application.organisation,
        request,
        now,
    );
    let to = To {
        address: &request.email,
        account_id: None,
        link_id: request.link_id.as_deref(),
        subject: Some((SUBJECT, &request.id)),
        ..To::default()
    };
    record::mail(tx, state, to, &message).await?;
    Ok(())
}

async fn nudge(
    tx: &mut Tx,
    state: &AppState,
    application: &Application,
    request: &ReferenceRequest,
    now: Timestamp,
) -> Result<(), ApiError> {
    let person = applicant::find(tx, &application.account_id).await?;
    let Some(address) = person
        .as_ref()
        .and_then(applicant::Applicant::primary_address)
    else {
        return Ok(());
    };
    let waiting = request
        .first_requested_at
        .map_or(0, |first| now.days_since(first));
    let message = Message::ReferenceNudge {
        reference_name: request.name.clone(),
        days_waiting: u32::try_from(waiting).unwrap_or(0),
        answer_by: cases::answer_by(request, now),
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
    use accede_domain::application::state::Position;
    use serde_json::{Value, json};

    use super::*;
    use crate::application::testing::Scene;
    use crate::references::{MailOutcome, mark_mail_outcome};

    /// Reminders, questions, ends so far.
    async fn sent(scene: &Scene) -> [i64; 3] {
        scene.server.run_jobs().await;
        // A job that died and runs again does nothing twice.
        scene.server.clock.advance(Duration::hours(2));
        scene.server.run_jobs().await;
        [
            scene.mails("reference_reminded").await,
            scene.mails("reference_nudge").await,
            scene.mails("reference_timed_out").await,
        ]
    }

    #[tokio::test]
    async fn a_request_is_reminded_of_and_ends_after_thirty_days() {
        let scene = Scene::at(Position::RESPONSE).await;
        assert_eq!(sent(&scene).await, [0, 0, 0]);
        let mut told = Vec::new();
        for day in 1..=31 {
            let until = crate::testing::START.plus(Duration::days(day));
            scene
                .server
                .clock
                .advance(until.since(scene.server.state.now()));
            told.push(sent(&scene).await);
        }
        let on = |day: usize| told[day - 1];
        assert_eq!((on(4), on(5)), ([0, 0, 0], [1, 0, 0]));
        assert_eq!((on(9), on(10)), ([1, 0, 0], [1, 1, 0]));
        assert_eq!((on(24), on(25)), ([1, 1, 0], [1, 2, 0]));
        assert_eq!((on(29), on(30), on(31)), ([1, 2, 0], [1, 2, 1], [1, 2, 1]));
        assert_eq!(scene.position().await, Position::RETURNED);
        assert_eq!(
            scene
                .server
                .number("SELECT count(*) AS n FROM mailed_link WHERE ended_at IS NULL")
                .await,
            0
        );
    }

    #[tokio::test]
    async fn a_server_that_was_down_does_the_last_step_only() {
        let scene = Scene::at(Position::RESPONSE).await;
        scene.server.clock.advance(Duration::days(40));
        assert_eq!(sent(&scene).await, [0, 0, 1]);
    }

    #[tokio::test]
    async fn a_refused_mail_is_told_to_the_applicant_who_corrects_the_address() {
        let scene = Scene::at(Position::RESPONSE).await;
        let seen = scene.seen().await;
        let request = seen["reference"]["id"].as_str().unwrap();
        let state = &scene.server.state;
        let refused = MailOutcome::Refused {
            reply: "550 no such user".to_owned(),
        };
        for outcome in [MailOutcome::Sent, refused.clone(), refused] {
            let mut tx = state.store.write().await.unwrap();
            mark_mail_outcome(&mut tx, state, request, &outcome, state.now())
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(scene.mails("reference_mail_bounced").await, 1);
        let seen: Value = scene.seen().await;
        assert_eq!(
            (
                &seen["reference"]["state"],
                &seen["reference"]["can_replace"]
            ),
            (&json!("bounced"), &json!(true))
        );
        assert_eq!(
            scene.case().await["references"][0]["bounce"],
            "550 no such user"
        );
        // Whoever got the mail all the same can answer.
        scene.answer("confirms").await.expect(200);
        assert_eq!(scene.position().await, Position::FINAL);
    }
}
