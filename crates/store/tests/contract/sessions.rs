use accede_domain::account::Role;
use accede_domain::time::{Duration, Timestamp};
use accede_store::session::{self, ABSOLUTE, EndReason, IDLE, Level, NewSession};
use accede_store::{Store, Tx, params};

use crate::support::{NOW, add_account, write};

contract_tests!(
    a_session_knows_its_account,
    a_session_ends_when_idle_and_after_twelve_hours,
    the_last_seen_time_is_written_at_most_once_a_minute,
    a_second_factor_gives_a_new_session_with_the_old_end,
    a_person_ends_only_their_own,
    a_deactivated_account_is_signed_in_nowhere,
);

async fn begin(tx: &mut Tx, id: &str, account_id: &str, hash: u8, now: Timestamp) {
    session::begin(tx, &new(id, account_id, hash), now)
        .await
        .unwrap();
}

fn new<'a>(id: &'a str, account_id: &'a str, hash: u8) -> NewSession<'a> {
    NewSession {
        id,
        account_id,
        token_hash: [hash; 32],
        level: Level::Full,
        user_agent: "Browser",
        address: "::1",
    }
}

async fn a_session_knows_its_account(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    begin(&mut tx, "s", "a", 1, NOW).await;
    let found = session::find(&mut tx, &[1; 32], NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (
            found.user_name.as_str(),
            found.role,
            found.has_second_factor
        ),
        ("a", Role::Researcher, false)
    );
    assert_eq!(found.session.level, Level::Full);
    assert_eq!(session::find(&mut tx, &[2; 32], NOW).await.unwrap(), None);
}

async fn a_session_ends_when_idle_and_after_twelve_hours(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    begin(&mut tx, "s", "a", 1, NOW).await;
    let second = Duration::seconds(1);
    let mut now = NOW.plus(IDLE).minus(second);
    assert!(
        session::find(&mut tx, &[1; 32], now)
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        session::find(&mut tx, &[1; 32], NOW.plus(IDLE))
            .await
            .unwrap()
            .is_none()
    );
    while now < NOW.plus(ABSOLUTE) {
        assert!(
            session::find(&mut tx, &[1; 32], now)
                .await
                .unwrap()
                .is_some()
        );
        assert_eq!(session::list(&mut tx, "a", now).await.unwrap().len(), 1);
        session::touch(&mut tx, "s", now).await.unwrap();
        now = now.plus(IDLE).minus(second);
    }
    assert!(
        session::find(&mut tx, &[1; 32], NOW.plus(ABSOLUTE))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        session::purge(&mut tx, NOW.plus(ABSOLUTE)).await.unwrap(),
        1
    );
}

async fn the_last_seen_time_is_written_at_most_once_a_minute(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    begin(&mut tx, "s", "a", 1, NOW).await;
    for (seconds, written) in [(59, false), (60, true), (119, false), (120, true)] {
        let now = NOW.plus(Duration::seconds(seconds));
        let found = session::find(&mut tx, &[1; 32], now)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.session.wants_touch(now), written);
        session::touch(&mut tx, "s", now).await.unwrap();
        let found = session::find(&mut tx, &[1; 32], now)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.session.last_seen_at == now, written, "at {seconds}");
    }
}

async fn a_second_factor_gives_a_new_session_with_the_old_end(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    begin(&mut tx, "s", "a", 1, NOW).await;
    let old = session::find(&mut tx, &[1; 32], NOW)
        .await
        .unwrap()
        .unwrap()
        .session;
    let later = NOW.plus(Duration::minutes(5));
    session::replace(&mut tx, &old, &new("t", "a", 2), later)
        .await
        .unwrap();
    assert_eq!(session::find(&mut tx, &[1; 32], later).await.unwrap(), None);
    let replaced = session::find(&mut tx, &[2; 32], later)
        .await
        .unwrap()
        .unwrap()
        .session;
    assert_eq!(replaced.ends_at, old.ends_at);
    assert_eq!(replaced.idle_ends_at(), later.plus(IDLE));
}

async fn a_person_ends_only_their_own(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    add_account(&mut tx, "b").await;
    begin(&mut tx, "a1", "a", 1, NOW).await;
    begin(&mut tx, "a2", "a", 2, NOW).await;
    begin(&mut tx, "a3", "a", 3, NOW).await;
    begin(&mut tx, "b1", "b", 4, NOW).await;
    assert!(
        !session::end(&mut tx, "b1", "a", EndReason::EndedByPerson, NOW)
            .await
            .unwrap()
    );
    assert!(
        session::end(&mut tx, "a1", "a", EndReason::EndedByPerson, NOW)
            .await
            .unwrap()
    );
    assert!(
        !session::end(&mut tx, "a1", "a", EndReason::EndedByPerson, NOW)
            .await
            .unwrap()
    );
    let ended = session::end_all(&mut tx, "a", Some("a3"), EndReason::PassphraseChanged, NOW)
        .await
        .unwrap();
    assert_eq!(ended, 1);
    let left = session::list(&mut tx, "a", NOW).await.unwrap();
    assert_eq!(
        left.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
        ["a3"]
    );
    assert_eq!(
        session::end_all(&mut tx, "a", None, EndReason::AccountEnded, NOW)
            .await
            .unwrap(),
        1
    );
    assert_eq!(session::list(&mut tx, "b", NOW).await.unwrap().len(), 1);
}

async fn a_deactivated_account_is_signed_in_nowhere(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "a").await;
    begin(&mut tx, "s", "a", 1, NOW).await;
    tx.execute(
        "UPDATE account SET state = 'deactivated' WHERE id = 'a'",
        params![],
    )
    .await
    .unwrap();
    assert_eq!(session::find(&mut tx, &[1; 32], NOW).await.unwrap(), None);
}
