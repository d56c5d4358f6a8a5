//! Cloud accounts, grants, the ledger.

use accede_domain::grant::{Desired, GrantState, Service};
use accede_domain::time::Duration;
use accede_store::account_email;
use accede_store::cloud_identity::{self, NewCloudIdentity, Provider};
use accede_store::grant::{self, Grant};
use accede_store::{Store, Tx, ledger};

use crate::support::{NOW, add_account, write};

contract_tests!(
    a_verified_address_is_one_persons,
    a_grant_is_changed_by_who_saw_it,
    due_grants_come_in_order,
    the_ledger_keeps_each_name_once
);

async fn link(tx: &mut Tx, id: &str, account_id: &str, address: &str) {
    let new = NewCloudIdentity {
        id,
        account_id,
        provider: Provider::Google,
        address,
        folded: address,
    };
    cloud_identity::insert(tx, &new, NOW).await.unwrap();
}

fn new_grant(id: &str, account_id: &str, identity_id: &str, service: Service) -> Grant {
    Grant {
        id: id.to_owned(),
        version: 1,
        account_id: account_id.to_owned(),
        dataset: "mimiciii".to_owned(),
        service,
        identity_id: identity_id.to_owned(),
        address: "ada@gmail.com".to_owned(),
        identity_linked: true,
        desired: Desired::Present,
        state: GrantState::Requested,
        requested_at: NOW,
        accepted_at: None,
        verified_at: None,
        removed_at: None,
        removal_reason: None,
        last_error: None,
        attempts: 0,
        next_attempt_at: Some(NOW),
    }
}

async fn a_verified_address_is_one_persons(store: &Store) {
    let mut tx = write(store).await;
    for person in ["ada", "eve"] {
        add_account(&mut tx, person).await;
        link(&mut tx, &format!("of-{person}"), person, "a@gmail.com").await;
    }
    assert!(
        cloud_identity::verify(&mut tx, "of-ada", NOW)
            .await
            .unwrap()
    );
    assert!(
        !cloud_identity::verify(&mut tx, "of-ada", NOW)
            .await
            .unwrap()
    );
    for (asks, owner) in [("eve", Some("ada")), ("ada", None)] {
        let found = account_email::proved_by_another(&mut tx, "a@gmail.com", asks)
            .await
            .unwrap();
        assert_eq!(found.map(|found| found.account_id).as_deref(), owner);
    }
    tx.commit().await.unwrap();

    let mut tx = write(store).await;
    let taken = cloud_identity::verify(&mut tx, "of-eve", NOW)
        .await
        .unwrap_err();
    assert!(taken.is_unique("cloud_identity_verified_key"), "{taken}");
    drop(tx);

    let mut tx = write(store).await;
    assert!(
        cloud_identity::unlink(&mut tx, "of-ada", NOW)
            .await
            .unwrap()
    );
    assert!(
        !cloud_identity::unlink(&mut tx, "of-ada", NOW)
            .await
            .unwrap()
    );
    assert_eq!(cloud_identity::get(&mut tx, "of-ada").await.unwrap(), None);
    assert!(
        cloud_identity::verify(&mut tx, "of-eve", NOW)
            .await
            .unwrap()
    );
    link(&mut tx, "again", "ada", "a@gmail.com").await;
    assert_eq!(
        cloud_identity::of_account(&mut tx, "ada")
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn a_grant_is_changed_by_who_saw_it(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "ada").await;
    link(&mut tx, "i", "ada", "ada@gmail.com").await;
    cloud_identity::verify(&mut tx, "i", NOW).await.unwrap();
    let made = new_grant("g", "ada", "i", Service::BigQuery);
    grant::insert(&mut tx, &made, NOW).await.unwrap();
    assert_eq!(grant::get(&mut tx, "g").await.unwrap(), Some(made.clone()));
    assert_eq!(
        cloud_identity::get(&mut tx, "i")
            .await
            .unwrap()
            .unwrap()
            .grants,
        1
    );
    let mut changed = made.clone();
    changed.state = GrantState::Accepted;
    changed.accepted_at = Some(NOW);
    assert!(grant::update(&mut tx, &changed, NOW).await.unwrap());
    assert!(
        !grant::update(&mut tx, &made, NOW).await.unwrap(),
        "somebody changed it since"
    );
    changed.version = 2;
    let found = grant::find(&mut tx, "ada", "mimiciii", Service::BigQuery)
        .await
        .unwrap();
    assert_eq!(found, Some(changed));
    assert_eq!(
        grant::find(&mut tx, "ada", "mimiciii", Service::CloudStorage)
            .await
            .unwrap(),
        None
    );
    cloud_identity::unlink(&mut tx, "i", NOW).await.unwrap();
    assert!(
        !grant::get(&mut tx, "g")
            .await
            .unwrap()
            .unwrap()
            .identity_linked
    );
    assert_eq!(
        grant::accounts_with_grants(&mut tx, "", 10).await.unwrap(),
        ["ada"]
    );
    assert!(
        grant::accounts_with_grants(&mut tx, "ada", 10)
            .await
            .unwrap()
            .is_empty()
    );
    tx.commit().await.unwrap();

    let mut tx = write(store).await;
    let second = new_grant("h", "ada", "i", Service::BigQuery);
    let refused = grant::insert(&mut tx, &second, NOW).await.unwrap_err();
    assert!(refused.is_unique("grant_record_once_key"), "{refused}");
}

async fn due_grants_come_in_order(store: &Store) {
    let mut tx = write(store).await;
    assert_eq!(grant::next_due(&mut tx).await.unwrap(), None);
    add_account(&mut tx, "ada").await;
    link(&mut tx, "i", "ada", "ada@gmail.com").await;
    let later = Grant {
        next_attempt_at: Some(NOW.plus(Duration::minutes(1))),
        ..new_grant("a", "ada", "i", Service::BigQuery)
    };
    grant::insert(&mut tx, &later, NOW).await.unwrap();
    grant::insert(
        &mut tx,
        &new_grant("b", "ada", "i", Service::CloudStorage),
        NOW,
    )
    .await
    .unwrap();
    let ids = |grants: Vec<Grant>| grants.into_iter().map(|of| of.id).collect::<Vec<_>>();
    assert_eq!(ids(grant::due(&mut tx, NOW, 10).await.unwrap()), ["b"]);
    let then = NOW.plus(Duration::minutes(1));
    assert_eq!(
        ids(grant::due(&mut tx, then, 10).await.unwrap()),
        ["b", "a"]
    );
    assert_eq!(ids(grant::due(&mut tx, then, 1).await.unwrap()), ["b"]);
    assert_eq!(grant::next_due(&mut tx).await.unwrap(), Some(NOW));
    assert_eq!(
        ids(grant::of_dataset(&mut tx, "mimiciii", Service::BigQuery)
            .await
            .unwrap()),
        ["a"]
    );
    assert_eq!(
        ids(grant::of_account(&mut tx, "ada").await.unwrap()),
        ["a", "b"]
    );
}

async fn the_ledger_keeps_each_name_once(store: &Store) {
    let mut tx = write(store).await;
    for _ in 0..2 {
        ledger::add(&mut tx, "group", "ada@gmail.com", NOW)
            .await
            .unwrap();
    }
    assert!(
        ledger::contains(&mut tx, "group", "ada@gmail.com")
            .await
            .unwrap()
    );
    assert!(
        !ledger::contains(&mut tx, "other", "ada@gmail.com")
            .await
            .unwrap()
    );
    assert_eq!(ledger::members(&mut tx, "group").await.unwrap().len(), 1);
    ledger::remove(&mut tx, "group", "ada@gmail.com")
        .await
        .unwrap();
    assert!(ledger::members(&mut tx, "group").await.unwrap().is_empty());
}
