//! A receiving mail server for tests: a strict SMTP sink on loopback that keeps what it took and can be told to refuse.
//!
//! It refuses what a real server may refuse (bare line feeds, lines over 1000 bytes, eight-bit bytes without 8BITMIME,
//! commands out of order), so that a test that passes here is news about the sender.

mod received;
pub mod samples;
mod session;

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub use received::Received;
pub use session::{serve, serve_greeted};

/// Where in the dialogue a set reply is given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    Greeting,
    Auth,
    /// MAIL FROM, whoever it is.
    Sender,
    /// RCPT TO this address, in lower case.
    Recipient(String),
    /// After the content was sent.
    Content,
}

/// What the sink has taken and what it was told to say; shared by all its sessions.
#[derive(Debug, Default)]
pub struct Mailroom {
    received: Mutex<Vec<Received>>,
    replies: Mutex<HashMap<Place, String>>,
    credentials: Mutex<Option<(String, String)>>,
    news: Notify,
}

impl Mailroom {
    fn reply_at(&self, place: &Place) -> Option<String> {
        lock(&self.replies).get(place).cloned()
    }

    fn credentials(&self) -> Option<(String, String)> {
        lock(&self.credentials).clone()
    }

    fn take(&self, mail: Received) {
        lock(&self.received).push(mail);
        self.news.notify_waiters();
    }
}

/// A panic in one test's thread must not hide what another wants to assert.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stops listening when dropped.
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    room: Arc<Mailroom>,
    task: JoinHandle<()>,
}

impl SmtpSink {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(0).await
    }

    /// Listens on this port of 127.0.0.1.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let room = Arc::new(Mailroom::default());
        let sessions_room = Arc::clone(&room);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let room = Arc::clone(&sessions_room);
                // A session that breaks off is the sender's affair.
                tokio::spawn(async move { drop(serve(stream, room).await) });
            }
        });
        Ok(Self {
            address,
            room,
            task,
        })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// For sessions over another stream, such as TLS; see [`serve`].
    pub fn room(&self) -> Arc<Mailroom> {
        Arc::clone(&self.room)
    }

    /// From now on answers so at that place, for example `550 5.1.1 No such user`. The code decides what it means.
    pub fn reply_with(&self, place: Place, reply: &str) {
        let place = match place {
            Place::Recipient(address) => Place::Recipient(address.to_lowercase()),
            other => other,
        };
        lock(&self.room.replies).insert(place, reply.to_owned());
    }

    pub fn refuse_recipient(&self, address: &str) {
        self.reply_with(
            Place::Recipient(address.to_owned()),
            "550 5.1.1 No such user here",
        );
    }

    pub fn answer_normally(&self) {
        lock(&self.room.replies).clear();
    }

    /// From now on takes mail only after AUTH PLAIN with these.
    pub fn require_credentials(&self, user: &str, secret: &str) {
        *lock(&self.room.credentials) = Some((user.to_owned(), secret.to_owned()));
    }

    /// Everything taken so far, oldest first.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.room.received).clone()
    }

    pub fn clear(&self) {
        lock(&self.room.received).clear();
    }

    /// The newest mail to this address, waiting for one where there is none. `None` when the time is over.
    pub async fn wait_for(&self, to: &str, within: Duration) -> Option<Received> {
        self.wait_where(within, |mail| mail.is_to(to)).await
    }

    /// The newest mail that the condition holds for, waiting for one where there is none.
    pub async fn wait_where(
        &self,
        within: Duration,
        condition: impl Fn(&Received) -> bool,
    ) -> Option<Received> {
        let search = async {
            loop {
                // Registered before looking, so that a mail between look and wait is not missed.
                let news = self.room.news.notified();
                tokio::pin!(news);
                news.as_mut().enable();
                if let Some(mail) = self.received().into_iter().rev().find(&condition) {
                    return mail;
                }
                news.await;
            }
        };
        tokio::time::timeout(within, search).await.ok()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}
