//! Verified ORCID iDs, and the ways that lead to one.

use accede_domain::orcid::Orcid;
use accede_domain::time::Duration;
use accede_store::{Store, StoreError, applicant, orcid};

use crate::support::{NOW, add_account, write};

contract_tests!(
    an_orcid_id_is_one_persons_and_gone_when_it_is_unlinked,
    a_way_to_orcid_is_gone_once_by_its_own_session_in_time,
);

fn id(text: &str) -> Orcid {
    Orcid::parse(text).unwrap()
}

async fn an_orcid_id_is_one_persons_and_gone_when_it_is_unlinked(store: &Store) {
    let (first, second) = (id("0000-0002-1825-0097"), id("0000-0002-1694-233X"));
    let mut tx = write(store).await;
    for person in ["ada", "eve"] {
        add_account(&mut tx, person).await;
    }
    assert_eq!(orcid::of_account(&mut tx, "ada").await.unwrap(), None);
    orcid::link(&mut tx, "ada", &first, NOW).await.unwrap();
    let linked = orcid::of_account(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!((&linked.orcid, linked.verified_at), (&first, NOW));
    // Whoever reads the person has it without another statement.
    let before = tx.statements();
    let person = applicant::find(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!(tx.statements() - before, 1);
    assert_eq!(person.orcid, Some(linked));
    let other = applicant::find(&mut tx, "eve").await.unwrap().unwrap();
    assert_eq!(other.orcid, None);
    tx.commit().await.unwrap();

    let mut tx = write(store).await;
    let taken = orcid::link(&mut tx, "eve", &first, NOW).await.unwrap_err();
    assert!(
        matches!(&taken, StoreError::Unique(name) if name == "orcid_once_key"),
        "{taken}"
    );
    tx.rollback().await.unwrap();

    let mut tx = write(store).await;
    let later = NOW.plus(Duration::days(1));
    orcid::link(&mut tx, "ada", &second, later).await.unwrap();
    orcid::link(&mut tx, "eve", &first, later).await.unwrap();
    let linked = orcid::of_account(&mut tx, "ada").await.unwrap().unwrap();
    assert_eq!((linked.orcid, linked.verified_at), (second, later));
    assert!(orcid::unlink(&mut tx, "ada").await.unwrap());
    assert!(!orcid::unlink(&mut tx, "ada").await.unwrap());
    assert_eq!(orcid::of_account(&mut tx, "ada").await.unwrap(), None);
}

async fn a_way_to_orcid_is_gone_once_by_its_own_session_in_time(store: &Store) {
    let ends = NOW.plus(Duration::minutes(10));
    let mut tx = write(store).await;
    for (state, session) in [([1; 32], "ada"), ([2; 32], "ada"), ([3; 32], "eve")] {
        orcid::set_out(&mut tx, &state, session, ends)
            .await
            .unwrap();
    }
    for (state, session, at, is_back) in [
        ([1; 32], "eve", NOW, false),
        ([1; 32], "ada", ends, false),
        ([1; 32], "ada", NOW, true),
        ([1; 32], "ada", NOW, false),
        ([9; 32], "ada", NOW, false),
    ] {
        let found = orcid::come_back(&mut tx, &state, session, at)
            .await
            .unwrap();
        assert_eq!(found, is_back, "{} {session}", state[0]);
    }
    assert_eq!(orcid::purge(&mut tx, NOW).await.unwrap(), 0);
    assert_eq!(orcid::purge(&mut tx, ends).await.unwrap(), 2);
}
