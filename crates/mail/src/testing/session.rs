//! One SMTP session of the sink, over any stream.

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

use super::{Mailroom, Place, Received};

/// RFC 5321 4.5.3.1.6, with CR LF.
const LINE_MAX: usize = 1000;

/// Greets, and leads the session until the sender leaves.
pub async fn serve<S>(mut stream: S, room: Arc<Mailroom>) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let greeting = room.reply_at(&Place::Greeting);
    let greeting = greeting.as_deref().unwrap_or("220 sink.test ESMTP");
    stream
        .write_all(format!("{greeting}\r\n").as_bytes())
        .await?;
    stream.flush().await?;
    serve_greeted(stream, room).await
}

/// Leads a session that begins without a greeting, as after STARTTLS.
pub async fn serve_greeted<S>(stream: S, room: Arc<Mailroom>) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut session = Session {
        stream: BufReader::new(stream),
        room,
        greeted: false,
        user: None,
        sender: None,
        eight_bit: false,
        recipients: Vec::new(),
    };
    session.run().await
}

struct Session<S> {
    stream: BufReader<S>,
    room: Arc<Mailroom>,
    greeted: bool,
    user: Option<String>,
    sender: Option<String>,
    eight_bit: bool,
    recipients: Vec<String>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    async fn run(&mut self) -> io::Result<()> {
        while let Some(line) = self.read_line().await? {
            let Some(line) = line.strip_suffix(b"\r\n") else {
                self.say("500 5.5.2 Lines end in CR LF").await?;
                continue;
            };
            let line = String::from_utf8_lossy(line).into_owned();
            let verb = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    self.greeted = true;
                    self.reset();
                    let auth = if self.room.credentials().is_some() {
                        "250-AUTH PLAIN\r\n"
                    } else {
                        ""
                    };
                    self.say(&format!(
                        "250-sink.test\r\n{auth}250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES"
                    ))
                    .await?;
                }
                "AUTH" => self.auth(&line).await?,
                "MAIL" => self.mail(&line).await?,
                "RCPT" => self.rcpt(&line).await?,
                "DATA" => self.data().await?,
                "RSET" => {
                    self.reset();
                    self.say("250 2.0.0 Reset").await?;
                }
                "NOOP" => self.say("250 2.0.0 Nothing done").await?,
                "QUIT" => {
                    self.say("221 2.0.0 Goodbye").await?;
                    return Ok(());
                }
                _ => self.say("502 5.5.1 No such command").await?,
            }
        }
        Ok(())
    }

    fn reset(&mut self) {
        self.sender = None;
        self.eight_bit = false;
        self.recipients.clear();
    }

    async fn auth(&mut self, line: &str) -> io::Result<()> {
        if let Some(reply) = self.room.reply_at(&Place::Auth) {
            return self.say(&reply).await;
        }
        let given = line.split(' ').nth(2).unwrap_or_default();
        match self.room.credentials() {
            Some((user, secret)) if given == plain(&user, &secret) => {
                self.user = Some(user);
                self.say("235 2.7.0 Welcome").await
            }
            _ => {
                self.say("535 5.7.8 Authentication credentials invalid")
                    .await
            }
        }
    }

    async fn mail(&mut self, line: &str) -> io::Result<()> {
        if !self.greeted || self.sender.is_some() {
            return self.say("503 5.5.1 Not now").await;
        }
        if self.room.credentials().is_some() && self.user.is_none() {
            return self.say("530 5.7.0 Authentication required").await;
        }
        if let Some(reply) = self.room.reply_at(&Place::Sender) {
            return self.say(&reply).await;
        }
        let Some(address) = path(line, "MAIL FROM:") else {
            return self.say("501 5.5.4 Syntax: MAIL FROM:<address>").await;
        };
        self.sender = Some(address);
        self.eight_bit = line.to_ascii_uppercase().contains("BODY=8BITMIME");
        self.say("250 2.1.0 Sender ok").await
    }

    async fn rcpt(&mut self, line: &str) -> io::Result<()> {
        if self.sender.is_none() {
            return self.say("503 5.5.1 MAIL first").await;
        }
        let Some(address) = path(line, "RCPT TO:").filter(|address| address.contains('@')) else {
            return self.say("501 5.5.4 Syntax: RCPT TO:<address>").await;
        };
        let set = self
            .room
            .reply_at(&Place::Recipient(address.to_lowercase()));
        match set {
            Some(reply) if !reply.starts_with('2') => self.say(&reply).await,
            _ => {
                self.recipients.push(address);
                self.say("250 2.1.5 Recipient ok").await
            }
        }
    }

    async fn data(&mut self) -> io::Result<()> {
        let Some(sender) = self.sender.clone().filter(|_| !self.recipients.is_empty()) else {
            return self.say("503 5.5.1 RCPT first").await;
        };
        self.say("354 Go on").await?;
        let (bytes, fault) = self.content().await?;
        let set = self.room.reply_at(&Place::Content);
        let reply = match (fault, set) {
            (Some(fault), _) => fault.to_owned(),
            (None, Some(reply)) => reply,
            (None, None) => "250 2.0.0 Taken as SINK1".to_owned(),
        };
        if reply.starts_with('2') {
            self.room.take(Received {
                envelope_from: sender,
                recipients: std::mem::take(&mut self.recipients),
                authenticated_as: self.user.clone(),
                bytes,
            });
        }
        self.reset();
        self.say(&reply).await
    }

    /// The content and, where it broke a rule, the refusal.
    async fn content(&mut self) -> io::Result<(Vec<u8>, Option<&'static str>)> {
        let mut bytes = Vec::new();
        let mut fault = None;
        loop {
            let Some(line) = self.read_line().await? else {
                return Err(io::ErrorKind::UnexpectedEof.into());
            };
            if line == b".\r\n" {
                return Ok((bytes, fault));
            }
            if !line.ends_with(b"\r\n") {
                fault = Some("500 5.5.2 Lines end in CR LF");
            } else if line.len() > LINE_MAX {
                fault = Some("500 5.5.2 Line too long");
            } else if !self.eight_bit && !line.is_ascii() {
                fault = Some("554 5.6.3 Eight-bit content was not announced");
            }
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    /// A line with its end; `None` when the sender left. Endless lines end the session.
    async fn read_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        const ENDLESS: u64 = 1024 * 1024;
        let mut line = Vec::new();
        let read = (&mut self.stream)
            .take(ENDLESS)
            .read_until(b'\n', &mut line)
            .await?;
        Ok((read > 0).then_some(line))
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        self.stream
            .write_all(format!("{reply}\r\n").as_bytes())
            .await?;
        self.stream.flush().await
    }
}

/// The address in `MAIL FROM:<address> …`.
fn path(line: &str, command: &str) -> Option<String> {
    let start = line.get(..command.len())?;
    let rest = line.get(command.len()..)?.strip_prefix('<')?;
    let (address, _) = rest.split_once('>')?;
    start
        .eq_ignore_ascii_case(command)
        .then(|| address.to_owned())
}

/// The one word of AUTH PLAIN (RFC 4616): base64 of NUL user NUL secret.
fn plain(user: &str, secret: &str) -> String {
    STANDARD.encode(format!("\0{user}\0{secret}"))
}
