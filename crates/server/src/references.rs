//! What mail servers say of a request to a reference: taken, or refused at once or by a later report.

use accede_domain::reference::{self, ReferenceEvent};
use accede_domain::time::Timestamp;
use accede_mail::Message;
use accede_store::{Tx, applicant, application, reference_request};
use serde_json::json;

use crate::application::{By, add_timeline_event};
use crate::error::ApiError;
use crate::record::{self, Event, To, Who};
use crate::state::AppState;

/// The kind of subject under which mails to references stand in the outbox.
pub const SUBJECT: &str = crate::application::REQUEST;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailOutcome {
    /// A mail server took it. Nothing else is claimed of delivery.
    Sent,
    /// A mail server, or a delivery report later, refused it, in these words.
    Refused { reply: String },
}

/// Records what became of a mail to a reference; call it in the transaction that records it in the outbox, for mails
/// whose subject is [`SUBJECT`]. A refusal is told to the applicant, once until the next mail. A request that has ended
/// or was answered is left as it is.
///
/// # Errors
/// Those of the store.
pub async fn mark_mail_outcome(
    tx: &mut Tx,
    state: &AppState,
    request_id: &str,
    outcome: &MailOutcome,
    now: Timestamp,
) -> Result<(), ApiError> {
    let Some(request) = reference_request::get(tx, request_id).await? else {
        return Ok(());
    };
    // The application's lock covers its requests; what was read before it may be old.
    let Some(application) = application::lock(tx, &request.application_id).await? else {
        return Ok(());
    };
    let Some(mut request) = reference_request::get(tx, request_id).await? else {
        return Ok(());
    };
    let before = request.state;
    let event = match outcome {
        MailOutcome::Sent => ReferenceEvent::MailTaken,
        MailOutcome::Refused { .. } => ReferenceEvent::MailRefused,
    };
    let Ok(after) = reference::after(before, event) else {
        return Ok(());
    };
    request.state = after;
    if let MailOutcome::Refused { reply } = outcome {
        request.bounced_at = Some(now);
        request.bounce_reason = Some(reply.clone());
    }
    reference_request::update(tx, &request, now).await?;
    if before == after {
        return Ok(());
    }
    let word = if matches!(outcome, MailOutcome::Sent) {
        "reference_sent"
    } else {
        "reference_bounced"
    };
    add_timeline_event(
        tx,
        state,
        &application.id,
        &By::clock(),
        (word, true),
        &json!({}),
        now,
    )
    .await?;
    let event = Event {
        action: "application.reference_mail",
        object: ("application", &application.id),
        concerns: Some(&application.account_id),
        changed: &["reference_state"],
        before: Some(json!({ "reference_state": before })),
        after: Some(json!({ "reference_state": after })),
    };
    record::audit(tx, state, Who::system(), event).await?;
    if matches!(outcome, MailOutcome::Sent) {
        return Ok(());
    }
    let person = applicant::find(tx, &application.account_id).await?;
    if let Some(address) = person
        .as_ref()
        .and_then(applicant::Applicant::primary_address)
    {
        let message = Message::ReferenceMailBounced {
            reference_name: request.name.clone(),
            reference_address: request.email.clone(),
        };
        let to = To {
            address,
            account_id: Some(&application.account_id),
            ..To::default()
        };
        record::mail(tx, state, to, &message).await?;
    }
    Ok(())
}
