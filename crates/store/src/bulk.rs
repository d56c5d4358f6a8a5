//! Decisions that somebody takes on many cases together. The rule is [`accede_domain::review::bulk`]; the decisions
//! themselves are in [`crate::decision`].

use accede_domain::name::full_name;
use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// One that was sent and not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The application, as it was sent.
    pub application_id: String,
    /// For people to quote; empty where there is no such application, as is the name.
    pub reference_number: String,
    /// Of the latest snapshot.
    pub applicant_name: String,
    /// A refusal's word, or `not_found`.
    pub why: String,
    /// The user name and the full name of whoever worked on it or decided.
    pub faster: Option<(String, String)>,
    /// When their claim would have ended, or their decision taken effect.
    pub until: Option<Timestamp>,
}

/// Begins a bulk of this person's, or goes on with it, and holds it until the end of the transaction; true where it was
/// undone. Two batches of one bulk, or a batch and its undoing, never run at once.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn begin(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = tx
        .fetch_one(
            "INSERT INTO bulk (account_id, id, begun_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id, id) DO UPDATE SET begun_at = bulk.begun_at
             RETURNING undone_at",
            params![account_id, id, now],
        )
        .await?;
    Ok(row.opt_timestamp("undone_at")?.is_some())
}

/// Has it take no more decisions; false where this person has none of this id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn close(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let closed = tx
        .execute(
            "UPDATE bulk SET undone_at = COALESCE(undone_at, $3) WHERE account_id = $1 AND id = $2",
            params![account_id, id, now],
        )
        .await?;
    Ok(closed == 1)
}

/// Whether this person has one of this id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn exists(tx: &mut Tx, account_id: &str, id: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM bulk WHERE account_id = $1 AND id = $2";
    Ok(tx.fetch_opt(sql, params![account_id, id]).await?.is_some())
}

/// Notes that an application was not decided; what was noted of it before gives way. `faster` is a user name.
///
/// # Errors
/// Any [`StoreError`].
#[allow(
    clippy::too_many_arguments,
    reason = "whose, which, and everything that is said of it"
)]
pub async fn leave_out(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    application_id: &str,
    why: &str,
    faster: Option<&str>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO bulk_left_out (account_id, bulk_id, application_id, why, faster_id, until, noted_at)
         VALUES ($1, $2, $3, $4, (SELECT a.id FROM account a WHERE a.user_name = $5), $6, $7)
         ON CONFLICT (account_id, bulk_id, application_id) DO UPDATE SET why = excluded.why,
             faster_id = excluded.faster_id, until = excluded.until, noted_at = excluded.noted_at",
        params![account_id, id, application_id, why, faster, until, now],
    )
    .await?;
    Ok(())
}

/// An application was decided after all.
///
/// # Errors
/// Any [`StoreError`].
pub async fn take_in(
    tx: &mut Tx,
    account_id: &str,
    id: &str,
    application_id: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM bulk_left_out WHERE account_id = $1 AND bulk_id = $2 AND application_id = $3",
        params![account_id, id, application_id],
    )
    .await?;
    Ok(())
}

/// Those of somebody's bulk that were not decided, in the order of their ids. Nobody reads here what was never submitted.
///
/// # Errors
/// Any [`StoreError`].
pub async fn left_out(tx: &mut Tx, account_id: &str, id: &str) -> Result<Vec<LeftOut>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT l.application_id, l.why, l.until, COALESCE(p.reference_number, '') AS reference_number,
                 COALESCE(p.applicant_name, '') AS applicant_name, a.user_name, a.given_names, a.family_name
             FROM bulk_left_out l
             LEFT JOIN application p ON p.id = l.application_id AND p.first_submitted_at IS NOT NULL
             LEFT JOIN account a ON a.id = l.faster_id
             WHERE l.account_id = $1 AND l.bulk_id = $2 ORDER BY l.application_id",
            params![account_id, id],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<LeftOut, StoreError> {
    let faster = row.opt_text("user_name")?.map(|user_name| {
        let name = full_name(&row.text("given_names")?, &row.text("family_name")?);
        Ok::<_, StoreError>((user_name, name))
    });
    Ok(LeftOut {
        application_id: row.text("application_id")?,
        reference_number: row.text("reference_number")?,
        applicant_name: row.text("applicant_name")?,
        why: row.text("why")?,
        faster: faster.transpose()?,
        until: row.opt_timestamp("until")?,
    })
}
