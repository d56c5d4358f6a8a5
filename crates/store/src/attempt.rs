//! Limits on trying: a growing delay per key (an address, an account, a pair of both), never a
//! lock-out.

use accede_domain::time::{Duration, Timestamp};

use crate::{StoreError, Tx, params};

/// How often something may be tried under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// So many tries in a window cost nothing.
    pub free: i64,
    /// The count starts again after this, from the first try.
    pub window: Duration,
    /// The delay after the first try beyond the free ones; each further one doubles it.
    pub first_delay: Duration,
    /// The delay never grows beyond this.
    pub longest_delay: Duration,
}

impl Limit {
    fn delay(&self, tries: i64) -> Duration {
        let beyond = tries - self.free;
        if beyond <= 0 {
            return Duration::ZERO;
        }
        let doublings = u32::try_from(beyond - 1).unwrap_or(u32::MAX).min(32);
        self.first_delay
            .times(1_i64 << doublings)
            .min(self.longest_delay)
    }
}

/// Whether a try may go ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts as tried.
    Allowed,
    /// Not before this moment; it does not count.
    NotBefore(Timestamp),
}

/// Counts a try before it is made, so that tries made at once cannot pass together. Commit it even
/// when the try fails.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn take(
    tx: &mut Tx,
    key: &str,
    limit: &Limit,
    now: Timestamp,
) -> Result<Verdict, StoreError> {
    let counted = tx
        .fetch_opt(
            "INSERT INTO attempt (key, window_started_at, tries, next_allowed_at, updated_at)
             VALUES ($1, $2, 1, $2, $2)
             ON CONFLICT (key) DO UPDATE SET
                 tries = CASE WHEN attempt.window_started_at <= $3 THEN 1 ELSE attempt.tries + 1 END,
                 window_started_at = CASE WHEN attempt.window_started_at <= $3 THEN $2 ELSE attempt.window_started_at END,
                 updated_at = $2
             WHERE attempt.next_allowed_at <= $2
             RETURNING tries",
            params![key, now, now.minus(limit.window)],
        )
        .await?;
    let Some(counted) = counted else {
        let row = tx
            .fetch_one(
                "SELECT next_allowed_at FROM attempt WHERE key = $1",
                params![key],
            )
            .await?;
        return Ok(Verdict::NotBefore(row.timestamp("next_allowed_at")?));
    };
    let next = now.plus(limit.delay(counted.int("tries")?));
    tx.execute(
        "UPDATE attempt SET next_allowed_at = $1 WHERE key = $2",
        params![next, key],
    )
    .await?;
    Ok(Verdict::Allowed)
}

/// Takes the last try back, with the delay it set: a success costs nothing under a key that others share, but does not
/// make up for their failures. While there is a delay no second try gets through, so it takes back nobody else's.
///
/// # Errors
/// Any [`StoreError`].
pub async fn give_back(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE attempt SET tries = tries - 1, next_allowed_at = updated_at WHERE key = $1 AND tries > 0",
        params![key],
    )
    .await?;
    Ok(())
}

/// Forgets the tries under a key: after a success.
///
/// # Errors
/// Any [`StoreError`].
pub async fn clear(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM attempt WHERE key = $1", params![key])
        .await?;
    Ok(())
}

/// Forgets keys last tried before a moment; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM attempt WHERE updated_at <= $1 AND next_allowed_at <= $1",
        params![before],
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_up_to_its_longest() {
        let limit = Limit {
            free: 3,
            window: Duration::hours(1),
            first_delay: Duration::seconds(1),
            longest_delay: Duration::seconds(60),
        };
        let delays: Vec<i64> = (1..=12)
            .map(|tries| limit.delay(tries).whole_seconds())
            .collect();
        assert_eq!(delays, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(limit.delay(i64::MAX), Duration::seconds(60));
    }
}
