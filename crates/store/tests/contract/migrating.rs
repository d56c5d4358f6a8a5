use accede_store::migrate::MigrationError;
use accede_store::testing::TestDatabase;
use accede_store::{Dialect, Store, StoreConfig, StoreError, params};

use crate::support::{NOW, write};

contract_tests!(
    a_second_start_changes_nothing,
    a_newer_database_is_refused_by_name,
    an_edited_migration_is_refused_by_name,
);

async fn a_second_start_changes_nothing(store: &Store) {
    assert!(store.is_migrated().await.unwrap());
    assert!(store.migrate(NOW).await.unwrap().is_empty());
}

async fn a_newer_database_is_refused_by_name(store: &Store) {
    let mut tx = write(store).await;
    let later = "INSERT INTO schema_migration (version, name, checksum, applied_at)
         VALUES (9999, '9999_of_the_future', '', 0)";
    tx.execute(later, params![]).await.unwrap();
    tx.commit().await.unwrap();
    let error = store.migrate(NOW).await.unwrap_err();
    assert!(error.to_string().contains("9999_of_the_future"), "{error}");
    assert!(matches!(
        error,
        StoreError::Migration(MigrationError::Newer(_))
    ));
    assert!(store.is_migrated().await.is_err());
}

async fn an_edited_migration_is_refused_by_name(store: &Store) {
    let mut tx = write(store).await;
    tx.execute(
        "UPDATE schema_migration SET checksum = 'other' WHERE version = 1",
        params![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let error = store.migrate(NOW).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Migration(MigrationError::Changed(name)) if name == "0001_base"),
        "{error}"
    );
}

async fn replicas_starting_at_once(dialect: Dialect) {
    let database = TestDatabase::unmigrated(dialect).await;
    let mut starting = Vec::new();
    for _ in 0..4 {
        let store = database.another_store().await;
        starting.push(tokio::spawn(async move {
            let applied = store.migrate(NOW).await.unwrap();
            store.close().await;
            applied.len()
        }));
    }
    let mut applied = 0;
    for start in starting {
        applied += start.await.unwrap();
    }
    assert!(applied > 0);
    assert!(database.store.is_migrated().await.unwrap());
    let mut tx = database.store.read().await.unwrap();
    let rows = tx
        .fetch_all("SELECT version FROM schema_migration", params![])
        .await
        .unwrap();
    assert_eq!(rows.len(), applied);
    drop(tx);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_replicas_starting_at_once_migrate_once() {
    replicas_starting_at_once(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_replicas_starting_at_once_migrate_once() {
    replicas_starting_at_once(Dialect::Postgres).await;
}

#[tokio::test]
async fn a_url_of_another_kind_is_refused() {
    for url in [
        "mysql://x",
        "sqlite://",
        "sqlite://:memory:",
        "/path",
        "postgres://user@host:port/x",
    ] {
        let opened = Store::open(StoreConfig {
            url: url.to_owned(),
            connections: 1,
            patience: StoreConfig::FOR_REQUESTS,
        })
        .await;
        assert!(matches!(opened.err(), Some(StoreError::Config(_))), "{url}");
    }
}
