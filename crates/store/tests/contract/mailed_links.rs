use accede_domain::time::Duration;
use accede_store::mailed_link::{self, EndReason, NewLink, Purpose, Standing};
use accede_store::secret::LinkToken;
use accede_store::{Store, Tx};
use sha2::{Digest, Sha256};

use crate::support::{NOW, write};

contract_tests!(
    a_link_is_found_by_what_was_typed,
    a_link_is_used_once,
    a_dead_link_says_why,
    ending_leaves_other_links_alone,
);

fn token(subject_id: &str) -> LinkToken {
    let mac = |_: &str, parts: &[&[u8]]| Sha256::digest(parts.concat()).into();
    LinkToken::derive(mac, Purpose::Reference, subject_id, &[3; 16])
}

async fn create(tx: &mut Tx, id: &str) {
    let link = NewLink {
        id,
        purpose: Purpose::Reference,
        subject_id: id,
        account_id: None,
        salt: [3; 16],
        token_hash: token(id).hash(),
        expires_at: NOW.plus(Duration::days(30)),
    };
    mailed_link::create(tx, &link, NOW).await.unwrap();
}

async fn a_link_is_found_by_what_was_typed(store: &Store) {
    let mut tx = write(store).await;
    create(&mut tx, "subject-of-it-0123456789").await;
    let typed = token("subject-of-it-0123456789")
        .to_string()
        .to_lowercase()
        .replace('-', " ");
    let hash = LinkToken::parse(&typed).unwrap().hash();
    let link = mailed_link::find(&mut tx, Purpose::Reference, &hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(link.salt, [3; 16]);
    assert_eq!(link.standing(NOW), Standing::Live);
    assert_eq!(
        mailed_link::get(&mut tx, &link.id).await.unwrap(),
        Some(link)
    );
    // A link opens the door of its own purpose only.
    assert_eq!(
        mailed_link::find(&mut tx, Purpose::PassphraseReset, &hash)
            .await
            .unwrap(),
        None
    );
}

async fn a_link_is_used_once(store: &Store) {
    let mut tx = write(store).await;
    create(&mut tx, "a").await;
    assert!(mailed_link::mark_used(&mut tx, "a", NOW).await.unwrap());
    assert!(!mailed_link::mark_used(&mut tx, "a", NOW).await.unwrap());
    let link = mailed_link::get(&mut tx, "a").await.unwrap().unwrap();
    assert_eq!(link.standing(NOW), Standing::Used);
}

async fn a_dead_link_says_why(store: &Store) {
    let mut tx = write(store).await;
    create(&mut tx, "a").await;
    let over = NOW.plus(Duration::days(30));
    assert!(!mailed_link::mark_used(&mut tx, "a", over).await.unwrap());
    let link = mailed_link::get(&mut tx, "a").await.unwrap().unwrap();
    assert_eq!(link.standing(over), Standing::Expired);
    assert!(
        mailed_link::end(&mut tx, "a", EndReason::Cancelled, NOW)
            .await
            .unwrap()
    );
    assert!(
        !mailed_link::end(&mut tx, "a", EndReason::Replaced, NOW)
            .await
            .unwrap()
    );
    assert!(!mailed_link::mark_used(&mut tx, "a", NOW).await.unwrap());
    let link = mailed_link::get(&mut tx, "a").await.unwrap().unwrap();
    assert_eq!(link.standing(NOW), Standing::Ended(EndReason::Cancelled));
}

async fn ending_leaves_other_links_alone(store: &Store) {
    let mut tx = write(store).await;
    create(&mut tx, "a").await;
    create(&mut tx, "b").await;
    let ended = mailed_link::end_about(&mut tx, Purpose::Reference, "a", EndReason::Replaced, NOW)
        .await
        .unwrap();
    assert_eq!(ended, 1);
    let link = mailed_link::get(&mut tx, "b").await.unwrap().unwrap();
    assert_eq!(link.standing(NOW), Standing::Live);
}
