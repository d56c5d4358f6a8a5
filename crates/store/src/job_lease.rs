//! Which process runs a job. Two replicas share a database; each job runs in one of them at a time.

use accede_domain::time::{Duration, Timestamp};

use crate::{StoreError, Tx, params};

/// Takes or keeps the lease of a job; false while another holder has it.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn acquire(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    span: Duration,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = tx
        .fetch_opt(
            "INSERT INTO job_lease (name, holder, held_until) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
             WHERE job_lease.held_until <= $4 OR job_lease.holder = $2
             RETURNING name",
            params![name, holder, now.plus(span), now],
        )
        .await?;
    Ok(row.is_some())
}

/// Gives the lease back, the job done or not; false when it was lost meanwhile.
///
/// # Errors
/// Any [`StoreError`].
pub async fn release(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    done: bool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE job_lease SET held_until = $1, last_done_at = CASE WHEN $2 = 1 THEN $1 ELSE last_done_at END
             WHERE name = $3 AND holder = $4 AND held_until > $1",
            params![now, done, name, holder],
        )
        .await?;
    Ok(changed == 1)
}

/// When a job was last done.
///
/// # Errors
/// Any [`StoreError`].
pub async fn last_done_at(tx: &mut Tx, name: &str) -> Result<Option<Timestamp>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT last_done_at FROM job_lease WHERE name = $1",
            params![name],
        )
        .await?;
    row.map_or(Ok(None), |row| row.opt_timestamp("last_done_at"))
}
