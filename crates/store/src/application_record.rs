//! What is kept of an application beside its row: snapshots, comments, timeline, checklists, flags.

use accede_domain::application::checklist::FieldComment;
use accede_domain::application::state::{ActorRole, Flag, Stage};
use accede_domain::application::{ApplicationForm, Signals};
use accede_domain::time::Timestamp;
use serde_json::Value as Json;

use crate::{StoreError, Tx, Value, params};

/// Keeps a form as it was submitted.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn take_snapshot(
    tx: &mut Tx,
    application_id: &str,
    number: i64,
    form: &ApplicationForm,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO application_snapshot (application_id, number, form, taken_at) VALUES ($1, $2, $3, $4)",
        params![application_id, number, Value::json(form)?, now],
    )
    .await?;
    Ok(())
}

/// The latest snapshots, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn latest_snapshots(
    tx: &mut Tx,
    application_id: &str,
    limit: u32,
) -> Result<Vec<ApplicationForm>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT form FROM application_snapshot WHERE application_id = $1 ORDER BY number DESC LIMIT $2",
            params![application_id, limit],
        )
        .await?;
    rows.iter().map(|row| row.json("form")).collect()
}

/// Keeps a reviewer's comment on a snapshot.
///
/// # Errors
/// Any [`StoreError`].
pub async fn add_comment(
    tx: &mut Tx,
    id: &str,
    application_id: &str,
    snapshot_number: i64,
    comment: &FieldComment,
    author_id: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO application_comment (id, application_id, snapshot_number, pointer, body, author_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            id,
            application_id,
            snapshot_number,
            &comment.pointer,
            &comment.text,
            author_id,
            now
        ],
    )
    .await?;
    Ok(())
}

/// The comments of the last return: those made at one moment, the latest.
///
/// # Errors
/// Any [`StoreError`].
pub async fn last_comments(
    tx: &mut Tx,
    application_id: &str,
) -> Result<Vec<FieldComment>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT pointer, body FROM application_comment WHERE application_id = $1 AND created_at =
                 (SELECT max(created_at) FROM application_comment WHERE application_id = $1)
             ORDER BY id",
            params![application_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(FieldComment {
                pointer: row.text("pointer")?,
                text: row.text("body")?,
            })
        })
        .collect()
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// A stable word.
    pub kind: String,
    /// In which role somebody did it.
    pub actor_role: ActorRole,
    /// Who, where that is an account.
    pub actor_id: Option<String>,
    /// Their user name.
    pub actor_user_name: Option<String>,
    /// The applicant may see it.
    pub for_applicant: bool,
    /// What belongs to it.
    pub data: Json,
}

/// An event to add to the timeline.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose timeline.
    pub application_id: &'a str,
    /// A stable word.
    pub kind: &'a str,
    /// In which role somebody did it.
    pub actor_role: ActorRole,
    /// Who, where that is an account.
    pub actor_id: Option<&'a str>,
    /// The applicant may see it.
    pub for_applicant: bool,
    /// What belongs to it: an object.
    pub data: &'a Json,
}

/// Adds to the timeline.
///
/// # Errors
/// Any [`StoreError`].
pub async fn add_event(
    tx: &mut Tx,
    event: &NewEvent<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO application_event (id, application_id, at, kind, actor_role, actor_id, for_applicant, data)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            event.id,
            event.application_id,
            now,
            event.kind,
            event.actor_role.as_str(),
            event.actor_id,
            event.for_applicant,
            Value::json(event.data)?
        ],
    )
    .await?;
    Ok(())
}

/// The timeline, oldest first; for the applicant without what only staff may see.
///
/// # Errors
/// Any [`StoreError`].
pub async fn timeline(
    tx: &mut Tx,
    application_id: &str,
    for_applicant: bool,
) -> Result<Vec<Event>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT e.at, e.kind, e.actor_role, e.actor_id, e.for_applicant, e.data, a.user_name
             FROM application_event e LEFT JOIN account a ON a.id = e.actor_id
             WHERE e.application_id = $1 AND e.for_applicant >= $2 ORDER BY e.at, e.id",
            params![application_id, for_applicant],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Event {
                at: row.timestamp("at")?,
                kind: row.text("kind")?,
                actor_role: row.word("actor_role", ActorRole::parse)?,
                actor_id: row.opt_text("actor_id")?,
                actor_user_name: row.opt_text("user_name")?,
                for_applicant: row.bool("for_applicant")?,
                data: row.json("data")?,
            })
        })
        .collect()
}

/// Keeps a reviewer's answer to one question, over an earlier one.
///
/// # Errors
/// Any [`StoreError`].
pub async fn answer_question(
    tx: &mut Tx,
    application_id: &str,
    stage: Stage,
    item: &str,
    answer: bool,
    answered_by: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO checklist_answer (application_id, stage, item, answer, answered_by, answered_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (application_id, stage, item) DO UPDATE SET answer = excluded.answer,
             answered_by = excluded.answered_by, answered_at = excluded.answered_at",
        params![
            application_id,
            stage.as_str(),
            item,
            answer,
            answered_by,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Forgets the answers of a stage: what they rest on changed.
///
/// # Errors
/// Any [`StoreError`].
pub async fn forget_answers(
    tx: &mut Tx,
    application_id: &str,
    stage: Stage,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM checklist_answer WHERE application_id = $1 AND stage = $2",
        params![application_id, stage.as_str()],
    )
    .await?;
    Ok(())
}

words! {
    /// Who has to look.
    pub enum Audience {
        /// The reviewers, before the decision.
        Reviewer = "reviewer",
        /// The administrators, on a credential.
        Administrator = "administrator",
    }
}

/// Shows something to staff, until somebody has seen to it.
///
/// # Errors
/// Any [`StoreError`].
pub async fn raise_flag(
    tx: &mut Tx,
    id: &str,
    application_id: &str,
    flag: Flag,
    audience: Audience,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO application_flag (id, application_id, flag, audience, raised_at) VALUES ($1, $2, $3, $4, $5)",
        params![id, application_id, flag.as_str(), audience, now],
    )
    .await?;
    Ok(())
}

/// Somebody of the audience has seen to the flags.
///
/// # Errors
/// Any [`StoreError`].
pub async fn lower_flags(
    tx: &mut Tx,
    application_id: &str,
    audience: Audience,
    seen_by: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE application_flag SET seen_at = $1, seen_by = $2
         WHERE application_id = $3 AND audience = $4 AND seen_at IS NULL",
        params![now, seen_by, application_id, audience],
    )
    .await?;
    Ok(())
}

/// What a case shows beside its form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// Every answer of staff: stage, question, answer.
    pub answers: Vec<(Stage, String, bool)>,
    /// The comments of the last return.
    pub comments: Vec<FieldComment>,
    /// What waits to be seen, oldest first.
    pub flags: Vec<(Flag, Audience)>,
    /// What its line of the lists says of it.
    pub signals: Signals,
}

/// What is kept of an application in few rows of several tables, in one statement.
///
/// # Errors
/// Any [`StoreError`].
pub async fn beside(tx: &mut Tx, application_id: &str) -> Result<Beside, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT 'answer' AS kind, stage AS first, item AS second, answer AS number, answered_at AS at, item AS id
             FROM checklist_answer WHERE application_id = $1
             UNION ALL SELECT 'comment', pointer, body, 0, created_at, id FROM application_comment
             WHERE application_id = $1 AND created_at =
                 (SELECT max(created_at) FROM application_comment WHERE application_id = $1)
             UNION ALL SELECT 'flag', flag, audience, 0, raised_at, id FROM application_flag
             WHERE application_id = $1 AND seen_at IS NULL
             UNION ALL SELECT 'signals', '', '', signals, 0, '' FROM queue_entry WHERE application_id = $1
             ORDER BY at, id",
            params![application_id],
        )
        .await?;
    let mut beside = Beside::default();
    for row in &rows {
        match row.text("kind")?.as_str() {
            "answer" => beside.answers.push((
                row.word("first", Stage::parse)?,
                row.text("second")?,
                row.bool("number")?,
            )),
            "comment" => beside.comments.push(FieldComment {
                pointer: row.text("first")?,
                text: row.text("second")?,
            }),
            "flag" => beside.flags.push((
                row.word("first", Flag::parse)?,
                row.word("second", Audience::parse)?,
            )),
            _ => beside.signals = Signals::from_bits(row.int("number")?),
        }
    }
    Ok(beside)
}
