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
