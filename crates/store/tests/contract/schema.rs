use accede_domain::account::{AccountState, Role};
use accede_domain::application::state::{ActorRole, ApplicationState, Stage};
use accede_domain::grant::{Desired, GrantState};
use accede_domain::reference::{ReferenceAnswer, ReferenceState};
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;
use accede_domain::review::template::TemplateKind;
use accede_domain::training::TrainingState;
use accede_store::{Dialect, Store, StoreError, mailed_link, outbox, params, session};

use crate::support::{NOW, add_account, write};

contract_tests!(
    one_open_application_a_person,
    one_holding_credential_a_person,
    exactly_a_submitted_application_has_a_stage,
    what_is_append_only_refuses_changes,
);

const APPLICATION: &str = "INSERT INTO application (id, version, account_id, state, stage, form, snapshots,
        applicant_name, organisation, country, researcher_category, superseded_at, created_at, updated_at)
    VALUES ($1, 1, 'a', $2, $3, '{}', 0, '', '', '', '', $4, 0, 0)";

async fn one_open_application_a_person(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    tx.execute(
        APPLICATION,
        params!["1", "withdrawn", None::<String>, None::<i64>],
    )
    .await
    .unwrap();
    tx.execute(
        APPLICATION,
        params!["2", "draft", None::<String>, None::<i64>],
    )
    .await
    .unwrap();
    let error = tx
        .execute(
            APPLICATION,
            params!["3", "submitted", "identity", None::<i64>],
        )
        .await
        .unwrap_err();
    assert!(error.is_unique("application_open_key"), "{error:?}");
}

async fn one_holding_credential_a_person(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    tx.execute(APPLICATION, params!["1", "accepted", None::<String>, 5])
        .await
        .unwrap();
    tx.execute(
        APPLICATION,
        params!["2", "accepted", None::<String>, None::<i64>],
    )
    .await
    .unwrap();
    let error = tx
        .execute(
            APPLICATION,
            params!["3", "accepted", None::<String>, None::<i64>],
        )
        .await
        .unwrap_err();
    assert!(error.is_unique("application_credential_key"), "{error:?}");
}

async fn exactly_a_submitted_application_has_a_stage(store: &Store) {
    for (state, stage) in [("submitted", None), ("draft", Some("identity"))] {
        let mut tx = write(store).await;
        add_account(&mut tx, "a").await;
        let error = tx
            .execute(APPLICATION, params!["1", state, stage, None::<i64>])
            .await
            .unwrap_err();
        assert!(matches!(error, StoreError::Check), "{error:?}");
    }
}

async fn what_is_append_only_refuses_changes(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    tx.execute(
        APPLICATION,
        params!["1", "draft", None::<String>, None::<i64>],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO audit_event (id, at, actor_kind, action, object_kind, object_id, changed_fields)
         VALUES ('e', $1, 'system', 'x', 'y', 'z', '[]')",
        params![NOW],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO audit_value (event_id, salt) VALUES ('e', $1)",
        params![[0_u8]],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO application_snapshot (application_id, number, form, taken_at) VALUES ('1', 1, '{}', 0)",
        params![],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO agreement_text (sha256, dataset, agreement_version, bytes, material, published_at)
         VALUES ('00', 'd', '1', $1, 1, 0)",
        params![[0_u8]],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO case_note (id, application_id, author_id, body, created_at) VALUES ('n', '1', 'a', 'x', 0)",
        params![],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO reference_request (id, version, application_id, number, state, category, name, email, email_folded,
             organisation, title, page_url, created_at, updated_at)
         VALUES ('r', 1, '1', 1, 'answered', '', '', '', '', '', '', '', 0, 0)",
        params![],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO reference_answer (id, reference_request_id, answer, body, given_at) VALUES ('g', 'r', NULL, '', 0)",
        params![],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO decision_template (id, version, kind, subject, pointer, title, body, place, created_at, updated_at)
         VALUES ('t', 1, 'reject', 'application', '', 'x', 'x', 0, 0, 0)",
        params![],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO decision_template_version (template_id, version, pointer, title, body, created_at)
         VALUES ('t', 1, '', 'x', 'x', 0)",
        params![],
    )
    .await
    .unwrap();
    // The sealer's change is the one that is allowed, once.
    tx.execute("UPDATE audit_event SET seq = 1, batch = 1", params![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for sql in [
        "UPDATE audit_event SET action = 'other'",
        "UPDATE audit_event SET seq = 2",
        "UPDATE audit_event SET batch = NULL",
        "DELETE FROM audit_event",
        "UPDATE audit_value SET before_json = '{}'",
        "UPDATE application_snapshot SET form = '{\"a\":1}'",
        "UPDATE agreement_text SET material = 0",
        "UPDATE case_note SET body = 'y'",
        "UPDATE reference_answer SET body = 'y'",
        "UPDATE decision_template_version SET body = 'y'",
        "DELETE FROM agreement_text",
    ] {
        let error = write(store)
            .await
            .execute(sql, params![])
            .await
            .unwrap_err();
        assert!(matches!(error, StoreError::AppendOnly), "{sql}: {error:?}");
    }
}

/// The schema names the words of its enums in CHECKs; the program's are in Rust. Both must be the same.
#[test]
fn the_words_of_the_schema_are_the_words_of_the_program() {
    fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|item| word(*item)).collect()
    }
    let schema = concat!(
        include_str!("../../migrations/0001_base/common.sql"),
        include_str!("../../migrations/0002_review/common.sql"),
        include_str!("../../migrations/0003_agreement_versions/common.sql"),
        include_str!("../../migrations/0004_desk/common.sql"),
        include_str!("../../migrations/0007_language/common.sql")
    );
    let expected = [
        ("account", "role", words(Role::ALL, Role::as_str)),
        (
            "account",
            "state",
            words(AccountState::ALL, AccountState::as_str),
        ),
        (
            "session",
            "level",
            words(session::Level::ALL, session::Level::as_str),
        ),
        (
            "session",
            "ended_reason",
            words(session::EndReason::ALL, session::EndReason::as_str),
        ),
        (
            "mailed_link",
            "purpose",
            words(mailed_link::Purpose::ALL, mailed_link::Purpose::as_str),
        ),
        (
            "mailed_link",
            "ended_reason",
            words(mailed_link::EndReason::ALL, mailed_link::EndReason::as_str),
        ),
        (
            "outbox",
            "state",
            words(outbox::MailState::ALL, outbox::MailState::as_str),
        ),
        (
            "audit_event",
            "actor_kind",
            words(accede_store::audit::ActorKind::ALL, |kind| kind.as_str()),
        ),
        (
            "application",
            "state",
            words(ApplicationState::ALL, ApplicationState::as_str),
        ),
        ("application", "stage", words(Stage::ALL, Stage::as_str)),
        (
            "application_event",
            "actor_role",
            words(ActorRole::ALL, ActorRole::as_str),
        ),
        ("stage_visit", "stage", words(Stage::ALL, Stage::as_str)),
        (
            "reference_request",
            "state",
            words(ReferenceState::ALL, ReferenceState::as_str),
        ),
        (
            "reference_request",
            "answer",
            words(ReferenceAnswer::ALL, ReferenceAnswer::as_str),
        ),
        (
            "training",
            "state",
            words(TrainingState::ALL, TrainingState::as_str),
        ),
        ("claim", "case_kind", words(CaseKind::ALL, CaseKind::as_str)),
        (
            "decision",
            "case_kind",
            words(CaseKind::ALL, CaseKind::as_str),
        ),
        (
            "decision",
            "state",
            words(DecisionState::ALL, DecisionState::as_str),
        ),
        (
            "decision_template",
            "kind",
            words(TemplateKind::ALL, TemplateKind::as_str),
        ),
        (
            "decision_template",
            "subject",
            words(CaseKind::ALL, CaseKind::as_str),
        ),
        (
            "grant_record",
            "desired",
            words(Desired::ALL, Desired::as_str),
        ),
        (
            "grant_record",
            "state",
            words(GrantState::ALL, GrantState::as_str),
        ),
    ];
    for (table, column, mut ours) in expected {
        let mut theirs = check_words(schema, table, column);
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(theirs, ours, "{table}.{column}");
    }
}

/// The words between the brackets of `CHECK (column IN (…))` in a table.
fn check_words<'s>(schema: &'s str, table: &str, column: &str) -> Vec<&'s str> {
    let start = schema.find(&format!("CREATE TABLE {table} (")).unwrap();
    let check = format!("CHECK ({column} IN");
    let list = schema[start..]
        .split_once(&check)
        .unwrap()
        .1
        .split_once("))")
        .unwrap()
        .0;
    list.split('\'').skip(1).step_by(2).collect()
}

/// SQLite names a broken unique constraint by its columns: two of a table must not share them.
#[tokio::test]
async fn no_two_unique_indexes_of_a_table_cover_the_same_columns() {
    let database = accede_store::testing::TestDatabase::new(Dialect::Sqlite).await;
    let mut tx = database.store.read().await.unwrap();
    let rows = tx
        .fetch_all(
            "SELECT t.name AS t, group_concat(c.name) AS columns, i.name AS i FROM sqlite_schema t,
                 pragma_index_list(t.name) i, pragma_index_info(i.name) c
             WHERE t.type = 'table' AND i.\"unique\" = 1 GROUP BY t.name, i.name",
            params![],
        )
        .await
        .unwrap();
    let mut seen = std::collections::HashSet::new();
    for row in &rows {
        let index = (row.text("t").unwrap(), row.text("columns").unwrap());
        assert!(
            seen.insert(index.clone()),
            "{index:?}: {}",
            row.text("i").unwrap()
        );
    }
    assert!(rows.len() > 30);
    drop(tx);
    database.remove().await;
}
