use accede_domain::time::Duration;
use accede_store::audit::{self, Actor, ActorKind, ChainState, EventValues, Filter, NewEvent};
use accede_store::page::{Cursor, Page};
use accede_store::{AssertSqlSafe, Dialect, Store, Tx, params};
use serde_json::json;

use crate::support::{NOW, ids, write};

contract_tests!(
    an_event_comes_back_with_its_values,
    lists_page_by_key_and_filter,
    an_erasure_leaves_the_chain_whole,
    batches_follow_each_other,
    tampering_is_found,
    sealers_at_once_take_turns,
);

fn event(id: String, concerns: &str, action: &str) -> NewEvent {
    NewEvent {
        id,
        at: NOW,
        actor: Actor {
            kind: ActorKind::Account,
            id: Some("staff".to_owned()),
            role: Some("reviewer".to_owned()),
        },
        action: action.to_owned(),
        object_kind: "application".to_owned(),
        object_id: "x".to_owned(),
        concerns_account_id: Some(concerns.to_owned()),
        changed_fields: vec!["state".to_owned()],
        before: Some(json!({ "state": "draft" })),
        after: None,
        salt: [9; 16],
        request_id: None,
    }
}

async fn append(tx: &mut Tx, count: usize, concerns: &str, action: &str, first: &str) {
    for number in 0..count {
        audit::append(tx, &event(format!("{first}{number:03}"), concerns, action))
            .await
            .unwrap();
    }
}

fn sign(hash: &[u8; 32]) -> (String, Vec<u8>) {
    ("key".to_owned(), hash.iter().rev().copied().collect())
}

fn check(key_id: &str, hash: &[u8; 32], signature: &[u8]) -> bool {
    key_id == "key" && signature.iter().rev().eq(hash.iter())
}

async fn an_event_comes_back_with_its_values(store: &Store) {
    let mut tx = write(store).await;
    let id = ids().id(NOW);
    audit::append(&mut tx, &event(id.clone(), "a", "application.submit"))
        .await
        .unwrap();
    let bare = NewEvent {
        before: None,
        ..event("bare".to_owned(), "a", "application.view")
    };
    audit::append(&mut tx, &bare).await.unwrap();
    let found = audit::list(&mut tx, &Filter::default(), &Page::First, 10)
        .await
        .unwrap();
    let first = found.iter().find(|event| event.id == id).unwrap();
    assert_eq!(
        (first.action.as_str(), first.seq, first.after_digest.clone()),
        ("application.submit", None, None)
    );
    assert_eq!(first.before_digest.as_ref().unwrap().len(), 32);
    assert_eq!(first.changed_fields, ["state"]);
    let values = audit::values(&mut tx, &id).await.unwrap();
    assert_eq!(
        values,
        Some(EventValues {
            before: Some(json!({ "state": "draft" })),
            after: None
        })
    );
    assert_eq!(audit::values(&mut tx, "bare").await.unwrap(), None);
}

async fn lists_page_by_key_and_filter(store: &Store) {
    let mut tx = write(store).await;
    append(&mut tx, 5, "a", "application.submit", "a").await;
    append(&mut tx, 5, "b", "application.return", "b").await;
    let of_a = Filter {
        concerns_account_id: Some("a".to_owned()),
        ..Filter::default()
    };
    let ids =
        |events: Vec<audit::Event>| events.into_iter().map(|event| event.id).collect::<Vec<_>>();
    assert_eq!(
        ids(audit::list(&mut tx, &of_a, &Page::First, 2).await.unwrap()),
        ["a004", "a003"]
    );
    let after = Page::After(Cursor {
        at: NOW,
        id: "a003".to_owned(),
    });
    assert_eq!(
        ids(audit::list(&mut tx, &of_a, &after, 2).await.unwrap()),
        ["a002", "a001"]
    );
    let before = Page::Before(Cursor {
        at: NOW,
        id: "a002".to_owned(),
    });
    assert_eq!(
        ids(audit::list(&mut tx, &of_a, &before, 5).await.unwrap()),
        ["a004", "a003"]
    );
    let narrow = Filter {
        actor_id: Some("staff".to_owned()),
        object: Some(("application".to_owned(), "x".to_owned())),
        action: Some("application.return".to_owned()),
        ..Filter::default()
    };
    assert_eq!(
        audit::list(&mut tx, &narrow, &Page::First, 50)
            .await
            .unwrap()
            .len(),
        5
    );
    let nobody = Filter {
        actor_id: Some("nobody".to_owned()),
        ..Filter::default()
    };
    assert!(
        audit::list(&mut tx, &nobody, &Page::First, 50)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn an_erasure_leaves_the_chain_whole(store: &Store) {
    let mut tx = write(store).await;
    append(&mut tx, 2, "a", "x", "a").await;
    append(&mut tx, 2, "b", "x", "b").await;
    audit::seal(&mut tx, 10, NOW, sign).await.unwrap().unwrap();
    assert_eq!(audit::erase_values(&mut tx, "a").await.unwrap(), 2);
    assert_eq!(audit::values(&mut tx, "a000").await.unwrap(), None);
    assert!(audit::values(&mut tx, "b000").await.unwrap().is_some());
    let state = audit::verify(&mut tx, check).await.unwrap();
    assert_eq!(
        state,
        ChainState::Whole {
            batches: 1,
            events: 4
        }
    );
}

async fn batches_follow_each_other(store: &Store) {
    let mut tx = write(store).await;
    assert_eq!(audit::seal(&mut tx, 10, NOW, sign).await.unwrap(), None);
    append(&mut tx, 5, "a", "x", "a").await;
    let first = audit::seal(&mut tx, 3, NOW, sign).await.unwrap().unwrap();
    let second = audit::seal(&mut tx, 3, NOW, sign).await.unwrap().unwrap();
    assert_eq!((first.batch, first.first_seq, first.last_seq), (1, 1, 3));
    assert_eq!((second.batch, second.first_seq, second.last_seq), (2, 4, 5));
    assert_ne!(first.chain_hash, second.chain_hash);
    assert_eq!(audit::seal(&mut tx, 3, NOW, sign).await.unwrap(), None);
    // An event that was begun before the seal and committed after it is sealed next.
    let late = NewEvent {
        at: NOW.minus(Duration::hours(1)),
        ..event("late".to_owned(), "a", "x")
    };
    audit::append(&mut tx, &late).await.unwrap();
    assert_eq!(
        audit::seal(&mut tx, 3, NOW, sign)
            .await
            .unwrap()
            .unwrap()
            .last_seq,
        6
    );
    assert_eq!(
        audit::verify(&mut tx, check).await.unwrap(),
        ChainState::Whole {
            batches: 3,
            events: 6
        }
    );
    let wrong = audit::verify(&mut tx, |_, _, _| false).await.unwrap();
    assert_eq!(wrong, ChainState::Broken { batch: 1 });
}

/// What somebody can do who has the whole database in their hands, triggers included.
async fn tampering_is_found(store: &Store) {
    let mut tx = write(store).await;
    append(&mut tx, 4, "a", "x", "a").await;
    audit::seal(&mut tx, 2, NOW, sign).await.unwrap();
    audit::seal(&mut tx, 2, NOW, sign).await.unwrap();
    tx.commit().await.unwrap();
    let trigger = |name: &str, table: &str| match store.dialect() {
        Dialect::Sqlite => format!("DROP TRIGGER {name}"),
        Dialect::Postgres => format!("DROP TRIGGER {name} ON {table}"),
    };
    for (sql, broken) in [
        ("UPDATE audit_event SET action = 'other' WHERE seq = 3", 2),
        ("UPDATE audit_event SET actor_id = NULL WHERE seq = 1", 1),
        (
            "UPDATE audit_event SET before_digest = NULL WHERE seq = 4",
            2,
        ),
        ("DELETE FROM audit_value", 0),
        ("DELETE FROM audit_seal WHERE batch = 2", 2),
        ("DELETE FROM audit_seal WHERE batch = 1", 1),
        ("DELETE FROM audit_seal", 1),
    ] {
        let mut tx = write(store).await;
        for (name, table) in [
            ("audit_event_no_update", "audit_event"),
            ("audit_event_sealed_once", "audit_event"),
            ("audit_seal_no_delete", "audit_seal"),
        ] {
            tx.execute(AssertSqlSafe(trigger(name, table)), params![])
                .await
                .unwrap();
        }
        assert!(tx.execute(sql, params![]).await.unwrap() > 0, "{sql}");
        let state = audit::verify(&mut tx, check).await.unwrap();
        let expected = match broken {
            0 => ChainState::Whole {
                batches: 2,
                events: 4,
            },
            batch => ChainState::Broken { batch },
        };
        assert_eq!(state, expected, "{sql}");
        tx.rollback().await.unwrap();
    }
}

async fn sealers_at_once_take_turns(store: &Store) {
    let mut tx = write(store).await;
    append(&mut tx, 12, "a", "x", "a").await;
    tx.commit().await.unwrap();
    let sealers: Vec<_> = (0..4)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = write(&store).await;
                audit::seal(&mut tx, 3, NOW, sign).await.unwrap().unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for sealer in sealers {
        sealer.await.unwrap();
    }
    let mut tx = store.read().await.unwrap();
    assert_eq!(
        audit::verify(&mut tx, check).await.unwrap(),
        ChainState::Whole {
            batches: 4,
            events: 12
        }
    );
}
