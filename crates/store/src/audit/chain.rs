//! The seal: events are numbered, each batch's hash covers the hash of the batch before, and the
//! hash is signed. Who changes, removes or reorders a sealed event has to forge a signature.

use accede_domain::time::Timestamp;
use sha2::{Digest, Sha256};

use super::{Event, event_columns, read};
use crate::{Dialect, Row, StoreError, Tx, params};

/// Any number that nothing else in the database uses: sealers of two replicas take turns on it.
const ADVISORY_LOCK: i64 = 0x0061_6363_6564_6502;
/// What the first batch is chained to.
const GENESIS: [u8; 32] = [0; 32];

/// A sealed batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Its number, from 1.
    pub batch: i64,
    /// The number of its first event.
    pub first_seq: i64,
    /// The number of its last event.
    pub last_seq: i64,
    /// Over the batch before and every event of this one.
    pub chain_hash: [u8; 32],
    /// Which key signed it.
    pub key_id: String,
    /// The signature of `chain_hash`.
    pub signature: Vec<u8>,
}

/// What verifying the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainState {
    /// Everything that was sealed is as it was.
    Whole {
        /// Batches read.
        batches: i64,
        /// Events read.
        events: i64,
    },
    /// The first batch that is not as it was sealed.
    Broken {
        /// Its number.
        batch: i64,
    },
}

/// Seals up to `limit` events that were appended since; nothing when there are none. `sign` gives
/// the key's id and the signature of the batch's hash.
///
/// # Errors
/// Any [`StoreError`].
pub async fn seal(
    tx: &mut Tx,
    limit: u32,
    now: Timestamp,
    sign: impl FnOnce(&[u8; 32]) -> (String, Vec<u8>) + Send,
) -> Result<Option<Seal>, StoreError> {
    if tx.dialect() == Dialect::Postgres {
        tx.fetch_all(
            "SELECT pg_advisory_xact_lock($1)::TEXT",
            params![ADVISORY_LOCK],
        )
        .await?;
    }
    let unsealed = concat!(
        "SELECT ",
        event_columns!(),
        " FROM audit_event WHERE batch IS NULL ORDER BY at, id LIMIT $1"
    );
    let events = tx
        .fetch_all(unsealed, params![limit])
        .await?
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    if events.is_empty() {
        return Ok(None);
    }
    let (batch, first_seq, previous) = match latest(tx).await? {
        Some(seal) => (seal.batch + 1, seal.last_seq + 1, seal.chain_hash),
        None => (1, 1, GENESIS),
    };
    let mut chain_hash = previous;
    let mut seq = first_seq;
    for event in &events {
        chain_hash = link(&chain_hash, seq, event);
        let sql = "UPDATE audit_event SET seq = $1, batch = $2 WHERE id = $3 AND batch IS NULL";
        tx.execute(sql, params![seq, batch, &event.id]).await?;
        seq += 1;
    }
    let (key_id, signature) = sign(&chain_hash);
    let seal = Seal {
        batch,
        first_seq,
        last_seq: seq - 1,
        chain_hash,
        key_id,
        signature,
    };
    tx.execute(
        "INSERT INTO audit_seal (batch, first_seq, last_seq, chain_hash, key_id, signature, sealed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![seal.batch, seal.first_seq, seal.last_seq, seal.chain_hash, &seal.key_id, &seal.signature, now],
    )
    .await?;
    Ok(Some(seal))
}

/// Whether anything waits to be sealed: one read by index.
///
/// # Errors
/// Any [`StoreError`].
pub async fn has_unsealed(tx: &mut Tx) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM audit_event WHERE batch IS NULL ORDER BY at, id LIMIT 1";
    Ok(tx.fetch_opt(sql, params![]).await?.is_some())
}

/// Reads the whole chain, batch by batch. `check` says whether a signature of a hash is the one
/// of the key with that id.
///
/// # Errors
/// Any [`StoreError`].
pub async fn verify(
    tx: &mut Tx,
    check: impl Fn(&str, &[u8; 32], &[u8]) -> bool + Send,
) -> Result<ChainState, StoreError> {
    let (mut batches, mut events, mut chain_hash) = (0, 0, GENESIS);
    let next = "SELECT batch, first_seq, last_seq, chain_hash, key_id, signature FROM audit_seal WHERE batch = $1";
    while let Some(row) = tx.fetch_opt(next, params![batches + 1]).await? {
        let sealed = read_seal(&row)?;
        let of_batch = concat!(
            "SELECT ",
            event_columns!(),
            " FROM audit_event WHERE seq BETWEEN $1 AND $2 ORDER BY seq"
        );
        let rows = tx
            .fetch_all(of_batch, params![sealed.first_seq, sealed.last_seq])
            .await?;
        let mut expected = events + 1;
        let mut in_order = sealed.first_seq == expected;
        for row in &rows {
            let event = read(row)?;
            in_order &= event.seq == Some(expected);
            chain_hash = link(&chain_hash, expected, &event);
            expected += 1;
        }
        let whole = in_order
            && sealed.last_seq == expected - 1
            && sealed.chain_hash == chain_hash
            && check(&sealed.key_id, &chain_hash, &sealed.signature);
        if !whole {
            return Ok(ChainState::Broken {
                batch: sealed.batch,
            });
        }
        batches = sealed.batch;
        events = sealed.last_seq;
    }
    // A sealed event beyond the last seal, or a seal beyond a gap, means that a seal was removed.
    let beyond = tx
        .fetch_opt(
            "SELECT 1 AS found FROM audit_event WHERE seq > $1
             UNION ALL SELECT 1 AS found FROM audit_seal WHERE batch > $2 LIMIT 1",
            params![events, batches],
        )
        .await?;
    Ok(match beyond {
        Some(_) => ChainState::Broken { batch: batches + 1 },
        None => ChainState::Whole { batches, events },
    })
}

async fn latest(tx: &mut Tx) -> Result<Option<Seal>, StoreError> {
    let sql = "SELECT batch, first_seq, last_seq, chain_hash, key_id, signature FROM audit_seal
               ORDER BY batch DESC LIMIT 1";
    tx.fetch_opt(sql, params![])
        .await?
        .as_ref()
        .map(read_seal)
        .transpose()
}

fn read_seal(row: &Row) -> Result<Seal, StoreError> {
    Ok(Seal {
        batch: row.int("batch")?,
        first_seq: row.int("first_seq")?,
        last_seq: row.int("last_seq")?,
        chain_hash: row
            .blob("chain_hash")?
            .try_into()
            .map_err(|_| StoreError::corrupt("chain_hash", "is not 32 bytes"))?,
        key_id: row.text("key_id")?,
        signature: row.blob("signature")?,
    })
}

/// The hash after an event: over the hash before it and every column of it. Each part is preceded
/// by its length, and an absent one by a mark, so that no two events give the same bytes.
fn link(before: &[u8; 32], seq: i64, event: &Event) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut part = |bytes: Option<&[u8]>| match bytes {
        None => digest.update([0]),
        Some(bytes) => {
            digest.update([1]);
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        }
    };
    part(Some(before));
    part(Some(&seq.to_be_bytes()));
    part(Some(event.id.as_bytes()));
    part(Some(&event.at.0.to_be_bytes()));
    part(Some(event.actor.kind.as_str().as_bytes()));
    part(event.actor.id.as_deref().map(str::as_bytes));
    part(event.actor.role.as_deref().map(str::as_bytes));
    part(Some(event.action.as_bytes()));
    part(Some(event.object_kind.as_bytes()));
    part(Some(event.object_id.as_bytes()));
    part(event.concerns_account_id.as_deref().map(str::as_bytes));
    for field in &event.changed_fields {
        part(Some(field.as_bytes()));
    }
    part(event.before_digest.as_deref());
    part(event.after_digest.as_deref());
    part(event.request_id.as_deref().map(str::as_bytes));
    digest.finalize().into()
}
