//! Applications for credentialing: the row that a command locks, decides on and writes back.

use accede_domain::application::ApplicationForm;
use accede_domain::application::state::{ApplicationState, Position, Stage};
use accede_domain::time::Timestamp;

use crate::{AssertSqlSafe, Dialect, Row, StoreError, Tx, Value, params};

/// The index that lets a person have one open application.
pub const OPEN_KEY: &str = "application_open_key";

words! {
    /// Why an application is with the applicant again.
    pub enum ReturnedCause {
        /// A reviewer asked for changes.
        Reviewer = "reviewer",
        /// The reference did not answer within 30 days.
        ReferenceTimedOut = "reference_timed_out",
    }
}

/// An application; see the columns of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: String,
    /// Counts its changes; its ETag.
    pub version: i64,
    /// Whose it is.
    pub account_id: String,
    /// Where it stands.
    pub position: Position,
    /// As typed so far, or as submitted.
    pub form: ApplicationForm,
    /// For people to quote.
    pub reference_number: Option<String>,
    /// The application it was pre-filled from.
    pub previous_id: Option<String>,
    /// How many snapshots were taken.
    pub snapshots: i64,
    /// Of the latest snapshot, for lists.
    pub applicant_name: String,
    /// Of the latest snapshot.
    pub organisation: String,
    /// Of the latest snapshot.
    pub country: String,
    /// Of the latest snapshot.
    pub researcher_category: String,
    /// A reviewer has to act.
    pub waits_for_staff: bool,
    /// The place in the queue.
    pub first_submitted_at: Option<Timestamp>,
    /// The latest submission.
    pub submitted_at: Option<Timestamp>,
    /// Since when it stands where it stands.
    pub stage_since: Option<Timestamp>,
    /// A reviewer confirmed who the applicant is.
    pub identity_confirmed_at: Option<Timestamp>,
    /// Which one.
    pub identity_confirmed_by: Option<String>,
    /// A reviewer went on without an answer.
    pub reference_skipped_at: Option<Timestamp>,
    /// Why.
    pub reference_skipped_reason: Option<String>,
    /// When it last came back.
    pub returned_at: Option<Timestamp>,
    /// From where.
    pub returned_by_stage: Option<Stage>,
    /// Why.
    pub returned_cause: Option<ReturnedCause>,
    /// When the review ended.
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// The template of a rejection.
    pub decision_template: Option<String>,
    /// What the applicant is told with the latest decision or return.
    pub decision_comment: Option<String>,
    /// When the credential ends by itself.
    pub credential_ends_at: Option<Timestamp>,
    /// A later credential took its place.
    pub superseded_at: Option<Timestamp>,
    /// When the draft was begun.
    pub created_at: Timestamp,
    /// The last change.
    pub updated_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, version, account_id, state, stage, form, reference_number, previous_id, snapshots, applicant_name,
         organisation, country, researcher_category, waits_for_staff, first_submitted_at, submitted_at, stage_since,
         identity_confirmed_at, identity_confirmed_by, reference_skipped_at, reference_skipped_reason, returned_at,
         returned_by_stage, returned_cause, decided_at, decided_by, decision_template, decision_comment,
         credential_ends_at, superseded_at, created_at, updated_at"
    };
}

/// Begins a draft. [`StoreError::Unique`] with [`OPEN_KEY`] where the person has an open application.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn insert_draft(
    tx: &mut Tx,
    id: &str,
    account_id: &str,
    form: &ApplicationForm,
    previous_id: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO application (id, version, account_id, state, form, previous_id, snapshots, applicant_name,
             organisation, country, researcher_category, created_at, updated_at)
         VALUES ($1, 1, $2, 'draft', $3, $4, 0, '', '', '', '', $5, $5)",
        params![id, account_id, Value::json(form)?, previous_id, now],
    )
    .await?;
    Ok(())
}

/// One application.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Application>, StoreError> {
    let sql = concat!("SELECT ", columns!(), " FROM application WHERE id = $1");
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// One application, held against every other command until this transaction ends.
///
/// # Errors
/// Any [`StoreError`].
pub async fn lock(tx: &mut Tx, id: &str) -> Result<Option<Application>, StoreError> {
    if tx.dialect() == Dialect::Sqlite {
        // The one writer holds everything.
        return get(tx, id).await;
    }
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM application WHERE id = $1 FOR UPDATE"
    );
    tx.fetch_opt(sql, params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// A person's applications, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<Application>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM application WHERE account_id = $1 ORDER BY created_at DESC, id DESC"
    );
    let rows = tx.fetch_all(sql, params![account_id]).await?;
    rows.iter().map(read).collect()
}

/// Deletes a draft that was never submitted.
///
/// # Errors
/// Any [`StoreError`].
pub async fn delete_draft(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM application WHERE id = $1 AND state = 'draft'";
    Ok(tx.execute(sql, params![id]).await? == 1)
}

/// Saves what was typed, and nothing else: false where the version is not the present one.
///
/// # Errors
/// Any [`StoreError`].
pub async fn save_form(
    tx: &mut Tx,
    id: &str,
    form: &ApplicationForm,
    version: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE application SET form = $1, version = version + 1, updated_at = $2 WHERE id = $3 AND version = $4",
            params![Value::json(form)?, now, id, version],
        )
        .await?;
    Ok(changed == 1)
}

/// An earlier credential of the person gives way to a new one.
///
/// # Errors
/// Any [`StoreError`].
pub async fn supersede_credentials(
    tx: &mut Tx,
    account_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE application SET superseded_at = $1, version = version + 1, updated_at = $1
         WHERE account_id = $2 AND state = 'accepted' AND superseded_at IS NULL",
        params![now, account_id],
    )
    .await?;
    Ok(())
}

/// Writes a changed application back over the version it was read with, which it counts up, and
/// keeps the visits of stages in step. Its line in the lists is the caller's to refresh
/// ([`crate::application_queue::refresh`]), after everything else that the line follows from.
///
/// # Errors
/// [`StoreError::Aborted`] where the row is not at that version: it was not locked.
pub async fn update(
    tx: &mut Tx,
    before: &Application,
    after: &mut Application,
    visit_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    after.version = before.version + 1;
    after.updated_at = now;
    let changed = tx
        .execute(
            "UPDATE application SET version = $3, state = $4, stage = $5, form = $6, reference_number = $7,
                 snapshots = $8, applicant_name = $9, organisation = $10, country = $11, researcher_category = $12,
                 waits_for_staff = $13, first_submitted_at = $14, submitted_at = $15,
                 stage_since = $16, identity_confirmed_at = $17, identity_confirmed_by = $18,
                 reference_skipped_at = $19, reference_skipped_reason = $20, returned_at = $21,
                 returned_by_stage = $22, returned_cause = $23, decided_at = $24, decided_by = $25,
                 decision_template = $26, decision_comment = $27, credential_ends_at = $28, updated_at = $29
             WHERE id = $1 AND version = $2",
            params![
                &after.id,
                before.version,
                after.version,
                after.position.state.as_str(),
                after.position.stage.map(Stage::as_str),
                Value::json(&after.form)?,
                after.reference_number.as_deref(),
                after.snapshots,
                &after.applicant_name,
                &after.organisation,
                &after.country,
                &after.researcher_category,
                after.waits_for_staff,
                after.first_submitted_at,
                after.submitted_at,
                after.stage_since,
                after.identity_confirmed_at,
                after.identity_confirmed_by.as_deref(),
                after.reference_skipped_at,
                after.reference_skipped_reason.as_deref(),
                after.returned_at,
                after.returned_by_stage.map(Stage::as_str),
                after.returned_cause,
                after.decided_at,
                after.decided_by.as_deref(),
                after.decision_template.as_deref(),
                after.decision_comment.as_deref(),
                after.credential_ends_at,
                after.updated_at
            ],
        )
        .await?;
    if changed != 1 {
        return Err(StoreError::Aborted);
    }
    if before.position != after.position {
        visit(tx, before, after, visit_id, now).await?;
    }
    Ok(())
}

async fn visit(
    tx: &mut Tx,
    before: &Application,
    after: &Application,
    visit_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    if before.position.stage.is_some() {
        tx.execute(
            "UPDATE stage_visit SET left_at = $1, withdrawn = $2 WHERE application_id = $3 AND left_at IS NULL",
            params![
                now,
                after.position.state == ApplicationState::Withdrawn,
                &after.id
            ],
        )
        .await?;
    }
    if let Some(stage) = after.position.stage {
        tx.execute(
            "INSERT INTO stage_visit (id, application_id, stage, entered_at) VALUES ($1, $2, $3, $4)",
            params![visit_id, &after.id, stage.as_str(), now],
        )
        .await?;
    }
    Ok(())
}

/// Whether a reference number is given already.
///
/// # Errors
/// Any [`StoreError`].
pub async fn number_is_taken(tx: &mut Tx, number: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM application WHERE reference_number = $1";
    Ok(tx.fetch_opt(sql, params![number]).await?.is_some())
}

/// How people stand to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ties {
    /// The account is or was named as a reference of it.
    pub named: bool,
    /// Its applicant is a reference of the account's own.
    pub vouches: bool,
    /// Its applicant has another open application.
    pub has_open: bool,
}

/// How an account, where there is one, and the applicant stand to an application.
///
/// # Errors
/// Any [`StoreError`].
pub async fn ties(
    tx: &mut Tx,
    application: &Application,
    account_id: Option<&str>,
) -> Result<Ties, StoreError> {
    let row = tx
        .fetch_one(
            "SELECT (SELECT count(*) FROM reference_request r JOIN account_email e ON e.folded = r.email_folded
                     WHERE r.application_id = $1 AND e.account_id = $2) AS named,
                    (SELECT count(*) FROM application a JOIN reference_request r ON r.application_id = a.id
                     JOIN account_email e ON e.folded = r.email_folded
                     WHERE a.account_id = $2 AND e.account_id = $3) AS vouches,
                    (SELECT count(*) FROM application
                     WHERE account_id = $3 AND state IN ('draft', 'submitted') AND id <> $1) AS open",
            params![&application.id, account_id, &application.account_id],
        )
        .await?;
    Ok(Ties {
        named: row.int("named")? > 0,
        vouches: row.int("vouches")? > 0,
        has_open: row.int("open")? > 0,
    })
}

/// Applications whose step of a schedule may be due: a page of ids by a time before `until`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn returned_before(
    tx: &mut Tx,
    until: Timestamp,
    after: (Timestamp, &str),
    limit: u32,
) -> Result<Vec<(String, Timestamp)>, StoreError> {
    let sql = "SELECT id, returned_at AS at FROM application
               WHERE stage = 'returned' AND returned_at <= $1 AND (returned_at, id) > ($2, $3)
               ORDER BY returned_at, id LIMIT $4";
    due(tx, sql, until, after, limit).await
}

macro_rules! ending {
    ($index:literal) => {
        concat!(
            "SELECT id, credential_ends_at AS at FROM application",
            $index,
            " WHERE state = 'accepted' AND superseded_at IS NULL AND credential_ends_at <= $1
                 AND (credential_ends_at, id) > ($2, $3)
               ORDER BY credential_ends_at, id LIMIT $4"
        )
    };
}

/// As [`returned_before`], for credentials that hold and end by then.
///
/// # Errors
/// Any [`StoreError`].
pub async fn credentials_ending_before(
    tx: &mut Tx,
    until: Timestamp,
    after: (Timestamp, &str),
    limit: u32,
) -> Result<Vec<(String, Timestamp)>, StoreError> {
    // SQLite would look at everyone who is accepted.
    let sql = match tx.dialect() {
        Dialect::Sqlite => ending!(" INDEXED BY application_ends_idx"),
        Dialect::Postgres => ending!(""),
    };
    due(tx, sql, until, after, limit).await
}

async fn due(
    tx: &mut Tx,
    sql: &'static str,
    until: Timestamp,
    after: (Timestamp, &str),
    limit: u32,
) -> Result<Vec<(String, Timestamp)>, StoreError> {
    let rows = tx
        .fetch_all(sql, params![until, after.0, after.1, limit])
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("id")?, row.timestamp("at")?)))
        .collect()
}

pub(crate) fn position(row: &Row) -> Result<Position, StoreError> {
    let state = row.word("state", ApplicationState::parse)?;
    let stage = row.opt_word("stage", Stage::parse)?;
    Position::from_parts(state, stage)
        .ok_or_else(|| StoreError::corrupt("stage", "does not go with the state"))
}

fn read(row: &Row) -> Result<Application, StoreError> {
    Ok(Application {
        id: row.text("id")?,
        version: row.int("version")?,
        account_id: row.text("account_id")?,
        position: position(row)?,
        form: row.json("form")?,
        reference_number: row.opt_text("reference_number")?,
        previous_id: row.opt_text("previous_id")?,
        snapshots: row.int("snapshots")?,
        applicant_name: row.text("applicant_name")?,
        organisation: row.text("organisation")?,
        country: row.text("country")?,
        researcher_category: row.text("researcher_category")?,
        waits_for_staff: row.bool("waits_for_staff")?,
        first_submitted_at: row.opt_timestamp("first_submitted_at")?,
        submitted_at: row.opt_timestamp("submitted_at")?,
        stage_since: row.opt_timestamp("stage_since")?,
        identity_confirmed_at: row.opt_timestamp("identity_confirmed_at")?,
        identity_confirmed_by: row.opt_text("identity_confirmed_by")?,
        reference_skipped_at: row.opt_timestamp("reference_skipped_at")?,
        reference_skipped_reason: row.opt_text("reference_skipped_reason")?,
        returned_at: row.opt_timestamp("returned_at")?,
        returned_by_stage: row.opt_word("returned_by_stage", Stage::parse)?,
        returned_cause: row.opt_word("returned_cause", ReturnedCause::parse)?,
        decided_at: row.opt_timestamp("decided_at")?,
        decided_by: row.opt_text("decided_by")?,
        decision_template: row.opt_text("decision_template")?,
        decision_comment: row.opt_text("decision_comment")?,
        credential_ends_at: row.opt_timestamp("credential_ends_at")?,
        superseded_at: row.opt_timestamp("superseded_at")?,
        created_at: row.timestamp("created_at")?,
        updated_at: row.timestamp("updated_at")?,
    })
}

/// How many wait before an application: at its stage where it stands at one that a reviewer works,
/// else among all that wait for staff. Stops at `most`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn place(
    tx: &mut Tx,
    stage: Stage,
    first_submitted_at: Timestamp,
    id: &str,
    most: u32,
) -> Result<i64, StoreError> {
    // No text of a caller: the number is an integer.
    let sql = format!(
        "SELECT count(*) AS n FROM (SELECT 1 FROM application
         WHERE state = 'submitted' AND stage = $1 AND (first_submitted_at, id) < ($2, $3) LIMIT {most}) ahead"
    );
    let row = tx
        .fetch_one(
            AssertSqlSafe(sql),
            params![stage.as_str(), first_submitted_at, id],
        )
        .await?;
    row.int("n")
}
