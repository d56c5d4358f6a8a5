//! Sends what waits in the outbox, and records what the mail server said.

use accede_domain::reference::MailRefusal;
use accede_domain::time::{Duration, Timestamp};
use accede_mail::transport::{Attachment, OutgoingMail, SendOutcome};
use accede_mail::{LinkPurpose, MailContext, MailedLink, Message, Rendered, render};
use accede_store::mailed_link::{self, Standing};
use accede_store::outbox::{self, Deferral, Mail};
use accede_store::{Tx, demo_mail, signature};
use async_trait::async_trait;
use futures_util::future::join_all;

use super::Job;
use crate::delivery::Delivery;
use crate::error::ApiError;
use crate::links;
use crate::references::{self, MailOutcome};
use crate::state::AppState;

/// Claimed together; below the lease even when each takes a relay's full minute.
const BATCH: u32 = 20;
/// Sent at the same time.
const AT_ONCE: usize = 4;

/// The worker of the outbox.
pub struct SendMails;

#[async_trait]
impl Job for SendMails {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn every(&self) -> Duration {
        Duration::minutes(1)
    }

    async fn due(&self, state: &AppState, _: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        if matches!(state.delivery, Delivery::Nowhere) {
            return Ok(None);
        }
        let mut tx = state.store.read().await?;
        Ok(outbox::next_due(&mut tx).await?)
    }

    async fn run(&self, state: &AppState, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
        let mut tx = state.store.write().await?;
        let mails = outbox::claim_due(&mut tx, BATCH, now).await?;
        tx.commit().await?;
        for some in mails.chunks(AT_ONCE) {
            for outcome in join_all(some.iter().map(|mail| send_one(state, mail))).await {
                // One mail's failure must not hold up the others; its lease ends by itself.
                if let Err(error) = outcome {
                    tracing::error!(%error, "a mail could not be handled; it is tried again");
                }
            }
        }
        let mut tx = state.store.read().await?;
        Ok(outbox::next_due(&mut tx).await?)
    }
}

async fn send_one(state: &AppState, mail: &Mail) -> Result<(), ApiError> {
    let outgoing = match prepare(state, mail).await? {
        Ok(outgoing) => outgoing,
        Err(reason) => {
            let mut tx = state.store.write().await?;
            outbox::mark_cancelled(&mut tx, mail, reason, state.now()).await?;
            tx.commit().await?;
            tracing::warn!(
                mail = mail.id,
                kind = mail.kind,
                reason,
                "a mail is not sent"
            );
            return Ok(());
        }
    };
    let Some(outcome) = state.delivery.send(&outgoing).await else {
        return Ok(());
    };
    tracing::info!(
        mail = mail.id,
        kind = mail.kind,
        outcome = word(&outcome),
        "mail"
    );
    record(state, mail, &outgoing.rendered, &outcome).await
}

const fn word(outcome: &SendOutcome) -> &'static str {
    match outcome {
        SendOutcome::Accepted { .. } => "accepted",
        SendOutcome::Deferred { .. } => "deferred",
        SendOutcome::Refused { .. } => "refused",
    }
}

/// The mail as it goes out, or why it does not.
async fn prepare(
    state: &AppState,
    mail: &Mail,
) -> Result<Result<OutgoingMail, &'static str>, ApiError> {
    let Ok(message) = serde_json::from_str::<Message>(&mail.message) else {
        return Ok(Err("this version does not know the message"));
    };
    let mut tx = state.store.read().await?;
    let link = match (message.needs_link(), &mail.link_id) {
        (Some(purpose), Some(id)) => match link(&mut tx, state, purpose, id).await? {
            Some(link) => Some(link),
            None => return Ok(Err("its link has ended")),
        },
        _ => None,
    };
    let attachments = if message.needs_receipt() {
        receipt(&mut tx, mail).await?
    } else {
        Vec::new()
    };
    let config = &state.config;
    let origin = config.public_origin.to_string();
    let context = MailContext {
        site_name: &config.site_name,
        support_address: &config.support_address,
        origin: &origin,
        link,
        recipient_name: None,
        language: mail.language,
    };
    let Ok(rendered) = render(&message, &context) else {
        return Ok(Err("it needs a link and has none"));
    };
    Ok(Ok(OutgoingMail {
        outbox_id: mail.id.clone(),
        to_address: mail.recipient.clone(),
        to_name: None,
        date: mail.created_at,
        rendered,
        attachments,
    }))
}

/// The link again, from its salt. A link that has ended meanwhile is not mailed: it would open nothing.
async fn link(
    tx: &mut Tx,
    state: &AppState,
    purpose: LinkPurpose,
    id: &str,
) -> Result<Option<MailedLink>, ApiError> {
    let Some(link) = mailed_link::get(tx, id).await? else {
        return Ok(None);
    };
    if matches!(
        link.standing(state.now()),
        Standing::Ended(_) | Standing::Expired
    ) {
        return Ok(None);
    }
    let code = links::token_of(state, &link).to_string();
    let url = [
        state.config.public_origin.to_string().as_str(),
        purpose.path(),
        "#",
        &code,
    ]
    .concat();
    Ok(Some(MailedLink {
        url,
        code,
        valid_until: Some(link.expires_at),
    }))
}

async fn receipt(tx: &mut Tx, mail: &Mail) -> Result<Vec<Attachment>, ApiError> {
    let Some(subject) = &mail.subject else {
        return Ok(Vec::new());
    };
    let Some(receipt) = signature::receipt(tx, &subject.id).await? else {
        return Ok(Vec::new());
    };
    Ok(vec![Attachment {
        file_name: receipt.file_name(),
        media_type: "application/json".to_owned(),
        bytes: receipt.bytes,
    }])
}

async fn record(
    state: &AppState,
    mail: &Mail,
    rendered: &Rendered,
    outcome: &SendOutcome,
) -> Result<(), ApiError> {
    let now = state.now();
    let mut tx = state.store.write().await?;
    match outcome {
        SendOutcome::Accepted { server_reply } => {
            let ours = outbox::mark_sent(&mut tx, mail, server_reply, now).await?;
            if ours {
                keep_for_mailbox(&mut tx, state, mail, rendered, now).await?;
                tell_reference(&mut tx, state, mail, &MailOutcome::Sent, now).await?;
            }
        }
        SendOutcome::Refused { reply } => {
            if outbox::mark_refused(&mut tx, mail, reply, now).await? {
                let reply = reply.clone();
                tell_reference(&mut tx, state, mail, &MailOutcome::Refused { reply }, now).await?;
            }
        }
        SendOutcome::Deferred { reply } => {
            // Two days of asking: nobody refused it, and it does not arrive either.
            if outbox::defer(&mut tx, mail, reply, now).await? == Deferral::GivenUp {
                let reply = [MailRefusal::GIVEN_UP, reply].concat();
                tell_reference(&mut tx, state, mail, &MailOutcome::Refused { reply }, now).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(())
}

/// A request to a reference stands as its mail does.
async fn tell_reference(
    tx: &mut Tx,
    state: &AppState,
    mail: &Mail,
    outcome: &MailOutcome,
    now: Timestamp,
) -> Result<(), ApiError> {
    match &mail.subject {
        Some(subject) if subject.kind == references::SUBJECT => {
            references::mark_mail_outcome(tx, state, &subject.id, outcome, now).await
        }
        _ => Ok(()),
    }
}

async fn keep_for_mailbox(
    tx: &mut Tx,
    state: &AppState,
    mail: &Mail,
    rendered: &Rendered,
    now: Timestamp,
) -> Result<(), ApiError> {
    if !state.config.demonstration {
        return Ok(());
    }
    let kept = demo_mail::DemoMail {
        id: state.ids.id(now),
        outbox_id: mail.id.clone(),
        recipient: mail.recipient.clone(),
        subject: rendered.subject.clone(),
        text_body: rendered.text.clone(),
        html_body: rendered.html.clone(),
        language: rendered.language,
        sent_at: now,
    };
    Ok(demo_mail::keep(tx, &kept).await?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration as Patience;

    use accede_domain::account::Role;
    use accede_mail::testing::SmtpSink;
    use accede_store::Dialect;
    use accede_store::mailed_link::Purpose;

    use super::*;
    use crate::record::{self, To};
    use crate::testing::TestServer;

    const SOON: Patience = Patience::from_secs(10);

    async fn with_mail_server() -> (SmtpSink, TestServer) {
        let sink = SmtpSink::start().await.unwrap();
        let url = format!("smtp://{}", sink.address());
        let server = TestServer::with(Dialect::Sqlite, &[("smtp_url", &url)]).await;
        (sink, server)
    }

    /// Queues a mail with a link for Ada, and gives the link's id.
    async fn queue(server: &TestServer) -> String {
        let account = server.account("ada", Role::Researcher).await;
        let state = &server.state;
        let mut tx = state.store.write().await.unwrap();
        let link = links::create(
            &mut tx,
            state,
            Purpose::PassphraseReset,
            &account,
            Some(&account),
            Duration::days(1),
        )
        .await
        .unwrap();
        let to = To {
            address: "ada@example.org",
            account_id: Some(&account),
            link_id: Some(&link),
            ..To::default()
        };
        let message = Message::PassphraseReset;
        record::mail(&mut tx, state, to, &message).await.unwrap();
        tx.commit().await.unwrap();
        link
    }

    #[tokio::test]
    async fn a_queued_mail_arrives_once_with_a_link_that_opens() {
        let (sink, server) = with_mail_server().await;
        let link = queue(&server).await;
        server.run_jobs().await;
        server.run_jobs().await;
        let mail = sink.wait_for("ada@example.org", SOON).await.unwrap();
        let code = mail.mailed_code().unwrap();
        let mut tx = server.state.store.read().await.unwrap();
        let found = links::find(&mut tx, Purpose::PassphraseReset, &code)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.id, link);
        assert!(
            mail.mailed_link()
                .unwrap()
                .ends_with(&format!("/reset/complete#{code}"))
        );
        drop(tx);
        assert_eq!(
            server
                .number("SELECT count(*) AS n FROM outbox WHERE state = 'sent'")
                .await,
            1
        );
        assert_eq!(sink.received().len(), 1);
        // The mailbox is the demonstration's alone.
        assert_eq!(
            server.number("SELECT count(*) AS n FROM demo_mail").await,
            0
        );
    }

    #[tokio::test]
    async fn a_link_that_has_ended_is_not_mailed() {
        let (sink, server) = with_mail_server().await;
        let link = queue(&server).await;
        let mut tx = server.state.store.write().await.unwrap();
        mailed_link::end(
            &mut tx,
            &link,
            mailed_link::EndReason::Replaced,
            server.state.now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        server.run_jobs().await;
        assert!(sink.received().is_empty());
        assert_eq!(
            server
                .number("SELECT count(*) AS n FROM outbox WHERE state = 'cancelled'")
                .await,
            1
        );
    }

    #[tokio::test]
    async fn a_refusal_is_kept() {
        let (sink, server) = with_mail_server().await;
        sink.refuse_recipient("ada@example.org");
        queue(&server).await;
        server.run_jobs().await;
        assert_eq!(
            server
                .number("SELECT count(*) AS n FROM outbox WHERE state = 'refused'")
                .await,
            1
        );
    }

    #[tokio::test]
    async fn without_a_mail_server_mails_wait() {
        let server = TestServer::start().await;
        queue(&server).await;
        server.run_jobs().await;
        assert_eq!(
            server
                .number("SELECT count(*) AS n FROM outbox WHERE state = 'queued'")
                .await,
            1
        );
    }
}
