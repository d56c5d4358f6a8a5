use std::collections::BTreeMap;

use accede_domain::time::Duration;
use accede_store::idempotency::{self, Answer, Claim, KEPT, Key};
use accede_store::{Dialect, Store};

use crate::support::{NOW, write};

contract_tests!(
    the_same_request_gets_the_same_answer,
    an_effect_that_failed_leaves_no_answer,
    an_answer_is_forgotten_after_two_days,
    two_at_once_do_it_once,
);

fn key(actor: &str) -> Key {
    Key {
        actor: actor.to_owned(),
        route: "POST /x".to_owned(),
        key: "k".to_owned(),
    }
}

fn answer() -> Answer {
    let headers = BTreeMap::from([("etag".to_owned(), "\"1\"".to_owned())]);
    Answer {
        status: 201,
        headers,
        body: Some(b"{}".to_vec()),
    }
}

async fn the_same_request_gets_the_same_answer(store: &Store) {
    let mut tx = write(store).await;
    assert_eq!(
        idempotency::claim(&mut tx, &key("a"), b"mac", NOW)
            .await
            .unwrap(),
        Claim::New
    );
    idempotency::store(&mut tx, &key("a"), b"mac", &answer(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = write(store).await;
    assert_eq!(
        idempotency::claim(&mut tx, &key("a"), b"mac", NOW)
            .await
            .unwrap(),
        Claim::Replay(answer())
    );
    assert_eq!(
        idempotency::claim(&mut tx, &key("a"), b"other", NOW)
            .await
            .unwrap(),
        Claim::OtherBody
    );
    assert_eq!(
        idempotency::claim(&mut tx, &key("b"), b"mac", NOW)
            .await
            .unwrap(),
        Claim::New
    );
}

async fn an_effect_that_failed_leaves_no_answer(store: &Store) {
    let mut tx = write(store).await;
    assert_eq!(
        idempotency::claim(&mut tx, &key("a"), b"mac", NOW)
            .await
            .unwrap(),
        Claim::New
    );
    idempotency::store(&mut tx, &key("a"), b"mac", &answer(), NOW)
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    let mut tx = write(store).await;
    assert_eq!(
        idempotency::claim(&mut tx, &key("a"), b"mac", NOW)
            .await
            .unwrap(),
        Claim::New
    );
}

async fn an_answer_is_forgotten_after_two_days(store: &Store) {
    let mut tx = write(store).await;
    idempotency::store(&mut tx, &key("a"), b"mac", &answer(), NOW)
        .await
        .unwrap();
    idempotency::store(&mut tx, &key("b"), b"mac", &answer(), NOW)
        .await
        .unwrap();
    let just_before = NOW.plus(KEPT).minus(Duration::seconds(1));
    assert!(matches!(
        idempotency::claim(&mut tx, &key("a"), b"mac", just_before)
            .await
            .unwrap(),
        Claim::Replay(_)
    ));
    assert_eq!(
        idempotency::claim(&mut tx, &key("a"), b"mac", NOW.plus(KEPT))
            .await
            .unwrap(),
        Claim::New
    );
    assert_eq!(
        idempotency::purge(&mut tx, NOW.plus(KEPT)).await.unwrap(),
        1
    );
}

async fn two_at_once_do_it_once(store: &Store) {
    let mut first = write(store).await;
    assert_eq!(
        idempotency::claim(&mut first, &key("a"), b"mac", NOW)
            .await
            .unwrap(),
        Claim::New
    );
    let second = tokio::spawn({
        let store = store.clone();
        async move {
            let mut tx = write(&store).await;
            idempotency::claim(&mut tx, &key("a"), b"mac", NOW)
                .await
                .unwrap()
        }
    });
    if store.dialect() == Dialect::Postgres {
        assert_eq!(second.await.unwrap(), Claim::Running);
        return;
    }
    idempotency::store(&mut first, &key("a"), b"mac", &answer(), NOW)
        .await
        .unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), Claim::Replay(answer()));
}
