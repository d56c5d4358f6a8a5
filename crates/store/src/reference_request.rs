//! The people named as references, and what they were asked and answered.

use accede_domain::application::state::{ApplicationState, Position, Stage};
use accede_domain::reference::{ReferenceAnswer, ReferenceState};
use accede_domain::time::Timestamp;

use crate::{AssertSqlSafe, Dialect, Row, StoreError, Tx, params};

/// A request to one person; see the columns of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceRequest {
    /// Its id.
    pub id: String,
    /// On which application.
    pub application_id: String,
    /// From 1, in the order in which people were named.
    pub number: i64,
    /// How it stands.
    pub state: ReferenceState,
    /// What they are to the applicant, by its spelling.
    pub category: String,
    /// Full name.
    pub name: String,
    /// Where the request goes.
    pub email: String,
    /// As compared.
    pub email_folded: String,
    /// Organisation.
    pub organisation: String,
    /// Title.
    pub title: String,
    /// Shows a personal-mail address; else empty.
    pub page_url: String,
    /// What the reviewer added to the request.
    pub message: Option<String>,
    /// The link they answer through.
    pub link_id: Option<String>,
    /// The 30 days count from here.
    pub first_requested_at: Option<Timestamp>,
    /// A mail server refused a mail.
    pub bounced_at: Option<Timestamp>,
    /// What it said.
    pub bounce_reason: Option<String>,
    /// What they chose.
    pub answer: Option<ReferenceAnswer>,
    /// What they wrote.
    pub answer_text: Option<String>,
    /// The first answer.
    pub answered_at: Option<Timestamp>,
    /// The latest correction.
    pub corrected_at: Option<Timestamp>,
    /// They took it back.
    pub withdrawn_at: Option<Timestamp>,
    /// The reviewer who stands for exactly this person.
    pub confirmed_by: Option<String>,
    /// Since when.
    pub confirmed_at: Option<Timestamp>,
    /// It counts no longer.
    pub ended_at: Option<Timestamp>,
    /// When they were named.
    pub created_at: Timestamp,
}

/// For SQLite, which would look at the application itself to see whether it was revoked.
pub(crate) const IS_REVOKED: &str = " INDEXED BY application_is_revoked_idx";

macro_rules! columns {
    () => {
        "r.id, r.application_id, r.number, r.state, r.category, r.name, r.email, r.email_folded, r.organisation,
         r.title, r.page_url, r.message, r.link_id, r.first_requested_at, r.bounced_at, r.bounce_reason, r.answer,
         r.answer_text, r.answered_at, r.corrected_at, r.withdrawn_at, r.confirmed_by, r.confirmed_at, r.ended_at,
         r.created_at"
    };
}

/// Keeps a person as the present reference. The one before must have ended.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn insert(
    tx: &mut Tx,
    request: &ReferenceRequest,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email,
             email_folded, organisation, title, page_url, created_at, updated_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
        params![
            &request.id,
            &request.application_id,
            request.number,
            request.state.as_str(),
            &request.category,
            &request.name,
            &request.email,
            &request.email_folded,
            &request.organisation,
            &request.title,
            &request.page_url,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Writes a changed request back; who is asked never changes.
///
/// # Errors
/// Any [`StoreError`].
pub async fn update(
    tx: &mut Tx,
    request: &ReferenceRequest,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE reference_request SET version = version + 1, state = $2, message = $3, link_id = $4,
             first_requested_at = $5, bounced_at = $6, bounce_reason = $7, answer = $8, answer_text = $9,
             answered_at = $10, corrected_at = $11, withdrawn_at = $12, confirmed_by = $13, confirmed_at = $14,
             ended_at = $15, ended_reason = $16, updated_at = $17
         WHERE id = $1",
        params![
            &request.id,
            request.state.as_str(),
            request.message.as_deref(),
            request.link_id.as_deref(),
            request.first_requested_at,
            request.bounced_at,
            request.bounce_reason.as_deref(),
            request.answer.map(ReferenceAnswer::as_str),
            request.answer_text.as_deref(),
            request.answered_at,
            request.corrected_at,
            request.withdrawn_at,
            request.confirmed_by.as_deref(),
            request.confirmed_at,
            request.ended_at,
            request.ended_at.map(|_| request.state.as_str()),
            now
        ],
    )
    .await?;
    Ok(())
}

/// Everyone named on an application, in order; the last one is the present one.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_application(
    tx: &mut Tx,
    application_id: &str,
) -> Result<Vec<ReferenceRequest>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM reference_request r WHERE r.application_id = $1 ORDER BY r.number"
    );
    let rows = tx.fetch_all(sql, params![application_id]).await?;
    rows.iter().map(read).collect()
}

/// One request.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<ReferenceRequest>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM reference_request r WHERE r.id = $1"
    );
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Remembers that a request or a resend went into the outbox.
///
/// # Errors
/// Any [`StoreError`].
pub async fn mailed(
    tx: &mut Tx,
    id: &str,
    request_id: &str,
    outbox_id: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO reference_mail (id, reference_request_id, outbox_id, at) VALUES ($1, $2, $3, $4)",
        params![id, request_id, outbox_id, now],
    )
    .await?;
    Ok(())
}

/// When requests and resends of an application went into the outbox since a moment, in order.
///
/// # Errors
/// Any [`StoreError`].
pub async fn mailed_since(
    tx: &mut Tx,
    application_id: &str,
    since: Timestamp,
) -> Result<Vec<Timestamp>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT m.at FROM reference_request r JOIN reference_mail m ON m.reference_request_id = r.id
             WHERE r.application_id = $1 AND m.at >= $2 ORDER BY m.at",
            params![application_id, since],
        )
        .await?;
    rows.iter().map(|row| row.timestamp("at")).collect()
}

/// When the latest request or resend to one person went into the outbox.
///
/// # Errors
/// Any [`StoreError`].
pub async fn last_mailed(tx: &mut Tx, request_id: &str) -> Result<Option<Timestamp>, StoreError> {
    let row = tx
        .fetch_one(
            "SELECT max(at) AS at FROM reference_mail WHERE reference_request_id = $1",
            params![request_id],
        )
        .await?;
    row.opt_timestamp("at")
}

/// How many applications of others than this account each of an application's references confirmed, by folded address and
/// counted to a limit; none whose credential was revoked since.
///
/// # Errors
/// Any [`StoreError`].
pub async fn confirmed_before(
    tx: &mut Tx,
    application_id: &str,
    account_id: &str,
    limit: u32,
) -> Result<Vec<(String, i64)>, StoreError> {
    let (confirmed, revoked) = match tx.dialect() {
        Dialect::Sqlite => (" INDEXED BY reference_request_confirmed_idx", IS_REVOKED),
        Dialect::Postgres => ("", ""),
    };
    let sql = format!(
        "SELECT own.email_folded, (SELECT count(*) FROM (SELECT 1 FROM reference_request r{confirmed}
             WHERE r.email_folded = own.email_folded AND r.answer = 'confirms' AND r.withdrawn_at IS NULL
                 AND r.application_id NOT IN (SELECT id FROM application WHERE account_id = $3)
                 AND NOT EXISTS (SELECT 1 FROM application p{revoked}
                     WHERE p.id = r.application_id AND p.state = 'revoked')
             LIMIT $2) counted) AS n
         FROM (SELECT DISTINCT email_folded FROM reference_request WHERE application_id = $1) own"
    );
    let rows = tx
        .fetch_all(
            AssertSqlSafe(sql),
            params![application_id, limit, account_id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("email_folded")?, row.int("n")?)))
        .collect()
}

/// A request to a person with an account, and who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// The request.
    pub request: ReferenceRequest,
    /// The applicant, as in the latest snapshot.
    pub applicant_name: String,
    /// Their organisation.
    pub applicant_organisation: String,
    /// Where their application stands.
    pub position: Position,
}

macro_rules! vouched {
    ($from:literal, $where:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            ", a.applicant_name, a.organisation AS applicant_organisation, a.state AS application_state,
             a.stage AS application_stage FROM ",
            $from,
            " JOIN application a ON a.id = r.application_id WHERE ",
            $where,
            " AND r.first_requested_at IS NOT NULL ",
            $rest
        )
    };
}

macro_rules! vouched_by {
    ($rest:literal) => {
        vouched!(
            "account_email e JOIN reference_request r ON r.email_folded = e.folded",
            "e.account_id = $1 AND e.verified_at IS NOT NULL",
            $rest
        )
    };
}

macro_rules! vouched_at {
    ($rest:literal) => {
        vouched!("reference_request r", "r.email_folded = $1", $rest)
    };
}

/// For whom a person was asked at a verified address of theirs, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn vouched_by(
    tx: &mut Tx,
    account_id: &str,
    limit: u32,
) -> Result<Vec<Vouched>, StoreError> {
    let sql = vouched_by!("ORDER BY r.first_requested_at DESC, r.id DESC LIMIT $2");
    let rows = tx.fetch_all(sql, params![account_id, limit]).await?;
    rows.iter().map(read_vouched).collect()
}

/// For whom somebody was asked at an address, folded; newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn vouched_at(tx: &mut Tx, folded: &str, limit: u32) -> Result<Vec<Vouched>, StoreError> {
    let sql = vouched_at!("ORDER BY r.first_requested_at DESC, r.id DESC LIMIT $2");
    let rows = tx.fetch_all(sql, params![folded, limit]).await?;
    rows.iter().map(read_vouched).collect()
}

/// One of them, by the request's id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn vouched_one(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
) -> Result<Option<Vouched>, StoreError> {
    let row = tx
        .fetch_opt(vouched_by!("AND r.id = $2"), params![account_id, id])
        .await?;
    row.as_ref().map(read_vouched).transpose()
}

/// One of what was asked at an address, by the request's id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn vouched_at_one(
    tx: &mut Tx,
    folded: &str,
    id: &str,
) -> Result<Option<Vouched>, StoreError> {
    let row = tx
        .fetch_opt(vouched_at!("AND r.id = $2"), params![folded, id])
        .await?;
    row.as_ref().map(read_vouched).transpose()
}

/// The first request that went to an address, folded: its id, and the address as it was written to.
///
/// # Errors
/// Any [`StoreError`].
pub async fn first_at(tx: &mut Tx, folded: &str) -> Result<Option<(String, String)>, StoreError> {
    let sql = "SELECT id, email FROM reference_request WHERE email_folded = $1 AND first_requested_at IS NOT NULL
               ORDER BY created_at, id LIMIT 1";
    tx.fetch_opt(sql, params![folded])
        .await?
        .map(|row| Ok((row.text("id")?, row.text("email")?)))
        .transpose()
}

fn read_vouched(row: &Row) -> Result<Vouched, StoreError> {
    let state = row.word("application_state", ApplicationState::parse)?;
    let stage = row.opt_word("application_stage", Stage::parse)?;
    Ok(Vouched {
        request: read(row)?,
        applicant_name: row.text("applicant_name")?,
        applicant_organisation: row.text("applicant_organisation")?,
        position: Position::from_parts(state, stage)
            .ok_or_else(|| StoreError::corrupt("stage", "does not go with the state"))?,
    })
}

/// Requests that wait for an answer and were first made by a moment: a page of them, oldest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn waiting_since(
    tx: &mut Tx,
    until: Timestamp,
    after: (Timestamp, &str),
    limit: u32,
) -> Result<Vec<(String, Timestamp)>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT id, first_requested_at FROM reference_request
             WHERE state IN ('invited', 'sent', 'bounced') AND first_requested_at <= $1
               AND (first_requested_at, id) > ($2, $3)
             ORDER BY first_requested_at, id LIMIT $4",
            params![until, after.0, after.1, limit],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("id")?, row.timestamp("first_requested_at")?)))
        .collect()
}

fn read(row: &Row) -> Result<ReferenceRequest, StoreError> {
    Ok(ReferenceRequest {
        id: row.text("id")?,
        application_id: row.text("application_id")?,
        number: row.int("number")?,
        state: row.word("state", ReferenceState::parse)?,
        category: row.text("category")?,
        name: row.text("name")?,
        email: row.text("email")?,
        email_folded: row.text("email_folded")?,
        organisation: row.text("organisation")?,
        title: row.text("title")?,
        page_url: row.text("page_url")?,
        message: row.opt_text("message")?,
        link_id: row.opt_text("link_id")?,
        first_requested_at: row.opt_timestamp("first_requested_at")?,
        bounced_at: row.opt_timestamp("bounced_at")?,
        bounce_reason: row.opt_text("bounce_reason")?,
        answer: row.opt_word("answer", ReferenceAnswer::parse)?,
        answer_text: row.opt_text("answer_text")?,
        answered_at: row.opt_timestamp("answered_at")?,
        corrected_at: row.opt_timestamp("corrected_at")?,
        withdrawn_at: row.opt_timestamp("withdrawn_at")?,
        confirmed_by: row.opt_text("confirmed_by")?,
        confirmed_at: row.opt_timestamp("confirmed_at")?,
        ended_at: row.opt_timestamp("ended_at")?,
        created_at: row.timestamp("created_at")?,
    })
}
