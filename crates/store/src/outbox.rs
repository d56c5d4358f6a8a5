//! Mails to be sent. They are written by the transaction that decides on them and sent by a worker:
//! claim a batch, commit, talk to the mail server, record what it said.

use accede_domain::language::Language;
use accede_domain::time::{Duration, Timestamp};
use serde::Serialize;

use crate::{Dialect, Row, StoreError, Tx, Value, params};

/// What a delivery matters to: its states follow what the mail servers say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its kind, `reference_request` for one.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// A mail to queue.
#[derive(Debug, Clone)]
pub struct NewMail<'a, Message: Serialize> {
    /// The mail's id.
    pub id: &'a str,
    /// Which message of the catalogue.
    pub kind: &'a str,
    /// What to render it from: ids and facts, never a link or a token.
    pub message: &'a Message,
    /// The address it goes to.
    pub recipient: &'a str,
    /// Whose mail it is, where that is a person with an account.
    pub account_id: Option<&'a str>,
    /// The link to derive while sending.
    pub link_id: Option<&'a str>,
    /// What its delivery matters to.
    pub subject: Option<Subject>,
    /// The `Message-ID`, the same at every attempt; without angle brackets.
    pub message_id: &'a str,
    /// In which language it is written.
    pub language: Language,
}

words! {
    /// How a mail stands.
    pub enum MailState {
        /// Waits for its time.
        Queued = "queued",
        /// A worker has it.
        Sending = "sending",
        /// A mail server took it; nothing more is known.
        Sent = "sent",
        /// A mail server refused it for good.
        Refused = "refused",
        /// Given up: no mail server could be talked to for two days.
        Failed = "failed",
        /// A delivery report said later that it did not arrive.
        Bounced = "bounced",
        /// No longer wanted before it was sent.
        Cancelled = "cancelled",
    }
}

/// A mail in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id.
    pub id: String,
    /// Which message of the catalogue.
    pub kind: String,
    /// What to render it from, as JSON.
    pub message: String,
    /// The address it goes to.
    pub recipient: String,
    /// Whose mail it is.
    pub account_id: Option<String>,
    /// The link to derive while sending.
    pub link_id: Option<String>,
    /// What its delivery matters to.
    pub subject: Option<Subject>,
    /// How it stands.
    pub state: MailState,
    /// Which attempt this is, from 1; 0 before the first.
    pub attempts: i64,
    /// The `Message-ID`.
    pub message_id: String,
    /// In which language it is written.
    pub language: Language,
    /// What the mail server or a delivery report said last.
    pub server_reply: Option<String>,
    /// When a mail server took it.
    pub sent_at: Option<Timestamp>,
    /// When it was queued.
    pub created_at: Timestamp,
}

/// What came of putting a mail off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferral {
    /// It is tried again then.
    Until(Timestamp),
    /// It was tried for two days: it has failed.
    GivenUp,
    /// Another worker has it meanwhile; nothing was recorded.
    NotOurs,
}

/// For so long a claimed mail belongs to its worker. Longer than any talk with a mail server; a
/// worker that died is replaced after it.
pub const LEASE: Duration = Duration::minutes(10);

/// The pause after each failed attempt. Greylisting ends within minutes, an outage within hours;
/// mail servers themselves give up after two days or so.
const PAUSES: &[Duration] = &[
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(15),
    Duration::hours(1),
    Duration::hours(2),
    Duration::hours(4),
    Duration::hours(8),
    Duration::hours(16),
    Duration::hours(16),
];

/// What is kept of a report that a mail is held up on its way begins with this.
const DELAYED: &str = "delayed: ";

macro_rules! mail_columns {
    () => {
        "id, kind, message, recipient, account_id, link_id, subject_kind, subject_id, state, attempts,
         message_id, language, server_reply, sent_at, created_at"
    };
}

/// A mail whose worker died is `sending` past its lease and is taken like a queued one. The ids are
/// picked apart from the update, for `SKIP LOCKED`: workers of two replicas take different mails.
macro_rules! claim_sql {
    ($lock:literal) => {
        concat!(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, next_attempt_at = $1, updated_at = $2
             WHERE id IN (
                 SELECT id FROM outbox WHERE state IN ('queued', 'sending') AND next_attempt_at <= $2
                 ORDER BY next_attempt_at, id LIMIT $3 ",
            $lock,
            ") RETURNING ",
            mail_columns!()
        )
    };
}

/// Queues a mail, due at once.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn enqueue<M: Serialize>(
    tx: &mut Tx,
    mail: &NewMail<'_, M>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (subject_kind, subject_id) = match &mail.subject {
        Some(subject) => (Some(subject.kind.as_str()), Some(subject.id.as_str())),
        None => (None, None),
    };
    tx.execute(
        "INSERT INTO outbox (id, kind, message, recipient, account_id, link_id, subject_kind, subject_id,
             state, attempts, next_attempt_at, message_id, created_at, updated_at, language)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', 0, $9, $10, $9, $9, $11)",
        params![
            mail.id,
            mail.kind,
            Value::json(mail.message)?,
            mail.recipient,
            mail.account_id,
            mail.link_id,
            subject_kind,
            subject_id,
            now,
            mail.message_id,
            mail.language.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// Takes up to `limit` mails that are due, oldest first. Commit before sending: from then on they
/// are this worker's for [`LEASE`].
///
/// # Errors
/// Any [`StoreError`].
pub async fn claim_due(tx: &mut Tx, limit: u32, now: Timestamp) -> Result<Vec<Mail>, StoreError> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => claim_sql!(""),
        Dialect::Postgres => claim_sql!("FOR UPDATE SKIP LOCKED"),
    };
    let rows = tx
        .fetch_all(sql, params![now.plus(LEASE), now, limit])
        .await?;
    let mut mails = rows.iter().map(mail).collect::<Result<Vec<_>, _>>()?;
    mails.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
    Ok(mails)
}

/// When the next mail is due, if any waits.
///
/// # Errors
/// Any [`StoreError`].
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT next_attempt_at FROM outbox WHERE state IN ('queued', 'sending')
               ORDER BY next_attempt_at, id LIMIT 1";
    tx.fetch_opt(sql, params![])
        .await?
        .map(|row| row.timestamp("next_attempt_at"))
        .transpose()
}

/// A mail server took it. False when another worker has it meanwhile; so for the next two.
///
/// # Errors
/// Any [`StoreError`].
pub async fn mark_sent(
    tx: &mut Tx,
    mail: &Mail,
    reply: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    finish(tx, mail, MailState::Sent, reply, Some(now), now).await
}

/// A mail server refused it for good (5xx).
///
/// # Errors
/// Any [`StoreError`].
pub async fn mark_refused(
    tx: &mut Tx,
    mail: &Mail,
    reply: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    finish(tx, mail, MailState::Refused, reply, None, now).await
}

/// It cannot be rendered or is no longer wanted by whom it is about.
///
/// # Errors
/// Any [`StoreError`].
pub async fn mark_cancelled(
    tx: &mut Tx,
    mail: &Mail,
    reason: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    finish(tx, mail, MailState::Cancelled, reason, None, now).await
}

/// No mail server took it for now (4xx, or none could be reached).
///
/// # Errors
/// Any [`StoreError`].
pub async fn defer(
    tx: &mut Tx,
    mail: &Mail,
    reply: &str,
    now: Timestamp,
) -> Result<Deferral, StoreError> {
    let pause = usize::try_from(mail.attempts - 1)
        .ok()
        .and_then(|attempt| PAUSES.get(attempt));
    let Some(pause) = pause else {
        let ours = finish(tx, mail, MailState::Failed, reply, None, now).await?;
        return Ok(if ours {
            Deferral::GivenUp
        } else {
            Deferral::NotOurs
        });
    };
    let until = now.plus(*pause);
    let changed = tx
        .execute(
            "UPDATE outbox SET state = 'queued', next_attempt_at = $1, server_reply = $2, updated_at = $3
             WHERE id = $4 AND state = 'sending' AND attempts = $5",
            params![until, reply, now, &mail.id, mail.attempts],
        )
        .await?;
    Ok(if changed == 1 {
        Deferral::Until(until)
    } else {
        Deferral::NotOurs
    })
}

/// Why a mail has not arrived yet, as far as a mail server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PutOff {
    /// No mail server took it so far: when it is tried again, and what was said.
    Until(Timestamp, String),
    /// A mail server took it and reported that it could not pass it on yet; it goes on trying.
    OnItsWay,
}

/// Why the latest mail about something has not arrived yet; nothing unless it was put off.
///
/// # Errors
/// Any [`StoreError`].
pub async fn put_off(tx: &mut Tx, about: &Subject) -> Result<Option<PutOff>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT state, attempts, next_attempt_at, server_reply FROM outbox
             WHERE subject_kind = $1 AND subject_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1",
            params![&about.kind, &about.id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let reply = row.opt_text("server_reply")?.unwrap_or_default();
    Ok(match row.word("state", MailState::parse)? {
        MailState::Queued if row.int("attempts")? > 0 => {
            Some(PutOff::Until(row.timestamp("next_attempt_at")?, reply))
        }
        MailState::Sent if reply.starts_with(DELAYED) => Some(PutOff::OnItsWay),
        _ => None,
    })
}

/// A delivery report says that the mail with this `Message-ID`, which was sent, has not arrived yet. False when it is
/// unknown or nothing waits for it.
///
/// # Errors
/// Any [`StoreError`].
pub async fn mark_delayed(
    tx: &mut Tx,
    message_id: &str,
    report: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE outbox SET server_reply = $1, updated_at = $2 WHERE message_id = $3 AND state = 'sent'";
    let reply = [DELAYED, report].concat();
    Ok(tx.execute(sql, params![reply, now, message_id]).await? == 1)
}

/// A delivery report says that the mail with this `Message-ID` did not arrive. Gives the mail, or
/// nothing when it is unknown or was reported before.
///
/// # Errors
/// Any [`StoreError`].
pub async fn mark_bounced(
    tx: &mut Tx,
    message_id: &str,
    report: &str,
    now: Timestamp,
) -> Result<Option<Mail>, StoreError> {
    let sql = concat!(
        "UPDATE outbox SET state = 'bounced', server_reply = $1, updated_at = $2
         WHERE message_id = $3 AND state IN ('sending', 'sent') RETURNING ",
        mail_columns!()
    );
    tx.fetch_opt(sql, params![report, now, message_id])
        .await?
        .as_ref()
        .map(mail)
        .transpose()
}

/// Takes back what waits to be sent about a subject; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn cancel_about(
    tx: &mut Tx,
    subject: &Subject,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE outbox SET state = 'cancelled', updated_at = $1
         WHERE subject_kind = $2 AND subject_id = $3 AND state = 'queued'",
        params![now, &subject.kind, &subject.id],
    )
    .await
}

/// Every mail about a subject, oldest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn about(tx: &mut Tx, subject: &Subject) -> Result<Vec<Mail>, StoreError> {
    let sql = concat!(
        "SELECT ",
        mail_columns!(),
        " FROM outbox WHERE subject_kind = $1 AND subject_id = $2 ORDER BY created_at, id"
    );
    tx.fetch_all(sql, params![&subject.kind, &subject.id])
        .await?
        .iter()
        .map(mail)
        .collect()
}

/// One mail.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Mail>, StoreError> {
    let sql = concat!("SELECT ", mail_columns!(), " FROM outbox WHERE id = $1");
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(mail)
        .transpose()
}

async fn finish(
    tx: &mut Tx,
    mail: &Mail,
    state: MailState,
    reply: &str,
    sent_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE outbox SET state = $1, server_reply = $2, sent_at = $3, updated_at = $4
             WHERE id = $5 AND state = 'sending' AND attempts = $6",
            params![state, reply, sent_at, now, &mail.id, mail.attempts],
        )
        .await?;
    Ok(changed == 1)
}

fn mail(row: &Row) -> Result<Mail, StoreError> {
    let subject = match (row.opt_text("subject_kind")?, row.opt_text("subject_id")?) {
        (Some(kind), Some(id)) => Some(Subject { kind, id }),
        _ => None,
    };
    Ok(Mail {
        id: row.text("id")?,
        kind: row.text("kind")?,
        message: row.text("message")?,
        recipient: row.text("recipient")?,
        account_id: row.opt_text("account_id")?,
        link_id: row.opt_text("link_id")?,
        subject,
        state: row.word("state", MailState::parse)?,
        attempts: row.int("attempts")?,
        message_id: row.text("message_id")?,
        language: row.word("language", Language::parse)?,
        server_reply: row.opt_text("server_reply")?,
        sent_at: row.opt_timestamp("sent_at")?,
        created_at: row.timestamp("created_at")?,
    })
}
