//! What the demonstration's mailbox shows: rendered mails, links included. Nothing is kept here
//! outside the demonstration.

use accede_domain::language::Language;
use accede_domain::time::Timestamp;

use crate::page::Page;
use crate::{AssertSqlSafe, Row, StoreError, Tx, params};

/// A mail as it was rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMail {
    /// Its id.
    pub id: String,
    /// The mail of the outbox it was made from.
    pub outbox_id: String,
    /// The address it went to.
    pub recipient: String,
    /// Its subject line.
    pub subject: String,
    /// The text part.
    pub text_body: String,
    /// The HTML part.
    pub html_body: String,
    /// In which language it is.
    pub language: Language,
    /// When it was sent.
    pub sent_at: Timestamp,
}

/// Keeps a rendered mail.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn keep(tx: &mut Tx, mail: &DemoMail) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO demo_mail (id, outbox_id, recipient, subject, text_body, html_body, sent_at, language)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            &mail.id,
            &mail.outbox_id,
            &mail.recipient,
            &mail.subject,
            &mail.text_body,
            &mail.html_body,
            mail.sent_at,
            mail.language.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// One mail.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<DemoMail>, StoreError> {
    let sql = "SELECT id, outbox_id, recipient, subject, text_body, html_body, sent_at, language FROM demo_mail WHERE id = $1";
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// A page of the mailbox, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn list(tx: &mut Tx, page: &Page, limit: u32) -> Result<Vec<DemoMail>, StoreError> {
    let (than, order, cursor) = page.bounds();
    let sql = format!(
        "SELECT id, outbox_id, recipient, subject, text_body, html_body, sent_at, language FROM demo_mail
         WHERE (sent_at, id) {than} ($1, $2) ORDER BY sent_at {order}, id {order} LIMIT $3"
    );
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), params![cursor.at, cursor.id, limit])
        .await?;
    page.rows(&rows, read)
}

fn read(row: &Row) -> Result<DemoMail, StoreError> {
    Ok(DemoMail {
        id: row.text("id")?,
        outbox_id: row.text("outbox_id")?,
        recipient: row.text("recipient")?,
        subject: row.text("subject")?,
        text_body: row.text("text_body")?,
        html_body: row.text("html_body")?,
        language: row.word("language", Language::parse)?,
        sent_at: row.timestamp("sent_at")?,
    })
}

/// How many mails were kept.
///
/// # Errors
/// Any [`StoreError`].
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.fetch_one("SELECT count(*) AS n FROM demo_mail", params![])
        .await?
        .int("n")
}
