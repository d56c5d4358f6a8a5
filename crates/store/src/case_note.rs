//! What staff write about an application for each other. Only ever added to.

use accede_domain::name::full_name;
use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// A note, with who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNote {
    /// Its id.
    pub id: String,
    /// The author's user name.
    pub user_name: String,
    /// Their full name.
    pub name: String,
    /// What they wrote.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// Adds a note.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn add(
    tx: &mut Tx,
    id: &str,
    application_id: &str,
    author_id: &str,
    body: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO case_note (id, application_id, author_id, body, created_at) VALUES ($1, $2, $3, $4, $5)",
        params![id, application_id, author_id, body, now],
    )
    .await?;
    Ok(())
}

macro_rules! select_note {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.body, n.created_at, a.user_name, a.given_names, a.family_name
             FROM case_note n JOIN account a ON a.id = n.author_id ",
            $rest
        )
    };
}

/// The notes on an application, oldest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_application(
    tx: &mut Tx,
    application_id: &str,
) -> Result<Vec<CaseNote>, StoreError> {
    let sql = select_note!("WHERE n.application_id = $1 ORDER BY n.created_at, n.id");
    let rows = tx.fetch_all(sql, params![application_id]).await?;
    rows.iter().map(read).collect()
}

/// One note.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<CaseNote>, StoreError> {
    let row = tx
        .fetch_opt(select_note!("WHERE n.id = $1"), params![id])
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<CaseNote, StoreError> {
    Ok(CaseNote {
        id: row.text("id")?,
        user_name: row.text("user_name")?,
        name: full_name(&row.text("given_names")?, &row.text("family_name")?),
        body: row.text("body")?,
        at: row.timestamp("created_at")?,
    })
}
