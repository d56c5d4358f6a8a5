//! Who works on a case, and the next case that somebody may work on. The rule of a claim is
//! [`accede_domain::review::claim`]; that at most one is live is the table's key.

use std::fmt::Write as _;

use accede_domain::name::full_name;
use accede_domain::review::claim::Claim;
use accede_domain::review::{CaseKind, Holds};
use accede_domain::time::Timestamp;

use crate::{Row, StoreError, Tx, Value, application_queue, params, training_queue};

/// Somebody else took a case in between so often: the caller is told to come again.
const ROUNDS: usize = 100;

/// A claim with the name of its holder, for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The claim, live or ended.
    pub claim: Claim,
    /// The holder's user name.
    pub user_name: String,
    /// The holder's full name.
    pub name: String,
}

/// The claim on a case, live or ended.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn get(tx: &mut Tx, kind: CaseKind, case_id: &str) -> Result<Option<Held>, StoreError> {
    let row = tx
        .fetch_opt(
            "SELECT c.account_id, c.since, c.ends_at, a.user_name, a.given_names, a.family_name
             FROM claim c JOIN account a ON a.id = c.account_id WHERE c.case_kind = $1 AND c.case_id = $2",
            params![kind.as_str(), case_id],
        )
        .await?;
    row.as_ref().map(held).transpose()
}

/// Who works on a case, as columns of a list that [`join`] joins.
pub(crate) const HOLDER: &str = "c.account_id AS holder, c.since AS held_since, c.ends_at AS held_until,
    h.user_name AS holder_user_name, h.given_names AS holder_given_names, h.family_name AS holder_family_name";

/// Joins a list of cases with the claims that are live now; `case_id` names its column, `now` the parameter.
pub(crate) fn join(kind: CaseKind, case_id: &str, now: &str) -> String {
    let kind = kind.as_str();
    format!(
        " LEFT JOIN claim c ON c.case_kind = '{kind}' AND c.case_id = {case_id} AND c.ends_at > {now}
          LEFT JOIN account h ON h.id = c.account_id"
    )
}

/// What [`HOLDER`] says of a line.
pub(crate) fn of_line(row: &Row) -> Result<Option<Held>, StoreError> {
    let Some(holder) = row.opt_text("holder")? else {
        return Ok(None);
    };
    Ok(Some(Held {
        claim: Claim {
            holder,
            since: row.timestamp("held_since")?,
            ends_at: row.timestamp("held_until")?,
        },
        user_name: row.text("holder_user_name")?,
        name: full_name(
            &row.text("holder_given_names")?,
            &row.text("holder_family_name")?,
        ),
    }))
}

/// What keeps an account from deciding on a case.
///
/// # Errors
/// Any [`StoreError`].
pub async fn holds(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
    account_id: &str,
    now: Timestamp,
) -> Result<Holds, StoreError> {
    let row = tx
        .fetch_one(
            "SELECT (SELECT count(*) FROM claim WHERE case_kind = $1 AND case_id = $2 AND account_id <> $3
                         AND ends_at > $4) AS claims,
                    (SELECT count(*) FROM decision WHERE case_kind = $1 AND case_id = $2 AND state = 'pending')
                        AS decisions",
            params![kind.as_str(), case_id, account_id, now],
        )
        .await?;
    Ok(Holds {
        claimed_by_another: row.int("claims")? > 0,
        decision_pending: row.int("decisions")? > 0,
    })
}

/// Writes a claim where none is live but one of `holder` or `over`; false where somebody was faster.
///
/// # Errors
/// Any [`StoreError`].
pub async fn put(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
    claim: &Claim,
    over: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = tx
        .fetch_opt(
            "INSERT INTO claim (case_kind, case_id, account_id, since, ends_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_kind, case_id) DO UPDATE SET account_id = excluded.account_id,
                 since = excluded.since, ends_at = excluded.ends_at
             WHERE claim.ends_at <= $6 OR claim.account_id IN ($3, $7)
             RETURNING case_id",
            params![
                kind.as_str(),
                case_id,
                &claim.holder,
                claim.since,
                claim.ends_at,
                now,
                // No account has an empty id.
                over.unwrap_or_default()
            ],
        )
        .await?;
    Ok(row.is_some())
}

/// Lets go of a case; false where it was not this account's.
///
/// # Errors
/// Any [`StoreError`].
pub async fn release(
    tx: &mut Tx,
    kind: CaseKind,
    case_id: &str,
    account_id: &str,
) -> Result<bool, StoreError> {
    let released = tx
        .execute(
            "DELETE FROM claim WHERE case_kind = $1 AND case_id = $2 AND account_id = $3",
            params![kind.as_str(), case_id, account_id],
        )
        .await?;
    Ok(released == 1)
}

/// Lets go of everything that an account works on.
///
/// # Errors
/// Any [`StoreError`].
pub async fn release_all(tx: &mut Tx, account_id: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM claim WHERE account_id = $1",
        params![account_id],
    )
    .await?;
    Ok(())
}

/// Forgets claims that ended before a moment; says how many.
///
/// # Errors
/// Any [`StoreError`].
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM claim WHERE ends_at <= $1", params![before])
        .await
}

/// Whom the next case is for, and which cases they do not want.
#[derive(Debug, Clone)]
pub struct Seeker<'a> {
    /// The reviewer's account.
    pub account_id: &'a str,
    /// Cases that they have passed over.
    pub passed: &'a [String],
}

/// What looking for the next case came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This one.
    Case(String),
    /// There is none.
    None,
    /// None among those that were submitted until then: no more were looked at.
    NoneUntil(Timestamp),
}

/// Claims the oldest application of a view that nobody works on, that no decision waits on, and that
/// the seeker may decide: never their own, nor where they are or were named as reference, nor that of
/// their own reference. Two who ask at once get two. Looks at no more lines than a page of the view does.
///
/// # Errors
/// Any [`StoreError`]; [`StoreError::Busy`] where others were faster again and again.
pub async fn next_application(
    tx: &mut Tx,
    filter: &application_queue::Filter,
    seeker: &Seeker<'_>,
    now: Timestamp,
) -> Result<Next, StoreError> {
    let case = Case {
        kind: CaseKind::Application,
        id: "q.application_id",
        account_id: "q.account_id",
        named_on: "r.application_id = q.application_id",
    };
    for _ in 0..ROUNDS {
        let lawful = |values: &mut Vec<Value>| free_and_lawful(&case, seeker, now, values);
        let found = application_queue::first(tx, filter, lawful).await?;
        if is_settled(tx, case.kind, &found, seeker, now).await? {
            return Ok(found);
        }
    }
    Err(StoreError::Busy)
}

/// As [`next_application`], for the training reports of a view.
///
/// # Errors
/// As [`next_application`].
pub async fn next_training(
    tx: &mut Tx,
    filter: &training_queue::Filter,
    seeker: &Seeker<'_>,
    now: Timestamp,
) -> Result<Next, StoreError> {
    let case = Case {
        kind: CaseKind::Training,
        id: "t.id",
        account_id: "t.account_id",
        // On which of a person's applications somebody was named matters for an application only.
        named_on: "r.application_id IN (SELECT o.id FROM application o WHERE o.account_id = t.account_id)",
    };
    for _ in 0..ROUNDS {
        let lawful = |values: &mut Vec<Value>| free_and_lawful(&case, seeker, now, values);
        let found = training_queue::first(tx, filter, lawful).await?;
        if is_settled(tx, case.kind, &found, seeker, now).await? {
            return Ok(found);
        }
    }
    Err(StoreError::Busy)
}

/// How a statement that looks for the next case names it.
struct Case {
    kind: CaseKind,
    id: &'static str,
    account_id: &'static str,
    /// The condition that a reference `r` was named for it.
    named_on: &'static str,
}

/// The condition that nobody works on a case, that no decision waits on it, and that the seeker may decide it and has not
/// passed it over. Begins with ` AND `.
fn free_and_lawful(
    case: &Case,
    seeker: &Seeker<'_>,
    now: Timestamp,
    values: &mut Vec<Value>,
) -> String {
    let mut parameter = |value: Value| {
        values.push(value);
        values.len()
    };
    let (me, now) = (parameter(seeker.account_id.into()), parameter(now.into()));
    let (word, id, account_id) = (case.kind.as_str(), case.id, case.account_id);
    let named_on = case.named_on;
    let mut sql = format!(
        " AND {account_id} <> ${me}
          AND NOT EXISTS (SELECT 1 FROM claim c
              WHERE c.case_kind = '{word}' AND c.case_id = {id} AND c.ends_at > ${now})
          AND NOT EXISTS (SELECT 1 FROM decision d
              WHERE d.case_kind = '{word}' AND d.case_id = {id} AND d.state = 'pending')
          AND NOT EXISTS (SELECT 1 FROM reference_request r JOIN account_email e ON e.folded = r.email_folded
              WHERE {named_on} AND e.account_id = ${me})
          AND NOT EXISTS (SELECT 1 FROM application o JOIN reference_request r ON r.application_id = o.id
              JOIN account_email e ON e.folded = r.email_folded
              WHERE o.account_id = ${me} AND e.account_id = {account_id})"
    );
    for passed in seeker.passed {
        let passed = parameter(passed.into());
        let _ = write!(sql, " AND {id} <> ${passed}");
    }
    sql
}

/// Whether that is the answer: there is none, or it is claimed now.
async fn is_settled(
    tx: &mut Tx,
    kind: CaseKind,
    found: &Next,
    seeker: &Seeker<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    match found {
        Next::Case(id) => take(tx, kind, id, seeker, now).await,
        Next::None | Next::NoneUntil(_) => Ok(true),
    }
}

/// Claims a case that was free a moment ago; false where somebody committed since, the seeker themselves in another window
/// among them, whom only the key has seen.
async fn take(
    tx: &mut Tx,
    kind: CaseKind,
    id: &str,
    seeker: &Seeker<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let claim = Claim::begin(seeker.account_id, now);
    let row = tx
        .fetch_opt(
            "INSERT INTO claim (case_kind, case_id, account_id, since, ends_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_kind, case_id) DO UPDATE SET account_id = excluded.account_id,
                 since = excluded.since, ends_at = excluded.ends_at
             WHERE claim.ends_at <= $6
             RETURNING case_id",
            params![kind.as_str(), id, &claim.holder, claim.since, claim.ends_at, now],
        )
        .await?;
    Ok(row.is_some())
}

fn held(row: &Row) -> Result<Held, StoreError> {
    Ok(Held {
        claim: Claim {
            holder: row.text("account_id")?,
            since: row.timestamp("since")?,
            ends_at: row.timestamp("ends_at")?,
        },
        user_name: row.text("user_name")?,
        name: full_name(&row.text("given_names")?, &row.text("family_name")?),
    })
}
