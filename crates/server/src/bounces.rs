//! Delivery reports: a mail server took a mail and another one gave it back later.

use accede_domain::time::Timestamp;
use accede_mail::bounce::{self, Action, DeliveryReport};
use accede_store::{Tx, outbox};

use crate::error::ApiError;
use crate::references::{self, MailOutcome};
use crate::state::AppState;

/// Takes in one mail that may hold delivery reports on mails of ours, and says how many mails did not arrive. What is
/// no report, is about somebody else's mail, or was told before, changes nothing.
///
/// # Errors
/// Those of the store.
pub async fn take_in(state: &AppState, raw: &[u8], now: Timestamp) -> Result<usize, ApiError> {
    let Ok(reports) = bounce::parse(raw, &state.mail_identity) else {
        return Ok(0);
    };
    let mut failed = 0;
    for report in &reports {
        let mut tx = state.store.write().await?;
        match report.action {
            Action::Failed => {
                if record(&mut tx, state, report, now).await? {
                    failed += 1;
                    tx.commit().await?;
                }
            }
            Action::Delayed => {
                if let Some(message_id) = message_id(state, report) {
                    outbox::mark_delayed(&mut tx, &message_id, words(report), now).await?;
                    tx.commit().await?;
                }
            }
            Action::Delivered | Action::Relayed | Action::Expanded => {}
        }
    }
    if failed > 0 {
        state.wake.up();
    }
    Ok(failed)
}

/// Which mail of ours it is about, as the outbox has it.
fn message_id(state: &AppState, report: &DeliveryReport) -> Option<String> {
    let named = report.message_id.clone().or_else(|| {
        let id = report.outbox_id.as_deref()?;
        Some(state.mail_identity.message_id(id))
    })?;
    Some(named.trim_matches(['<', '>']).to_owned())
}

/// What the mail server said.
fn words(report: &DeliveryReport) -> &str {
    let words = report.diagnostic.as_deref().or(report.status.as_deref());
    words.unwrap_or("it did not arrive")
}

/// Whether the report is about a mail of ours that was not known to have failed.
async fn record(
    tx: &mut Tx,
    state: &AppState,
    report: &DeliveryReport,
    now: Timestamp,
) -> Result<bool, ApiError> {
    let Some(message_id) = message_id(state, report) else {
        return Ok(false);
    };
    let reply = words(report);
    let Some(mail) = outbox::mark_bounced(tx, &message_id, reply, now).await? else {
        return Ok(false);
    };
    if let Some(subject) = mail
        .subject
        .filter(|subject| subject.kind == references::SUBJECT)
    {
        let outcome = MailOutcome::Refused {
            reply: reply.to_owned(),
        };
        references::mark_mail_outcome(tx, state, &subject.id, &outcome, now).await?;
    }
    Ok(true)
}

#[cfg(test)]
pub(crate) mod tests {
    use accede_domain::application::state::Position;
    use accede_store::params;

    use super::*;
    use crate::application::testing::Scene;

    /// The report of a mail server on the invitation that was sent.
    pub(crate) async fn report(scene: &Scene) -> String {
        let mut tx = scene.server.state.store.write().await.unwrap();
        let sql = "UPDATE outbox SET state = 'sent' WHERE kind = 'reference_invited' RETURNING message_id";
        let row = tx.fetch_one(sql, params![]).await.unwrap();
        let message_id = row.text("message_id").unwrap();
        tx.commit().await.unwrap();
        format!(
            "From: MAILER-DAEMON@mx.example.edu\r\nTo: help@example.org\r\nSubject: Undelivered\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.edu\r\n\r\n\
             Final-Recipient: rfc822; ruth@example.edu\r\nAction: failed\r\nStatus: 5.1.1\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\n\
             To: ruth@example.edu\r\n\r\n--b--\r\n"
        )
    }

    #[tokio::test]
    async fn a_report_that_a_mail_is_held_up_is_told_as_put_off_until_it_fails() {
        let scene = Scene::at(Position::RESPONSE).await;
        let (raw, state) = (report(&scene).await, &scene.server.state);
        let delayed = raw
            .replace("Action: failed", "Action: delayed")
            .replace("5.1.1 no such user", "4.4.1 timed out");
        for _ in 0..2 {
            let failed = take_in(state, delayed.as_bytes(), state.now()).await;
            assert_eq!(failed.unwrap(), 0);
            let status = scene.seen().await["reference"].clone();
            assert_eq!(status["asked_to_wait"], true);
            assert_eq!(status.get("next_try_at"), None);
            assert_eq!(status.get("refusal"), None);
        }
        assert_eq!(scene.mails("reference_mail_bounced").await, 0);
        let failed = take_in(state, raw.as_bytes(), state.now()).await;
        assert_eq!(failed.unwrap(), 1);
        let status = scene.seen().await["reference"].clone();
        assert_eq!(status["state"], "bounced");
        assert_eq!(status["asked_to_wait"], false);
    }

    #[tokio::test]
    async fn a_report_on_an_invitation_moves_the_request_once() {
        let scene = Scene::at(Position::RESPONSE).await;
        let (raw, state) = (report(&scene).await, &scene.server.state);
        assert_eq!(
            take_in(state, raw.as_bytes(), state.now()).await.unwrap(),
            1
        );
        assert_eq!(
            take_in(state, raw.as_bytes(), state.now()).await.unwrap(),
            0
        );
        assert_eq!(scene.seen().await["reference"]["state"], "bounced");
        assert_eq!(scene.mails("reference_mail_bounced").await, 1);
        for odd in [&b""[..], b"hello", b"\xff\xfe\0"] {
            assert_eq!(take_in(state, odd, state.now()).await.unwrap(), 0);
        }
    }
}
