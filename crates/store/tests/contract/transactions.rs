use std::time::Duration;

use accede_domain::time::Timestamp;
use accede_store::{Store, StoreError, Tx, Value, params};

use crate::support::{NOW, add_account, write};

contract_tests!(
    what_is_committed_lasts,
    what_is_dropped_never_happened,
    a_cancelled_write_is_undone_and_the_next_goes_on,
    a_cancelled_statement_ends_its_transaction,
    every_kind_of_value_comes_back,
    nulls_go_into_every_kind_of_column,
    truth_values_counts_and_row_comparison_are_the_same,
    unique_constraints_have_one_name,
    other_constraints_are_told_apart,
    a_failed_statement_ends_the_transaction,
    a_read_only_transaction_refuses_to_write,
    a_read_sees_one_moment,
    corrupt_columns_are_named_without_their_value,
    statements_are_counted,
    a_locked_row_makes_writers_wait,
    many_writers_at_once_lose_nothing,
);

async fn put(tx: &mut Tx, name: &str, value: i64) -> Result<u64, StoreError> {
    tx.execute(
        "INSERT INTO counter (name, value) VALUES ($1, $2)",
        params![name, value],
    )
    .await
}

async fn names(store: &Store) -> Vec<String> {
    let mut tx = store.read().await.unwrap();
    let rows = tx
        .fetch_all("SELECT name FROM counter ORDER BY name", params![])
        .await
        .unwrap();
    rows.iter().map(|row| row.text("name").unwrap()).collect()
}

async fn what_is_committed_lasts(store: &Store) {
    let mut tx = write(store).await;
    assert_eq!(put(&mut tx, "a", 1).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(names(store).await, ["a"]);
}

async fn what_is_dropped_never_happened(store: &Store) {
    let mut tx = write(store).await;
    put(&mut tx, "dropped", 1).await.unwrap();
    drop(tx);
    let mut tx = write(store).await;
    put(&mut tx, "rolled back", 1).await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = write(store).await;
    put(&mut tx, "kept", 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(names(store).await, ["kept"]);
}

/// As when a client goes away: the future of the request is dropped wherever it stands.
async fn a_cancelled_write_is_undone_and_the_next_goes_on(store: &Store) {
    for round in 0..40_u64 {
        let request = async {
            let mut tx = write(store).await;
            for step in 0..20 {
                put(&mut tx, &format!("{round}-{step}"), 1).await.unwrap();
            }
            std::future::pending::<()>().await;
            tx.commit().await.unwrap();
        };
        let patience = Duration::from_micros(round * 150);
        assert!(tokio::time::timeout(patience, request).await.is_err());
    }
    let mut tx = write(store).await;
    put(&mut tx, "after", 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(names(store).await, ["after"]);
}

async fn a_cancelled_statement_ends_its_transaction(store: &Store) {
    let mut tx = write(store).await;
    {
        let statement = put(&mut tx, "a", 1);
        tokio::pin!(statement);
        // Polled once, so that it is with the database, and then dropped.
        let polled = futures_poll_once(statement.as_mut()).await;
        if polled {
            return;
        }
    }
    assert!(matches!(
        put(&mut tx, "b", 1).await,
        Err(StoreError::Aborted)
    ));
    assert!(matches!(tx.commit().await, Err(StoreError::Aborted)));
    assert!(names(store).await.is_empty());
}

/// Polls a future once; true when it is ready.
async fn futures_poll_once<F: Future + Unpin>(mut future: F) -> bool {
    std::future::poll_fn(|context| {
        std::task::Poll::Ready(std::pin::Pin::new(&mut future).poll(context).is_ready())
    })
    .await
}

async fn every_kind_of_value_comes_back(store: &Store) {
    let mut tx = write(store).await;
    let text = "O’Brien \u{1F600} 李 ';--";
    let bytes = [0_u8, 255, 1, 0];
    let row = tx
        .fetch_one(
            "INSERT INTO idempotency (actor, route, key, body_mac, status, headers, body, created_at)
             VALUES ($1, '', '', $2, $3, $4, NULL, $5)
             RETURNING actor, body_mac, status, headers, body, created_at, status = 7 AS seven, actor = '' AS blank",
            params![text, bytes, i64::MIN, Value::json(&[1, 2]).unwrap(), NOW],
        )
        .await
        .unwrap();
    assert_eq!(row.text("actor").unwrap(), text);
    assert_eq!(row.blob("body_mac").unwrap(), bytes);
    assert_eq!(row.int("status").unwrap(), i64::MIN);
    assert_eq!(row.json::<Vec<u8>>("headers").unwrap(), [1, 2]);
    assert_eq!(row.opt_blob("body").unwrap(), None);
    assert_eq!(row.timestamp("created_at").unwrap(), NOW);
    assert!(!row.bool("seven").unwrap() && !row.bool("blank").unwrap());
}

async fn nulls_go_into_every_kind_of_column(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    let sql = "UPDATE account SET passphrase_hash = $1, totp_secret = $2, totp_last_step = $3 WHERE id = 'a'
               RETURNING passphrase_hash, totp_secret, totp_last_step";
    // The statement is prepared once with nulls and then gets values, and the other way round.
    for _ in 0..2 {
        let row = tx
            .fetch_one(sql, params![None::<String>, None::<Vec<u8>>, None::<i64>])
            .await
            .unwrap();
        assert_eq!(row.opt_text("passphrase_hash").unwrap(), None);
        let row = tx
            .fetch_one(sql, params![Some("x"), Some(vec![1_u8]), Some(5)])
            .await
            .unwrap();
        assert_eq!(
            row.opt_text("passphrase_hash").unwrap().as_deref(),
            Some("x")
        );
        assert_eq!(row.opt_blob("totp_secret").unwrap(), Some(vec![1]));
        assert_eq!(row.opt_int("totp_last_step").unwrap(), Some(5));
    }
}

async fn truth_values_counts_and_row_comparison_are_the_same(store: &Store) {
    let mut tx = write(store).await;
    for (name, value) in [("a", 1), ("b", 1), ("c", 2)] {
        put(&mut tx, name, value).await.unwrap();
    }
    let row = tx
        .fetch_one(
            "SELECT count(*) AS n, count(*) FILTER (WHERE value = 1) AS ones, CAST(sum(value) AS BIGINT) AS total,
                    EXISTS (SELECT 1 FROM counter WHERE name = $1) AS found FROM counter",
            params!["c"],
        )
        .await
        .unwrap();
    assert_eq!(
        (
            row.int("n").unwrap(),
            row.int("ones").unwrap(),
            row.int("total").unwrap()
        ),
        (3, 2, 4)
    );
    assert!(row.bool("found").unwrap());
    let after = tx
        .fetch_all(
            "SELECT name FROM counter WHERE (value, name) > ($1, $2) ORDER BY value, name LIMIT $3",
            params![1, "a", 50],
        )
        .await
        .unwrap();
    assert_eq!(after.len(), 2);
    assert_eq!(after[0].text("name").unwrap(), "b");
}

async fn unique_constraints_have_one_name(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    tx.commit().await.unwrap();

    let account = "INSERT INTO account (id, version, user_name, role, state, given_names, family_name, one_name,
             affiliation, country, privacy_version, terms_version, accepted_at, created_at, updated_at)
         VALUES ($1, 1, $2, 'researcher', 'active', '', '', 0, '', '', '', '', 0, 0, 0)";
    let email = "INSERT INTO account_email (id, version, account_id, address, folded, verified_at, is_primary,
             created_at, updated_at) VALUES ($1, 1, 'a', $2, $2, $3, $4, 0, 0)";
    let mut tx = write(store).await;
    tx.execute(email, params!["e", "x@y.example", NOW, true])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for (sql, values, name) in [
        (account, params!["a", "b"], "account_pkey"),
        (account, params!["b", "a"], "account_user_name_key"),
        (
            email,
            params!["f", "x@y.example", NOW, false],
            "account_email_verified_key",
        ),
        (
            email,
            params!["f", "other@y.example", NOW, true],
            "account_email_primary_key",
        ),
        (
            email,
            params!["f", "x@y.example", None::<Timestamp>, false],
            "account_email_own_key",
        ),
    ] {
        let error = write(store).await.execute(sql, values).await.unwrap_err();
        // SQLite names the first of two that are broken, PostgreSQL too: any of them is true.
        let also = name == "account_email_verified_key" && error.is_unique("account_email_own_key");
        assert!(error.is_unique(name) || also, "{name}: {error:?}");
    }
    let seal = "INSERT INTO audit_seal (batch, first_seq, last_seq, chain_hash, key_id, signature, sealed_at)
         VALUES (1, 1, 1, $1, '', $1, 0)";
    let mut tx = write(store).await;
    tx.execute(seal, params![[0_u8; 2]]).await.unwrap();
    assert!(
        tx.execute(seal, params![[0_u8; 2]])
            .await
            .unwrap_err()
            .is_unique("audit_seal_pkey")
    );
    drop(tx);
    let key =
        "INSERT INTO reminder (subject_kind, subject_id, step, sent_at) VALUES ('a', 'b', 'c', 0)";
    let mut tx = write(store).await;
    tx.execute(key, params![]).await.unwrap();
    assert!(
        tx.execute(key, params![])
            .await
            .unwrap_err()
            .is_unique("reminder_pkey")
    );
}

async fn other_constraints_are_told_apart(store: &Store) {
    let orphan = "INSERT INTO recovery_code (id, account_id, code_hash, created_at) VALUES ('r', 'nobody', $1, 0)";
    let error = write(store)
        .await
        .execute(orphan, params![[1_u8]])
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::ForeignKey), "{error:?}");
    let null = "INSERT INTO counter (name, value) VALUES ('a', $1)";
    let error = write(store)
        .await
        .execute(null, params![None::<i64>])
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Check), "{error:?}");
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    let error = tx
        .execute("UPDATE account SET role = 'king' WHERE id = 'a'", params![])
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Check), "{error:?}");
    drop(tx);
    let error = write(store)
        .await
        .execute("SELECT nothing FROM nowhere", params![])
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Database(_)), "{error:?}");
    assert!(!error.to_string().contains("nowhere"));
}

async fn a_failed_statement_ends_the_transaction(store: &Store) {
    let mut tx = write(store).await;
    put(&mut tx, "a", 1).await.unwrap();
    assert!(matches!(
        put(&mut tx, "a", 1).await,
        Err(StoreError::Unique(_))
    ));
    assert!(matches!(
        put(&mut tx, "b", 1).await,
        Err(StoreError::Aborted)
    ));
    assert!(matches!(tx.commit().await, Err(StoreError::Aborted)));
    assert!(names(store).await.is_empty());
}

async fn a_read_only_transaction_refuses_to_write(store: &Store) {
    let mut tx = store.read().await.unwrap();
    assert!(matches!(
        put(&mut tx, "a", 1).await,
        Err(StoreError::ReadOnly)
    ));
}

async fn a_read_sees_one_moment(store: &Store) {
    let mut reader = store.read().await.unwrap();
    let count = "SELECT count(*) AS n FROM counter";
    assert_eq!(
        reader
            .fetch_one(count, params![])
            .await
            .unwrap()
            .int("n")
            .unwrap(),
        0
    );
    let mut tx = write(store).await;
    put(&mut tx, "a", 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        reader
            .fetch_one(count, params![])
            .await
            .unwrap()
            .int("n")
            .unwrap(),
        0
    );
    drop(reader);
    assert_eq!(names(store).await, ["a"]);
}

async fn corrupt_columns_are_named_without_their_value(store: &Store) {
    let mut tx = store.read().await.unwrap();
    let row = tx
        .fetch_one(
            "SELECT 'secret' AS word, 7 AS seven, NULL AS none",
            params![],
        )
        .await
        .unwrap();
    for (error, said) in [
        (
            row.int("word").unwrap_err(),
            "column word: is not an integer",
        ),
        (row.text("seven").unwrap_err(), "column seven: is not text"),
        (
            row.bool("seven").unwrap_err(),
            "column seven: is neither 0 nor 1",
        ),
        (
            row.json::<u8>("word").unwrap_err(),
            "column word: does not hold the JSON expected",
        ),
        (
            row.word("word", |_| None::<u8>).unwrap_err(),
            "column word: holds an unknown word",
        ),
        (row.text("none").unwrap_err(), "column none: is null"),
        (
            row.text("other").unwrap_err(),
            "column other: is not part of the answer",
        ),
    ] {
        assert_eq!(error.to_string(), said);
    }
}

async fn statements_are_counted(store: &Store) {
    let before = store.statements();
    let mut tx = write(store).await;
    put(&mut tx, "a", 1).await.unwrap();
    put(&mut tx, "b", 1).await.unwrap();
    assert_eq!(tx.statements(), 2);
    tx.commit().await.unwrap();
    assert_eq!(store.statements() - before, 2);
}

async fn a_locked_row_makes_writers_wait(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    tx.commit().await.unwrap();

    let mut first = write(store).await;
    first.lock("account", "a").await.unwrap();
    let second = tokio::spawn({
        let store = store.clone();
        async move {
            let mut tx = write(&store).await;
            tx.lock("account", "a").await.unwrap();
            let row = tx
                .fetch_one("SELECT version FROM account WHERE id = 'a'", params![])
                .await
                .unwrap();
            row.int("version").unwrap()
        }
    });
    tokio::task::yield_now().await;
    first
        .execute("UPDATE account SET version = 2 WHERE id = 'a'", params![])
        .await
        .unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), 2);
}

async fn many_writers_at_once_lose_nothing(store: &Store) {
    let writers: Vec<_> = (0..50)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = write(&store).await;
                accede_store::counter::add(&mut tx, "n", 1).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let mut tx = store.read().await.unwrap();
    assert_eq!(accede_store::counter::get(&mut tx, "n").await.unwrap(), 50);
    assert_eq!(
        accede_store::counter::get(&mut tx, "unknown")
            .await
            .unwrap(),
        0
    );
}
