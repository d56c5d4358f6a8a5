//! Encryption: with a certificate that the settings trust mail goes, with any other it stays here.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::sync::Arc;
use std::time::Duration;

use accede_domain::time::Timestamp;
use accede_mail::testing::{Mailroom, SmtpSink, samples, serve, serve_greeted};
use accede_mail::transport::{
    MailTransport, OutgoingMail, ReturnPath, Security, SendOutcome, SenderIdentity, SmtpSettings,
    SmtpTransport,
};
use accede_mail::{Message, render};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

struct Server {
    port: u16,
    certificate: Vec<u8>,
    sink: SmtpSink,
}

/// An encrypting server in front of the sink's mailroom.
async fn server(security: Security) -> Server {
    let issued = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(issued.signing_key.serialize_der().into());
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![issued.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let sink = SmtpSink::start().await.unwrap();
    let room = sink.room();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A refused handshake ends the session, which is what some of the tests are about.
            tokio::spawn(session(
                stream,
                security,
                acceptor.clone(),
                Arc::clone(&room),
            ));
        }
    });
    Server {
        port,
        certificate: issued.cert.pem().into_bytes(),
        sink,
    }
}

async fn session(
    stream: TcpStream,
    security: Security,
    acceptor: TlsAcceptor,
    room: Arc<Mailroom>,
) -> std::io::Result<()> {
    if security == Security::ImplicitTls {
        return serve(acceptor.accept(stream).await?, room).await;
    }
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.write_all(b"220 tls.test ESMTP\r\n").await?;
    stream.read_line(&mut line).await?;
    stream
        .write_all(b"250-tls.test\r\n250 STARTTLS\r\n")
        .await?;
    line.clear();
    stream.read_line(&mut line).await?;
    assert_eq!(line, "STARTTLS\r\n");
    stream.write_all(b"220 2.0.0 Go ahead\r\n").await?;
    serve_greeted(acceptor.accept(stream.into_inner()).await?, room).await
}

async fn send(server: &Server, security: Security, trusted: bool) -> SendOutcome {
    let identity = SenderIdentity::new(
        "Accede",
        "noreply@portal.example",
        None,
        ReturnPath::Fixed("bounces@portal.example".into()),
    )
    .unwrap();
    let settings = SmtpSettings {
        host: "127.0.0.1".into(),
        port: server.port,
        security,
        credentials: None,
        hello_name: "portal.example".into(),
        extra_root_certificate: trusted.then(|| server.certificate.clone()),
        timeout: Duration::from_secs(10),
    };
    let message = Message::PassphraseReset;
    SmtpTransport::new(settings, identity)
        .unwrap()
        .send(&OutgoingMail {
            outbox_id: "01ARZ3NDEKTSV4RRFFQ69G5FAV".into(),
            to_address: "zola@medan.example".into(),
            to_name: None,
            date: Timestamp(0),
            rendered: render(&message, &samples::context(&message)).unwrap(),
            attachments: Vec::new(),
        })
        .await
}

#[tokio::test]
async fn mail_goes_to_a_server_whose_certificate_is_trusted() {
    for security in [Security::ImplicitTls, Security::StartTls] {
        let server = server(security).await;
        let outcome = send(&server, security, true).await;
        assert!(
            matches!(outcome, SendOutcome::Accepted { .. }),
            "{security:?}: {outcome:?}"
        );
        let received = server.sink.received().remove(0);
        assert_eq!(received.envelope_from, "bounces@portal.example");
    }
}

#[tokio::test]
async fn no_mail_goes_to_a_server_whose_certificate_is_not_trusted() {
    for security in [Security::ImplicitTls, Security::StartTls] {
        let server = server(security).await;
        let outcome = send(&server, security, false).await;
        assert!(
            matches!(outcome, SendOutcome::Deferred { .. }),
            "{security:?}: {outcome:?}"
        );
        assert!(server.sink.received().is_empty());
    }
}
