//! What the records hold that bears on an application: what its reference said of others, what became of others of its
//! institution, and what else looks like the same person. Each is one statement by index that stops at a limit, so that a
//! case costs the same however many there are.

use accede_domain::application::state::{ApplicationState, Position};
use accede_domain::reference::{ReferenceAnswer, ReferenceOutcome, ReferenceState};
use accede_domain::time::Timestamp;
use accede_domain::training::TrainingState;

use crate::application::position;
use crate::reference_request::IS_REVOKED;
use crate::{AssertSqlSafe, Dialect, Row, StoreError, Tx, Value, params};

/// Somebody else for whom the same reference was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedFor {
    /// The application.
    pub application_id: String,
    /// Its number.
    pub reference_number: String,
    /// Whose it is.
    pub applicant_name: String,
    /// What became of the request.
    pub outcome: ReferenceOutcome,
    /// The address is the same; else it is another one of the same person.
    pub same_address: bool,
    /// When the person was first asked; before that, when they were named.
    pub at: Timestamp,
}

/// The requests `found` to the person with an address `$2`, by it and by every other verified address of the same account,
/// on applications of others than the account `$1`; the latest `$3`.
const REQUESTS: &str = "WITH found AS MATERIALIZED (SELECT id, application_id, state, answer,
             withdrawn_at IS NOT NULL AS withdrawn
         FROM reference_request
         WHERE email_folded IN (
             SELECT CAST($2 AS TEXT) UNION
             SELECT other.folded FROM account_email named
             JOIN account_email other ON other.account_id = named.account_id
             WHERE named.folded = $2 AND named.verified_at IS NOT NULL AND other.verified_at IS NOT NULL)
         AND application_id NOT IN (SELECT id FROM application WHERE account_id = $1)
         ORDER BY created_at DESC, id DESC LIMIT $3)";

/// What became of the requests to the person who is the present reference of somebody's application, whether the
/// credential was revoked since, and how many became that; counted to a limit, from the latest on. An outcome may come
/// more than once.
///
/// # Errors
/// Any [`StoreError`]; so do all functions here.
pub async fn outcomes(
    tx: &mut Tx,
    not_of: &str,
    folded: &str,
    limit: u32,
) -> Result<Vec<(ReferenceOutcome, bool, i64)>, StoreError> {
    let index = match tx.dialect() {
        Dialect::Sqlite => IS_REVOKED,
        Dialect::Postgres => "",
    };
    let sql = format!(
        "{REQUESTS} SELECT state, answer, withdrawn, revoked, count(*) AS n FROM (
             SELECT f.state, f.answer, f.withdrawn, EXISTS (SELECT 1 FROM application a{index}
                 WHERE a.id = f.application_id AND a.state = 'revoked') AS revoked
             FROM found f) told
         GROUP BY state, answer, withdrawn, revoked"
    );
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), params![not_of, folded, limit])
        .await?;
    rows.iter()
        .map(|row| Ok((outcome(row)?, row.bool("revoked")?, row.int("n")?)))
        .collect()
}

fn outcome(row: &Row) -> Result<ReferenceOutcome, StoreError> {
    Ok(ReferenceOutcome::of(
        row.word("state", ReferenceState::parse)?,
        row.opt_word("answer", ReferenceAnswer::parse)?,
        row.bool("withdrawn")?,
    ))
}

/// Where else the person who is the present reference of somebody's application was named by others; the latest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn asked_for(
    tx: &mut Tx,
    not_of: &str,
    folded: &str,
    limit: u32,
) -> Result<Vec<AskedFor>, StoreError> {
    let sql = [
        REQUESTS,
        " SELECT f.state, f.answer, f.withdrawn, r.application_id, r.email_folded,
             COALESCE(r.first_requested_at, r.created_at) AS at, a.reference_number, a.applicant_name
         FROM found f JOIN reference_request r ON r.id = f.id JOIN application a ON a.id = r.application_id
         ORDER BY r.created_at DESC, r.id DESC",
    ]
    .concat();
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), params![not_of, folded, limit])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(AskedFor {
                application_id: row.text("application_id")?,
                reference_number: row.opt_text("reference_number")?.unwrap_or_default(),
                applicant_name: row.text("applicant_name")?,
                outcome: outcome(row)?,
                same_address: row.text("email_folded")? == folded,
                at: row.timestamp("at")?,
            })
        })
        .collect()
}

/// How many applications of other people stand in each state.
pub type ByState = Vec<(ApplicationState, i64)>;

/// Applications of other people that give the same organisation, where one is given, and then of those with a verified
/// address at each of some domains; each counted to a limit (at a domain of addresses: who has two of them there counts
/// once).
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_institutions(
    tx: &mut Tx,
    organisation: Option<&str>,
    domains: &[String],
    not_of: &str,
    limit: u32,
) -> Result<Vec<ByState>, StoreError> {
    let mut values: Vec<Value> = params![not_of, limit];
    let mut parts = Vec::new();
    let named = organisation.map(|name| (name, ORGANISATION));
    let at = domains.iter().map(|domain| (domain.as_str(), DOMAIN));
    for (name, found) in named.into_iter().chain(at) {
        values.push(name.into());
        let found = found.replace("$name", &format!("${}", values.len()));
        let place = parts.len();
        parts.push(format!(
            "SELECT CAST({place} AS BIGINT) AS place, state, count(*) AS n FROM ({found}) found GROUP BY state"
        ));
    }
    let mut all = vec![ByState::new(); parts.len()];
    if parts.is_empty() {
        return Ok(all);
    }
    let sql = parts.join(" UNION ALL ");
    for row in tx.fetch_all(AssertSqlSafe(sql), values).await? {
        let place = usize::try_from(row.int("place")?).unwrap_or(usize::MAX);
        let state = row.word("state", ApplicationState::parse)?;
        if let Some(states) = all.get_mut(place) {
            states.push((state, row.int("n")?));
        }
    }
    Ok(all)
}

const ORGANISATION: &str = "SELECT state FROM application
    WHERE lower(organisation) = lower($name) AND first_submitted_at IS NOT NULL AND account_id <> $1 LIMIT $2";

/// The limit comes first: telling apart all that a large institution has would be a look at each.
const DOMAIN: &str = "SELECT DISTINCT id, state FROM (SELECT a.id, a.state FROM account_email e
        JOIN application a ON a.account_id = e.account_id
        WHERE e.domain = $name AND e.verified_at IS NOT NULL AND a.first_submitted_at IS NOT NULL
            AND e.account_id <> $1 LIMIT $2) few";

/// An application of another account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its id.
    pub id: String,
    /// Its number.
    pub reference_number: String,
    /// Whose it is, as stated there.
    pub applicant_name: String,
    /// Their user name.
    pub user_name: String,
    /// What was stated there.
    pub organisation: String,
    /// Where it stands.
    pub position: Position,
    /// Its first submission.
    pub submitted_at: Timestamp,
}

/// Applications under another account with the same name and country, the latest first.
///
/// # Errors
/// Any [`StoreError`].
pub async fn same_name(
    tx: &mut Tx,
    name: &str,
    country: &str,
    not_of: &str,
    limit: u32,
) -> Result<Vec<Other>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT a.id, a.reference_number, a.applicant_name, a.organisation, a.state, a.stage,
                 a.first_submitted_at, p.user_name
             FROM application a JOIN account p ON p.id = a.account_id
             WHERE lower(a.applicant_name) = lower($1) AND a.country = $2 AND a.first_submitted_at IS NOT NULL
                 AND a.account_id <> $3
             ORDER BY a.first_submitted_at DESC, a.id DESC LIMIT $4",
            params![name, country, not_of, limit],
        )
        .await?;
    rows.iter().map(other).collect()
}

fn other(row: &Row) -> Result<Other, StoreError> {
    Ok(Other {
        id: row.text("id")?,
        reference_number: row.opt_text("reference_number")?.unwrap_or_default(),
        applicant_name: row.text("applicant_name")?,
        user_name: row.text("user_name")?,
        organisation: row.text("organisation")?,
        position: position(row)?,
        submitted_at: row.timestamp("first_submitted_at")?,
    })
}

/// A training report of another account that is the same file, byte by byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameFile {
    /// The training record.
    pub training_id: String,
    /// Whose it is, as lists name them.
    pub applicant_name: String,
    /// Their user name.
    pub user_name: String,
    /// How it stands.
    pub state: TrainingState,
}

/// Training reports of other accounts that are the same file as one of this account's.
///
/// # Errors
/// Any [`StoreError`].
pub async fn same_report(
    tx: &mut Tx,
    account_id: &str,
    limit: u32,
) -> Result<Vec<SameFile>, StoreError> {
    let rows = tx
        .fetch_all(
            "SELECT t.id, t.applicant_name, t.state, p.user_name
             FROM training own JOIN file mine ON mine.id = own.file_id
             JOIN file same ON same.sha256 = mine.sha256
             JOIN training t ON t.file_id = same.id JOIN account p ON p.id = t.account_id
             WHERE own.account_id = $1 AND same.owner_account_id <> $1
             GROUP BY t.id, t.applicant_name, t.state, p.user_name LIMIT $2",
            params![account_id, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(SameFile {
                training_id: row.text("id")?,
                applicant_name: row.text("applicant_name")?,
                user_name: row.text("user_name")?,
                state: row.word("state", TrainingState::parse)?,
            })
        })
        .collect()
}
