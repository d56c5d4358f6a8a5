//! Each answer of a reference, for staff: the request itself keeps the latest. Only ever added to.

use accede_domain::reference::ReferenceAnswer;
use accede_domain::time::Timestamp;

use crate::{StoreError, Tx, params};

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The request that it answers.
    pub request_id: String,
    /// What was chosen; `None` where the answer was taken back.
    pub answer: Option<ReferenceAnswer>,
    /// What was written with it.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Adds an answer.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn add(tx: &mut Tx, id: &str, given: &Given) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO reference_answer (id, reference_request_id, answer, body, given_at) VALUES ($1, $2, $3, $4, $5)",
        params![
            id,
            &given.request_id,
            given.answer.map(ReferenceAnswer::as_str),
            &given.text,
            given.at
        ],
    )
    .await?;
    Ok(())
}

/// Every answer of every reference of an application, oldest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_application(tx: &mut Tx, application_id: &str) -> Result<Vec<Given>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT g.reference_request_id, g.answer, g.body, g.given_at FROM reference_request r
             JOIN reference_answer g ON g.reference_request_id = r.id
             WHERE r.application_id = $1 ORDER BY g.given_at, g.id",
            params![application_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Given {
                request_id: row.text("reference_request_id")?,
                answer: row.opt_word("answer", ReferenceAnswer::parse)?,
                text: row.text("body")?,
                at: row.timestamp("given_at")?,
            })
        })
        .collect()
}
