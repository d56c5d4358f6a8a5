//! Training reports of people, and what reviewers decided on them.

use accede_domain::time::{Date, Timestamp};
use accede_domain::training::reading::Reading;
use accede_domain::training::{TrainingChecklist, TrainingState};

use crate::{Row, Store, StoreError, Tx, Value, counter, params, search};

/// A training record with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Its id.
    pub id: String,
    /// Counts its changes.
    pub version: i64,
    /// Whose it is.
    pub account_id: String,
    /// Key of the type.
    pub training_type: String,
    /// How it stands.
    pub state: TrainingState,
    /// The report.
    pub file: crate::file::File,
    /// The report's day.
    pub completed_on: Date,
    /// Counted from it.
    pub expires_on: Date,
    /// What the server read in the file; nothing where it was not read.
    pub reading: Option<Reading>,
    /// The reviewer's answers.
    pub checklist: TrainingChecklist,
    /// What the person was told.
    pub comment: Option<String>,
    /// When a reviewer decided.
    pub decided_at: Option<Timestamp>,
    /// The latest upload.
    pub submitted_at: Timestamp,
}

/// What an upload adds or replaces.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The stored file.
    pub file_id: &'a str,
    /// The report's day, as the person states it.
    pub completed_on: Date,
    /// Counted from it.
    pub expires_on: Date,
    /// What the server read in the file.
    pub reading: &'a Reading,
    /// The person's full name, as it is now: the reviewers' queue is sorted and searched by it.
    pub applicant_name: &'a str,
    /// The person's user name.
    pub user_name: &'a str,
}

/// The name of the kept count of records in a state.
#[must_use]
pub const fn counter(state: TrainingState) -> &'static str {
    match state {
        TrainingState::Submitted => "training.submitted",
        TrainingState::Accepted => "training.accepted",
        TrainingState::Returned => "training.returned",
        TrainingState::Rejected => "training.rejected",
        TrainingState::Withdrawn => "training.withdrawn",
        TrainingState::Expired => "training.expired",
    }
}

/// Counts a record that goes from its present state to another; call it before that is written.
async fn count(tx: &mut Tx, id: &str, to: TrainingState) -> Result<(), StoreError> {
    let sql = "SELECT state FROM training WHERE id = $1";
    if let Some(row) = tx.fetch_opt(sql, params![id]).await? {
        let from = row.word("state", TrainingState::parse)?;
        counter::add(tx, counter(from), -1).await?;
    }
    counter::add(tx, counter(to), 1).await
}

/// What a decision writes.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// The new state.
    pub state: TrainingState,
    /// The answers.
    pub checklist: TrainingChecklist,
    /// For the person.
    pub comment: Option<&'a str>,
    /// Who decided.
    pub reviewer_id: &'a str,
    /// As found right or corrected.
    pub completed_on: Date,
    /// Counted from it.
    pub expires_on: Date,
}

macro_rules! select_training {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.version, t.account_id, t.training_type, t.state, t.completed_on, t.expires_on, t.facts,
                 t.checklist, t.comment, t.decided_at, t.submitted_at, f.id AS file_id, f.owner_account_id, f.object_key, f.sha256,
                 f.size, f.media_type, f.file_name, f.pages, f.created_at AS file_created_at
             FROM training t JOIN file f ON f.id = t.file_id ",
            $rest
        )
    };
}

/// Adds a submitted record. The unique name `training_present_key` refuses a second one of the type.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn create(
    tx: &mut Tx,
    id: &str,
    account_id: &str,
    training_type: &str,
    report: &Report<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO training (id, version, account_id, training_type, state, file_id, completed_on, expires_on, facts,
             submitted_at, applicant_name, search_text, created_at, updated_at)
         VALUES ($1, 1, $2, $3, 'submitted', $4, $5, $6, $7, $8, $9, $10, $8, $8)",
        params![
            id,
            account_id,
            training_type,
            report.file_id,
            report.completed_on,
            report.expires_on,
            Value::json(report.reading)?,
            now,
            report.applicant_name,
            search::document([report.applicant_name, report.user_name])
        ],
    )
    .await?;
    counter::add(tx, counter(TrainingState::Submitted), 1).await
}

/// Another file for a returned record; it waits for a reviewer again.
///
/// # Errors
/// Any [`StoreError`].
pub async fn resubmit(
    tx: &mut Tx,
    id: &str,
    report: &Report<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    count(tx, id, TrainingState::Submitted).await?;
    tx.execute(
        "UPDATE training SET state = 'submitted', file_id = $1, completed_on = $2, expires_on = $3, facts = $4, checklist = NULL,
             comment = NULL, reviewer_id = NULL, decided_at = NULL, submitted_at = $5, updated_at = $5,
             applicant_name = $6, search_text = $7, version = version + 1
         WHERE id = $8",
        params![
            report.file_id,
            report.completed_on,
            report.expires_on,
            Value::json(report.reading)?,
            now,
            report.applicant_name,
            search::document([report.applicant_name, report.user_name]),
            id
        ],
    )
    .await?;
    Ok(())
}

/// Writes a reviewer's decision.
///
/// # Errors
/// Any [`StoreError`].
pub async fn decide(
    tx: &mut Tx,
    id: &str,
    decision: &Decision<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    count(tx, id, decision.state).await?;
    tx.execute(
        "UPDATE training SET state = $1, checklist = $2, comment = $3, reviewer_id = $4, completed_on = $5,
             expires_on = $6, decided_at = $7, updated_at = $7, version = version + 1
         WHERE id = $8",
        params![
            decision.state.as_str(),
            Value::json(&decision.checklist)?,
            decision.comment,
            decision.reviewer_id,
            decision.completed_on,
            decision.expires_on,
            now,
            id
        ],
    )
    .await?;
    Ok(())
}

/// Moves a record without a reviewer: withdrawn by its person, or expired.
///
/// # Errors
/// Any [`StoreError`].
pub async fn set_state(
    tx: &mut Tx,
    id: &str,
    state: TrainingState,
    now: Timestamp,
) -> Result<(), StoreError> {
    count(tx, id, state).await?;
    tx.execute(
        "UPDATE training SET state = $1, updated_at = $2, version = version + 1 WHERE id = $3",
        params![state.as_str(), now, id],
    )
    .await?;
    Ok(())
}

/// One record.
///
/// # Errors
/// Any [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Training>, StoreError> {
    tx.fetch_opt(select_training!("WHERE t.id = $1"), params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// A person's records, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<Training>, StoreError> {
    let sql = select_training!("WHERE t.account_id = $1 ORDER BY t.created_at DESC, t.id DESC");
    tx.fetch_all(sql, params![account_id])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The accepted records that end up to this day, soonest first; a page of them, behind `after`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn ending(
    tx: &mut Tx,
    until: Date,
    after: Option<(Date, &str)>,
    limit: u32,
) -> Result<Vec<Training>, StoreError> {
    let (day, id) = after.map_or((String::new(), ""), |(day, id)| (day.to_string(), id));
    let sql = select_training!(
        "WHERE t.state = 'accepted' AND t.expires_on <= $1 AND (t.expires_on, t.id) > ($2, $3)
         ORDER BY t.expires_on, t.id LIMIT $4"
    );
    tx.fetch_all(sql, params![until, day, id, limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// How somebody stands to a person beside their role, by any of their addresses: were they ever named as reference on
/// an application of that person, and do they themselves rest on that person as a reference.
///
/// # Errors
/// Any [`StoreError`].
pub async fn ties(
    tx: &mut Tx,
    owner_id: &str,
    account_id: &str,
) -> Result<(bool, bool), StoreError> {
    let row = tx
        .fetch_one(
            "SELECT (SELECT count(*) FROM application a JOIN reference_request r ON r.application_id = a.id
                     JOIN account_email e ON e.folded = r.email_folded
                     WHERE a.account_id = $1 AND e.account_id = $2) AS named,
                    (SELECT count(*) FROM application a JOIN reference_request r ON r.application_id = a.id
                     JOIN account_email e ON e.folded = r.email_folded
                     WHERE a.account_id = $2 AND e.account_id = $1) AS vouches",
            params![owner_id, account_id],
        )
        .await?;
    Ok((row.int("named")? > 0, row.int("vouches")? > 0))
}

fn read(row: &Row) -> Result<Training, StoreError> {
    let completed_on = row
        .opt_date("completed_on")?
        .ok_or_else(|| StoreError::corrupt("completed_on", "is empty"))?;
    Ok(Training {
        id: row.text("id")?,
        version: row.int("version")?,
        account_id: row.text("account_id")?,
        training_type: row.text("training_type")?,
        state: row.word("state", TrainingState::parse)?,
        file: crate::file::File {
            id: row.text("file_id")?,
            owner_account_id: row.text("owner_account_id")?,
            object_key: row.text("object_key")?,
            sha256: row.text("sha256")?,
            size: row.int("size")?,
            media_type: row.text("media_type")?,
            file_name: row.text("file_name")?,
            pages: row.opt_int("pages")?.unwrap_or(1),
            created_at: row.timestamp("file_created_at")?,
        },
        completed_on,
        expires_on: row.opt_date("expires_on")?.unwrap_or(completed_on),
        reading: reading(row)?,
        checklist: row.opt_json("checklist")?.unwrap_or_default(),
        comment: row.opt_text("comment")?,
        decided_at: row.opt_timestamp("decided_at")?,
        submitted_at: row.timestamp("submitted_at")?,
    })
}

/// What was read in the file. An empty object stands where nobody has read it.
fn reading(row: &Row) -> Result<Option<Reading>, StoreError> {
    if row.text("facts")? == "{}" {
        return Ok(None);
    }
    row.opt_json("facts")
}

/// Writes anew the words that lists find each record by: of a database whose records had none that were cut like a search.
///
/// # Errors
/// Any [`StoreError`].
pub(crate) async fn fill_words(store: &Store) -> Result<(), StoreError> {
    const AT_ONCE: i64 = 500;
    let mut last = String::new();
    loop {
        let mut tx = store.write().await?;
        let rows = tx
            .fetch_all(
                "SELECT t.id, t.applicant_name, a.user_name FROM training t JOIN account a ON a.id = t.account_id
                 WHERE t.id > $1 ORDER BY t.id LIMIT $2",
                params![&last, AT_ONCE],
            )
            .await?;
        for row in &rows {
            last = row.text("id")?;
            let words = search::document([
                row.text("applicant_name")?.as_str(),
                &row.text("user_name")?,
            ]);
            tx.execute(
                "UPDATE training SET search_text = $1 WHERE id = $2",
                params![words, &last],
            )
            .await?;
        }
        tx.commit().await?;
        if rows.is_empty() {
            return Ok(());
        }
    }
}
