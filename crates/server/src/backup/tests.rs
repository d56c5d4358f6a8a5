use std::path::Path;

use accede_domain::account::Role;
use accede_store::testing::TestDatabase;
use accede_store::{Dialect, training};
use object_store::ObjectStoreExt as _;

use super::*;
use crate::config::Sources;
use crate::state::{AppState, Seams};
use crate::testing::TestServer;

/// An installation that has nothing yet.
fn elsewhere(data_dir: &Path, database_url: &str) -> Config {
    let overrides = vec![
        ("data_dir", data_dir.display().to_string()),
        ("database_url", database_url.to_owned()),
        ("support_address", "help@example.org".to_owned()),
    ];
    Config::load(&Sources {
        overrides,
        ..Sources::default()
    })
    .unwrap()
}

/// Somebody with a report in the file store.
async fn with_a_report(dialect: Dialect) -> (TestServer, String) {
    let server = TestServer::on(dialect).await;
    let account = server.account("ada", Role::Researcher).await;
    server.give_training(&account).await;
    let mut tx = server.state.store.read().await.unwrap();
    let record = training::of_account(&mut tx, &account)
        .await
        .unwrap()
        .remove(0);
    let key = object_store::path::Path::from(record.file.object_key.as_str());
    let bytes = b"the report".to_vec();
    server.state.files.put(&key, bytes.into()).await.unwrap();
    (server, account)
}

#[tokio::test]
async fn what_was_backed_up_is_there_again() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let (server, account) = with_a_report(dialect).await;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("monday");
        let made = take(&server.state, &folder).await.unwrap();
        assert!(folder.join(MANIFEST).is_file() && !place.path().join("monday.partial").exists());
        // Written after the backup: not in it.
        server.account("bob", Role::Researcher).await;

        let data_dir = place.path().join("new");
        let database = TestDatabase::unmigrated(dialect).await;
        let url = match dialect {
            Dialect::Sqlite => format!("sqlite://{}", data_dir.join("accede.db").display()),
            Dialect::Postgres => database.url.clone(),
        };
        let config = elsewhere(&data_dir, &url);
        assert_eq!(restore(&config, &folder).await.unwrap(), made);
        let again = AppState::open(config.clone(), Seams::default())
            .await
            .unwrap();
        assert!(again.store.is_migrated().await.unwrap());
        assert_eq!(again.keys.public(), server.state.keys.public());
        let mut tx = again.store.read().await.unwrap();
        let record = training::of_account(&mut tx, &account)
            .await
            .unwrap()
            .remove(0);
        let people = tx.fetch_all("SELECT id FROM account", Vec::new()).await;
        assert_eq!(people.unwrap().len(), 1);
        drop(tx);
        let key = object_store::path::Path::from(record.file.object_key.as_str());
        let bytes = again.files.get(&key).await.unwrap().bytes().await.unwrap();
        assert_eq!(&bytes[..], b"the report");
        again.store.close().await;

        let twice = restore(&config, &folder).await;
        assert!(
            matches!(twice, Err(BackupError::DataFolder(_))),
            "{twice:?}"
        );
        let over = take(&server.state, &folder).await;
        assert!(matches!(over, Err(BackupError::NotEmpty(_))), "{over:?}");
    }
}

#[tokio::test]
async fn a_damaged_backup_is_not_restored() {
    let (server, _) = with_a_report(Dialect::Sqlite).await;
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("backup");
    take(&server.state, &folder).await.unwrap();
    let data_dir = place.path().join("new");
    let url = format!("sqlite://{}", data_dir.join("accede.db").display());
    let config = elsewhere(&data_dir, &url);
    let key = folder.join("keys").join("server.key");
    let right = std::fs::read(&key).unwrap();
    std::fs::write(&key, b"other").unwrap();
    let refused = restore(&config, &folder).await;
    assert!(matches!(&refused, Err(BackupError::Damaged(path)) if path == "keys/server.key"));
    std::fs::write(&key, right).unwrap();
    let manifest = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(
        &manifest,
        text.replace("keys/server.key", "keys/../../server.key"),
    )
    .unwrap();
    let refused = restore(&config, &folder).await;
    assert!(matches!(refused, Err(BackupError::Damaged(_))));
    std::fs::remove_file(&manifest).unwrap();
    let refused = restore(&config, &folder).await;
    assert!(matches!(refused, Err(BackupError::NoManifest(_))));
    assert!(!data_dir.exists(), "nothing was written");
}

#[tokio::test]
async fn a_backup_goes_where_nothing_is() {
    let (server, _) = with_a_report(Dialect::Sqlite).await;
    let own = server.state.config.files_dir().join("backup");
    assert!(matches!(
        take(&server.state, &own).await,
        Err(BackupError::Inside(_))
    ));
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir(place.path().join("a.partial")).unwrap();
    let left = take(&server.state, &place.path().join("a")).await;
    assert!(matches!(left, Err(BackupError::BrokenOff(_))), "{left:?}");
    let nothing = elsewhere(
        &place.path().join("b"),
        &format!("sqlite://{}", place.path().join("b.db").display()),
    );
    assert!(matches!(
        must_be_there(&nothing),
        Err(BackupError::NoDatabase(_))
    ));
}
