//! The answers to POSTs, stored with their effect: the same request again gets the same answer.

use std::collections::BTreeMap;

use accede_domain::time::{Duration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{Dialect, StoreError, Tx, params};

/// How long an answer is kept.
pub const KEPT: Duration = Duration::hours(48);

/// What makes a request the same one: who sent it, where to, and the key they chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The account's or the mailed link's id.
    pub actor: String,
    /// Method and path.
    pub route: String,
    /// The client's `Idempotency-Key`.
    pub key: String,
}

/// An answer as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers that belong to the answer: `ETag`, `Location`.
    pub headers: BTreeMap<String, String>,
    /// The body; nothing where it held a secret, which is shown once only.
    pub body: Option<Vec<u8>>,
}

/// What to do with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It is the first: go on, then [`store`] the answer in the same transaction.
    New,
    /// It was answered: answer the same.
    Replay(Answer),
    /// The key was used for another body.
    OtherBody,
    /// The first one is still being worked on. On SQLite, with its one writer, the second request
    /// waits for the first instead and is then a [`Claim::Replay`].
    Running,
}

/// Looks a request up. Until the transaction ends, nobody else can claim the same key.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn claim(
    tx: &mut Tx,
    key: &Key,
    body_mac: &[u8],
    now: Timestamp,
) -> Result<Claim, StoreError> {
    if tx.dialect() == Dialect::Postgres {
        let free = tx
            .fetch_one(
                "SELECT pg_try_advisory_xact_lock($1) AS free",
                params![lock_number(key)],
            )
            .await?;
        if !free.bool("free")? {
            return Ok(Claim::Running);
        }
    }
    let found = tx
        .fetch_opt(
            "SELECT body_mac, status, headers, body, created_at FROM idempotency
             WHERE actor = $1 AND route = $2 AND key = $3",
            params![&key.actor, &key.route, &key.key],
        )
        .await?;
    let Some(row) = found else {
        return Ok(Claim::New);
    };
    if row.timestamp("created_at")?.plus(KEPT) <= now {
        tx.execute(
            "DELETE FROM idempotency WHERE actor = $1 AND route = $2 AND key = $3",
            params![&key.actor, &key.route, &key.key],
        )
        .await?;
        return Ok(Claim::New);
    }
    if row.blob("body_mac")? != body_mac {
        return Ok(Claim::OtherBody);
    }
    Ok(Claim::Replay(Answer {
        status: u16::try_from(row.int("status")?)
            .map_err(|_| StoreError::corrupt("status", "is not a status"))?,
        headers: row.json("headers")?,
        body: row.opt_blob("body")?,
    }))
}

/// Keeps the answer, in the transaction of its effect.
///
/// # Errors
/// [`StoreError::Unique`] when the key was not claimed in this transaction and somebody else did.
pub async fn store(
    tx: &mut Tx,
    key: &Key,
    body_mac: &[u8],
    answer: &Answer,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO idempotency (actor, route, key, body_mac, status, headers, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            &key.actor,
            &key.route,
            &key.key,
            body_mac,
            answer.status,
            crate::Value::json(&answer.headers)?,
            answer.body.clone(),
            now
        ],
    )
    .await?;
    Ok(())
}

/// Forgets answers that are older than [`KEPT`]; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM idempotency WHERE created_at <= $1",
        params![now.minus(KEPT)],
    )
    .await
}

/// PostgreSQL's advisory locks are numbers: the first 64 bits of a digest of the key.
fn lock_number(key: &Key) -> i64 {
    let mut digest = Sha256::new();
    for part in [&key.actor, &key.route, &key.key] {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    let digest: [u8; 32] = digest.finalize().into();
    let (first, _) = digest.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    i64::from_be_bytes(*first)
}
