//! The audit log: what happened, append-only, sealed in signed batches.
//!
//! An event is appended by the transaction that decides. Its values stand in a side row with a
//! salt; the event itself holds their digests only, so that an erasure can delete the values and
//! leave the chain whole. One sealer numbers the events, chains them and signs each batch, see
//! [`seal`]: a chain kept inside each transaction would make all of them wait for each other.

mod chain;

pub use chain::{ChainState, Seal, has_unsealed, seal, verify};

use accede_domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::page::Page;
use crate::{AssertSqlSafe, Row, StoreError, Tx, Value, params};

words! {
    /// What kind of actor did something.
    pub enum ActorKind {
        /// Somebody who is not signed in.
        Visitor = "visitor",
        /// A person with an account.
        Account = "account",
        /// Whoever holds a mailed link.
        MailedLink = "mailed_link",
        /// A job of the server.
        System = "system",
        /// The operator, at the command line.
        CommandLine = "command_line",
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The account's or the link's id.
    pub id: Option<String>,
    /// The role they acted in; the person concerned is shown this instead of staff's names.
    pub role: Option<String>,
}

/// An event to append.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done, `application.submit` for one.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which thing.
    pub object_id: String,
    /// Whose affair it is: that person may read the event.
    pub concerns_account_id: Option<String>,
    /// The names of the fields that changed.
    pub changed_fields: Vec<String>,
    /// The values before, where there were any.
    pub before: Option<serde_json::Value>,
    /// The values after.
    pub after: Option<serde_json::Value>,
    /// Unpredictable bytes, so that a digest of few possible values cannot be guessed.
    pub salt: [u8; 16],
    /// The request it happened in.
    pub request_id: Option<String>,
}

/// An event as it was appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which thing.
    pub object_id: String,
    /// Whose affair it is.
    pub concerns_account_id: Option<String>,
    /// The names of the fields that changed.
    pub changed_fields: Vec<String>,
    /// SHA-256 of the salt and the values before.
    pub before_digest: Option<Vec<u8>>,
    /// SHA-256 of the salt and the values after.
    pub after_digest: Option<Vec<u8>>,
    /// The request it happened in.
    pub request_id: Option<String>,
    /// Its place in the sealed chain; nothing in the first seconds.
    pub seq: Option<i64>,
}

/// The values behind an event's digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventValues {
    /// The values before.
    pub before: Option<serde_json::Value>,
    /// The values after.
    pub after: Option<serde_json::Value>,
}

/// Which events to list; every condition given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Done by this account or link.
    pub actor_id: Option<String>,
    /// Done to this thing: kind and id.
    pub object: Option<(String, String)>,
    /// The affair of this account.
    pub concerns_account_id: Option<String>,
    /// What was done.
    pub action: Option<String>,
}

macro_rules! event_columns {
    () => {
        "id, at, actor_kind, actor_id, actor_role, action, object_kind, object_id, concerns_account_id,
         changed_fields, before_digest, after_digest, request_id, seq"
    };
}
use event_columns;

/// Appends an event, in the transaction that decides.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn append(tx: &mut Tx, event: &NewEvent) -> Result<(), StoreError> {
    let before = event.before.as_ref().map(ToString::to_string);
    let after = event.after.as_ref().map(ToString::to_string);
    let digest = |text: &Option<String>| text.as_ref().map(|text| value_digest(&event.salt, text));
    tx.execute(
        "INSERT INTO audit_event (id, at, actor_kind, actor_id, actor_role, action, object_kind, object_id,
             concerns_account_id, changed_fields, before_digest, after_digest, request_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            &event.id,
            event.at,
            event.actor.kind,
            event.actor.id.clone(),
            event.actor.role.clone(),
            &event.action,
            &event.object_kind,
            &event.object_id,
            event.concerns_account_id.clone(),
            Value::json(&event.changed_fields)?,
            digest(&before),
            digest(&after),
            event.request_id.clone()
        ],
    )
    .await?;
    if before.is_some() || after.is_some() {
        tx.execute(
            "INSERT INTO audit_value (event_id, salt, before_json, after_json) VALUES ($1, $2, $3, $4)",
            params![&event.id, event.salt, before, after],
        )
        .await?;
    }
    Ok(())
}

/// A page of the log, newest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    page: &Page,
    limit: u32,
) -> Result<Vec<Event>, StoreError> {
    let (than, order, cursor) = page.bounds();
    let mut sql = format!(
        concat!(
            "SELECT ",
            event_columns!(),
            " FROM audit_event WHERE (at, id) {} ($1, $2)"
        ),
        than
    );
    let mut values = params![cursor.at, cursor.id];
    let mut also = |column: &str, value: &str| {
        values.push(Value::from(value));
        sql.push_str(&format!(" AND {column} = ${}", values.len()));
    };
    if let Some(actor) = &filter.actor_id {
        also("actor_id", actor);
    }
    if let Some((kind, id)) = &filter.object {
        also("object_kind", kind);
        also("object_id", id);
    }
    if let Some(account) = &filter.concerns_account_id {
        also("concerns_account_id", account);
    }
    if let Some(action) = &filter.action {
        also("action", action);
    }
    values.push(Value::from(limit));
    sql.push_str(&format!(
        " ORDER BY at {order}, id {order} LIMIT ${}",
        values.len()
    ));
    let rows = tx.fetch_all(AssertSqlSafe(sql), values).await?;
    page.rows(&rows, read)
}

/// What was done to an application, as its applicant is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When; of looks, the first of a day.
    pub at: Timestamp,
    /// What was done: `application.view`, `training.accept`.
    pub action: String,
    /// The role of whoever did it; none where nobody did.
    pub role: Option<String>,
    /// It was the person themselves.
    pub own: bool,
}

/// When staff looked at an application, and what was done since it was begun to the person's training reports, staff's
/// looks at them included: of looks the first of each day and role. In the order in which it was done.
///
/// # Errors
/// Any [`StoreError`].
pub async fn deeds(
    tx: &mut Tx,
    application_id: &str,
    account_id: &str,
    since: Timestamp,
) -> Result<Vec<Deed>, StoreError> {
    // Days in microseconds. Both parts go by the index of objects, so that what else the person did costs nothing.
    let sql = "
        SELECT min(at) AS at, action, actor_role, CAST(0 AS BIGINT) AS own FROM audit_event
        WHERE object_kind = 'application' AND object_id = $1 AND action = 'application.view'
            AND actor_id <> concerns_account_id
        GROUP BY at / 86400000000, action, actor_role
        UNION ALL
        SELECT min(at), action, actor_role, 
            CAST(max(CASE WHEN actor_id = concerns_account_id THEN 1 ELSE 0 END) AS BIGINT) FROM audit_event
        WHERE object_kind = 'training' AND object_id IN (SELECT id FROM training WHERE account_id = $2) AND at >= $3
            AND (action IN ('training.submit', 'training.resubmit', 'training.withdraw', 'training.accept',
                    'training.return', 'training.reject')
                OR action = 'training.view' AND actor_id <> concerns_account_id)
        GROUP BY CASE WHEN action = 'training.view' THEN at / 86400000000 ELSE at END, object_id, action, actor_role
        ORDER BY 1, 2";
    let rows = tx
        .fetch_all(sql, params![application_id, account_id, since])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Deed {
                at: row.timestamp("at")?,
                action: row.text("action")?,
                role: row.opt_text("actor_role")?,
                own: row.int("own")? != 0,
            })
        })
        .collect()
}

/// How many events concern a person, counted up to a limit.
///
/// # Errors
/// Any [`StoreError`].
pub async fn count_concerning(
    tx: &mut Tx,
    account_id: &str,
    limit: u32,
) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) AS n FROM (SELECT id FROM audit_event WHERE concerns_account_id = $1 LIMIT $2) AS found";
    let found = tx
        .fetch_one(sql, params![account_id, limit])
        .await?
        .int("n")?;
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}

/// The values behind an event, unless it had none or they were erased.
///
/// # Errors
/// Any [`StoreError`].
pub async fn values(tx: &mut Tx, event_id: &str) -> Result<Option<EventValues>, StoreError> {
    let sql = "SELECT before_json, after_json FROM audit_value WHERE event_id = $1";
    let Some(row) = tx.fetch_opt(sql, params![event_id]).await? else {
        return Ok(None);
    };
    Ok(Some(EventValues {
        before: row.opt_json("before_json")?,
        after: row.opt_json("after_json")?,
    }))
}

/// Erases the values, and the salts, of everything that concerns a person; says of how many events.
/// The events and their chain stay.
///
/// # Errors
/// Any [`StoreError`].
pub async fn erase_values(tx: &mut Tx, account_id: &str) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM audit_value WHERE event_id IN (SELECT id FROM audit_event WHERE concerns_account_id = $1)",
        params![account_id],
    )
    .await
}

fn value_digest(salt: &[u8], text: &str) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update(salt);
    digest.update(text.as_bytes());
    digest.finalize().to_vec()
}

fn read(row: &Row) -> Result<Event, StoreError> {
    Ok(Event {
        id: row.text("id")?,
        at: row.timestamp("at")?,
        actor: Actor {
            kind: row.word("actor_kind", ActorKind::parse)?,
            id: row.opt_text("actor_id")?,
            role: row.opt_text("actor_role")?,
        },
        action: row.text("action")?,
        object_kind: row.text("object_kind")?,
        object_id: row.text("object_id")?,
        concerns_account_id: row.opt_text("concerns_account_id")?,
        changed_fields: row.json("changed_fields")?,
        before_digest: row.opt_blob("before_digest")?,
        after_digest: row.opt_blob("after_digest")?,
        request_id: row.opt_text("request_id")?,
        seq: row.opt_int("seq")?,
    })
}
