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

#[cfg(test)]
mod tests {
    use accede_domain::application::state::Position;
    use accede_domain::time::Duration;
    use accede_mail::testing::{Place, SmtpSink};
    use accede_store::Dialect;
    use serde_json::{Value, json};

    use crate::application::testing::{Scene, form};

    /// An application whose reference is asked by a mail server that answers so.
    async fn asked(reply: &str) -> (SmtpSink, Scene) {
        let sink = SmtpSink::start().await.unwrap();
        let url = format!("smtp://{}", sink.address());
        let scene = Scene::with(Dialect::Sqlite, &[("smtp_url", &url)], form()).await;
        if !reply.is_empty() {
            sink.reply_with(Place::Recipient("ruth@example.edu".to_owned()), reply);
        }
        scene.go_to(Position::RESPONSE).await;
        scene.server.run_jobs().await;
        (sink, scene)
    }

    async fn status(scene: &Scene) -> Value {
        scene.seen().await["reference"].clone()
    }

    #[tokio::test]
    async fn a_mail_that_is_taken_is_sent_and_nothing_more_is_said() {
        let (_sink, scene) = asked("").await;
        let status = status(&scene).await;
        assert_eq!(status["state"], "sent");
        assert_eq!(status.get("next_try_at"), None);
        assert_eq!(status.get("refusal"), None);
    }

    #[tokio::test]
    async fn a_mail_that_is_put_off_says_when_it_is_tried_again_and_then_arrives() {
        let (sink, scene) = asked("451 4.7.1 Greylisted, try again later").await;
        let put_off = status(&scene).await;
        assert_eq!(put_off["state"], "invited");
        assert_eq!(put_off["asked_to_wait"], true);
        let again = scene.server.state.now().plus(Duration::minutes(1));
        assert_eq!(put_off["next_try_at"], again.to_string());
        sink.answer_normally();
        scene.server.clock.advance(Duration::minutes(1));
        scene.server.run_jobs().await;
        let taken = status(&scene).await;
        assert_eq!(taken["state"], "sent");
        assert_eq!(taken.get("next_try_at"), None);
        assert_eq!(taken["asked_to_wait"], false);
    }

    #[tokio::test]
    async fn a_refused_mail_says_why_as_far_as_the_mail_server_did() {
        for (reply, refusal) in [
            ("550 5.1.1 No such user here", "no_such_address"),
            ("552 5.2.2 Over quota", "mailbox_full"),
            ("554 5.7.1 Not let in", "not_let_in"),
            ("550 No", "other"),
        ] {
            let (_sink, scene) = asked(reply).await;
            let status = status(&scene).await;
            assert_eq!(status["state"], "bounced", "{reply}");
            assert_eq!(status["refusal"], refusal, "{reply}");
            assert_eq!(scene.mails("reference_mail_bounced").await, 1);
        }
    }

    #[tokio::test]
    async fn a_mail_that_nobody_takes_for_two_days_is_given_up_and_told() {
        let (_sink, mut scene) = asked("451 4.3.0 Later").await;
        let told = json!("given_up");
        for _ in 0..20 {
            scene.server.clock.advance(Duration::hours(16));
            scene.server.run_jobs().await;
            scene.ada = scene.server.sign_in(&scene.ada_id).await;
            if status(&scene).await.get("refusal") == Some(&told) {
                assert_eq!(scene.mails("reference_mail_bounced").await, 1);
                return;
            }
        }
        panic!("it was never given up: {}", status(&scene).await);
    }
}
