//! What the line of an application follows from, as the tables have it.

use std::collections::HashMap;

use accede_domain::application::state::{Flag, Position};
use accede_domain::application::{ApplicationForm, SignalFacts};
use accede_domain::orcid::Orcid;
use accede_domain::time::Timestamp;
use accede_domain::training::TrainingState;

use crate::{AssertSqlSafe, Row, StoreError, Tx, Value, application, revoked};

/// Whether the reference `r` of `e` has confirmed somebody else, whose credential was not revoked since.
pub(super) const IS_KNOWN: &str =
    "EXISTS (SELECT 1 FROM reference_request o JOIN application p ON p.id = o.application_id
    WHERE o.email_folded = r.email_folded AND o.answer = 'confirms' AND o.withdrawn_at IS NULL
      AND p.account_id <> e.account_id AND p.state <> 'revoked')";

/// Everything that the line of one application follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The application.
    pub application_id: String,
    /// Whose it is.
    pub account_id: String,
    /// Their user name.
    pub user_name: String,
    /// For people to quote.
    pub reference_number: String,
    /// Where it stands.
    pub position: Position,
    /// A reviewer has to act.
    pub waits_for_staff: bool,
    /// Of the latest snapshot; so are the next three.
    pub applicant_name: String,
    /// The organisation.
    pub organisation: String,
    /// By its spelling.
    pub researcher_category: String,
    /// By its code.
    pub country: String,
    /// Of the latest snapshot.
    pub research_summary: String,
    /// The first submission.
    pub first_submitted_at: Timestamp,
    /// Since when it stands where it stands.
    pub stage_since: Timestamp,
    /// What the signals rest on.
    pub signals: SignalFacts,
    /// Something waits for a reviewer to see to it.
    pub flagged: bool,
    /// Names and addresses of everyone who was named as reference.
    pub references: Vec<String>,
}

/// What the lines of these applications follow from, in the order of their ids. Two statements.
pub(super) async fn facts(tx: &mut Tx, ids: &[String]) -> Result<Vec<Facts>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.id, p.account_id, a.user_name, p.reference_number, p.state, p.stage, p.waits_for_staff,
             p.applicant_name, p.organisation, p.researcher_category, p.country, p.first_submitted_at, p.stage_since,
             s.form
         FROM application p JOIN account a ON a.id = p.account_id
         JOIN application_snapshot s ON s.application_id = p.id AND s.number = p.snapshots
         WHERE p.id IN ({}) AND p.first_submitted_at IS NOT NULL ORDER BY p.id",
        numbers(1, ids.len())
    );
    let rows = tx.fetch_all(AssertSqlSafe(sql), texts(ids)).await?;
    let mut all = rows
        .iter()
        .map(of_application)
        .collect::<Result<Vec<_>, _>>()?;
    around(tx, &mut all).await?;
    Ok(all)
}

fn of_application(row: &Row) -> Result<Facts, StoreError> {
    let form: ApplicationForm = row.json("form")?;
    Ok(Facts {
        application_id: row.text("id")?,
        account_id: row.text("account_id")?,
        user_name: row.text("user_name")?,
        reference_number: row.text("reference_number")?,
        position: application::position(row)?,
        waits_for_staff: row.bool("waits_for_staff")?,
        applicant_name: row.text("applicant_name")?,
        organisation: row.text("organisation")?,
        researcher_category: row.text("researcher_category")?,
        country: row.text("country")?,
        research_summary: form.research_summary,
        first_submitted_at: row.timestamp("first_submitted_at")?,
        stage_since: row.timestamp("stage_since")?,
        signals: SignalFacts {
            webpage: form.webpage,
            ..SignalFacts::default()
        },
        flagged: false,
        references: Vec::new(),
    })
}

/// What is known beside the applications themselves.
async fn around(tx: &mut Tx, all: &mut [Facts]) -> Result<(), StoreError> {
    if all.is_empty() {
        return Ok(());
    }
    let (ids, accounts) = (numbers(1, all.len()), numbers(1 + all.len(), all.len()));
    let sql = format!(
        "SELECT 'address' AS kind, account_id AS owner, folded AS word, '' AS name, CAST(0 AS BIGINT) AS n
             FROM account_email WHERE account_id IN ({accounts}) AND verified_at IS NOT NULL
         UNION ALL SELECT 'training', account_id, state, '', 0 FROM training WHERE account_id IN ({accounts})
             AND state IN ('submitted', 'accepted', 'returned')
         UNION ALL SELECT 'flag', application_id, flag, '', 0 FROM application_flag
             WHERE application_id IN ({ids}) AND audience = 'reviewer' AND seen_at IS NULL
         UNION ALL SELECT 'reference', application_id, email_folded, name, number FROM reference_request
             WHERE application_id IN ({ids})
         UNION ALL SELECT 'known', r.application_id, '', '', 0 FROM reference_request r
             JOIN application e ON e.id = r.application_id
             WHERE r.application_id IN ({ids}) AND r.ended_at IS NULL AND {IS_KNOWN}
         UNION ALL SELECT 'orcid', account_id, orcid, '', 0 FROM orcid WHERE account_id IN ({accounts})
         UNION ALL SELECT 'revoked', owner, '', '', 0 FROM ({revoked}) AS revoked
         ORDER BY kind, owner, n, word",
        revoked = revoked::among(&accounts)
    );
    let ids = all.iter().map(|one| Value::from(&one.application_id));
    let accounts = all.iter().map(|one| Value::from(&one.account_id));
    let rows = tx
        .fetch_all(AssertSqlSafe(sql), ids.chain(accounts).collect())
        .await?;
    let mut of: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, one) in all.iter().enumerate() {
        of.entry(one.application_id.clone())
            .or_default()
            .push(index);
        of.entry(one.account_id.clone()).or_default().push(index);
    }
    for row in &rows {
        let kind = row.text("kind")?;
        for &index in of.get(&row.text("owner")?).into_iter().flatten() {
            if let Some(one) = all.get_mut(index) {
                note(one, &kind, row)?;
            }
        }
    }
    Ok(())
}

fn note(facts: &mut Facts, kind: &str, row: &Row) -> Result<(), StoreError> {
    let signals = &mut facts.signals;
    match kind {
        "address" => signals.verified.push(row.text("word")?),
        "training" => signals
            .trainings
            .push(row.word("word", TrainingState::parse)?),
        "flag" => {
            row.word("word", Flag::parse)?;
            facts.flagged = true;
        }
        // In the order in which they were named.
        "reference" => {
            signals.references = row.int("n")?;
            signals.reference = Some(row.text("word")?);
            facts
                .references
                .extend([row.text("name")?, row.text("word")?]);
        }
        "orcid" => signals.orcid = Some(row.word("word", Orcid::parse)?),
        "revoked" => signals.revoked_before = true,
        _ => signals.reference_known = true,
    }
    Ok(())
}

/// `$from, $from+1, …`.
pub(super) fn numbers(from: usize, count: usize) -> String {
    let list: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    list.join(", ")
}

pub(super) fn texts(ids: &[String]) -> Vec<Value> {
    ids.iter().map(Value::from).collect()
}
