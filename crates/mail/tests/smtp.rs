//! Sending over a real connection to the strict sink, and what each answer of a server comes to.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::time::Duration;

use accede_domain::time::Timestamp;
use accede_mail::testing::{Place, SmtpSink, samples};
use accede_mail::transport::{
    Attachment, Credentials, MailTransport, OutgoingMail, ReturnPath, Security, SendOutcome,
    SenderIdentity, SetupError, SmtpSettings, SmtpTransport, compose,
};
use accede_mail::{Message, render};

const ID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
const TO: &str = "flaubert@croisset.example";

fn identity() -> SenderIdentity {
    let return_path = ReturnPath::PerMessage {
        local: "bounces".into(),
        domain: "mail.portal.example".into(),
    };
    SenderIdentity::new(
        "Accede",
        "noreply@portal.example",
        Some("support@portal.example"),
        return_path,
    )
    .unwrap()
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".into(),
        port,
        security: Security::LoopbackOnly,
        credentials: None,
        hello_name: "portal.example".into(),
        extra_root_certificate: None,
        timeout: Duration::from_secs(10),
    }
}

fn transport(settings: SmtpSettings) -> SmtpTransport {
    SmtpTransport::new(settings, identity()).unwrap()
}

fn mail_of(message: &Message) -> OutgoingMail {
    OutgoingMail {
        outbox_id: ID.into(),
        to_address: TO.into(),
        to_name: Some("Gustave Flaubert\r\nBcc: x@evil.example".into()),
        date: Timestamp(1_789_221_900_000_000),
        rendered: render(message, &samples::context(message)).unwrap(),
        attachments: Vec::new(),
    }
}

fn mail() -> OutgoingMail {
    let (_, message) = samples::all()
        .into_iter()
        .find(|(_, m)| m.kind() == "reference_invited")
        .unwrap();
    mail_of(&message)
}

#[tokio::test]
async fn every_message_arrives_as_it_was_rendered() {
    let sink = SmtpSink::start().await.unwrap();
    let transport = transport(settings(sink.port()));
    for (name, message) in samples::all() {
        sink.clear();
        let mail = mail_of(&message);
        let outcome = transport.send(&mail).await;
        assert!(
            matches!(outcome, SendOutcome::Accepted { .. }),
            "{name}: {outcome:?}"
        );
        let received = sink.received().remove(0);
        assert_eq!(received.subject(), mail.rendered.subject, "{name}");
        assert_eq!(
            received.text().replace("\r\n", "\n"),
            mail.rendered.text,
            "{name}"
        );
        assert_eq!(
            received.html().replace("\r\n", "\n"),
            mail.rendered.html,
            "{name}"
        );
        let link = samples::context(&message).link;
        assert_eq!(
            received.mailed_link(),
            link.as_ref().map(|link| link.url.clone()),
            "{name}"
        );
        assert_eq!(received.mailed_code(), link.map(|link| link.code), "{name}");
    }
}

#[tokio::test]
async fn headers_and_envelope_are_as_promised() {
    let sink = SmtpSink::start().await.unwrap();
    let outcome = transport(settings(sink.port())).send(&mail()).await;
    assert_eq!(
        outcome,
        SendOutcome::Accepted {
            server_reply: "250 2.0.0 Taken as SINK1".into()
        }
    );
    let received = sink.wait_for(TO, Duration::from_secs(1)).await.unwrap();
    assert_eq!(
        received.envelope_from,
        format!("bounces+{ID}@mail.portal.example")
    );
    assert_eq!(received.recipients, [TO]);
    let header = |name: &str| received.header(name).unwrap();
    assert_eq!(header("Message-ID"), format!("<{ID}@portal.example>"));
    assert_eq!(header("Date"), "Sat, 12 Sep 2026 14:05:00 +0000");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(header("From"), "Accede <noreply@portal.example>");
    assert_eq!(header("Reply-To"), "support@portal.example");
    assert!(header("Content-Type").starts_with("multipart/alternative"));
    assert!(header("To").contains(TO) && !header("To").contains('\n'));
    assert_eq!(received.header("Bcc"), None);
}

#[test]
fn a_repeated_attempt_has_the_same_bytes() {
    let bytes = || compose(&mail(), &identity()).unwrap().formatted();
    assert_eq!(bytes(), bytes());
}

#[tokio::test]
async fn a_receipt_arrives_byte_for_byte() {
    let sink = SmtpSink::start().await.unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let mut mail = mail();
    mail.attachments.push(Attachment {
        file_name: "receipt-mimic-iv.json".into(),
        media_type: "application/json".into(),
        bytes: bytes.clone(),
    });
    assert!(matches!(
        transport(settings(sink.port())).send(&mail).await,
        SendOutcome::Accepted { .. }
    ));
    let received = sink.received().remove(0);
    assert!(received.attachment("receipt-mimic-iv.json") == Some(bytes));
    assert_eq!(received.text().replace("\r\n", "\n"), mail.rendered.text);
}

/// What a refusal means depends on the place it is given at.
#[tokio::test]
async fn refusals_count_against_the_recipient_only_where_they_are_about_it() {
    let recipient = || Place::Recipient(TO.to_owned());
    let refused = |reply: &str| SendOutcome::Refused {
        reply: reply.to_owned(),
    };
    let deferred = |reply: &str| SendOutcome::Deferred {
        reply: reply.to_owned(),
    };
    let cases = [
        (
            recipient(),
            "550 5.1.1 No such user",
            refused("550 5.1.1 No such user"),
        ),
        (
            recipient(),
            "450 4.2.0 Greylisted",
            deferred("450 4.2.0 Greylisted"),
        ),
        (
            Place::Content,
            "554 5.7.1 Looks like spam",
            refused("554 5.7.1 Looks like spam"),
        ),
        (
            Place::Content,
            "452 4.3.1 Disk full",
            deferred("452 4.3.1 Disk full"),
        ),
        (
            Place::Sender,
            "550 5.7.1 Not your domain",
            deferred("550 5.7.1 Not your domain"),
        ),
        (
            Place::Greeting,
            "554 5.3.2 Closed",
            deferred("554 5.3.2 Closed"),
        ),
    ];
    let sink = SmtpSink::start().await.unwrap();
    let transport = transport(settings(sink.port()));
    for (place, reply, expected) in cases {
        sink.answer_normally();
        sink.reply_with(place.clone(), reply);
        assert_eq!(transport.send(&mail()).await, expected, "{place:?} {reply}");
        assert!(sink.received().is_empty());
    }
    sink.answer_normally();
    assert!(matches!(
        transport.send(&mail()).await,
        SendOutcome::Accepted { .. }
    ));
}

#[tokio::test]
async fn an_address_that_cannot_be_one_is_refused_without_a_connection() {
    let mut mail = mail();
    mail.to_address = "nobody".into();
    let outcome = transport(settings(1)).send(&mail).await;
    assert!(
        matches!(outcome, SendOutcome::Refused { .. }),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn no_server_is_no_verdict() {
    let sink = SmtpSink::start().await.unwrap();
    let port = sink.port();
    drop(sink);
    tokio::task::yield_now().await;
    let outcome = transport(settings(port)).send(&mail()).await;
    assert!(
        matches!(outcome, SendOutcome::Deferred { .. }),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_silent_server_is_given_up_in_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut settings = settings(listener.local_addr().unwrap().port());
    settings.timeout = Duration::from_millis(200);
    let outcome = transport(settings).send(&mail()).await;
    assert!(
        matches!(outcome, SendOutcome::Deferred { .. }),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn signs_in_where_it_should_and_a_wrong_secret_is_our_fault() {
    let sink = SmtpSink::start().await.unwrap();
    sink.require_credentials("accede", "right");
    let with = |secret: &str| {
        let credentials = Some(Credentials {
            user: "accede".into(),
            secret: secret.into(),
        });
        transport(SmtpSettings {
            credentials,
            ..settings(sink.port())
        })
    };
    let wrong = with("wrong").send(&mail()).await;
    assert!(
        matches!(&wrong, SendOutcome::Deferred { reply } if reply.starts_with("535")),
        "{wrong:?}"
    );
    assert!(matches!(
        transport(settings(sink.port())).send(&mail()).await,
        SendOutcome::Deferred { .. }
    ));
    assert!(matches!(
        with("right").send(&mail()).await,
        SendOutcome::Accepted { .. }
    ));
    assert_eq!(
        sink.received().remove(0).authenticated_as.as_deref(),
        Some("accede")
    );
    let shown = format!(
        "{:?}",
        Credentials {
            user: "accede".into(),
            secret: "right".into()
        }
    );
    assert!(!shown.contains("right"));
}

#[tokio::test]
async fn nothing_goes_unencrypted_where_encryption_is_required() {
    let sink = SmtpSink::start().await.unwrap();
    let starttls = transport(SmtpSettings {
        security: Security::StartTls,
        ..settings(sink.port())
    });
    let outcome = starttls.send(&mail()).await;
    assert!(
        matches!(outcome, SendOutcome::Deferred { .. }),
        "{outcome:?}"
    );
    assert!(sink.received().is_empty());

    let remote = SmtpSettings {
        host: "mail.example.org".into(),
        ..settings(25)
    };
    let refused = SmtpTransport::new(remote, identity());
    assert!(
        matches!(refused.err(), Some(SetupError::UnencryptedRemote(host)) if host == "mail.example.org")
    );
}
