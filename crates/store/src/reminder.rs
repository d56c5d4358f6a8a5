//! Which steps of a schedule are done, so that none is done twice, whatever dies in between.

use accede_domain::time::Timestamp;

use crate::{StoreError, Tx, params};

/// Marks a step as done: false where it was done before. In the transaction that does it.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn mark(
    tx: &mut Tx,
    subject_kind: &str,
    subject_id: &str,
    step: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "INSERT INTO reminder (subject_kind, subject_id, step, sent_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (subject_kind, subject_id, step) DO NOTHING",
            params![subject_kind, subject_id, step, now],
        )
        .await?;
    Ok(changed == 1)
}

/// The steps that are done about a subject, read by the `parse` of their enum.
///
/// # Errors
/// Any [`StoreError`].
pub async fn done<Step>(
    tx: &mut Tx,
    subject_kind: &str,
    subject_id: &str,
    parse: fn(&str) -> Option<Step>,
) -> Result<Vec<Step>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT step FROM reminder WHERE subject_kind = $1 AND subject_id = $2",
            params![subject_kind, subject_id],
        )
        .await?;
    rows.iter().map(|row| row.word("step", parse)).collect()
}
