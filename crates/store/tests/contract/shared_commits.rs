//! SQLite has one writer: transactions that wait for it share a commit, and still last or fail as each one's own.

use std::time::Duration;

use accede_store::testing::TestDatabase;
use accede_store::{Dialect, Store, StoreConfig, StoreError, Tx, params};

use crate::support::{NOW, write};

contract_tests!(
    who_fails_among_many_writers_fails_alone,
    what_is_acknowledged_is_seen_by_every_reader,
);

async fn put(tx: &mut Tx, name: &str) -> Result<u64, StoreError> {
    tx.execute(
        "INSERT INTO counter (name, value) VALUES ($1, 1)",
        params![name],
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

/// Begun once the present transaction lets it, and known to be in the queue when this returns.
async fn queue_up(store: &Store) -> tokio::task::JoinHandle<Tx> {
    let (store, queued) = (store.clone(), tokio::sync::oneshot::channel());
    let task = tokio::spawn(async move {
        let mut begin = Box::pin(store.write());
        let mut sent = Some(queued.0);
        std::future::poll_fn(|context| {
            let polled = begin.as_mut().poll(context);
            if let Some(sent) = sent.take() {
                let _receiver_waits = sent.send(());
            }
            polled
        })
        .await
        .unwrap()
    });
    queued.1.await.unwrap();
    task
}

async fn who_fails_among_many_writers_fails_alone(store: &Store) {
    let mut tx = write(store).await;
    put(&mut tx, "taken").await.unwrap();
    tx.commit().await.unwrap();
    let writers: Vec<_> = (0..80_u64)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = write(&store).await;
                put(&mut tx, &format!("{number:02}")).await.unwrap();
                match number % 5 {
                    0 => drop(tx),
                    1 => tx.rollback().await.unwrap(),
                    2 => assert!(matches!(
                        put(&mut tx, "taken").await,
                        Err(StoreError::Unique(_))
                    )),
                    3 => {
                        let name = format!("{number:02} again");
                        let statement = put(&mut tx, &name);
                        let patience = Duration::from_micros(number * 3);
                        let _however_far = tokio::time::timeout(patience, statement).await;
                    }
                    _ => tx.commit().await.unwrap(),
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let mut expected: Vec<String> = (0..80)
        .filter(|number| number % 5 == 4)
        .map(|number| format!("{number:02}"))
        .collect();
    expected.push("taken".to_owned());
    assert_eq!(names(store).await, expected);
}

async fn what_is_acknowledged_is_seen_by_every_reader(store: &Store) {
    let writers: Vec<_> = (0..40)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let name = format!("{number:02}");
                let mut tx = write(&store).await;
                put(&mut tx, &name).await.unwrap();
                tx.commit().await.unwrap();
                assert!(names(&store).await.contains(&name));
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_done_waits_for_the_commit_of_those_who_queued() {
    let database = TestDatabase::new(Dialect::Sqlite).await;
    let store = &database.store;
    let mut first = write(store).await;
    put(&mut first, "first").await.unwrap();
    let second = queue_up(store).await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.unwrap();
    put(&mut second, "second").await.unwrap();
    assert!(names(store).await.is_empty(), "nothing is committed yet");
    assert!(!first.is_finished(), "nor has anybody been told that it is");
    second.commit().await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(names(store).await, ["first", "second"]);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_commits_what_is_done() {
    let database = TestDatabase::new(Dialect::Sqlite).await;
    let mut first = write(&database.store).await;
    put(&mut first, "first").await.unwrap();
    let second = queue_up(&database.store).await;
    let first = tokio::spawn(first.commit());
    let second = second.await.unwrap();
    let closing = database.store.clone();
    let closing = tokio::spawn(async move { closing.close().await });
    drop(second);
    first.await.unwrap().unwrap();
    closing.await.unwrap();
    let again = database.another_store().await;
    assert_eq!(names(&again).await, ["first"]);
    again.close().await;
    database.remove().await;
}

/// A commit that the database refuses is nobody's success.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_fails_fails_for_all_who_share_it() {
    let database = TestDatabase::new(Dialect::Sqlite).await;
    let store = &database.store;
    let mut first = write(store).await;
    put(&mut first, "first").await.unwrap();
    let second = queue_up(store).await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.unwrap();
    put(&mut second, "second").await.unwrap();
    // What is only checked at the commit, and broken there.
    second
        .execute("PRAGMA defer_foreign_keys = ON", params![])
        .await
        .unwrap();
    second
        .execute(
            "INSERT INTO known_device (account_id, device_hash, first_seen_at, last_seen_at) VALUES ('nobody', $1, $2, $2)",
            params![vec![0_u8; 32], NOW],
        )
        .await
        .unwrap();
    let outcomes = (second.commit().await, first.await.unwrap());
    assert!(outcomes.0.is_err() && outcomes.1.is_err(), "{outcomes:?}");
    assert!(names(store).await.is_empty());
    let mut next = write(store).await;
    put(&mut next, "next").await.unwrap();
    next.commit().await.unwrap();
    assert_eq!(names(store).await, ["next"]);
    database.remove().await;
}

/// Between processes SQLite has no queue: how long to try is the caller's to say.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_is_more_patient_than_a_request() {
    let database = TestDatabase::new(Dialect::Sqlite).await;
    let with_patience = |patience| StoreConfig {
        url: database.url.clone(),
        connections: 1,
        patience,
    };
    let hasty = Store::open(with_patience(Duration::ZERO)).await.unwrap();
    let patient = Store::open(with_patience(StoreConfig::FOR_COMMANDS)).await;
    let patient = patient.unwrap();
    let mut held = write(&database.store).await;
    put(&mut held, "held").await.unwrap();
    assert!(matches!(hasty.write().await, Err(StoreError::Busy)));
    let waiting = queue_up(&patient).await;
    held.commit().await.unwrap();
    let mut tx = waiting.await.unwrap();
    put(&mut tx, "waited").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(names(&database.store).await, ["held", "waited"]);
    hasty.close().await;
    patient.close().await;
    database.remove().await;
}
