use accede_domain::time::Duration;
use accede_store::{Store, job_lease, setting};

use crate::support::{NOW, write};

contract_tests!(
    one_holder_at_a_time,
    a_dead_holder_is_replaced,
    settings_refuse_a_stale_writer
);

const SPAN: Duration = Duration::minutes(1);

async fn one_holder_at_a_time(store: &Store) {
    let mut tx = write(store).await;
    assert!(
        job_lease::acquire(&mut tx, "digest", "a", SPAN, NOW)
            .await
            .unwrap()
    );
    assert!(
        job_lease::acquire(&mut tx, "digest", "a", SPAN, NOW)
            .await
            .unwrap()
    );
    assert!(
        !job_lease::acquire(&mut tx, "digest", "b", SPAN, NOW)
            .await
            .unwrap()
    );
    assert_eq!(
        job_lease::last_done_at(&mut tx, "digest").await.unwrap(),
        None
    );
    let later = NOW.plus(Duration::seconds(5));
    assert!(
        !job_lease::release(&mut tx, "digest", "b", true, later)
            .await
            .unwrap()
    );
    assert!(
        job_lease::release(&mut tx, "digest", "a", true, later)
            .await
            .unwrap()
    );
    assert_eq!(
        job_lease::last_done_at(&mut tx, "digest").await.unwrap(),
        Some(later)
    );
    assert!(
        job_lease::acquire(&mut tx, "digest", "b", SPAN, later)
            .await
            .unwrap()
    );
    assert!(
        job_lease::release(&mut tx, "digest", "b", false, later)
            .await
            .unwrap()
    );
    assert_eq!(
        job_lease::last_done_at(&mut tx, "digest").await.unwrap(),
        Some(later)
    );
}

async fn a_dead_holder_is_replaced(store: &Store) {
    let mut tx = write(store).await;
    assert!(
        job_lease::acquire(&mut tx, "sweep", "a", SPAN, NOW)
            .await
            .unwrap()
    );
    assert!(
        job_lease::acquire(&mut tx, "sweep", "b", SPAN, NOW.plus(SPAN))
            .await
            .unwrap()
    );
    assert!(
        !job_lease::release(&mut tx, "sweep", "a", true, NOW.plus(SPAN))
            .await
            .unwrap()
    );
}

async fn settings_refuse_a_stale_writer(store: &Store) {
    let mut tx = write(store).await;
    assert_eq!(setting::get::<bool>(&mut tx, "paused").await.unwrap(), None);
    assert_eq!(
        setting::put(&mut tx, "paused", &true, 0, NOW)
            .await
            .unwrap(),
        Some(1)
    );
    assert_eq!(
        setting::put(&mut tx, "paused", &false, 0, NOW)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        setting::put(&mut tx, "paused", &false, 1, NOW)
            .await
            .unwrap(),
        Some(2)
    );
    assert_eq!(
        setting::put(&mut tx, "paused", &true, 1, NOW)
            .await
            .unwrap(),
        None
    );
    let found = setting::get::<bool>(&mut tx, "paused")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.version, found.value), (2, false));
}
