//! Decisions taken together: whose they are, when they take effect, and what undoing them ends.

use accede_domain::application::state::{ActorRole, Position};
use accede_domain::review::CaseKind;
use accede_domain::review::decision::DecisionState;
use accede_domain::time::{Duration, Timestamp};
use accede_store::bulk::{self, LeftOut};
use accede_store::decision::{self, NewDecision};
use accede_store::{Store, Tx};
use serde_json::json;

use crate::claims::add_case;
use crate::support::{NOW, add_account, write};

contract_tests!(
    a_bulk_is_of_whoever_began_it,
    the_waiting_decisions_of_a_bulk_move_together,
    a_bulk_that_was_undone_stays_so_for_whoever_comes_at_once,
    what_was_not_decided_stays_with_its_reason_until_it_is,
);

async fn add_decision(tx: &mut Tx, id: &str, by: &str, bulk_id: Option<&str>) {
    add_case(tx, &["case", id].concat(), Position::FINAL).await;
    let new = NewDecision {
        id,
        case_kind: CaseKind::Application,
        case_id: &["case", id].concat(),
        command: "reject",
        content: Some(&json!({})),
        version_seen: 2,
        decided_by: by,
        actor_role: ActorRole::Reviewer,
        request_id: None,
        takes_effect_at: NOW,
        state: DecisionState::Pending,
        bulk_id,
    };
    decision::insert(tx, &new, NOW).await.unwrap();
}

async fn of(tx: &mut Tx, by: &str) -> Vec<(String, Timestamp)> {
    let all = decision::of_bulk(tx, by, "b").await.unwrap().into_iter();
    all.map(|one| (one.id, one.takes_effect_at)).collect()
}

async fn a_bulk_is_of_whoever_began_it(store: &Store) {
    let mut tx = write(store).await;
    for who in ["rosa", "tom"] {
        add_account(&mut tx, who).await;
    }
    assert!(!bulk::exists(&mut tx, "rosa", "b").await.unwrap());
    assert!(!bulk::close(&mut tx, "rosa", "b", NOW).await.unwrap());
    assert!(!bulk::begin(&mut tx, "rosa", "b", NOW).await.unwrap());
    assert!(!bulk::begin(&mut tx, "rosa", "b", NOW).await.unwrap());
    assert!(bulk::exists(&mut tx, "rosa", "b").await.unwrap());
    assert!(!bulk::exists(&mut tx, "tom", "b").await.unwrap());
    assert!(!bulk::close(&mut tx, "tom", "b", NOW).await.unwrap());
    assert!(bulk::close(&mut tx, "rosa", "b", NOW).await.unwrap());
    assert!(bulk::close(&mut tx, "rosa", "b", NOW).await.unwrap());
    assert!(bulk::begin(&mut tx, "rosa", "b", NOW).await.unwrap());
    // The same id of somebody else's is another one.
    assert!(!bulk::begin(&mut tx, "tom", "b", NOW).await.unwrap());
}

async fn the_waiting_decisions_of_a_bulk_move_together(store: &Store) {
    let mut tx = write(store).await;
    for who in ["rosa", "tom"] {
        add_account(&mut tx, who).await;
    }
    add_decision(&mut tx, "1", "rosa", Some("b")).await;
    add_decision(&mut tx, "2", "rosa", Some("b")).await;
    add_decision(&mut tx, "3", "rosa", None).await;
    add_decision(&mut tx, "4", "rosa", Some("c")).await;
    add_decision(&mut tx, "5", "tom", Some("b")).await;
    let done = DecisionState::CarriedOut;
    decision::end(&mut tx, "2", done, None, NOW).await.unwrap();
    let later = NOW.plus(Duration::seconds(10));
    let moved = decision::postpone_bulk(&mut tx, "rosa", "b", later).await;
    assert_eq!(moved.unwrap(), 1);
    let (one, two) = (("1".to_owned(), later), ("2".to_owned(), NOW));
    assert_eq!(of(&mut tx, "rosa").await, [one, two]);
    assert_eq!(of(&mut tx, "tom").await, [("5".to_owned(), NOW)]);
    assert_eq!(
        decision::due(&mut tx, NOW, 9).await.unwrap(),
        ["3", "4", "5"]
    );
}

/// Undone while a batch of it is on its way: whoever comes second sees what the first did.
async fn a_bulk_that_was_undone_stays_so_for_whoever_comes_at_once(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "rosa").await;
    bulk::begin(&mut tx, "rosa", "b", NOW).await.unwrap();
    tx.commit().await.unwrap();
    let mut first = write(store).await;
    assert!(bulk::close(&mut first, "rosa", "b", NOW).await.unwrap());
    let batch = tokio::spawn({
        let store = store.clone();
        async move {
            let mut second = store.write().await.unwrap();
            bulk::begin(&mut second, "rosa", "b", NOW).await.unwrap()
        }
    });
    first.commit().await.unwrap();
    assert!(batch.await.unwrap(), "a batch that came after the undoing");
}

async fn what_was_not_decided_stays_with_its_reason_until_it_is(store: &Store) {
    let mut tx = write(store).await;
    for who in ["rosa", "tom"] {
        add_account(&mut tx, who).await;
        bulk::begin(&mut tx, who, "b", NOW).await.unwrap();
    }
    add_case(&mut tx, "case1", Position::FINAL).await;
    let later = NOW.plus(Duration::minutes(15));
    let mut leave = async |of: &str, why: &str, faster: Option<&str>| {
        let until = faster.map(|_| later);
        bulk::leave_out(&mut tx, "rosa", "b", of, why, faster, until, NOW)
            .await
            .unwrap();
    };
    leave("case1", "stale", None).await;
    leave("nothing", "not_found", None).await;
    // Sent again, what holds is why it was refused last.
    leave("case1", "claimed_by_another", Some("tom")).await;
    let claimed = LeftOut {
        application_id: "case1".to_owned(),
        reference_number: "case1".to_owned(),
        applicant_name: String::new(),
        why: "claimed_by_another".to_owned(),
        faster: Some(("tom".to_owned(), "Ada Lovelace".to_owned())),
        until: Some(later),
    };
    let gone = LeftOut {
        application_id: "nothing".to_owned(),
        reference_number: String::new(),
        applicant_name: String::new(),
        why: "not_found".to_owned(),
        faster: None,
        until: None,
    };
    let all = bulk::left_out(&mut tx, "rosa", "b").await.unwrap();
    assert_eq!(all, [claimed, gone.clone()]);
    assert_eq!(bulk::left_out(&mut tx, "tom", "b").await.unwrap(), []);
    bulk::take_in(&mut tx, "rosa", "b", "case1").await.unwrap();
    assert_eq!(bulk::left_out(&mut tx, "rosa", "b").await.unwrap(), [gone]);
    tx.commit().await.unwrap();
}
