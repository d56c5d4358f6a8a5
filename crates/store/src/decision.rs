//! What staff decided on cases, and what became of it. The rule is [`accede_domain::review::decision`];
//! that at most one waits a case is an index.

use accede_domain::account::Role;
use accede_domain::application::state::ActorRole;
use accede_domain::name::full_name;
use accede_domain::refusal::Refusal;
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;
use accede_domain::time::Timestamp;
use serde_json::Value as Json;

use crate::{Row, StoreError, Tx, Value, params};

/// The index that lets one decision a case wait.
pub const PENDING_KEY: &str = "decision_pending_key";

/// A decision, with who took it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its id.
    pub id: String,
    /// What kind of case.
    pub case_kind: CaseKind,
    /// Which case.
    pub case_id: String,
    /// Whose case it is, as lists name it.
    pub case_name: String,
    /// The number of an application, for people to quote.
    pub case_number: Option<String>,
    /// The command, by its spelling.
    pub command: String,
    /// The command with its words; nothing once they stand on the case, or are old.
    pub content: Option<Json>,
    /// The version of the case that it was taken on.
    pub version_seen: i64,
    /// Who took it.
    pub decided_by: String,
    /// Their user name.
    pub user_name: String,
    /// Their full name.
    pub name: String,
    /// The role that they have now; nothing where their account is not in use any more.
    pub role_now: Option<Role>,
    /// In which role they took it.
    pub actor_role: ActorRole,
    /// The request that took it.
    pub request_id: Option<String>,
    /// When it was taken.
    pub decided_at: Timestamp,
    /// When it takes effect.
    pub takes_effect_at: Timestamp,
    /// What became of it.
    pub state: DecisionState,
    /// Since when it is no longer pending.
    pub ended_at: Option<Timestamp>,
    /// Why it was not carried out.
    pub refusal: Option<Refusal>,
}

/// A decision to keep.
#[derive(Debug, Clone)]
pub struct NewDecision<'a> {
    /// Its id.
    pub id: &'a str,
    /// What kind of case.
    pub case_kind: CaseKind,
    /// Which case.
    pub case_id: &'a str,
    /// The command, by its spelling.
    pub command: &'a str,
    /// The command with its words; nothing where it took effect at once.
    pub content: Option<&'a Json>,
    /// The version of the case that it was taken on.
    pub version_seen: i64,
    /// Who took it.
    pub decided_by: &'a str,
    /// In which role.
    pub actor_role: ActorRole,
    /// The request that took it.
    pub request_id: Option<&'a str>,
    /// When it takes effect.
    pub takes_effect_at: Timestamp,
    /// `Pending`, or `CarriedOut` where it took effect at once.
    pub state: DecisionState,
    /// The bulk of whoever took it, where it belongs to one.
    pub bulk_id: Option<&'a str>,
}

macro_rules! select_decision {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.case_kind, d.case_id, d.command, d.content, d.version_seen, d.decided_by, d.actor_role,
                 d.request_id, d.decided_at, d.takes_effect_at, d.state, d.ended_at, d.refusal, a.user_name,
                 a.given_names, a.family_name, CASE WHEN a.state = 'active' THEN a.role END AS role_now,
                 COALESCE(p.applicant_name, t.applicant_name, '') AS case_name, p.reference_number AS case_number
             FROM decision d JOIN account a ON a.id = d.decided_by
             LEFT JOIN application p ON d.case_kind = 'application' AND p.id = d.case_id
             LEFT JOIN training t ON d.case_kind = 'training' AND t.id = d.case_id ",
            $rest
        )
    };
}

/// Keeps a decision. [`StoreError::Unique`] with [`PENDING_KEY`] where one waits on the case already.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn insert(tx: &mut Tx, new: &NewDecision<'_>, now: Timestamp) -> Result<(), StoreError> {
    let pending = new.state == DecisionState::Pending;
    tx.execute(
        "INSERT INTO decision (id, case_kind, case_id, command, content, version_seen, decided_by, actor_role,
             request_id, decided_at, takes_effect_at, state, ended_at, is_open, bulk_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            new.id,
            new.case_kind.as_str(),
            new.case_id,
            new.command,
            new.content.map(Value::json).transpose()?,
            new.version_seen,
            new.decided_by,
            new.actor_role.as_str(),
            new.request_id,
            now,
            new.takes_effect_at,
            new.state.as_str(),
            (!pending).then_some(now),
            pending,
            new.bulk_id
        ],
    )
    .await?;
    Ok(())
}

/// Ends a pending decision; false where it is not pending any more. Words that now stand on the case
/// are not kept twice; what was written for nothing is, for whoever wrote it.
///
/// # Errors
/// Any [`StoreError`].
pub async fn end(
    tx: &mut Tx,
    id: &str,
    state: DecisionState,
    refusal: Option<Refusal>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let ended = tx
        .execute(
            "UPDATE decision SET state = $1, ended_at = $2, refusal = $3, is_open = $4,
                 content = CASE WHEN $1 = 'carried_out' THEN NULL ELSE content END
             WHERE id = $5 AND state = 'pending'",
            params![
                state.as_str(),
                now,
                refusal.map(Refusal::as_str),
                state == DecisionState::NotCarriedOut,
                id
            ],
        )
        .await?;
    Ok(ended == 1)
}

/// Whoever took it has seen that it did not happen.
///
/// # Errors
/// Any [`StoreError`].
pub async fn dismiss(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    let sql = "UPDATE decision SET is_open = 0 WHERE id = $1 AND state <> 'pending'";
    tx.execute(sql, params![id]).await?;
    Ok(())
}

/// One decision.
///
/// # Errors
/// Any [`StoreError`].
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Decision>, StoreError> {
    let row = tx
        .fetch_opt(select_decision!("WHERE d.id = $1"), params![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// The latest decision on a case.
///
/// # Errors
/// Any [`StoreError`].
pub async fn latest(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
) -> Result<Option<Decision>, StoreError> {
    let sql = select_decision!(
        "WHERE d.case_kind = $1 AND d.case_id = $2 ORDER BY d.decided_at DESC, d.id DESC LIMIT 1"
    );
    let row = tx.fetch_opt(sql, params![kind.as_str(), case_id]).await?;
    row.as_ref().map(read).transpose()
}

/// Whether a decision waits on a case.
///
/// # Errors
/// Any [`StoreError`].
pub async fn is_pending(tx: &mut Tx, kind: CaseKind, case_id: &str) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM decision WHERE case_kind = $1 AND case_id = $2 AND state = 'pending'";
    Ok(tx
        .fetch_opt(sql, params![kind.as_str(), case_id])
        .await?
        .is_some())
}

/// What a person took that waits or did not happen, the latest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn open_of(
    tx: &mut Tx,
    account_id: &str,
    limit: u32,
) -> Result<Vec<Decision>, StoreError> {
    let sql = select_decision!(
        "WHERE d.decided_by = $1 AND d.is_open = 1 ORDER BY d.decided_at DESC, d.id DESC LIMIT $2"
    );
    let rows = tx.fetch_all(sql, params![account_id, limit]).await?;
    rows.iter().map(read).collect()
}

/// The decisions of somebody's bulk, in the order of their ids.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_bulk(
    tx: &mut Tx,
    account_id: &str,
    bulk_id: &str,
) -> Result<Vec<Decision>, StoreError> {
    let sql = select_decision!("WHERE d.decided_by = $1 AND d.bulk_id = $2 ORDER BY d.id");
    let rows = tx.fetch_all(sql, params![account_id, bulk_id]).await?;
    rows.iter().map(read).collect()
}

/// Has those of somebody's bulk that wait take effect at this time.
///
/// # Errors
/// Any [`StoreError`].
pub async fn postpone_bulk(
    tx: &mut Tx,
    account_id: &str,
    bulk_id: &str,
    takes_effect_at: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE decision SET takes_effect_at = $3
         WHERE decided_by = $1 AND bulk_id = $2 AND state = 'pending'",
        params![account_id, bulk_id, takes_effect_at],
    )
    .await
}

/// When the next decision takes effect.
///
/// # Errors
/// Any [`StoreError`].
pub async fn next_effect(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let row = tx
        .fetch_one(
            "SELECT min(takes_effect_at) AS at FROM decision WHERE state = 'pending'",
            params![],
        )
        .await?;
    row.opt_timestamp("at")
}

/// The decisions whose time has come, in the order in which it came.
///
/// # Errors
/// Any [`StoreError`].
pub async fn due(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT id FROM decision WHERE state = 'pending' AND takes_effect_at <= $1
             ORDER BY takes_effect_at, id LIMIT $2",
            params![now, limit],
        )
        .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Forgets what was written with decisions that came to nothing before a moment.
///
/// # Errors
/// Any [`StoreError`].
pub async fn forget_words(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE decision SET content = NULL WHERE content IS NOT NULL AND ended_at <= $1",
        params![before],
    )
    .await
}

fn read(row: &Row) -> Result<Decision, StoreError> {
    Ok(Decision {
        id: row.text("id")?,
        case_kind: row.word("case_kind", CaseKind::parse)?,
        case_id: row.text("case_id")?,
        case_name: row.text("case_name")?,
        case_number: row.opt_text("case_number")?,
        command: row.text("command")?,
        content: row.opt_json("content")?,
        version_seen: row.int("version_seen")?,
        decided_by: row.text("decided_by")?,
        user_name: row.text("user_name")?,
        name: full_name(&row.text("given_names")?, &row.text("family_name")?),
        role_now: row.opt_word("role_now", Role::parse)?,
        actor_role: row.word("actor_role", ActorRole::parse)?,
        request_id: row.opt_text("request_id")?,
        decided_at: row.timestamp("decided_at")?,
        takes_effect_at: row.timestamp("takes_effect_at")?,
        state: row.word("state", DecisionState::parse)?,
        ended_at: row.opt_timestamp("ended_at")?,
        refusal: row.opt_word("refusal", Refusal::parse)?,
    })
}
