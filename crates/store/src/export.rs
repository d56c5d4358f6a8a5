//! Everything that is kept about a person, for that person. [`SECTIONS`] is the one list of it: a table with something
//! personal in it has its line here.
//!
//! What a reference chose and wrote is for staff only and in no section; nor is any secret or digest of one.

use serde_json::{Map, Value as Json};

use crate::{Row, StoreError, Tx, Value, params};

/// One part of the export.
struct Section {
    name: &'static str,
    /// Selects with the account's id as its only parameter.
    sql: &'static str,
}

const fn section(name: &'static str, sql: &'static str) -> Section {
    Section { name, sql }
}

const SECTIONS: &[Section] = &[
    section(
        "account",
        "SELECT id, user_name, role, state, given_names, family_name, one_name, affiliation, country, language, privacy_version,
             terms_version, accepted_at, totp_confirmed_at AS second_factor_since_at, last_signed_in_at, ended_at,
             created_at, updated_at
         FROM account WHERE id = $1",
    ),
    section(
        "emails",
        "SELECT address, verified_at, is_primary, created_at FROM account_email WHERE account_id = $1
         ORDER BY created_at, id",
    ),
    section(
        "sessions",
        "SELECT created_at, last_seen_at, ends_at, ended_at, ended_reason, user_agent, address FROM session
         WHERE account_id = $1 ORDER BY created_at, id",
    ),
    section(
        "devices",
        "SELECT first_seen_at, last_seen_at FROM known_device WHERE account_id = $1 ORDER BY first_seen_at",
    ),
    section(
        "tokens",
        "SELECT id, name, scope, created_at, expires_at, last_used_at, ended_at FROM personal_token
         WHERE account_id = $1 ORDER BY created_at, id",
    ),
    section(
        "recovery_codes",
        "SELECT created_at, used_at FROM recovery_code WHERE account_id = $1 ORDER BY created_at, id",
    ),
    section(
        "applications",
        // An answered request is with a reviewer, whatever the answer: the stage must not tell which it was.
        "SELECT id, reference_number, state, CASE WHEN stage = 'response' AND EXISTS (
                 SELECT 1 FROM reference_request r WHERE r.application_id = application.id
                   AND r.state = 'answered' AND r.ended_at IS NULL) THEN 'final' ELSE stage END AS stage,
             form, first_submitted_at, submitted_at, identity_confirmed_at, returned_at, decided_at, decision_template, decision_comment, credential_ends_at, superseded_at, created_at
         FROM application WHERE account_id = $1 ORDER BY created_at, id",
    ),
    section(
        "submissions",
        "SELECT s.application_id, s.number, s.form, s.taken_at
         FROM application_snapshot s JOIN application a ON a.id = s.application_id
         WHERE a.account_id = $1 ORDER BY s.taken_at, s.number",
    ),
    section(
        "comments",
        "SELECT c.application_id, c.snapshot_number, c.pointer, c.body, c.created_at
         FROM application_comment c JOIN application a ON a.id = c.application_id
         WHERE a.account_id = $1 ORDER BY c.created_at, c.id",
    ),
    section(
        "timeline",
        "SELECT e.application_id, e.at, e.kind, e.actor_role, e.data
         FROM application_event e JOIN application a ON a.id = e.application_id
         WHERE a.account_id = $1 AND e.for_applicant = 1 ORDER BY e.at, e.id",
    ),
    section(
        "references_named",
        "SELECT r.application_id, r.number, r.category, r.name, r.email, r.organisation, r.title, r.page_url, r.state,
             r.first_requested_at, r.bounced_at, r.answered_at, r.ended_at, r.created_at
         FROM reference_request r JOIN application a ON a.id = r.application_id
         WHERE a.account_id = $1 ORDER BY r.created_at, r.id",
    ),
    section(
        "asked_as_reference",
        "SELECT r.email, r.state, r.first_requested_at, r.answered_at, r.ended_at
         FROM reference_request r JOIN account_email e ON e.folded = r.email_folded
         WHERE e.account_id = $1 AND e.verified_at IS NOT NULL ORDER BY r.created_at, r.id",
    ),
    section(
        "trainings",
        "SELECT t.id, t.training_type, t.state, t.completed_on, t.expires_on, t.facts, t.comment, t.decided_at,
             t.submitted_at, f.file_name
         FROM training t JOIN file f ON f.id = t.file_id WHERE t.account_id = $1 ORDER BY t.created_at, t.id",
    ),
    section(
        "files",
        "SELECT file_name, media_type, size, sha256, pages, created_at FROM file WHERE owner_account_id = $1
         ORDER BY created_at, id",
    ),
    section(
        "signatures",
        "SELECT id, dataset, agreement_version, agreement_sha256, typed_name, user_name, account_name, email,
             affiliation, consent_version, consent_text, session_id, address, user_agent, key_id, receipt, signed_at,
             ended_at, ended_reason
         FROM signature WHERE account_id = $1 ORDER BY signed_at, id",
    ),
    section(
        "cloud_identities",
        "SELECT id, provider, address, verified_at, sole_use_confirmed_at, unlinked_at, created_at
         FROM cloud_identity WHERE account_id = $1 ORDER BY created_at, id",
    ),
    section(
        "orcid",
        "SELECT orcid, verified_at FROM orcid WHERE account_id = $1",
    ),
    section(
        "grants",
        "SELECT dataset, service, desired, state, requested_at, accepted_at, verified_at, removed_at, removal_reason
         FROM grant_record WHERE account_id = $1 ORDER BY created_at, id",
    ),
    section(
        "mails",
        "SELECT kind, recipient, language, state, sent_at, created_at FROM outbox WHERE account_id = $1 ORDER BY created_at, id",
    ),
];

/// Columns that hold JSON as text.
const JSON_COLUMNS: &[&str] = &["form", "data", "facts"];
/// Columns that hold a truth value as 0 or 1.
const TRUTH_COLUMNS: &[&str] = &["one_name", "is_primary"];

/// Every section with its rows: times in RFC 3339, bytes as the text they are.
///
/// # Errors
/// Any [`StoreError`].
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Map<String, Json>, StoreError> {
    let mut export = Map::new();
    for section in SECTIONS {
        let rows = tx.fetch_all(section.sql, params![account_id]).await?;
        let rows = rows.iter().map(object).collect::<Result<_, _>>()?;
        export.insert(section.name.to_owned(), Json::Array(rows));
    }
    Ok(export)
}

fn object(row: &Row) -> Result<Json, StoreError> {
    let mut object = Map::new();
    for column in row.columns() {
        let value = match row.value(column)? {
            Value::Null => continue,
            Value::Int(_) if column == "at" || column.ends_with("_at") => {
                Json::from(row.timestamp(column)?.to_string())
            }
            Value::Int(_) if TRUTH_COLUMNS.contains(&column.as_str()) => {
                Json::from(row.bool(column)?)
            }
            Value::Int(number) => Json::from(*number),
            Value::Text(_) if JSON_COLUMNS.contains(&column.as_str()) => row.json(column)?,
            Value::Text(text) => Json::from(text.as_str()),
            // A receipt: a JSON file, kept byte by byte.
            Value::Blob(bytes) => Json::from(String::from_utf8_lossy(bytes)),
        };
        object.insert(column.clone(), value);
    }
    Ok(Json::Object(object))
}

#[cfg(test)]
mod tests {
    use super::SECTIONS;

    #[test]
    fn nothing_secret_is_selected() {
        let secret = [
            "passphrase_hash",
            "totp_secret",
            "token_hash",
            "code_hash",
            "device_hash",
            "salt",
            "answer_text",
            "r.answer,",
            "checklist",
            "author_id",
            "reviewer_id",
            "decided_by",
        ];
        for section in SECTIONS {
            for word in secret {
                assert!(!section.sql.contains(word), "{}: {word}", section.name);
            }
        }
    }
}
