//! Grants: what a person shall reach at one service for one dataset, and what was observed of it.

use accede_domain::grant::{Desired, GrantState, Service};
use accede_domain::time::Timestamp;

use crate::{AssertSqlSafe, Row, StoreError, Tx, params};

/// A grant with the cloud identity that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: String,
    /// Grows by one with each change.
    pub version: i64,
    /// Whose it is.
    pub account_id: String,
    /// Slug of the dataset.
    pub dataset: String,
    /// The service.
    pub service: Service,
    /// The cloud identity that it rests on.
    pub identity_id: String,
    /// The address of that identity.
    pub address: String,
    /// Whether that identity is verified and linked.
    pub identity_linked: bool,
    /// What the cloud should say.
    pub desired: Desired,
    /// What was observed.
    pub state: GrantState,
    /// When the person asked for it, the last time.
    pub requested_at: Timestamp,
    /// When the provider took it.
    pub accepted_at: Option<Timestamp>,
    /// When the provider listed it first.
    pub verified_at: Option<Timestamp>,
    /// When the provider listed it no longer.
    pub removed_at: Option<Timestamp>,
    /// Why it is not desired any more.
    pub removal_reason: Option<String>,
    /// What the provider said last, where it refused.
    pub last_error: Option<String>,
    /// Failed attempts in a row.
    pub attempts: u32,
    /// When the provider is to be asked next; nothing where nothing is left to do.
    pub next_attempt_at: Option<Timestamp>,
}

const SELECT: &str = "SELECT g.id, g.version, g.account_id, g.dataset, g.service, g.identity_id, g.desired, g.state,
        g.requested_at, g.accepted_at, g.verified_at, g.removed_at, g.removal_reason, g.last_error, g.attempts,
        g.next_attempt_at, i.address, i.verified_at AS identity_verified_at, i.unlinked_at
     FROM grant_record g JOIN cloud_identity i ON i.id = g.identity_id";

async fn select(
    tx: &mut Tx,
    rest: &str,
    params: Vec<crate::Value>,
) -> Result<Vec<Grant>, StoreError> {
    let rows = tx
        .fetch_all(AssertSqlSafe(format!("{SELECT} {rest}")), params)
        .await?;
    rows.iter().map(read).collect()
}

/// Every grant of a person, the removed ones too, oldest first.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<Grant>, StoreError> {
    select(
        tx,
        "WHERE g.account_id = $1 ORDER BY g.created_at, g.id",
        params![account_id],
    )
    .await
}

/// One grant.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Grant>, StoreError> {
    Ok(select(tx, "WHERE g.id = $1", params![id]).await?.pop())
}

/// The grant of a person for a dataset at a service: there is never more than one.
///
/// # Errors
/// Any [`StoreError`].
pub async fn find(
    tx: &mut Tx,
    account_id: &str,
    dataset: &str,
    service: Service,
) -> Result<Option<Grant>, StoreError> {
    let rest = "WHERE g.account_id = $1 AND g.dataset = $2 AND g.service = $3";
    Ok(
        select(tx, rest, params![account_id, dataset, service.as_str()])
            .await?
            .pop(),
    )
}

/// Grants whose provider is to be asked now, the longest waiting first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn due(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<Grant>, StoreError> {
    let rest = "WHERE g.next_attempt_at IS NOT NULL AND g.next_attempt_at <= $1
                ORDER BY g.next_attempt_at, g.id LIMIT $2";
    select(tx, rest, params![now, limit]).await
}

/// When the next grant is due.
///
/// # Errors
/// Any [`StoreError`].
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let sql =
        "SELECT min(next_attempt_at) AS at FROM grant_record WHERE next_attempt_at IS NOT NULL";
    tx.fetch_one(sql, params![]).await?.opt_timestamp("at")
}

/// Every grant of a dataset at a service, by id: what the provider's list is held against.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_dataset(
    tx: &mut Tx,
    dataset: &str,
    service: Service,
) -> Result<Vec<Grant>, StoreError> {
    select(
        tx,
        "WHERE g.dataset = $1 AND g.service = $2 ORDER BY g.id",
        params![dataset, service.as_str()],
    )
    .await
}

/// Accounts that desire a grant, by id, after one: a page of those whose facts a sweep looks at again.
///
/// # Errors
/// Any [`StoreError`].
pub async fn accounts_with_grants(
    tx: &mut Tx,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT account_id FROM grant_record
               WHERE desired = 'present' AND account_id > $1 ORDER BY account_id LIMIT $2";
    let rows = tx.fetch_all(sql, params![after, limit]).await?;
    rows.iter().map(|row| row.text("account_id")).collect()
}

/// Adds a grant; its version is 1.
///
/// # Errors
/// [`StoreError::Unique`] with `grant_record_once_key`, and any other.
pub async fn insert(tx: &mut Tx, grant: &Grant, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO grant_record (id, version, account_id, dataset, service, identity_id, desired, state, requested_at,
             accepted_at, verified_at, removed_at, removal_reason, last_error, attempts, next_attempt_at, created_at,
             updated_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)",
        params![
            &grant.id,
            &grant.account_id,
            &grant.dataset,
            grant.service.as_str(),
            &grant.identity_id,
            grant.desired.as_str(),
            grant.state.as_str(),
            grant.requested_at,
            grant.accepted_at,
            grant.verified_at,
            grant.removed_at,
            grant.removal_reason.as_deref(),
            grant.last_error.as_deref(),
            grant.attempts,
            grant.next_attempt_at,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Writes what changed in a grant that was read as `grant.version`; false where somebody changed it since.
///
/// # Errors
/// Any [`StoreError`].
pub async fn update(tx: &mut Tx, grant: &Grant, now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE grant_record SET version = version + 1, identity_id = $1, desired = $2, state = $3,
                 requested_at = $4, accepted_at = $5, verified_at = $6, removed_at = $7, removal_reason = $8,
                 last_error = $9, attempts = $10, next_attempt_at = $11, updated_at = $12
             WHERE id = $13 AND version = $14",
            params![
                &grant.identity_id,
                grant.desired.as_str(),
                grant.state.as_str(),
                grant.requested_at,
                grant.accepted_at,
                grant.verified_at,
                grant.removed_at,
                grant.removal_reason.as_deref(),
                grant.last_error.as_deref(),
                grant.attempts,
                grant.next_attempt_at,
                now,
                &grant.id,
                grant.version
            ],
        )
        .await?;
    Ok(changed == 1)
}

fn read(row: &Row) -> Result<Grant, StoreError> {
    let verified = row.opt_int("identity_verified_at")?.is_some();
    let unlinked = row.opt_int("unlinked_at")?.is_some();
    Ok(Grant {
        id: row.text("id")?,
        version: row.int("version")?,
        account_id: row.text("account_id")?,
        dataset: row.text("dataset")?,
        service: row.word("service", Service::parse)?,
        identity_id: row.text("identity_id")?,
        address: row.text("address")?,
        identity_linked: verified && !unlinked,
        desired: row.word("desired", Desired::parse)?,
        state: row.word("state", GrantState::parse)?,
        requested_at: row.timestamp("requested_at")?,
        accepted_at: row.opt_timestamp("accepted_at")?,
        verified_at: row.opt_timestamp("verified_at")?,
        removed_at: row.opt_timestamp("removed_at")?,
        removal_reason: row.opt_text("removal_reason")?,
        last_error: row.opt_text("last_error")?,
        attempts: u32::try_from(row.int("attempts")?)
            .map_err(|_| StoreError::corrupt("attempts", "is out of range"))?,
        next_attempt_at: row.opt_timestamp("next_attempt_at")?,
    })
}
