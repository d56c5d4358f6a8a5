//! The texts that decisions begin from, as administrators have them. Every version stays; a decision names its text by key.

use accede_domain::review::CaseKind;
use accede_domain::review::template::{Draft, TemplateKind};
use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// A text as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its key, which stands with the decisions that took their reason from it.
    pub key: String,
    /// Counts its changes; its ETag.
    pub version: i64,
    /// What it is for.
    pub kind: TemplateKind,
    /// On what.
    pub subject: CaseKind,
    /// The answer that its comment is pinned to; empty for none.
    pub pointer: String,
    /// How it is chosen.
    pub title: String,
    /// What the applicant reads, with placeholders.
    pub body: String,
    /// It is offered no more, since then.
    pub retired_at: Option<Timestamp>,
    /// The last change.
    pub updated_at: Timestamp,
}

macro_rules! select_template {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, kind, subject, pointer, title, body, retired_at, updated_at FROM decision_template ",
            $rest
        )
    };
}

/// All of them, in the order of the reviewers' lists; the retired ones too.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn all(tx: &mut Tx) -> Result<Vec<Template>, StoreError> {
    let sql = select_template!("ORDER BY kind DESC, subject, place, id");
    let rows = tx.fetch_all(sql, params![]).await?;
    rows.iter().map(read).collect()
}

/// One of them.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<Template>, StoreError> {
    let row = tx
        .fetch_opt(select_template!("WHERE id = $1"), params![key])
        .await?;
    row.as_ref().map(read).transpose()
}

/// Adds one, with its first version. `author_id` is nobody for what came with the program.
///
/// # Errors
/// Any [`StoreError`].
pub async fn add(
    tx: &mut Tx,
    key: &str,
    draft: &Draft<'_>,
    place: i64,
    author_id: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO decision_template (id, version, kind, subject, pointer, title, body, place, created_at, updated_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $8)",
        params![
            key,
            draft.kind.as_str(),
            draft.subject.as_str(),
            draft.pointer,
            draft.title,
            draft.text,
            place,
            now
        ],
    )
    .await?;
    keep_version(tx, key, 1, draft, author_id, now).await
}

/// Changes one to a new version, over the version that was read with the row locked.
///
/// # Errors
/// [`StoreError::Aborted`] where the row is not at that version.
pub async fn change(
    tx: &mut Tx,
    before: &Template,
    draft: &Draft<'_>,
    author_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changed = tx
        .execute(
            "UPDATE decision_template SET version = version + 1, pointer = $1, title = $2, body = $3, updated_at = $4
             WHERE id = $5 AND version = $6",
            params![
                draft.pointer,
                draft.title,
                draft.text,
                now,
                &before.key,
                before.version
            ],
        )
        .await?;
    if changed != 1 {
        return Err(StoreError::Aborted);
    }
    let version = before.version + 1;
    keep_version(tx, &before.key, version, draft, Some(author_id), now).await
}

async fn keep_version(
    tx: &mut Tx,
    key: &str,
    version: i64,
    draft: &Draft<'_>,
    author_id: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO decision_template_version (template_id, version, pointer, title, body, author_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            key,
            version,
            draft.pointer,
            draft.title,
            draft.text,
            author_id,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Takes one out of the lists, or puts it back. The words stay as they are; the version counts on.
///
/// # Errors
/// [`StoreError::Aborted`] where the row is not at that version.
pub async fn set_retired(
    tx: &mut Tx,
    before: &Template,
    retired_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changed = tx
        .execute(
            "UPDATE decision_template SET version = version + 1, retired_at = $1, updated_at = $2
             WHERE id = $3 AND version = $4",
            params![retired_at, now, &before.key, before.version],
        )
        .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Aborted)
    }
}

/// An earlier or the present wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The version that it came with.
    pub version: i64,
    /// How it was chosen.
    pub title: String,
    /// The words.
    pub body: String,
    /// The user name of whoever wrote it; nobody for what came with the program.
    pub author: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Every wording of one, the latest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn wordings(tx: &mut Tx, key: &str) -> Result<Vec<Wording>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT v.version, v.title, v.body, v.created_at, a.user_name FROM decision_template_version v
             LEFT JOIN account a ON a.id = v.author_id WHERE v.template_id = $1 ORDER BY v.version DESC",
            params![key],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Wording {
                version: row.int("version")?,
                title: row.text("title")?,
                body: row.text("body")?,
                author: row.opt_text("user_name")?,
                at: row.timestamp("created_at")?,
            })
        })
        .collect()
}

fn read(row: &Row) -> Result<Template, StoreError> {
    Ok(Template {
        key: row.text("id")?,
        version: row.int("version")?,
        kind: row.word("kind", TemplateKind::parse)?,
        subject: row.word("subject", CaseKind::parse)?,
        pointer: row.text("pointer")?,
        title: row.text("title")?,
        body: row.text("body")?,
        retired_at: row.opt_timestamp("retired_at")?,
        updated_at: row.timestamp("updated_at")?,
    })
}
