//! Claims and decisions: one live claim a case, one waiting decision a case, whoever comes at once.

use accede_domain::application::ApplicationForm;
use accede_domain::application::state::{ActorRole, Position, Stage};
use accede_domain::refusal::Refusal;
use accede_domain::review::CaseKind;
use accede_domain::review::claim::{Claim, LEASE};
use accede_domain::review::decision::DecisionState;
use accede_domain::time::{Duration, Timestamp};
use accede_store::application_queue::{self, Filter, STRETCH, View};
use accede_store::claim::{self, Next, Seeker};
use accede_store::decision::{self, NewDecision, PENDING_KEY};
use accede_store::search::Search;
use accede_store::{Store, StoreError, Tx, application, application_record, params};
use serde_json::json;

use crate::lists::many;
use crate::support::{NOW, add_account, write};

contract_tests!(
    a_live_claim_gives_way_to_nobody_but_its_holder,
    whoever_asks_at_once_is_given_another_case,
    the_next_case_is_looked_for_as_far_as_a_page_looks,
    one_decision_a_case_waits,
    a_decision_is_due_at_its_time_and_ends_once,
);

const KIND: CaseKind = CaseKind::Application;

/// A submitted application that waits for a reviewer.
pub async fn add_case(tx: &mut Tx, id: &str, position: Position) {
    add_account(tx, id).await;
    application::insert_draft(tx, id, id, &ApplicationForm::default(), None, NOW)
        .await
        .unwrap();
    let before = application::get(tx, id).await.unwrap().unwrap();
    let mut after = before.clone();
    after.position = position;
    after.waits_for_staff = true;
    after.first_submitted_at = Some(NOW);
    after.stage_since = Some(NOW);
    after.reference_number = Some(id.to_owned());
    after.snapshots = 1;
    application::update(tx, &before, &mut after, &["v", id].concat(), NOW)
        .await
        .unwrap();
    application_record::take_snapshot(tx, id, 1, &after.form, NOW)
        .await
        .unwrap();
    application_queue::refresh(tx, &[id.to_owned()], &[])
        .await
        .unwrap();
}

fn all(account_id: &str) -> Filter {
    Filter::of(View::Staff, account_id)
}

async fn a_live_claim_gives_way_to_nobody_but_its_holder(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "rosa").await;
    add_account(&mut tx, "tom").await;
    let mut put = async |who: &str, over: Option<&str>, at| {
        claim::put(&mut tx, KIND, "1", &Claim::begin(who, at), over, at)
            .await
            .unwrap()
    };
    let later = NOW.plus(Duration::minutes(5));
    assert!(put("rosa", None, NOW).await);
    assert!(!put("tom", None, later).await);
    assert!(
        !put("tom", Some("vera"), later).await,
        "taken over from somebody else"
    );
    assert!(put("rosa", None, later).await);
    assert!(put("tom", Some("rosa"), later).await);
    assert!(!put("rosa", None, later).await);
    assert!(put("rosa", None, later.plus(LEASE)).await, "it had ended");
    let held = claim::get(&mut tx, KIND, "1").await.unwrap().unwrap();
    assert_eq!(
        (held.user_name.as_str(), held.name.as_str()),
        ("rosa", "Ada Lovelace")
    );
    assert_eq!(
        claim::get(&mut tx, CaseKind::Training, "1").await.unwrap(),
        None
    );
    let holds = claim::holds(&mut tx, KIND, "1", "tom", later.plus(LEASE))
        .await
        .unwrap();
    assert!(holds.claimed_by_another && !holds.decision_pending);
    assert!(!claim::release(&mut tx, KIND, "1", "tom").await.unwrap());
    assert!(claim::release(&mut tx, KIND, "1", "rosa").await.unwrap());
    assert_eq!(claim::get(&mut tx, KIND, "1").await.unwrap(), None);
}

/// Many transactions at once, each of its own connection: no case is given twice, and none is left over.
async fn whoever_asks_at_once_is_given_another_case(store: &Store) {
    const CASES: usize = 12;
    let mut tx = write(store).await;
    for number in 0..CASES {
        add_case(&mut tx, &format!("case{number:02}"), Position::IDENTITY).await;
    }
    for number in 0..4 {
        add_account(&mut tx, &format!("rev{number}")).await;
    }
    tx.commit().await.unwrap();
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..4 {
        let store = store.clone();
        asking.spawn(async move {
            let me = format!("rev{number}");
            let mut mine = Vec::new();
            loop {
                let mut tx = store.write().await.unwrap();
                let seeker = Seeker {
                    account_id: &me,
                    passed: &[],
                };
                let next = claim::next_application(&mut tx, &all(&me), &seeker, NOW)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                match next {
                    Next::Case(id) => mine.push(id),
                    Next::None | Next::NoneUntil(_) => return mine,
                }
            }
        });
    }
    let mut given = asking.join_all().await.concat();
    given.sort();
    let wanted: Vec<String> = (0..CASES)
        .map(|number| format!("case{number:02}"))
        .collect();
    assert_eq!(given, wanted);
}

/// Where filters come together, lines that they leave out are looked at too: up to a number, and it is said how far that was.
async fn the_next_case_is_looked_for_as_far_as_a_page_looks(store: &Store) {
    let mut tx = write(store).await;
    for who in ["many", "rosa"] {
        add_account(&mut tx, who).await;
    }
    let (last, count) = (i64::from(STRETCH) * 2, i64::from(STRETCH) * 2 + 5);
    let of = format!("CASE WHEN n > {last} THEN 'student' ELSE 'academic' END, 'DE'");
    let words = format!("CASE WHEN n > {last} THEN '§identity needle' ELSE '§identity hay' END");
    many(&mut tx, 0, count, &of, &words).await;
    let waits = "UPDATE queue_entry SET tray = 'identity', state = 'submitted'";
    tx.execute(waits, params![]).await.unwrap();
    let mut next = async |filter: &Filter| {
        let seeker = Seeker {
            account_id: "rosa",
            passed: &[],
        };
        claim::next_application(&mut tx, filter, &seeker, NOW)
            .await
            .unwrap()
    };
    let students = Filter {
        category: Some("student".to_owned()),
        ..Filter::of(View::Stage(Stage::Identity), "rosa")
    };
    let both = Filter {
        country: Some("DE".to_owned()),
        ..students.clone()
    };
    // A place holds its moment: 2,048 to a microsecond.
    let until = Timestamp(i64::from(STRETCH) / 2_048);
    assert_eq!(next(&both).await, Next::NoneUntil(until));
    let found = |n: i64| Next::Case(format!("m{}", last + n));
    // One filter has an index of its own, and a rare word is found by itself.
    assert_eq!(next(&students).await, found(1));
    let searched = Filter {
        search: Search::parse("needle"),
        ..both
    };
    assert_eq!(next(&searched).await, found(2));
    let nobody = Filter {
        search: Search::parse("nobody"),
        ..searched
    };
    assert_eq!(next(&nobody).await, Next::None);
}

fn new<'a>(id: &'a str, content: &'a serde_json::Value, seconds: i64) -> NewDecision<'a> {
    NewDecision {
        bulk_id: None,
        id,
        case_kind: KIND,
        case_id: "case",
        command: "accept",
        content: Some(content),
        version_seen: 2,
        decided_by: "rosa",
        actor_role: ActorRole::Reviewer,
        request_id: Some("r"),
        takes_effect_at: NOW.plus(Duration::seconds(seconds)),
        state: DecisionState::Pending,
    }
}

async fn one_decision_a_case_waits(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "rosa").await;
    add_case(&mut tx, "case", Position::FINAL).await;
    let content = json!({ "accept": {} });
    decision::insert(&mut tx, &new("1", &content, 10), NOW)
        .await
        .unwrap();
    assert!(
        claim::holds(&mut tx, KIND, "case", "rosa", NOW)
            .await
            .unwrap()
            .decision_pending
    );
    tx.commit().await.unwrap();
    let mut tx = write(store).await;
    let second = decision::insert(&mut tx, &new("2", &content, 10), NOW).await;
    assert!(matches!(second, Err(StoreError::Unique(_))));
    assert!(second.unwrap_err().is_unique(PENDING_KEY));
    drop(tx);
    // Nor is it anybody's next case.
    let mut tx = write(store).await;
    let seeker = Seeker {
        account_id: "rosa",
        passed: &[],
    };
    let next = claim::next_application(&mut tx, &all("rosa"), &seeker, NOW)
        .await
        .unwrap();
    assert_eq!(next, Next::None);
    decision::end(&mut tx, "1", DecisionState::Undone, None, NOW)
        .await
        .unwrap();
    decision::insert(&mut tx, &new("2", &content, 10), NOW)
        .await
        .unwrap();
    let latest = decision::latest(&mut tx, KIND, "case")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (latest.id.as_str(), latest.name.as_str()),
        ("2", "Ada Lovelace")
    );
    assert_eq!(
        (latest.content, latest.case_number.as_deref()),
        (Some(content), Some("case"))
    );
}

async fn a_decision_is_due_at_its_time_and_ends_once(store: &Store) {
    let mut tx = write(store).await;
    add_account(&mut tx, "rosa").await;
    add_case(&mut tx, "case", Position::FINAL).await;
    let content = json!({});
    decision::insert(&mut tx, &new("1", &content, 10), NOW)
        .await
        .unwrap();
    let at = NOW.plus(Duration::seconds(10));
    assert_eq!(decision::next_effect(&mut tx).await.unwrap(), Some(at));
    assert!(
        decision::due(&mut tx, at.minus(Duration(1)), 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(decision::due(&mut tx, at, 9).await.unwrap(), ["1"]);
    let refusal = Some(Refusal::Stale);
    let end = DecisionState::NotCarriedOut;
    assert!(decision::end(&mut tx, "1", end, refusal, at).await.unwrap());
    assert!(
        !decision::end(&mut tx, "1", DecisionState::CarriedOut, None, at)
            .await
            .unwrap()
    );
    let ended = decision::get(&mut tx, "1").await.unwrap().unwrap();
    assert_eq!(
        (ended.state, ended.refusal, ended.ended_at),
        (end, refusal, Some(at))
    );
    assert_eq!(decision::next_effect(&mut tx).await.unwrap(), None);
    assert_eq!(
        decision::open_of(&mut tx, "rosa", 9).await.unwrap().len(),
        1
    );
    decision::dismiss(&mut tx, "1").await.unwrap();
    assert!(
        decision::open_of(&mut tx, "rosa", 9)
            .await
            .unwrap()
            .is_empty()
    );
}
