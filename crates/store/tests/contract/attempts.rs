use accede_domain::time::Duration;
use accede_store::attempt::{self, Limit, Verdict};
use accede_store::{Store, StoreError};

use crate::support::{NOW, write};

contract_tests!(
    tries_beyond_the_free_ones_wait_longer_and_longer,
    the_window_starts_again_and_success_clears,
    tries_made_at_once_do_not_pass_together,
    a_success_takes_back_its_own_try_only,
);

const LIMIT: Limit = Limit {
    free: 2,
    window: Duration::minutes(15),
    first_delay: Duration::seconds(10),
    longest_delay: Duration::seconds(30),
};

async fn take(store: &Store, key: &str, seconds: i64) -> Result<Verdict, StoreError> {
    let mut tx = write(store).await;
    let verdict = attempt::take(&mut tx, key, &LIMIT, NOW.plus(Duration::seconds(seconds))).await?;
    tx.commit().await?;
    Ok(verdict)
}

async fn tries_beyond_the_free_ones_wait_longer_and_longer(store: &Store) {
    for (at, expected) in [
        (0, Verdict::Allowed),
        (0, Verdict::Allowed),
        (0, Verdict::Allowed),
        (1, Verdict::NotBefore(NOW.plus(Duration::seconds(10)))),
        (9, Verdict::NotBefore(NOW.plus(Duration::seconds(10)))),
        (10, Verdict::Allowed),
        (29, Verdict::NotBefore(NOW.plus(Duration::seconds(30)))),
        (30, Verdict::Allowed),
        (60, Verdict::Allowed),
        (61, Verdict::NotBefore(NOW.plus(Duration::seconds(90)))),
    ] {
        assert_eq!(take(store, "k", at).await.unwrap(), expected, "at {at}");
    }
    assert_eq!(take(store, "other", 1).await.unwrap(), Verdict::Allowed);
}

async fn the_window_starts_again_and_success_clears(store: &Store) {
    for _ in 0..3 {
        take(store, "k", 0).await.unwrap();
    }
    // 15 minutes later the count starts again: three more at once.
    for _ in 0..3 {
        assert_eq!(take(store, "k", 900).await.unwrap(), Verdict::Allowed);
    }
    assert!(matches!(
        take(store, "k", 900).await.unwrap(),
        Verdict::NotBefore(_)
    ));
    let mut tx = write(store).await;
    attempt::clear(&mut tx, "k").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(take(store, "k", 900).await.unwrap(), Verdict::Allowed);
    let mut tx = write(store).await;
    assert_eq!(
        attempt::purge(&mut tx, NOW.plus(Duration::hours(2)))
            .await
            .unwrap(),
        1
    );
}

async fn tries_made_at_once_do_not_pass_together(store: &Store) {
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { take(&store, "k", 0).await.unwrap() })
        })
        .collect();
    let mut allowed = 0;
    for one in tries {
        allowed += i32::from(one.await.unwrap() == Verdict::Allowed);
    }
    assert_eq!(allowed, 3);
}

async fn a_success_takes_back_its_own_try_only(store: &Store) {
    let mut tx = write(store).await;
    for _ in 0..LIMIT.free {
        assert_eq!(
            attempt::take(&mut tx, "k", &LIMIT, NOW).await.unwrap(),
            Verdict::Allowed
        );
    }
    for _ in 0..3 {
        assert_eq!(
            attempt::take(&mut tx, "k", &LIMIT, NOW).await.unwrap(),
            Verdict::Allowed
        );
        attempt::give_back(&mut tx, "k").await.unwrap();
    }
    assert_eq!(
        attempt::take(&mut tx, "k", &LIMIT, NOW).await.unwrap(),
        Verdict::Allowed
    );
    let refused = attempt::take(&mut tx, "k", &LIMIT, NOW).await.unwrap();
    assert_eq!(refused, Verdict::NotBefore(NOW.plus(LIMIT.first_delay)));
    attempt::give_back(&mut tx, "unknown").await.unwrap();
}
